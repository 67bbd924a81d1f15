import type { Transaction } from '../db/database.ts'
import { type Sql, join, raw, sql } from '../db/sql.ts'
import { type Line, digestOf, hashOf } from './chain.ts'
import type { Derived, Step } from './derived.ts'
import { type Appended, type Draft, type Snapshot, WAKE_CHANNEL } from './draft.ts'

interface Head {
  readonly sequence: number
  readonly at: Date
  readonly hash: Uint8Array
}

/** A line of the log, on its way in. */
interface NewLine extends Step {
  readonly sequence: number
  /** As its row has it. */
  readonly stored: object
  readonly hash: Uint8Array
}

/**
 * Numbers drafts from the head of the log, which stays locked until the commit, and writes them, with what follows from them. Two statements, however
 * many drafts there are; the second is not waited for.
 */
export async function append(
  tx: Transaction,
  drafts: readonly Draft[],
  derived: readonly Derived[],
): Promise<readonly Appended[]> {
  const [head] = await tx.rows<Head>(sql`
    update log_head
    set sequence = sequence + ${drafts.length}::int, at = greatest(at, date_trunc('milliseconds', clock_timestamp()))
    returning sequence, at, hash`)
  if (!head) throw new Error('The log has no head row: the database was not migrated by this service.')
  const lines = linesOf(head, drafts)
  const query = sql`
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
      from json_to_recordset(${JSON.stringify(cardsOf(lines))}::json) as c(id uuid, number int, version int, last int, retracted timestamptz)
      where e.id = c.id
    ), head as (
      update log_head set hash = decode(${hex(lines.at(-1)?.hash ?? head.hash)}, 'hex')
    )${join([sql``, ...besideOf(derived, lines)], '')}
    select pg_notify(${WAKE_CHANNEL}, ${String(head.sequence)})::text`
  void tx.tell(query, { prepared: true })
  return lines.map(({ sequence, after }) => ({ sequence, entry: after }))
}

/** What is kept beside the entries, as parts of a statement. */
function besideOf(derived: readonly Derived[], steps: readonly Step[]): readonly Sql[] {
  return derived.flatMap(({ name, parts }) =>
    parts(steps).map((part, at): Sql => sql`, ${raw(`${name}_${String(at)}`)} as (${part})`),
  )
}

function linesOf(head: Head, drafts: readonly Draft[]): readonly NewLine[] {
  const at = head.at.toISOString()
  let { hash } = head
  const latest = new Map<string, Snapshot>()
  return drafts.map((draft, index) => {
    const sequence = head.sequence - drafts.length + 1 + index
    const before = latest.get(draft.entryId) ?? draft.before
    const after = stateAfter(draft, before, sequence, at)
    latest.set(draft.entryId, after)
    const snapshot = JSON.stringify(after)
    const { kind, entryType, entryId, negotiationIds, editor, reason, changedFields } = draft
    const line: Line = {
      ...{ sequence, at, kind, entryType, entryId, negotiationIds, editor, reason, changedFields },
      ...{ digest: digestOf(snapshot), redacts: draft.redacts ?? null },
    }
    hash = hashOf(hash, line)
    const stored = { ...line, digest: hex(line.digest), hash: hex(hash), snapshot }
    return { sequence, before, after, hash, stored }
  })
}

/** What the log gives to the rows of entries: as each stands after its last line. */
function cardsOf(lines: readonly NewLine[]): readonly object[] {
  const last = new Map(lines.map((line) => [line.after.id, line]))
  return [...last.values()].map(({ sequence, after: { id, number, version, retraction } }) => ({
    ...{ id, number, version, last: sequence, retracted: retraction?.at ?? null },
  }))
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The entry right after the change. What stands for a number that is not known yet becomes a part of its text. */
function stateAfter(draft: Draft, before: Snapshot | null, sequence: number | string, at: string): Snapshot {
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
