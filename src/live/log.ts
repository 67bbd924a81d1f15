import { randomBytes } from 'node:crypto'
import type { Database, Transaction } from '../db/database.ts'
import { IDENTITY } from '../db/identity.ts'
import { empty, join, raw, sql } from '../db/sql.ts'
import type { Entry, EntryType } from '../record/entry.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import { type Line, type Redacts, digestOf, hashOf, headText } from './chain.ts'
import { cursorAt, refuseBeyond, sequenceOf } from './cursor.ts'
import type { Derived } from './derived.ts'
import { isPassing } from './passing.ts'

export const ChangeKind = vocabulary('ChangeKind', 'What was done to an entry.', {
  ADDED: 'It is new.',
  UPDATED: 'Some of its fields changed.',
  RETRACTED: 'It was withdrawn.',
  REINSTATED: 'Its retraction was taken back.',
  REDACTED: 'Words were taken out of it and of everything that the log held of it; changedFields says where.',
})
export type ChangeKind = Word<typeof ChangeKind>

/** An entry without what rendering adds. */
export type Snapshot = Omit<Entry, 'asOf'>

/** A change that is about to be appended. Number, version and times are the log's to give. */
export interface Draft {
  readonly kind: ChangeKind
  readonly entryId: string
  readonly entryType: EntryType
  /** The entry as it stood; null when it is new. */
  readonly before: Snapshot | null
  /** Everything that the entry's own slice says of it, after the change. */
  readonly fields: object
  readonly negotiationIds: readonly string[]
  readonly changedFields: readonly string[]
  readonly editor: string
  readonly reason: string | null
  /** The snapshots that this change blanked; absent of all but REDACTED. */
  readonly redacts?: readonly Redacts[]
}

/** A line of the log as it was appended. */
export interface Appended {
  readonly sequence: number
  /** The entry as it stands right after. */
  readonly entry: Snapshot
}

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

/** The channel on which each commit says that the log has grown. A hint: it carries nothing, and losing it loses nothing. */
export const WAKE_CHANNEL = 'parley_log'

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

async function append(
  tx: Transaction,
  drafts: readonly Draft[],
  derived: readonly Derived[],
): Promise<readonly Appended[]> {
  const [head] = await tx.rows<{ sequence: number; at: Date; hash: Uint8Array }>(sql`
    update log_head
    set sequence = sequence + ${drafts.length}::int, at = greatest(at, date_trunc('milliseconds', clock_timestamp()))
    returning sequence, at, hash`)
  if (!head) throw new Error('The log has no head row: the database was not migrated by this service.')
  const at = head.at.toISOString()
  let hash = head.hash
  const latest = new Map<string, Snapshot>()
  const lines = drafts.map((draft, index) => {
    const sequence = head.sequence - drafts.length + 1 + index
    const before = latest.get(draft.entryId) ?? draft.before
    const entry = stateAfter(draft, before, sequence, at)
    latest.set(draft.entryId, entry)
    const snapshot = JSON.stringify(entry)
    const { kind, entryType, entryId, negotiationIds, editor, reason, changedFields } = draft
    const line: Line = {
      sequence,
      at,
      kind,
      entryType,
      entryId,
      negotiationIds,
      editor,
      reason,
      changedFields,
      digest: digestOf(snapshot),
      redacts: draft.redacts ?? null,
    }
    hash = hashOf(hash, line)
    return { sequence, before, entry, stored: { ...line, digest: hex(line.digest), hash: hex(hash), snapshot } }
  })
  const last = new Map(lines.map(({ entry, sequence }) => [entry.id, sequence]))
  const cards = [...latest.values()].map((entry) => ({
    id: entry.id,
    number: entry.number,
    version: entry.version,
    last: last.get(entry.id),
    retracted: entry.retraction?.at ?? null,
  }))
  const steps = lines.map(({ before, entry }) => ({ before, after: entry }))
  const beside = derived.flatMap(({ name, parts }) =>
    parts(steps).map((part, at) => sql`, ${raw(`${name}_${String(at)}`)} as (${part})`),
  )
  await tx.rows(sql`
    with lines as (
      insert into change (sequence, at, kind, entry_type, entry_id, negotiation_ids, editor, reason, changed_fields, snapshot, digest, hash, redacts)
      select l.sequence, l.at, l.kind::change_kind, l."entryType"::entry_type, l."entryId",
        array(select json_array_elements_text(l."negotiationIds")::uuid), l.editor, l.reason,
        array(select json_array_elements_text(l."changedFields")), l.snapshot::json, decode(l.digest, 'hex'), decode(l.hash, 'hex'), l.redacts
      from json_to_recordset(${JSON.stringify(lines.map(({ stored }) => stored))}::json) as l(
        sequence int, at timestamptz, kind text, "entryType" text, "entryId" uuid, "negotiationIds" json, editor text, reason text,
        "changedFields" json, snapshot text, digest text, hash text, redacts json)
    ), cards as (
      update entry e set number = c.number, version = c.version, last_sequence = c.last, retracted_at = c.retracted
      from json_to_recordset(${JSON.stringify(cards)}::json) as c(id uuid, number int, version int, last int, retracted timestamptz)
      where e.id = c.id
    ), head as (
      update log_head set hash = decode(${hex(hash)}, 'hex')
    )${beside.length === 0 ? empty : join(beside, '')}
    select pg_notify(${WAKE_CHANNEL}, '')::text`)
  return lines.map(({ sequence, entry }) => ({ sequence, entry }))
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The entry right after the change. */
function stateAfter(draft: Draft, before: Snapshot | null, sequence: number, at: string): Snapshot {
  const retraction =
    draft.kind === 'RETRACTED'
      ? { at, editor: draft.editor, reason: draft.reason ?? '' }
      : draft.kind === 'REINSTATED'
        ? null
        : (before?.retraction ?? null)
  // The fields hold verification and all that the slice's type declares: each kind's rules see to it.
  return {
    ...before,
    id: draft.entryId,
    entryType: draft.entryType,
    number: before?.number ?? sequence,
    version: (before?.version ?? 0) + 1,
    recordedAt: before?.recordedAt ?? at,
    updatedAt: at,
    retraction,
    ...draft.fields,
  } as Snapshot
}
