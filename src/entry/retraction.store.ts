import type { Transaction } from '../db/database.ts'
import { type Sql, sql } from '../db/sql.ts'
import { reclaimFingerprint, releaseFingerprint } from '../event/event.kind.ts'
import type { EventFields } from '../event/event.rules.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, lockEntry, mutate } from '../live/edit.ts'
import type { ChangeKind, Draft, Snapshot } from '../live/draft.ts'
import { Refused, problem } from '../record/refusal.ts'
import { refuseSecondCorrection } from '../status/status.kind.ts'
import type { ReinstateEntryInput, RetractEntryInput } from './entry.type.ts'
import { readReason } from './entry.rules.ts'

/** Withdraws an entry. */
export function retractEntry(ctx: Context, input: RetractEntryInput): Promise<Outcome> {
  return mutate(ctx, 'retractEntry', input, async (tx, editor) => {
    const reason = readReason(input)
    const before = await lockEntry(tx, input, null)
    if (before.retraction)
      throw new Refused([problem('ALREADY_RETRACTED', ['id'], 'The entry is retracted already.')], before.id)
    await refuseToOrphan(tx, before)
    if (before.entryType === 'EVENT') await releaseFingerprint(tx, before.id)
    return draftOf(before, 'RETRACTED', editor, reason)
  })
}

/** Takes a retraction back. */
export function reinstateEntry(ctx: Context, input: ReinstateEntryInput): Promise<Outcome> {
  return mutate(ctx, 'reinstateEntry', input, async (tx, editor) => {
    const reason = readReason(input)
    const before = await lockEntry(tx, input, null)
    if (!before.retraction)
      throw new Refused([problem('NOT_RETRACTED', ['id'], 'The entry is not retracted.')], before.id)
    await refuseUnfounded(tx, before)
    // The snapshot of an event holds an event's fields; that of a status update what it corrects.
    if (before.entryType === 'EVENT') await reclaimFingerprint(tx, before.id, before as unknown as EventFields)
    if (before.entryType === 'NEGOTIATION_STATUS_UPDATE') {
      const { correctsId } = before as unknown as { readonly correctsId: string | null }
      if (correctsId !== null) await refuseSecondCorrection(tx, correctsId)
    }
    return draftOf(before, 'REINSTATED', editor, reason)
  })
}

/** The negotiation that an entry is, or is of, as a list; an empty one where there is none. */
export function negotiationsOf(entry: Snapshot & { readonly negotiationId?: string | null }): readonly string[] {
  const negotiationId = entry.entryType === 'NEGOTIATION' ? entry.id : entry.negotiationId
  return negotiationId == null ? [] : [negotiationId]
}

function draftOf(before: Snapshot, kind: ChangeKind, editor: string, reason: string): Draft {
  return {
    kind,
    entryId: before.id,
    entryType: before.entryType,
    before,
    fields: {},
    negotiationIds: negotiationsOf(before),
    changedFields: ['retraction'],
    editor,
    reason,
  }
}

/** Rows `d` (entry) that rest on an entry and on nothing else that stands. */
interface Dependence {
  readonly code: 'CITATION_REQUIRED' | 'EVIDENCE_REQUIRED'
  /** Ids of all that rest on it. */
  readonly resting: (id: Sql) => Sql
  /** Whether `d` rests on something else that stands. */
  readonly elsewhere: (id: Sql) => Sql
  readonly sentence: string
}

const onSource: Dependence = {
  code: 'CITATION_REQUIRED',
  resting: (id) =>
    sql`select c.entry_id from citation c join entry x on x.id = c.entry_id where c.source_id = ${id} and x.type in ('EVENT', 'STATEMENT')`,
  elsewhere: (id) => sql`
    select 1 from citation c join entry s on s.id = c.source_id where c.entry_id = d.id and c.source_id <> ${id} and s.retracted_at is null`,
  sentence: 'It is the only citation of',
}

const evidence = sql`
  select status_update_id, statement_id as id from status_evidence_statement union all select status_update_id, event_id from status_evidence_event`

const onEvidence: Dependence = {
  code: 'EVIDENCE_REQUIRED',
  resting: (id) => sql`
    select v.status_update_id from (${evidence}) v join negotiation_status_update u on u.id = v.status_update_id where v.id = ${id} and u.corrects_id is null`,
  elsewhere: (id) => sql`
    select 1 from (${evidence}) v join entry s on s.id = v.id where v.status_update_id = d.id and v.id <> ${id} and s.retracted_at is null`,
  sentence: 'It is the only evidence of',
}

/**
 * Refuses to retract what is the only citation or evidence of something that stands.
 * @throws Refused with CITATION_REQUIRED or EVIDENCE_REQUIRED at the id; what rests on it is named
 */
async function refuseToOrphan(tx: Transaction, { id, entryType }: Snapshot): Promise<void> {
  const dependence =
    entryType === 'SOURCE' ? onSource : entryType === 'EVENT' || entryType === 'STATEMENT' ? onEvidence : null
  if (!dependence) return
  const key = sql`${id}::uuid`
  // First lock, then look: two sources of one event, retracted side by side, would each count on the other.
  await tx.rows(
    sql`select 1 as locked from entry d where d.id in (${dependence.resting(key)}) order by d.id for no key update`,
  )
  const orphans = await tx.rows<{ number: number; words: string | null }>(sql`
    select d.number, left(coalesce(c.snapshot->>'title', c.snapshot->>'content', c.snapshot->>'summary'), 80) as words
    from entry d join change c on c.sequence = d.last_sequence
    where d.id in (${dependence.resting(key)}) and d.retracted_at is null and not exists (${dependence.elsewhere(key)}) order by d.number`)
  if (orphans.length === 0) return
  const names = orphans.map(({ number, words }) => `${String(number)} “${words ?? ''}”`).join(', ')
  throw new Refused([
    problem(dependence.code, ['id'], `${dependence.sentence} ${names}. Retract or update that first.`),
  ])
}

/** Refuses to reinstate what has lost its last citation or evidence meanwhile. @throws Refused */
async function refuseUnfounded(tx: Transaction, { id, entryType }: Snapshot): Promise<void> {
  const key = sql`${id}::uuid`
  const founded = {
    EVENT: sql`select 1 as found from citation c join entry s on s.id = c.source_id where c.entry_id = ${key} and s.retracted_at is null`,
    NEGOTIATION_STATUS_UPDATE: sql`
      select 1 as found from (${evidence}) v join entry s on s.id = v.id where v.status_update_id = ${key} and s.retracted_at is null
      union all select 1 from negotiation_status_update u where u.id = ${key} and u.corrects_id is not null`,
  }
  if (entryType === 'EVENT' || entryType === 'STATEMENT') {
    const rows = await tx.rows(founded.EVENT)
    if (rows.length === 0)
      throw new Refused([problem('CITATION_REQUIRED', ['id'], 'All sources that it cites are retracted.')])
  }
  if (entryType === 'NEGOTIATION_STATUS_UPDATE') {
    const rows = await tx.rows(founded.NEGOTIATION_STATUS_UPDATE)
    if (rows.length === 0)
      throw new Refused([problem('EVIDENCE_REQUIRED', ['id'], 'All of its evidence is retracted.')])
  }
}
