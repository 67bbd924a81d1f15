import { sql } from '../db/sql.ts'
import { all, given, givenId, named } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { listEntries } from '../live/entries.ts'
import { PARTS, partsOf } from '../live/hierarchy.ts'
import type { Kind } from '../live/kind.ts'
import { byName } from '../live/order.ts'
import { listOf, rowsOf } from '../live/rows.ts'
import { selectionOf } from '../live/selection.ts'
import { asOfSame } from '../record/entry.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { dateAlone, noWords, nothing } from '../record/redaction.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import { type NegotiationFields, readNegotiation } from './negotiation.rules.ts'
import type { AddNegotiationInput, Negotiation, NegotiationFilter, UpdateNegotiationInput } from './negotiation.type.ts'

/** How a negotiation is written. */
export const negotiationKind: Kind<NegotiationFields> = {
  type: 'NEGOTIATION',
  read: readNegotiation,
  references: (own) => [
    ...citedSources(own.citations),
    ...own.parties.map(({ organizationId }, index) => ({
      id: organizationId,
      types: ['ORGANIZATION' as const],
      path: ['parties', index, 'organizationId'],
    })),
  ],
  settle: placeCitations,
  card: (own) => ({
    negotiationId: null,
    date: own.openedOn,
    names: [own.name],
    search: [
      { field: 'name', text: own.name },
      { field: 'summary', text: own.summary },
    ],
    citations: own.citations,
    identifiers: [],
  }),
  rows: ({ name, summary, conflict, stage, closedOn, parties }) =>
    rowsOf(
      'Negotiation',
      { name, summary, conflict, stage, closedOn },
      listOf('NegotiationParty', 'negotiationId', parties),
    ),
  blanks: {
    ...{ name: noWords, summary: nothing, conflict: nothing },
    ...{ openedOn: dateAlone, closedOn: dateAlone, citations: sourcesAlone },
  },
}

/** Adds a negotiation. */
export function addNegotiation(ctx: Context, input: AddNegotiationInput): Promise<Outcome> {
  return mutate(ctx, 'addNegotiation', input, (tx, editor) => add(tx, negotiationKind, input, editor))
}

/** Changes a negotiation. */
export function updateNegotiation(ctx: Context, input: UpdateNegotiationInput): Promise<Outcome> {
  return mutate(ctx, 'updateNegotiation', input, (tx, editor) => update(tx, negotiationKind, input, editor))
}

/** Negotiations by name. */
export function findNegotiations(
  ctx: Context,
  filter: NegotiationFilter | null,
  page: PageArgs,
): Connection<Negotiation> {
  const where = all(
    given(filter?.stage, (stages) => sql`v.stage = any(${stages}::negotiation_stage[])`),
    givenId(
      filter?.partyId,
      (id) =>
        sql`e.id in (select negotiation_id from negotiation_party where organization_id in (${partsOf(PARTS.organization, id)}))`,
    ),
    named(filter?.name),
  )
  const selection = selectionOf(['NEGOTIATION'], {
    includeRetracted: filter?.includeRetracted ?? false,
    where,
    join: sql`join negotiation v on v.id = e.id`,
  })
  return listEntries(ctx, { list: 'negotiations', selection, order: byName }, pageRequest(page))
}

/** The parties of a negotiation, in the order of the input. */
export function partiesOf(negotiation: Negotiation): readonly object[] {
  return asOfSame(negotiation, negotiation.parties)
}
