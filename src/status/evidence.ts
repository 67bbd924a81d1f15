import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Draft } from '../live/draft.ts'
import type { Reaction } from '../live/reaction.ts'
import { Refused, problem } from '../record/refusal.ts'

/**
 * What is evidence of a status update is of its negotiation, or of none: neither moves to another, nor is an update reinstated whose evidence has moved.
 * Whoever adds an update share-locks its evidence, and whoever moves that has locked it, so one of two that meet sees the other.
 * @throws Refused with INVALID_VALUE at negotiationId, or at the id of what is reinstated
 */
export const keepEvidence: Reaction = async (tx, draft) => {
  if (draft.kind === 'UPDATED' && draft.changedFields.includes('negotiation')) await refuseToMove(tx, draft)
  if (draft.kind === 'REINSTATED' && draft.entryType === 'NEGOTIATION_STATUS_UPDATE') await refuseMoved(tx, draft)
  return []
}

async function refuseToMove(tx: Transaction, { entryId }: Draft): Promise<void> {
  const [shown] = await tx.rows<{ number: number; words: string }>(sql`
    select e.number, u.summary as words from entry moved
    join (
      select statement_id as id, status_update_id from status_evidence_statement
      union all select event_id, status_update_id from status_evidence_event
    ) v on v.id = moved.id
    join negotiation_status_update u on u.id = v.status_update_id join entry e on e.id = u.id
    where moved.id = ${entryId}::uuid and u.negotiation_id <> moved.negotiation_id and e.retracted_at is null order by e.number limit 1`)
  if (!shown) return
  const message = `It is evidence of the status update ${nameOf(shown)}, which is of another negotiation. Retract that first.`
  throw new Refused([problem('INVALID_VALUE', ['negotiationId'], message)])
}

async function refuseMoved(tx: Transaction, { entryId }: Draft): Promise<void> {
  const moved = await tx.rows<{ number: number; words: string | null }>(sql`
    select e.number, (select coalesce(c.snapshot->>'title', c.snapshot->>'content') from change c where c.sequence = e.last_sequence) as words
    from entry e
    where e.id in (
      select statement_id from status_evidence_statement where status_update_id = ${entryId}::uuid
      union all select event_id from status_evidence_event where status_update_id = ${entryId}::uuid
    ) and e.negotiation_id <> (select negotiation_id from negotiation_status_update where id = ${entryId}::uuid)
    order by e.id for share of e`)
  const [shown] = moved
  if (!shown) return
  const message = `Its evidence ${nameOf(shown)} belongs to another negotiation by now. Move that back first.`
  throw new Refused([problem('INVALID_VALUE', ['id'], message)])
}

const nameOf = ({ number, words }: { readonly number: number; readonly words: string | null }): string =>
  `${String(number)} “${(words ?? '').slice(0, 80)}”`
