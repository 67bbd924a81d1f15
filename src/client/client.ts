import { createClient } from 'graphql-ws/client'
import * as sent from './generated/graphql.ts'

/** A change; null on a checkpoint. */
export type ChangeItem = sent.FollowChangesSubscription['changes']
/** A status update; null on a checkpoint. */
export type StatusUpdateItem = sent.FollowStatusUpdatesSubscription['negotiationStatusAdded']
/** waiting: to connect again. paused: until what has come is read. closed: for good. */
export type FeedState = 'connecting' | 'open' | 'waiting' | 'paused' | 'closed'

/** What ended a connection. code: of the GraphQL error; of the close, as '4403'; or CHAIN_BROKEN. */
export class FeedError extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** How to reach the service, and where to begin. */
export interface FeedOptions {
  /** Absolute; http and https will do too. */
  readonly url: string
  /** A function is asked at each connection, so also when the token of an open one has run out. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>)
  /** The one of the package ws, for Node before 22, which has none of its own. */
  readonly webSocketImpl?: unknown
  /** The last cursor that the caller is done with. Without one: the head of the log when first read. */
  readonly after?: string | null
  /** Also items that only move the cursor on while nothing matches, at least every 15 s. Default true. */
  readonly checkpoints?: boolean
  /** Told of each state, and of what ended the connection. Must not throw. */
  readonly onState?: (state: FeedState, why?: FeedError) => void
}

/** A subscription of one field, typed by codegen, that takes $after and, if it likes, $checkpoints. */
export interface FeedDocument<Item, Variables> {
  readonly __apiType?: (variables: Variables) => Readonly<Record<string, Item>>
  readonly toString: () => string
}

/** Every change, or those that a filter keeps; as `follow`. */
export function followChanges(options: FeedOptions & { readonly filter?: sent.ChangeFilter }): Feed<ChangeItem> {
  return follow(sent.FollowChangesDocument, { filter: options.filter }, options)
}

/** Status updates, of one negotiation or of all; as `follow`. */
export function followStatusUpdates(options: FeedOptions & { negotiationId?: string }): Feed<StatusUpdateItem> {
  return follow(sent.FollowStatusUpdatesDocument, { negotiationId: options.negotiationId }, options)
}

/**
 * The items of a subscription, in order, each once, through all losses of the connection. Opens nothing before the first next(), and
 * keeps 1,000 items at most. Store an item's cursor once it is dealt with: after a crash it may come again, and none is missing.
 * Throws a FeedError when trying again cannot help, or when an item does not go on from the one before it, twice in a row.
 */
export function follow<Item extends Placed, Variables>(
  document: FeedDocument<Item, Variables>,
  variables: Omit<Variables, 'after' | 'checkpoints'>,
  options: FeedOptions,
): Feed<Item> {
  return new Feed<Item>(document.toString(), { checkpoints: options.checkpoints ?? true, ...variables }, options)
}

type Placed = Readonly<{ cursor: string; previousCursor: string }>
const MOST_UNREAD = 1000
/** How often it asks for a sign of life, and how long the service may take to give one, or to let us in. A network that is gone says nothing. */
const ANSWER_MS = 10_000
/** Faults of the service pass, and so do closes, save those that would come again (RFC 6455, 7.4.1; graphql-transport-ws). */
const PASSING = /^(INTERNAL_SERVER_ERROR|RATE_LIMITED|(?!100[2-47-9]|1010|44(?!08|99))\d+)$/

/** What `follow` answers. Written by hand: a generator that waits cannot be told to stop (graphql-ws issues 238 and 653). */
export class Feed<Item extends Placed> implements AsyncIterableIterator<Item, undefined> {
  readonly #given: readonly [query: string, variables: object, options: FeedOptions]
  readonly #unread: Item[] = []
  readonly #readers: (() => void)[] = []
  #cursor: string | null | undefined
  #state: FeedState | undefined
  #failure: FeedError | undefined
  #losses = 0
  #breaks = 0
  /** Leaves the socket, or takes back the next attempt. */
  #leave = (): void => undefined
  readonly [Symbol.asyncIterator] = (): this => this

  constructor(...given: readonly [query: string, variables: object, options: FeedOptions]) {
    this.#given = given
    this.#cursor = given[2].after
  }

