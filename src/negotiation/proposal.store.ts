import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { renderedRow } from '../live/entries.ts'
import { PARTS, REVISIONS, refuseCircles } from '../live/hierarchy.ts'
import type { Kind } from '../live/kind.ts'
import type { Snapshot } from '../live/draft.ts'
import { byNumber } from '../live/order.ts'
import { allPast, isPast } from '../live/past.ts'
import { one } from '../live/references.ts'
import { rowsOf } from '../live/rows.ts'
import { groupedBy } from '../record/grouped.ts'
import { noWords, nothing } from '../record/redaction.ts'
import { badUserInput } from '../record/request-error.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import type { Negotiation } from './negotiation.type.ts'
import { type ProposalFields, readProposal } from './proposal.rules.ts'
import type { AddProposalInput, Proposal, UpdateProposalInput } from './proposal.type.ts'

/** How a proposal is written. */
export const proposalKind: Kind<ProposalFields> = {
  type: 'PROPOSAL',
  read: readProposal,
  references: (own) => [
    ...citedSources(own.citations),
    ...one(own.negotiationId, ['NEGOTIATION'], ['negotiationId']),
    ...one(own.partOfId, ['PROPOSAL'], ['partOfId'], own.negotiationId),
    ...one(own.revisionOfId, ['PROPOSAL'], ['revisionOfId'], own.negotiationId),
  ],
  settle: async (tx, changes) => {
    await refuseCircles(tx, PARTS.proposal, 'partOfId', changes)
    await refuseCircles(tx, REVISIONS.proposal, 'revisionOfId', changes)
    return placeCitations(tx, changes)
  },
  card: (own) => ({
    negotiationId: own.negotiationId,
    date: null,
    names: [own.name],
    search: [
      { field: 'name', text: own.name },
      { field: 'summary', text: own.summary },
    ],
    citations: own.citations,
    identifiers: [],
  }),
  rows: ({ verification: _, citations: __, ...columns }) => rowsOf('Proposal', columns),
  blanks: { name: noWords, summary: nothing, citations: sourcesAlone },
}

/** Adds a proposal. */
export function addProposal(ctx: Context, input: AddProposalInput): Promise<Outcome> {
  return mutate(ctx, 'addProposal', input, (tx, editor) => add(tx, proposalKind, input, editor))
}

/** Changes a proposal. */
export function updateProposal(ctx: Context, input: UpdateProposalInput): Promise<Outcome> {
  return mutate(ctx, 'updateProposal', input, (tx, editor) => update(tx, proposalKind, input, editor))
}

/** The proposals of a negotiation, by number; of a negotiation of the past, those of then. */
export function proposalsOf(ctx: Context, negotiation: Negotiation): Promise<readonly Proposal[]> {
  if (isPast(negotiation)) return allPast(ctx, negotiation, { list: 'proposals', types: ['PROPOSAL'], order: byNumber })
  return ctx.loading.load(proposalsBelow, negotiation.id, 'negotiation')
}

/** The parts of a proposal, by number. @throws BAD_USER_INPUT below a proposal of the past */
export function partsOfProposal(ctx: Context, proposal: Proposal): Promise<readonly Proposal[]> {
  if (proposal.asOf !== null)
    throw badUserInput('parts cannot be listed as of the past; take the proposals of the negotiation as of then.')
  return ctx.loading.load(proposalsBelow, proposal.id, 'whole')
}

async function proposalsBelow(
  reader: Reader,
  ids: readonly string[],
  above: 'negotiation' | 'whole',
): Promise<readonly (readonly Proposal[])[]> {
  const parent = above === 'negotiation' ? sql`v.negotiation_id` : sql`v.part_of_id`
  const rows = await reader.rows<{ parent: string; snapshot: Snapshot }>(sql`
    select ${parent} as parent, c.snapshot from proposal v join entry e on e.id = v.id join change c on c.sequence = e.last_sequence
    where ${parent} = any(${ids}::uuid[]) and e.retracted_at is null order by e.number`)
  const of = groupedBy(rows, (row) => row.parent)
  return ids.map((id) => (of.get(id) ?? []).map((row) => renderedRow<Proposal>(row.snapshot, null)))
}
