import type { Database } from '../db/database.ts'
import { matches, readChanges } from './changes.ts'
import { type Log, type LogFilter, type LoggedChange, WAKE_CHANNEL } from './log.ts'

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

const RECENT = 512
const PAGE = 64
const LOOK_EVERY_MS = 1000
/** Checkpoints are promised every 15 s; a little sooner keeps the promise on a busy machine. */
const CHECKPOINT_MS = 12_000

/**
 * The newest end of the log in memory, looked after once for the whole process. Whoever follows owns a cursor and no queue:
 *
 *     table ── pages ──▶ old cursor ─┐
 *                                    ├─▶ next() ─▶ reader
 *     ring ── memory ──▶ new cursor ─┘
 *
 * Past and present are the same loop, so they join without a gap; a slow reader slows only its own pull.
 */
export class Live {
  readonly #database: Database
  readonly #recent: LoggedChange[] = []
  readonly #waiting = new Set<() => void>()
  #head: number
  #looking: Promise<void> | null = null
  #lookAgain = false
  #closed = false
  #timer: NodeJS.Timeout | undefined
  #unlisten: (() => Promise<void>) | undefined

  private constructor(database: Database, head: number) {
    this.#database = database
    this.#head = head
  }

  /** Starts to watch the end of the log: a notification wakes it, and it looks by itself every second, so a lost one costs a second. */
  static async start(database: Database, log: Log): Promise<Live> {
    const live = new Live(database, await log.head())
    const wake = () => void live.#look()
    live.#unlisten = await database.listen(WAKE_CHANNEL, wake)
    live.#timer = setInterval(wake, LOOK_EVERY_MS)
    live.#timer.unref()
    return live
  }

  /** How many followers wait for the next change. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** The changes after a sequence, in order, each once, then those to come. Ends when the reader leaves or the service stops. */
  follow(request: FollowRequest): AsyncIterableIterator<FeedStep> {
    return new Follower(this, request)
  }

  /** Ends all followers and stops watching. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    this.#wakeAll()
    await this.#unlisten?.()
    await this.#looking
  }

  /** The changes after a position that match, and the position up to which that is all. Empty and unmoved when the reader is up to date. */
  async after(
    position: number,
    filter: LogFilter,
  ): Promise<{ readonly changes: readonly LoggedChange[]; readonly upTo: number }> {
    const head = this.#head
    const first = this.#recent[0]?.sequence ?? head + 1
    if (position >= head) return { changes: [], upTo: position }
    if (position >= first - 1)
      return {
        changes: this.#recent.slice(position + 1 - first).filter((change) => matches(filter, change)),
        upTo: head,
      }
    const changes = await readChanges(this.#database.reader, filter, { from: position + 1, to: head, limit: PAGE })
    return { changes, upTo: changes.length < PAGE ? head : (changes.at(-1)?.sequence ?? head) }
  }

  /** Calls once when the log has grown beyond a position, or the service stops. The answer takes the call back. */
  onceBeyond(position: number, call: () => void): () => void {
    if (this.#closed || this.#head > position) {
      call()
      return () => undefined
    }
    this.#waiting.add(call)
    return () => this.#waiting.delete(call)
  }

  /** Whether the service is stopping. */
  get closed(): boolean {
    return this.#closed
  }

  async #look(): Promise<void> {
    this.#lookAgain = true
    this.#looking ??= this.#readOn().finally(() => (this.#looking = null))
    await this.#looking
  }

  async #readOn(): Promise<void> {
    while (this.#lookAgain && !this.#closed) {
      this.#lookAgain = false
      let page: readonly LoggedChange[]
      try {
        page = await readChanges(this.#database.reader, {}, { from: this.#head + 1, to: 2_147_483_647, limit: RECENT })
      } catch {
        // The database is away. The next look, a second from now, tries again; requests that need it say so themselves.
        return
      }
      this.#recent.push(...page)
      this.#recent.splice(0, this.#recent.length - RECENT)
      this.#head = page.at(-1)?.sequence ?? this.#head
      if (page.length > 0) this.#wakeAll()
      if (page.length === RECENT) this.#lookAgain = true
    }
  }

  #wakeAll(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const call of waiting) call()
  }
}

/**
 * A cursor into the log. Written by hand and not as a generator: a generator that waits cannot be told to stop
 * (its return() waits for the pending next(): graphql-ws issues 238 and 653), so readers that leave would stay.
 */
class Follower implements AsyncIterableIterator<FeedStep> {
  readonly #live: Live
  readonly #request: FollowRequest
  #position: number
  #previous: number
  #ready: LoggedChange[] = []
  #upTo: number
  #done = false
  #stopWaiting: () => void = () => undefined

  constructor(live: Live, request: FollowRequest) {
    this.#live = live
    this.#request = request
    this.#position = request.after
    this.#previous = request.after
    this.#upTo = request.after
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<FeedStep, undefined>> {
    const dueAt = Date.now() + CHECKPOINT_MS
    while (!this.#done && !this.#live.closed) {
      const change = this.#ready.shift()
      if (change) return this.#step(change.sequence, change)
      this.#position = this.#upTo
      const page = await this.#live.after(this.#position, this.#request.filter)
      this.#ready = [...page.changes]
      this.#upTo = page.upTo
      if (page.changes.length > 0 || page.upTo > this.#position) continue
      const leftMs = dueAt - Date.now()
      if (this.#request.checkpoints && leftMs <= 0) return this.#step(this.#position, null)
      await this.#wait(this.#request.checkpoints ? leftMs : null)
    }
    return { done: true, value: undefined }
  }

  return(): Promise<IteratorResult<FeedStep, undefined>> {
    this.#done = true
    this.#stopWaiting()
    return Promise.resolve({ done: true, value: undefined })
  }

  throw(): Promise<IteratorResult<FeedStep, undefined>> {
    return this.return()
  }

  #step(sequence: number, change: LoggedChange | null): IteratorResult<FeedStep, undefined> {
    // Left while the page was read: nothing is delivered after return().
    if (this.#done) return { done: true, value: undefined }
    const previous = this.#previous
    this.#previous = sequence
    this.#position = sequence
    return { done: false, value: { sequence, previous, change } }
  }

  #wait(atMostMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const settle = () => {
        clearTimeout(timer)
        takeBack()
        this.#stopWaiting = () => undefined
        resolve()
      }
      if (atMostMs !== null) timer = setTimeout(settle, atMostMs)
      this.#stopWaiting = settle
      let takeBack: () => void = () => undefined
      takeBack = this.#live.onceBeyond(this.#position, settle)
    })
  }
}
