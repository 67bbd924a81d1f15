import { Field, ID, InputType } from 'type-graphql'
import { type Sql, sql } from '../db/sql.ts'
import { all, found, given, givenId, idOf, identified, inBox } from '../live/conditions.ts'
import { type ListOrder, byNumber, latestRecorded, newestFirst, oldestFirst } from '../live/order.ts'
import { type Selection, overlapOf, selectionOf, underneath } from '../live/selection.ts'
import { placesIn } from '../location/location.store.ts'
import { BoundingBox } from '../location/location.type.ts'
import { Direction } from '../record/direction.ts'
import { Verification } from '../record/entry.ts'
import { IdentifierInput } from '../record/identifier.ts'
import { CountryCodeScalar, DateScalar } from '../record/scalars.ts'
import { EventOrderField, EventType, Factuality } from './event.words.ts'

@InputType({
  description:
    'Which events. All given fields must hold; a list means any of it. Date bounds keep what can overlap them.',
})
export class EventFilter {
  @Field(() => [EventType], { nullable: true, description: 'Of these types.' })
  readonly type?: readonly EventType[] | null
  @Field(() => [Factuality], { nullable: true, description: 'Of these factualities.' })
  readonly factuality?: readonly Factuality[] | null
  @Field(() => [Verification], { nullable: true, description: 'Of these verifications.' })
  readonly verification?: readonly Verification[] | null
  @Field(() => ID, { nullable: true, description: 'Of this negotiation.' })
  readonly negotiationId?: string | null
  @Field(() => ID, { nullable: true, description: 'About this proposal.' })
  readonly proposalId?: string | null
  @Field(() => ID, {
    nullable: true,
    description: 'In which this person, or this organisation or a part of it, took part.',
  })
  readonly participantId?: string | null
  @Field(() => ID, { nullable: true, description: 'Citing this source.' })
  readonly sourceId?: string | null
  @Field(() => ID, { nullable: true, description: 'Here or in any place that is part of here.' })
  readonly locationId?: string | null
  @Field(() => [CountryCodeScalar], {
    nullable: true,
    description: 'In these countries, by the code of a place or of its nearest whole that has one.',
  })
  readonly countryCode?: readonly string[] | null
  @Field(() => BoundingBox, { nullable: true, description: 'With a place whose point lies within.' })
  readonly within?: BoundingBox | null
  @Field(() => DateScalar, { nullable: true, description: 'Can lie on this day or later.' })
  readonly onOrAfter?: string | null
  @Field(() => DateScalar, { nullable: true, description: 'Can lie on this day or earlier.' })
  readonly onOrBefore?: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'Full text over title, summary and outcome, in web-search syntax (quotes, OR, minus); at most 1,000 characters.',
  })
  readonly search?: string | null
  @Field(() => IdentifierInput, { nullable: true, description: 'With this id elsewhere.' })
  readonly identifier?: IdentifierInput | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@InputType({ description: 'How events are ordered.' })
export class EventOrder {
  @Field(() => EventOrderField, { defaultValue: EventOrderField.DATE, description: 'By what.' })
  readonly field!: EventOrderField
  @Field(() => Direction, { defaultValue: Direction.DESC, description: 'Which way.' })
  readonly direction!: Direction
}

/** The events that a filter lets through. */
export function eventsFound(filter: EventFilter | null | undefined): Selection {
  const selected = selectionOf(['EVENT'], {
    eventTypes: filter?.type ?? null,
    negotiation: idOf(filter?.negotiationId),
    overlap: overlapOf(filter?.onOrAfter, filter?.onOrBefore),
    includeRetracted: filter?.includeRetracted ?? false,
    where: conditionsOf(filter),
    join: sql`join event v on v.id = e.id`,
  })
  return [filter?.participantId, filter?.locationId].map(idOf).reduce(underneath, selected)
}

/** Whether a filter leaves few of very many, so that sorting these is cheaper than looking for them in order. */
export function leavesFew(filter: EventFilter | null | undefined): boolean {
  return [filter?.proposalId, filter?.sourceId, filter?.identifier].some((each) => each != null)
}

/** Conditions over `e` and `v` (event). */
function conditionsOf(filter: EventFilter | null | undefined): Sql[] {
  return all(
    given(filter?.factuality, (words) => sql`v.factuality = any(${words}::factuality[])`),
    given(filter?.verification, (words) => sql`e.verification = any(${words}::verification[])`),
    givenId(filter?.proposalId, (id) => sql`v.proposal_id = ${id}`),
    givenId(filter?.sourceId, (id) => sql`e.id in (select entry_id from citation where source_id = ${id})`),
    given(
      filter?.countryCode,
      (codes) => sql`e.id in (select event_id from event_location where location_id in (${placesIn(codes)}))`,
    ),
    given(
      filter?.within,
      (box) =>
        sql`e.id in (select l.event_id from event_location l join location place on place.id = l.location_id where ${inBox(sql`place`, box)})`,
    ),
    found(filter?.search),
    identified(filter?.identifier),
  )
}

/** What a list of dated entries is ordered by; newest first when nothing is asked for. */
export function dateOrder(
  order: { readonly field: 'DATE' | 'RECORDED_AT'; readonly direction: Direction } | null | undefined,
): ListOrder {
  const ascending = order?.direction === 'ASC'
  if (order?.field === 'RECORDED_AT') return ascending ? byNumber : latestRecorded
  return ascending ? oldestFirst : newestFirst
}