  async next(): Promise<IteratorResult<Item, undefined>> {
    while (this.#unread.length === 0 && this.#state !== 'closed') {
      if (!this.#state || this.#state === 'paused') this.#connect()
      await new Promise<void>((wake) => this.#readers.push(wake))
    }
    const value = this.#unread.shift()
    if (value) return { done: false, value }
    if (this.#failure) throw this.#failure
    return { done: true, value: undefined }
  }

  /** Leaves the socket, and settles each next() that waits, at once. */
  return(): Promise<IteratorResult<Item, undefined>> {
    this.#unread.length = 0
    this.#enter('closed')
    return Promise.resolve({ done: true, value: undefined })
  }

  #enter(state: FeedState, why?: FeedError): void {
    if (this.#state === 'closed') return
    if (state === 'closed' || state === 'paused') this.#leave()
    ;[this.#state, this.#failure] = [state, why]
    this.#given[2].onState?.(state, why)
    for (const wake of this.#readers.splice(0)) wake()
  }

  #connect(): void {
    const [feed, variables, { url, token, webSocketImpl }] = this.#given
    let [over, leave] = [false, (): void => undefined]
    let silence: ReturnType<typeof setTimeout> | undefined
    // An error comes before the close that it causes, and after a close with 1000 graphql-ws connects again for whoever has not left.
    const lose = (problem: unknown) => {
      clearTimeout(silence)
      if (!over) this.#lose(feedErrorOf(problem))
    }
    const client = createClient({
      url: new URL(url.replace(/^http/, 'ws')).href,
      webSocketImpl,
      // It would send the operation with the cursor that it began with.
      ...{ retryAttempts: 0, keepAlive: ANSWER_MS, connectionAckWaitTimeout: ANSWER_MS },
      connectionParams: async () => {
        const given = typeof token === 'function' ? await token() : token
        return given ? { authorization: `Bearer ${given}` } : {}
      },
      on: {
        connected: () => this.#enter('open'),
        // Closes with 4499.
        ping: (received) => !received && (silence = setTimeout(() => client.terminate(), ANSWER_MS)),
        pong: () => clearTimeout(silence),
        ...{ closed: lose, error: lose },
      },
    })
    const ask = (query: string) => {
      const request = { query, variables: { ...variables, after: this.#cursor } }
      leave = client.subscribe<Record<string, Item>>(request, {
        next: ({ data, errors }) => {
          const [item] = Object.values(data ?? {})
          if (over || errors || !item) lose(errors ?? [])
          else if (item.previousCursor !== (this.#cursor ??= item.cursor))
            lose(new FeedError('CHAIN_BROKEN', 'An item does not go on from the one before it.'))
          else if (query === feed) this.#take(item)
          else ask(feed)
        },
        error: lose,
        complete: () => query === feed && lose(new FeedError('1000', 'The service ended the subscription.')),
      })
    }
    this.#leave = () => {
      over = true
      leave()
    }
    // Without a cursor the head first, over the same socket: what comes after it cannot be missed any more.
    ask(this.#cursor ? feed : sent.FollowFromHeadDocument.toString())
    this.#enter('connecting')
  }

  #take(item: Item): void {
    // Only an item shows that all is well: a fault may follow each opening.
    ;[this.#cursor, this.#losses, this.#breaks] = [item.cursor, 0, 0]
    this.#unread.push(item)
    for (const wake of this.#readers.splice(0)) wake()
    if (this.#unread.length >= MOST_UNREAD) this.#enter('paused')
  }

  #lose(why: FeedError): void {
    this.#leave()
    const renewed = why.code === '4403' && this.#state === 'open' && typeof this.#given[2].token === 'function'
    const mended = why.code === 'CHAIN_BROKEN' && this.#breaks++ === 0
    const again = renewed || mended || PASSING.test(why.code)
    // Anything up to 1 s, then 2 s, 4 s and so on to 30 s, so that not all come back at once.
    const waitMs = Math.random() * Math.min(30_000, 1000 * 2 ** this.#losses++)
    const timer = again ? setTimeout(() => this.#connect(), waitMs) : undefined
    this.#leave = () => clearTimeout(timer)
    this.#enter(again ? 'waiting' : 'closed', why)
  }
}

type Told = Readonly<{ extensions?: { code?: string }; code?: unknown; reason?: string; message?: string }>

/** Of what graphql-ws tells: the errors of an operation, a close, an error of the socket, or what token() threw. */
function feedErrorOf(problem: unknown): FeedError {
  if (problem instanceof FeedError) return problem
  const [first] = Array.isArray(problem) ? (problem as unknown[]) : [problem]
  // Whichever it is, it is an object; which of these it has tells them apart.
  const { extensions, code, reason, message } = Object(first) as Told
  const said = [reason, message].find(Boolean) ?? 'The connection was lost.'
  if (Array.isArray(problem)) return new FeedError(extensions?.code ?? 'INTERNAL_SERVER_ERROR', said, problem)
  return new FeedError(typeof code === 'number' ? String(code) : '1006', said, problem)
}
