import { type Sql, sql } from '../db/sql.ts'
import { dateOrder } from '../event/event.filter.ts'
import { refuseFilter } from '../event/event.store.ts'
import type { Event } from '../event/event.type.ts'
import { among, restricts } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { type ListQuery, below, listBelow, listEntries } from '../live/entries.ts'
import { PARTS, partsOf } from '../live/hierarchy.ts'
import { isPast, listPast } from '../live/past.ts'
import { belonging, restricted } from '../live/selection.ts'
import type { Negotiation } from '../negotiation/negotiation.type.ts'
import { type Entry, asOfSame } from '../record/entry.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import {
  type StatementFilter,
  type StatementOrder,
  byOrganization,
  bySpeaker,
  leavesFew,
  statementsFound,
} from './statement.filter.ts'
import type { AddStatementInput, UpdateStatementInput } from './statement.input.ts'
import { statementKind } from './statement.kind.ts'
import type { Statement } from './statement.type.ts'
import type { StatementRelation } from './statement.words.ts'

/** Adds a statement. */
export function addStatement(ctx: Context, input: AddStatementInput): Promise<Outcome> {
  return mutate(ctx, 'addStatement', input, (tx, editor) => add(tx, statementKind, input, editor))
}

/** Changes a statement. */
export function updateStatement(ctx: Context, input: UpdateStatementInput): Promise<Outcome> {
  return mutate(ctx, 'updateStatement', input, (tx, editor) => update(tx, statementKind, input, editor))
}

/** What a list of statements is asked for. */
export interface StatementsAsked {
  readonly filter?: StatementFilter | null
  readonly order?: StatementOrder | null
}

// Arguments of a field hold paging too, which must not tell apart what is counted.
const only = ({ filter, order }: StatementsAsked): StatementsAsked => ({ filter, order })

const statementList = ({ filter, order }: StatementsAsked): ListQuery => ({
  list: 'statements',
  selection: statementsFound(filter),
  order: dateOrder(order),
  merged: !leavesFew(filter),
  prepared: !restricts(filter),
})

/** Statements of the whole record. */
export function findStatements(ctx: Context, asked: StatementsAsked, page: PageArgs): Connection<Statement> {
  return listEntries(ctx, statementList(asked), pageRequest(page))
}

/** Lists that hold few of all statements. */
const statementsBelow = (of: (parent: Sql) => Sql) =>
  below<StatementsAsked>((asked) => ({
    ...statementList(asked),
    merged: false,
    of: (selection, parent) => restricted(selection, of(parent)),
  }))

const madeAt = (event: Sql): Sql => sql`v.at_event_id = ${event}`
const about = (event: Sql): Sql =>
  among(sql`e.id`, sql`select statement_id from statement_event where event_id = ${event}`)

const ofPerson = statementsBelow(bySpeaker)
const ofOrganization = statementsBelow(byOrganization)
const ofLocation = statementsBelow((location) => sql`v.location_id in (${partsOf(PARTS.location, location)})`)
const ofNegotiation = below<StatementsAsked>((asked) => ({ ...statementList(asked), of: belonging }))
const ofEvent = {
  MADE_AT: statementsBelow(madeAt),
  ABOUT: statementsBelow(about),
  ANY: statementsBelow((event) =>
    among(
      sql`e.id`,
      sql`select id from statement where at_event_id = ${event} union all select statement_id from statement_event where event_id = ${event}`,
    ),
  ),
}

/** Statements by a person, alone or jointly. */
export function statementsOfPerson(
  ctx: Context,
  person: Entry,
  asked: StatementsAsked,
  page: PageArgs,
): Connection<Statement> {
  return listBelow(ctx, ofPerson, person, only(asked), pageRequest(page))
}

/** Statements by an organisation, its parts, their members, and on their behalf. */
export function statementsOfOrganization(
  ctx: Context,
  organization: Entry,
  asked: StatementsAsked,
  page: PageArgs,
): Connection<Statement> {
  return listBelow(ctx, ofOrganization, organization, only(asked), pageRequest(page))
}

/** Statements made at a place and in every place that is part of it. */
export function statementsAt(
  ctx: Context,
  location: Entry,
  asked: StatementsAsked,
  page: PageArgs,
): Connection<Statement> {
  return listBelow(ctx, ofLocation, location, only(asked), pageRequest(page))
}

/** Statements made at an event, about it, or either. */
export function statementsOfEvent(
  ctx: Context,
  event: Event,
  relation: StatementRelation | null | undefined,
  asked: StatementsAsked,
  page: PageArgs,
): Connection<Statement> {
  return listBelow(ctx, ofEvent[relation ?? 'ANY'], event, only(asked), pageRequest(page))
}

/** Statements of a negotiation; of one of the past, those of then. @throws BAD_USER_INPUT for a filter in the past */
export function statementsOfNegotiation(
  ctx: Context,
  negotiation: Negotiation,
  asked: StatementsAsked,
  page: PageArgs,
): Connection<Statement> {
  if (!isPast(negotiation)) return listBelow(ctx, ofNegotiation, negotiation, only(asked), pageRequest(page))
  refuseFilter('statements', asked.filter)
  return listPast(
    ctx,
    negotiation,
    { list: 'statements', types: ['STATEMENT'], order: dateOrder(asked.order) },
    pageRequest(page),
  )
}

/** The quotes of a statement, in the order of the input. */
export function quotesOf(statement: Statement): readonly object[] {
  return asOfSame(statement, statement.quotes)
}
