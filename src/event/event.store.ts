import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { restricts } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { type ListQuery, below, listBelow, listEntries } from '../live/entries.ts'
import { isPast, listPast } from '../live/past.ts'
import { belonging, underneath } from '../live/selection.ts'
import type { Negotiation } from '../negotiation/negotiation.type.ts'
import { type Entry, asOfSame } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import { type EventFilter, type EventOrder, dateOrder, eventsFound, leavesFew } from './event.filter.ts'
import type { AddEventInput, UpdateEventInput } from './event.input.ts'
import { eventKind } from './event.kind.ts'
import type { Event } from './event.type.ts'

/** Adds an event. */
export function addEvent(ctx: Context, input: AddEventInput): Promise<Outcome> {
  return mutate(ctx, 'addEvent', input, (tx, editor) => add(tx, eventKind, input, editor))
}

/** Changes an event. */
export function updateEvent(ctx: Context, input: UpdateEventInput): Promise<Outcome> {
  return mutate(ctx, 'updateEvent', input, (tx, editor) => update(tx, eventKind, input, editor))
}

/** What a list of events is asked for. */
export interface EventsAsked {
  readonly filter?: EventFilter | null
  readonly order?: EventOrder | null
}

// Arguments of a field hold paging too, which must not tell apart what is counted.
const only = ({ filter, order }: EventsAsked): EventsAsked => ({ filter, order })

const eventList = ({ filter, order }: EventsAsked): ListQuery => ({
  list: 'events',
  selection: eventsFound(filter),
  order: dateOrder(order),
  merged: !leavesFew(filter),
  prepared: !restricts(filter),
})

/** Events of the whole record. */
export function findEvents(ctx: Context, asked: EventsAsked, page: PageArgs): Connection<Event> {
  return listEntries(ctx, eventList(asked), pageRequest(page))
}

const eventsUnder = below<EventsAsked>((asked) => ({ ...eventList(asked), of: underneath }))
const byNegotiation = below<EventsAsked>((asked) => ({ ...eventList(asked), of: belonging }))

/** Events in which a person, or an organisation or a part of it, took part. */
export function eventsOfActor(ctx: Context, actor: Entry, asked: EventsAsked, page: PageArgs): Connection<Event> {
  return listBelow(ctx, eventsUnder, actor, only(asked), pageRequest(page))
}

/** Events at a place and in every place that is part of it. */
export function eventsAt(ctx: Context, location: Entry, asked: EventsAsked, page: PageArgs): Connection<Event> {
  return listBelow(ctx, eventsUnder, location, only(asked), pageRequest(page))
}

/** Events of a negotiation; of one of the past, those of then. @throws BAD_USER_INPUT for a filter in the past */
export function eventsOfNegotiation(
  ctx: Context,
  negotiation: Negotiation,
  asked: EventsAsked,
  page: PageArgs,
): Connection<Event> {
  if (!isPast(negotiation)) return listBelow(ctx, byNegotiation, negotiation, only(asked), pageRequest(page))
  refuseFilter('events', asked.filter)
  return listPast(
    ctx,
    negotiation,
    { list: 'events', types: ['EVENT'], order: dateOrder(asked.order) },
    pageRequest(page),
  )
}

/** @throws BAD_USER_INPUT when a filter restricts anything: the past is listed without filters */
export function refuseFilter(list: string, filter: object | null | undefined): void {
  if (restricts(filter)) throw badUserInput(`${list} takes no filter as of the past, only paging and order.`)
}

/** The participants of an event, in the order of the input. */
export function participantsOf(event: Event): readonly object[] {
  return asOfSame(event, event.participants)
}

/** The figures of an event, in the order of the input. */
export function figuresOf(event: Event): readonly object[] {
  return asOfSame(event, event.figures)
}

/** The links of an event, in the order of the input. */
export function linksOf(event: Event): readonly object[] {
  return asOfSame(event, event.links)
}

/** The links that lead to an event, by number of the event they start from; those of retracted events left out. */
export function linksTo(ctx: Context, event: Event): Promise<readonly object[]> {
  if (event.asOf !== null)
    throw badUserInput('linkedFrom cannot be listed as of the past; ask for it below the event as it is now.')
  return ctx.loading.load(linksToId, event.id, null)
}

interface LinkRow {
  readonly linkedId: string
  readonly eventId: string
  readonly type: string
  readonly note: string | null
}

async function linksToId(reader: Reader, ids: readonly string[]): Promise<readonly (readonly object[])[]> {
  const rows = await reader.rows<LinkRow>(sql`
    select l.linked_id as "linkedId", l.event_id as "eventId", l.type, l.note from event_link l join entry e on e.id = l.event_id
    where l.linked_id = any(${ids}::uuid[]) and e.retracted_at is null order by e.number, l.ordinal`)
  const to = groupedBy(rows, (row) => row.linkedId)
  return ids.map((id) => asOfSame({ asOf: null }, to.get(id) ?? []))
}
