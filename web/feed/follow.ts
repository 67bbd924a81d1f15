import { createClient } from 'graphql-ws/client'
import type { TypedDocumentString } from '../generated/graphql.ts'

/** What a subscription to changes brings, each with the cursor after it. */
interface Brought<Item> {
  readonly changes: Item & { readonly cursor: string }
}

/** What is followed, and who is told. */
export interface FollowOptions<Item, Variables> {
  /** ws://… */
  readonly url: string
  readonly document: TypedDocumentString<Brought<Item>, Variables & { readonly after: string }>
  readonly variables: Variables
  /** Everything after it comes, each change once, in order. */
  readonly cursor: string
  readonly onItem: (item: Item & { readonly cursor: string }) => void
  /** A connection stands: at first, and after each loss. */
  readonly onOpen: () => void
  /** It was lost; `losses` in a row. Another attempt follows. */
  readonly onLost: (losses: number) => void
  /** Trying again cannot help: the cursor is of another log (`stale`), or nobody may follow without a token. */
  readonly onRefused: (stale: boolean) => void
}

/** How often it asks for a sign of life, and how long the service may take to give one. A network that is gone says nothing. */
const ANSWER_MS = 10_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** By so much of itself a wait may be shorter or longer, so that not all come back at once. */
const SPREAD = 0.4
/** What the service closes or refuses with and would again: graphql-transport-ws, and codes of the contract. */
const LASTING = new Set<unknown>([4400, 4401, 4403, 'UNAUTHENTICATED', 'FORBIDDEN', 'CURSOR_INVALID', 'BAD_USER_INPUT'])

/** Follows changes through all losses of the connection, until the answer is called. */
export function followChanges<Item, Variables extends object>(options: FollowOptions<Item, Variables>): () => void {
  const following = new Following(options)
  following.connect()
  return () => following.end()
}

class Following<Item, Variables extends object> {
  readonly #options: FollowOptions<Item, Variables>
  #cursor: string
  #losses = 0
  #leave = (): void => undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #hurry = (): void => {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.connect()
  }

  constructor(options: FollowOptions<Item, Variables>) {
    this.#options = options
    this.#cursor = options.cursor
    globalThis.addEventListener('online', this.#hurry)
  }

  connect(): void {
    this.#timer = undefined
    const { url, document, variables, onItem, onOpen } = this.#options
    let over = false
    let silence: ReturnType<typeof setTimeout> | undefined
    const lose = (problem: unknown): void => {
      clearTimeout(silence)
      if (over) return
      over = true
      this.#lose(problem)
    }
    const client = createClient({
      url,
      // It would send the cursor with which it began.
      ...{ retryAttempts: 0, keepAlive: ANSWER_MS, connectionAckWaitTimeout: ANSWER_MS },
      on: {
        connected: () => {
          if (!over) onOpen()
        },
        ping: (received) => {
          if (!received) silence = setTimeout(() => client.terminate(), ANSWER_MS)
        },
        pong: () => clearTimeout(silence),
        ...{ closed: lose, error: lose },
      },
    })
    const request = { query: document.toString(), variables: { ...variables, after: this.#cursor } }
    const unsubscribe = client.subscribe<Brought<Item>>(request, {
      next: ({ data, errors }) => {
        if (over) return
        if (errors || !data) {
          lose(errors)
          return
        }
        ;[this.#cursor, this.#losses] = [data.changes.cursor, 0]
        onItem(data.changes)
      },
      error: lose,
      // The service ends its streams in order when it stops.
      complete: () => lose(null),
    })
    this.#leave = () => {
      over = true
      clearTimeout(silence)
      // The last to leave closes the socket; to dispose of the client would reject where it never opened.
      unsubscribe()
    }
  }

  end(): void {
    globalThis.removeEventListener('online', this.#hurry)
    clearTimeout(this.#timer)
    this.#leave()
  }

  #lose(problem: unknown): void {
    this.#leave()
    const code = codeOf(problem)
    if (LASTING.has(code)) {
      this.end()
      this.#options.onRefused(code === 'CURSOR_INVALID')
      return
    }
    this.#losses += 1
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#losses - 1))
    this.#timer = setTimeout(() => this.connect(), wait * (1 - SPREAD + 2 * SPREAD * Math.random()))
    this.#options.onLost(this.#losses)
  }
}

/** The code of a close, or of the first of the errors of an operation. */
function codeOf(problem: unknown): unknown {
  if (Array.isArray(problem)) {
    const [first] = problem as readonly { readonly extensions?: { readonly code?: unknown } }[]
    return first?.extensions?.code
  }
  return typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined
}
