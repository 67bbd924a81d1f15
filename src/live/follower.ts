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

/** Some of the log: what matches, and the position up to which that is all. */
export interface Stretch {
  readonly changes: readonly LoggedChange[]
  readonly upTo: number
}

/** The log as a follower sees it. */
interface Followed {
  readonly closed: boolean
  readonly after: (position: number, filter: LogFilter) => Stretch | Promise<Stretch>
  readonly onceBeyond: (position: number, call: () => void) => () => void
}

/** Checkpoints are promised every 15 s; a little sooner keeps the promise on a busy machine. */
const CHECKPOINT_MS = 12_000
/** After a page that could not be read. */
const AGAIN_MS = 500

const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined }

/**
 * A cursor into the log. Written by hand and not as a generator: a generator that waits cannot be told to stop
 * (its return() waits for the pending next(): graphql-ws issues 238 and 653), so readers that leave would stay.
 */
export class Follower implements AsyncIterableIterator<FeedStep, undefined> {
  readonly #log: Followed
  readonly #request: FollowRequest
  #position: number
  #previous: number
  #ready: readonly LoggedChange[] = []
  #taken = 0
  #upTo: number
  #done = false
  #stopWaiting: () => void = () => undefined
  readonly #onLeave: () => void

  constructor(log: Followed, request: FollowRequest, onLeave: () => void) {
    this.#log = log
    this.#onLeave = onLeave
    this.#request = request
    this.#position = request.after
    this.#previous = request.after
    this.#upTo = request.after
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<FeedStep, undefined>> {
    const dueAt = this.#request.checkpoints ? Date.now() + CHECKPOINT_MS : Infinity
    while (!this.#done && !this.#log.closed) {
      const change = this.#ready[this.#taken]
      if (change) {
        this.#taken += 1
        return this.#step(change.sequence, change)
      }
      this.#position = this.#upTo
      if (!(await this.#read())) continue
      const leftMs = dueAt - Date.now()
      if (leftMs <= 0) return this.#step(this.#position, null)
      await this.#wait(leftMs, true)
    }
    return OVER
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    if (!this.#done) this.#onLeave()
    this.#done = true
    this.#stopWaiting()
    return Promise.resolve(OVER)
  }

  throw(): Promise<IteratorReturnResult<undefined>> {
    return this.return()
  }

  /** Reads on from the position; whether there was nothing new. */
  async #read(): Promise<boolean> {
    try {
      const reading = this.#log.after(this.#position, this.#request.filter)
      const { changes, upTo } = reading instanceof Promise ? await reading : reading
      const isUpToDate = upTo === this.#position
      this.#ready = changes
      this.#taken = 0
      this.#upTo = upTo
      return isUpToDate
    } catch {
      // The database is away. A reader loses time by that and nothing else: what it has not got is still to be read.
      await this.#wait(AGAIN_MS, false)
      return false
    }
  }

  #step(sequence: number, change: LoggedChange | null): IteratorResult<FeedStep, undefined> {
    // Left while the page was read: nothing is delivered after return().
    if (this.#done) return OVER
    const previous = this.#previous
    this.#previous = sequence
    this.#position = sequence
    return { done: false, value: { sequence, previous, change } }
  }

  /** Until the time is over or the reader leaves; with `orGrowth`, also until the log grows. */
  #wait(atMostMs: number, orGrowth: boolean): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      let takeBack: () => void = () => undefined
      const settle = () => {
        clearTimeout(timer)
        takeBack()
        this.#stopWaiting = () => undefined
        resolve()
      }
      if (atMostMs !== Infinity) timer = setTimeout(settle, atMostMs)
      this.#stopWaiting = settle
      if (orGrowth) takeBack = this.#log.onceBeyond(this.#position, settle)
    })
  }
}
