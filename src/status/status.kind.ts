import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Kind, Settled } from '../live/kind.ts'
import { each, one } from '../live/references.ts'
import { listOf, rowsOf } from '../live/rows.ts'
import { dateAlone, noWords } from '../record/redaction.ts'
import { Refused, problem } from '../record/refusal.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import { type StatusFields, datedAhead, readStatus } from './status.rules.ts'

/** How a status update is written. */
export const statusKind: Kind<StatusFields> = {
  type: 'NEGOTIATION_STATUS_UPDATE',
  read: readStatus,
  references: (own) => [
    ...citedSources(own.citations),
    ...one(own.negotiationId, ['NEGOTIATION'], ['negotiationId']),
    ...one(own.partyId, ['ORGANIZATION'], ['partyId']),
    ...one(own.personId, ['PERSON'], ['personId']),
    ...one(own.proposalId, ['PROPOSAL'], ['proposalId'], own.negotiationId),
    ...each(own.evidenceStatementIds, ['STATEMENT'], 'evidenceStatementIds', own.negotiationId),
    ...each(own.evidenceEventIds, ['EVENT'], 'evidenceEventIds', own.negotiationId),
    ...one(own.correctsId, ['NEGOTIATION_STATUS_UPDATE'], ['correctsId'], own.negotiationId),
  ],
  settle: async (tx, changes) => {
    for (const { own } of changes) {
      const ahead = datedAhead(own, new Date())
      if (ahead.length > 0) throw new Refused(ahead)
      if (own.correctsId !== null) await refuseSecondCorrection(tx, own.correctsId)
    }
    return await countForParties(tx, await placeCitations(tx, changes))
  },
  rivalry: (own) => own.correctsId,
  card: (own) => ({
    negotiationId: own.negotiationId,
    date: own.effectiveOn,
    names: [],
    search: [{ field: 'summary', text: own.summary }],
    citations: own.citations,
    identifiers: [],
  }),
  rows: ({ negotiationId, kind, summary, partyId, countsForId, personId, proposalId, ...own }) =>
    rowsOf(
      'NegotiationStatusUpdate',
      {
        ...{ negotiationId, kind, summary, partyId, countsForId, personId, proposalId },
        ...{ position: own.position, proposalStatus: own.proposalStatus, correctsId: own.correctsId },
      },
      listOf(
        'StatusEvidenceStatement',
        'statusUpdateId',
        own.evidenceStatementIds.map((statementId) => ({ statementId })),
      ),
      listOf(
        'StatusEvidenceEvent',
        'statusUpdateId',
        own.evidenceEventIds.map((eventId) => ({ eventId })),
      ),
    ),
  blanks: { summary: noWords, effectiveOn: dateAlone, citations: sourcesAlone },
}

/**
 * The updates with the party of the negotiation for which each counts: the one that its organisation is, or is the nearest part of. One statement.
 * @throws Refused with INVALID_VALUE when there is none
 */
async function countForParties(
  tx: Transaction,
  updates: readonly Settled<StatusFields>[],
): Promise<Settled<StatusFields>[]> {
  const asked = updates.flatMap(({ id, own: { partyId, negotiationId } }) =>
    partyId === null ? [] : [{ id, partyId, negotiationId }],
  )
  const rows =
    asked.length === 0
      ? []
      : await tx.rows<{ id: string; party: string }>(sql`
          with recursive asked as (
            select * from json_to_recordset(${JSON.stringify(asked)}::json) as asked(id uuid, "partyId" uuid, "negotiationId" uuid)
          ), above(id, party, distance) as (
            select id, "partyId", 0 from asked
            union all select above.id, o.part_of_id, above.distance + 1
            from organization o join above on above.party = o.id where o.part_of_id is not null
          )
          select distinct on (above.id) above.id, above.party from above join asked on asked.id = above.id
          join negotiation_party p on p.organization_id = above.party and p.negotiation_id = asked."negotiationId"
          order by above.id, above.distance`)
  if (rows.length < asked.length) {
    const message = 'This organisation is neither a party of the negotiation, in whatever role, nor a part of one.'
    throw new Refused([problem('INVALID_VALUE', ['partyId'], message)])
  }
  const parties = new Map(rows.map(({ id, party }) => [id, party]))
  return updates.map(({ id, own }) => ({ id, own: { ...own, countsForId: parties.get(id) ?? null } }))
}

/**
 * An update is corrected once; a better correction corrects the correction, or comes after it was retracted. Corrections of one update wait for
 * each other, since two that run side by side would not see one another.
 * @throws Refused with INVALID_VALUE at correctsId
 */
export async function refuseSecondCorrection(tx: Transaction, correctsId: string): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtext(${correctsId}))::text`)
  const [other] = await tx.rows<{ id: string }>(sql`
    select x.id from negotiation_status_update x join entry e on e.id = x.id where x.corrects_id = ${correctsId}::uuid and e.retracted_at is null`)
  if (other)
    throw new Refused([
      problem(
        'INVALID_VALUE',
        ['correctsId'],
        `This update has been corrected already, by ${other.id}; correct that one.`,
      ),
    ])
}
