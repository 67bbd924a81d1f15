import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { matches, readChanges } from './changes.ts'
import { Follower, type FollowRequest, type Stretch } from './follower.ts'
import type { Log, LogFilter, LoggedChange } from './log.ts'
import { type Look, type Wake, noWake } from './wake.ts'

const RECENT = 512
const PAGE = 64
const LOOK_EVERY_MS = 1000
/** Greater than any sequence. */
const END = 2_147_483_647

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
  /** Who waits for growth, and until when at the latest. */
  readonly #waiting = new Map<() => void, number>()
  #head: number
  #forgotten = 0
  #looking: Promise<void> | null = null
  #lookAgain = false
  #closed = false
  #following = 0
  #timer: NodeJS.Timeout | undefined
  #wake = noWake
  /** Committed for certain, though perhaps not seen yet. */
  #told = 0
  readonly #log: Log
  readonly #onSeen: ((changes: readonly LoggedChange[]) => void)[] = []

  private constructor(database: Database, log: Log, head: number) {
    this.#database = database
    this.#log = log
    this.#head = head
  }

  /**
   * Starts to watch the end of the log. Commits of this process and what `wake` brings of others make it look at once; every second it looks
   * by itself, so whatever is lost on the way costs a second.
   */
  static async start(database: Database, log: Log, openWake: (look: Look) => Promise<Wake>): Promise<Live> {
    const live = new Live(database, log, await log.head())
    const look: Look = (upTo = END) => {
      if (upTo > live.#head) void live.#look()
    }
    live.#wake = await openWake(look)
    log.onAppended((sequence) => {
      live.#told = Math.max(live.#told, sequence)
      look(sequence)
      live.#wake.send()
    })
    live.#timer = setInterval(() => {
      look()
      live.#wakeDue()
    }, LOOK_EVERY_MS)
    live.#timer.unref()
    return live
  }

  /** Calls with changes as this process sees them, before any follower. */
  onSeen(call: (changes: readonly LoggedChange[]) => void): void {
    this.#onSeen.push(call)
  }

  /** The sequence up to which this process has seen the log. */
  get head(): number {
    return this.#head
  }

  /**
   * The newest change that this process knows of, seen or not: what is read from the database from now on is at least as new. It is ahead of all
   * that this process has written, and behind the writes of others by a notification, at most 1.5 s.
   */
  get newest(): number {
    return Math.max(this.#head, this.#told)
  }

  /** Asks the database itself for the newest change; from then on `newest` is no older. One statement. */
  async catchUp(): Promise<number> {
    this.#told = Math.max(this.#told, await this.#log.head())
    return this.newest
  }

  /** How often what was read before had to be forgotten: words were taken out of the record, and must not be told from memory. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** How many followers there are. */
  get following(): number {
    return this.#following
  }

  /** How many followers wait for the next change. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Whether the service is stopping. */
  get closed(): boolean {
    return this.#closed
  }

  /** How long the oldest change that this process has not seen has been committed, in ms; 0 when it has seen all. One statement. */
  async lagMs(): Promise<number> {
    const [row] = await this.#database.reader.rows<{ lag: number }>(sql`
      select (extract(epoch from clock_timestamp() - at) * 1000)::float8 as lag from change where sequence = ${this.#head + 1}`)
    return Math.max(0, row?.lag ?? 0)
  }

  /** The changes after a sequence, in order, each once, then those to come. Ends when the reader leaves or the service stops. */
  follow(request: FollowRequest): Follower {
    this.#following += 1
    return new Follower(this, request, () => (this.#following -= 1))
  }

  /** Ends all followers and stops watching. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    this.#wakeAll()
    await this.#wake.stop()
    await this.#looking
  }

  /** The next change after a position that matches, from memory; null when there is none yet; undefined when memory does not go so far back. */
  recent(position: number, filter: LogFilter): LoggedChange | null | undefined {
    if (position >= this.#head) return null
    const first = this.#recent[0]?.sequence ?? this.#head + 1
    if (position < first - 1) return undefined
    for (let at = position + 1 - first; at < this.#recent.length; at += 1) {
      const change = this.#recent[at]
      if (change && matches(filter, change)) return change
    }
    return null
  }

  /** The next changes after a position that match, from the table, and the position up to which that is all. */
  async page(position: number, filter: LogFilter): Promise<Stretch> {
    const head = this.#head
    const changes = await readChanges(this.#database.reader, filter, { from: position + 1, to: head, limit: PAGE })
    return { changes, upTo: changes.length < PAGE ? head : (changes.at(-1)?.sequence ?? head) }
  }

  /** Calls once when the log has grown beyond a position, within a second of `dueAt` (a time of Date.now) at the latest, or when the service stops. */
  once(position: number, dueAt: number, call: () => void): void {
    if (this.#closed || this.#head > position) call()
    else this.#waiting.set(call, dueAt)
  }

  /** Takes a call back. */
  forget(call: () => void): void {
    this.#waiting.delete(call)
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
        page = await readChanges(this.#database.reader, {}, { from: this.#head + 1, to: END, limit: RECENT })
      } catch {
        // The database is away. The next look, a second from now, tries again; requests that need it say so themselves.
        return
      }
      if (page.some(({ kind }) => kind === 'REDACTED')) {
        // The page was read after the redaction, so what it holds may stay.
        this.#recent.length = 0
        this.#forgotten += 1
      }
      for (const call of this.#onSeen) call(page)
      this.#recent.push(...page)
      this.#recent.splice(0, this.#recent.length - RECENT)
      this.#head = page.at(-1)?.sequence ?? this.#head
      if (page.length > 0) this.#wakeAll()
      if (page.length === RECENT) this.#lookAgain = true
    }
  }

  #wakeAll(): void {
    const waiting = [...this.#waiting.keys()]
    this.#waiting.clear()
    for (const call of waiting) call()
  }

  #wakeDue(): void {
    const now = Date.now()
    const due = [...this.#waiting].filter(([, dueAt]) => dueAt <= now)
    for (const [call] of due) {
      this.#waiting.delete(call)
      call()
    }
  }
}
