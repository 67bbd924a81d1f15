import { randomBytes } from 'node:crypto'
import type { Database, Transaction } from '../db/database.ts'
import { IDENTITY } from '../db/identity.ts'
import { sql } from '../db/sql.ts'
import type { EntryType } from '../record/entry.ts'
import { append } from './append.ts'
import { headText } from './chain.ts'
import { cursorAt, refuseBeyond, sequenceOf } from './cursor.ts'
import type { Derived } from './derived.ts'
import type { Appended, ChangeKind, Draft, Snapshot } from './draft.ts'
import { isPassing } from './passing.ts'

/** Which lines of the log are asked for. Every given condition must hold. */
export interface LogFilter {
  readonly entryTypes?: readonly EntryType[] | null
  readonly entryId?: string | null
  readonly negotiationId?: string | null
  readonly kinds?: readonly ChangeKind[] | null
}

/** A line of the log, as read. */
export interface LoggedChange {
  readonly sequence: number
  readonly at: Date
  readonly kind: ChangeKind
  readonly entryType: EntryType
  readonly entryId: string
  readonly negotiationIds: readonly string[]
  readonly editor: string
  readonly reason: string | null
  readonly changedFields: readonly string[]
  readonly snapshot: Snapshot
}

const ATTEMPTS = 8

/** The ordered log of the record, and the only way to write. */
export class Log {
  /** Part of every cursor: which log it is of. */
  readonly epoch: string
  readonly #database: Database
  readonly #derived: readonly Derived[]
  #tellOf: (sequence: number) => void = () => undefined

  private constructor(database: Database, derived: readonly Derived[], epoch: string) {
    this.#database = database
    this.#derived = derived
    this.epoch = epoch
  }

  /** Opens the log of a migrated database. A log that wakes up in another database (copied, restored) takes a new epoch. */
  static async open(database: Database, derived: readonly Derived[]): Promise<Log> {
    const here = await identityOf(database)
    const [head] = await database.reader.rows<{ epoch: string; database: string }>(
      sql`select epoch, database from log_head`,
    )
    if (!head) throw new Error('The log has no head row: the database was not migrated by this service.')
    if (head.database === here) return new Log(database, derived, head.epoch)
    const fresh = randomBytes(8).toString('hex')
    const [renewed] = await database.transaction((tx) =>
      tx.rows<{ epoch: string }>(sql`
        update log_head set epoch = case when database = ${here} then epoch else ${fresh} end, database = ${here} returning epoch`),
    )
    return new Log(database, derived, renewed?.epoch ?? fresh)
  }

  /** The sequence of the newest committed change; 0 when there is none. */
  async head(): Promise<number> {
    const [row] = await this.#database.reader.rows<{ sequence: number }>(sql`select sequence from log_head`)
    return row?.sequence ?? 0
  }

  /** The newest line's sequence and hash, and both as one text: whoever keeps that finds out when what led to it is rewritten. */
  async end(): Promise<{ readonly sequence: number; readonly hash: string; readonly text: string }> {
    const [row] = await this.#database.reader.rows<{ sequence: number; hash: Uint8Array }>(
      sql`select sequence, hash from log_head`,
    )
    if (!row) throw new Error('The log has no head row: the database was not migrated by this service.')
    return { sequence: row.sequence, hash: hex(row.hash), text: headText(row) }
  }

  /** The cursor of a sequence of this log. */
  cursorAt(sequence: number): string {
    return cursorAt(this.epoch, sequence)
  }

  /** The sequence of a cursor, whether or not the log has come so far. @throws CURSOR_INVALID */
  decode(cursor: string): number {
    return sequenceOf(cursor, this.epoch)
  }

  /** The sequence of a cursor. One statement. @throws CURSOR_INVALID when this log cannot honour it */
  async sequenceOf(cursor: string): Promise<number> {
    const sequence = this.decode(cursor)
    refuseBeyond(await this.head(), sequence)
    return sequence
  }

  /**
   * Calls with the newest sequence after each commit of this process that appended changes. There is one such listener: whoever watches the
   * log's end.
   */
  onAppended(call: (sequence: number) => void): void {
    this.#tellOf = call
  }

  /**
   * Changes rows and appends the changes, in one transaction: both or neither. The numbers come last, from the locked head row, so they
   * are dense and in the order of commits, and whoever sees k sees everything below k.
   * `work` may run more than once: a deadlock, or a unique key that a parallel writer took, starts it anew. It has 60 s, or `timeoutMs`.
   */
  async write<Result>(
    work: (tx: Transaction) => Promise<{ readonly drafts: readonly Draft[]; readonly result: Result }>,
    finish?: (tx: Transaction, appended: readonly Appended[]) => Promise<void>,
    options?: { readonly timeoutMs: number },
  ): Promise<{ readonly result: Result; readonly appended: readonly Appended[] }> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const written = await this.#database.transaction(async (tx) => {
          const { drafts, result } = await work(tx)
          const appended = drafts.length > 0 ? await append(tx, drafts, this.#derived) : []
          await finish?.(tx, appended)
          return { result, appended }
        }, options)
        const last = written.appended.at(-1)
        if (last) this.#tellOf(last.sequence)
        return written
      } catch (error) {
        if (attempt >= ATTEMPTS || !isPassing(error)) throw error
      }
    }
  }
}

/** Which database this is: the cluster and the database in it. A copy of either is another one. */
async function identityOf({ reader, birth }: Database): Promise<string> {
  const [row] = await reader.rows<{ identity: string }>(IDENTITY)
  return `${row?.identity ?? ''}${birth && `/${birth}`}`
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
