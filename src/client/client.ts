import { type ConnectionOptions, FeedError, clientOf, feedErrorOf, mayPass, waitMsAfter } from './connection.ts'
import * as sent from './generated/graphql.ts'

export { FeedError }
/** A change; null on a checkpoint. */
export type ChangeItem = sent.FollowChangesSubscription['changes']
/** A status update; null on a checkpoint. */
export type StatusUpdateItem = sent.FollowStatusUpdatesSubscription['negotiationStatusAdded']
/** waiting: to connect again. paused: until what has come is read. closed: for good. */
export type FeedState = 'connecting' | 'open' | 'waiting' | 'paused' | 'closed'

/** How to reach the service, and where to begin. */
export interface FeedOptions extends ConnectionOptions {
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
    const [feed, variables, options] = this.#given
    let [over, leave] = [false, (): void => undefined]
    const lose = (problem: unknown) => {
      if (!over) this.#lose(feedErrorOf(problem))
    }
    const client = clientOf(options, { onOpen: () => this.#enter('open'), onEnd: lose })
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
    const again = renewed || mended || mayPass(why)
    const timer = again ? setTimeout(() => this.#connect(), waitMsAfter(this.#losses++)) : undefined
    this.#leave = () => clearTimeout(timer)
    this.#enter(again ? 'waiting' : 'closed', why)
  }
}
