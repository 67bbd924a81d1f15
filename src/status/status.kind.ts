import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Kind } from '../live/edit.ts'
import { each, one } from '../live/references.ts'
import { rowsOf } from '../live/rows.ts'
import { dateAlone, noWords } from '../record/redaction.ts'
import { Refused, problem } from '../record/refusal.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { checkCitations } from '../source/source.store.ts'
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
  settle: async (tx, { own }) => {
    const ahead = datedAhead(own, new Date())
    if (ahead.length > 0) throw new Refused(ahead)
    if (own.correctsId !== null) await refuseSecondCorrection(tx, own.correctsId)
    const citations = await checkCitations(tx, own.citations, [])
    return {
      ...own,
      citations,
      countsForId: own.partyId === null ? null : await partyFor(tx, own.negotiationId, own.partyId),
    }
  },
  card: (own) => ({
    negotiationId: own.negotiationId,
    date: own.effectiveOn,
    names: [],
    search: [{ field: 'summary', text: own.summary }],
    citations: own.citations,
    identifiers: [],
  }),
  save: (tx, { id, own, isNew }) => {
    const {
      negotiationId,
      kind,
      summary,
      partyId,
      countsForId,
      personId,
      proposalId,
      position,
      proposalStatus,
      correctsId,
    } = own
    const data = {
      ...{ negotiationId, kind, summary, partyId, countsForId, personId, proposalId },
      ...{ position, proposalStatus, correctsId },
      evidenceStatements: rowsOf(
        isNew,
        own.evidenceStatementIds.map((statementId) => ({ statementId })),
      ),
      evidenceEvents: rowsOf(
        isNew,
        own.evidenceEventIds.map((eventId) => ({ eventId })),
      ),
    }
    // There is no mutation that updates one: only redaction does.
    return isNew
      ? tx.prisma.negotiationStatusUpdate.create({ data: { id, ...data }, select: { id: true } })
      : tx.prisma.negotiationStatusUpdate.update({ where: { id }, data, select: { id: true } })
  },
  blanks: { summary: noWords, effectiveOn: dateAlone, citations: sourcesAlone },
}

/** The party of the negotiation that an organisation is, or is the nearest part of. @throws Refused with INVALID_VALUE when there is none */
async function partyFor(tx: Transaction, negotiationId: string, organizationId: string): Promise<string> {
  const [party] = await tx.rows<{ id: string }>(sql`
    with recursive above(id, distance) as (
      select ${organizationId}::uuid, 0
      union all select o.part_of_id, above.distance + 1 from organization o join above on above.id = o.id where o.part_of_id is not null
    )
    select above.id from above join negotiation_party p on p.organization_id = above.id and p.negotiation_id = ${negotiationId}::uuid
    order by above.distance limit 1`)
  if (party) return party.id
  throw new Refused([
    problem(
      'INVALID_VALUE',
      ['partyId'],
      'This organisation is neither a party of the negotiation, in whatever role, nor a part of one.',
    ),
  ])
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
