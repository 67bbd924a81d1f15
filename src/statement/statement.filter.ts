import { Field, ID, InputType } from 'type-graphql'
import { type Sql, sql } from '../db/sql.ts'
import { all, found, given, givenId, idOf, plain } from '../live/conditions.ts'
import { PARTS, partsOf } from '../live/hierarchy.ts'
import { type Selection, overlapOf, selectionOf } from '../live/selection.ts'
import { Direction } from '../record/direction.ts'
import { Verification } from '../record/entry.ts'
import { DateScalar } from '../record/scalars.ts'
import { Attribution, Medium, QuoteType, SpeechAct, StatementOrderField } from './statement.words.ts'

@InputType({
  description:
    'Which statements. All given fields must hold; a list means any of it. Date bounds keep what can overlap them.',
})
export class StatementFilter {
  @Field(() => ID, { nullable: true, description: 'By this person or organisation, alone or jointly.' })
  readonly speakerId?: string | null
  @Field(() => ID, {
    nullable: true,
    description:
      'By this organisation, its parts at any depth, and their members at any time, and what was said on their behalf.',
  })
  readonly organizationId?: string | null
  @Field(() => [QuoteType], { nullable: true, description: 'Of these quote types.' })
  readonly quoteType?: readonly QuoteType[] | null
  @Field(() => [SpeechAct], { nullable: true, description: 'Of these speech acts.' })
  readonly speechAct?: readonly SpeechAct[] | null
  @Field(() => [Attribution], { nullable: true, description: 'Of these attributions.' })
  readonly attribution?: readonly Attribution[] | null
  @Field(() => [Medium], { nullable: true, description: 'In these forms.' })
  readonly medium?: readonly Medium[] | null
  @Field(() => [String], { nullable: true, description: 'With one of these topics, exactly.' })
  readonly topic?: readonly string[] | null
  @Field(() => [Verification], { nullable: true, description: 'Of these verifications.' })
  readonly verification?: readonly Verification[] | null
  @Field(() => ID, { nullable: true, description: 'Of this negotiation.' })
  readonly negotiationId?: string | null
  @Field(() => ID, { nullable: true, description: 'About this proposal.' })
  readonly proposalId?: string | null
  @Field(() => ID, { nullable: true, description: 'Made at this event.' })
  readonly atEventId?: string | null
  @Field(() => ID, { nullable: true, description: 'About this event.' })
  readonly aboutEventId?: string | null
  @Field(() => ID, { nullable: true, description: 'Made here or in any place that is part of here.' })
  readonly locationId?: string | null
  @Field(() => ID, { nullable: true, description: 'Citing or quoting this source.' })
  readonly sourceId?: string | null
  @Field(() => DateScalar, { nullable: true, description: 'Can lie on this day or later.' })
  readonly onOrAfter?: string | null
  @Field(() => DateScalar, { nullable: true, description: 'Can lie on this day or earlier.' })
  readonly onOrBefore?: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'Full text over content and quotes, in web-search syntax (quotes, OR, minus); at most 1,000 characters.',
  })
  readonly search?: string | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@InputType({ description: 'How statements are ordered.' })
export class StatementOrder {
  @Field(() => StatementOrderField, { defaultValue: StatementOrderField.DATE, description: 'By what.' })
  readonly field!: StatementOrderField
  @Field(() => Direction, { defaultValue: Direction.DESC, description: 'Which way.' })
  readonly direction!: Direction
}

/** The statements that a filter lets through. */
export function statementsFound(filter: StatementFilter | null | undefined): Selection {
  return selectionOf(['STATEMENT'], {
    negotiation: idOf(filter?.negotiationId),
    overlap: overlapOf(filter?.onOrAfter, filter?.onOrBefore),
    includeRetracted: filter?.includeRetracted ?? false,
    where: conditionsOf(filter),
    join: sql`join statement v on v.id = e.id`,
  })
}

/** Whether a filter leaves few of very many, so that sorting these is cheaper than looking for them in order. */
export function leavesFew(filter: StatementFilter | null | undefined): boolean {
  const { speakerId, organizationId, proposalId, atEventId, aboutEventId, locationId, sourceId } = filter ?? {}
  return [speakerId, organizationId, proposalId, atEventId, aboutEventId, locationId, sourceId].some((id) => id != null)
}

/** Conditions over `e` and `v` (statement). */
function conditionsOf(filter: StatementFilter | null | undefined): Sql[] {
  return all(
    givenId(filter?.speakerId, bySpeaker),
    givenId(filter?.organizationId, byOrganization),
    given(filter?.quoteType, (words) => sql`v.quote_type = any(${words}::quote_type[])`),
    given(filter?.speechAct, (words) => sql`v.speech_act = any(${words}::speech_act[])`),
    given(filter?.attribution, (words) => sql`v.attribution = any(${words}::attribution[])`),
    given(filter?.medium, (words) => sql`v.medium = any(${words}::medium[])`),
    given(filter?.topic, (topics) => sql`v.topics && ${topics.map(plain)}::text[]`),
    given(filter?.verification, (words) => sql`e.verification = any(${words}::verification[])`),
    givenId(filter?.proposalId, (id) => sql`v.proposal_id = ${id}`),
    givenId(filter?.atEventId, (id) => sql`v.at_event_id = ${id}`),
    givenId(
      filter?.aboutEventId,
      (id) => sql`e.id in (select statement_id from statement_event where event_id = ${id})`,
    ),
    givenId(filter?.locationId, (id) => sql`v.location_id in (${partsOf(PARTS.location, id)})`),
    givenId(
      filter?.sourceId,
      (id) =>
        sql`e.id in (select entry_id from citation where source_id = ${id} union select statement_id from quote where source_id = ${id})`,
    ),
    found(filter?.search),
  )
}

/** By an actor, alone or jointly. */
export function bySpeaker(actor: Sql): Sql {
  return sql`e.id in (select id from statement where speaker_id = ${actor} union select statement_id from joint_speaker where actor_id = ${actor})`
}

/** By an organisation, its parts, their members at any time, and on their behalf. */
export const byOrganization = (organization: Sql): Sql => sql`e.id in (${saidBy(organization)})`

/** Ids of the statements of an organisation, its parts, their members at any time, and on their behalf. */
export function saidBy(organization: Sql): Sql {
  return sql`
    with bodies(id) as (${partsOf(PARTS.organization, organization)}),
      voices(id) as (select id from bodies union select person_id from membership where organization_id in (select id from bodies))
    select id from statement where speaker_id in (select id from voices)
    union select id from statement where on_behalf_of_id in (select id from bodies)
    union select statement_id from joint_speaker where actor_id in (select id from voices)`
}
