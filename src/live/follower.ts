import type { LogFilter, LoggedChange } from './log.ts'

/** One step of a follower: a change, or (null) the news that nothing matched up to here. */
export interface FeedStep {
  readonly sequence: number
  /** Where this step goes on from: the step before; for the first, where the follower began. */
  readonly previous: number
  readonly change: LoggedChange | null
}

/** What a follower is asked to do. */
export interface FollowRequest {
  /** The last sequence that the reader has; the first step is what comes after it. */
  readonly after: number
  readonly filter: LogFilter
  /** Send a step without a change when nothing has matched for a while. */
  readonly checkpoints: boolean
}

/** A page of the log: what matches, and the position up to which that is all. */
export interface Stretch {
  readonly changes: readonly LoggedChange[]
  readonly upTo: number
}

/** The log as a follower sees it. */
interface Followed {
  readonly closed: boolean
  readonly head: number
  /** Grows when what was read before must be read again. */
  readonly forgotten: number
  /** The next change after a position that matches; null when there is none yet; undefined when the position is too far back to know. */
  readonly recent: (position: number, filter: LogFilter) => LoggedChange | null | undefined
  /** What follows a position that is further back. */
  readonly page: (position: number, filter: LogFilter) => Promise<Stretch>
  /** Calls once when the log has grown beyond a position, at `dueAt` at the latest, or when the service stops. */
  readonly once: (position: number, dueAt: number, call: () => void) => void
  readonly forget: (call: () => void) => void
}

/** Checkpoints are promised every 15 s; a little sooner keeps the promise on a busy machine. */
const CHECKPOINT_MS = 12_000
/** After a page that could not be read. */
const AGAIN_MS = 500

const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined }

/**
 * A cursor into the log.
 *
 *     take() ─▶ a step ─▶ take() …         at the tail, from memory
 *        └────▶ null ─▶ onceReady(call)    nothing yet, or a page is under way
 *
 * Thousands of them are woken by one change, so this way makes no promise and no closure for each step. next() is the same for whoever
 * iterates. Written by hand and not as a generator: a generator that waits cannot be told to stop (its return() waits for the pending
 * next(): graphql-ws issues 238 and 653), so readers that leave would stay.
 */
export class Follower implements AsyncIterableIterator<FeedStep, undefined> {
  readonly #log: Followed
  readonly #request: FollowRequest
  readonly #onLeave: () => void
  /** Up to here all that matches has been taken or is in the page. */
  #position: number
  #previous: number
  #page: readonly LoggedChange[] = []
  #taken = 0
  /** Before the page, and what had been forgotten when it was read. */
  #pageAfter = 0
  #pageForgotten = 0
  #reading = false
  #left = false
  #dueAt: number
  #call: (() => void) | null = null
  readonly #ready = () => {
    const call = this.#call
    this.#call = null
    call?.()
  }

  constructor(log: Followed, request: FollowRequest, onLeave: () => void) {
    this.#log = log
    this.#request = request
    this.#onLeave = onLeave
    this.#position = request.after
    this.#previous = request.after
    this.#dueAt = this.#nextDue()
  }

  /** Whether nothing will come any more: the reader has left, or the service stops. */
  get over(): boolean {
    return this.#left || this.#log.closed
  }

  /** The next step, when it is at hand. */
  take(): FeedStep | null {
    if (this.over || this.#reading) return null
    if (this.#pageForgotten !== this.#log.forgotten) this.#dropPage()
    const paged = this.#page[this.#taken]
    if (paged) {
      this.#taken += 1
      return this.#step(paged.sequence, paged)
    }
    const change = this.#log.recent(this.#position, this.#request.filter)
    if (change) {
      this.#position = change.sequence
      return this.#step(change.sequence, change)
    }
    if (change === undefined) {
      void this.#read()
      return null
    }
    this.#position = Math.max(this.#position, this.#log.head)
    return Date.now() >= this.#dueAt ? this.#step(this.#position, null) : null
  }

  /** Calls once when take() may have more to give, or nothing will come any more. One call at a time. */
  onceReady(call: () => void): void {
    this.#call = call
    if (this.over) this.#ready()
    else if (!this.#reading) this.#log.once(this.#position, this.#dueAt, this.#ready)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<FeedStep, undefined>> {
    while (!this.over) {
      const value = this.take()
      if (value) return { done: false, value }
      await new Promise<void>((resolve) => this.onceReady(resolve))
    }
    return OVER
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    if (!this.#left) {
      this.#left = true
      this.#onLeave()
    }
    this.#log.forget(this.#ready)
    this.#ready()
    return Promise.resolve(OVER)
  }

  throw(): Promise<IteratorReturnResult<undefined>> {
    return this.return()
  }

  async #read(): Promise<void> {
    this.#reading = true
    while (!this.over) {
      try {
        this.#pageForgotten = this.#log.forgotten
        this.#pageAfter = this.#position
        const { changes, upTo } = await this.#log.page(this.#position, this.#request.filter)
        this.#page = changes
        this.#taken = 0
        this.#position = upTo
        break
      } catch {
        // The database is away. A reader loses time by that and nothing else: what it has not got is still to be read.
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
    this.#reading = false
    this.#ready()
  }

  /** Goes back to what was taken last: the rest of the page is read again. */
  #dropPage(): void {
    this.#pageForgotten = this.#log.forgotten
    if (this.#taken >= this.#page.length) return
    this.#position = this.#page[this.#taken - 1]?.sequence ?? this.#pageAfter
    this.#page = []
    this.#taken = 0
  }

  #step(sequence: number, change: LoggedChange | null): FeedStep {
    const previous = this.#previous
    this.#previous = sequence
    this.#dueAt = this.#nextDue()
    return { sequence, previous, change }
  }

  #nextDue(): number {
    return this.#request.checkpoints ? Date.now() + CHECKPOINT_MS : Infinity
  }
}
