import { Field, ID, InputType, Int } from 'type-graphql'
import { HistoricalDateInput } from '../record/date.ts'
import { IdentifierInput } from '../record/identifier.ts'
import { AddInput } from '../live/inputs.ts'
import { CitationInput, UpdateCitedInput } from '../source/citation.type.ts'
import { EventLinkType, EventType, Factuality, Measure, ParticipantRole } from './event.words.ts'

@InputType({ description: 'Who took part. Without an actor, description says who is meant.' })
export class ParticipationInput {
  @Field(() => ID, { nullable: true, description: 'A person or organisation.' })
  readonly actorId?: string | null
  @Field(() => ParticipantRole, { description: 'As what.' })
  readonly role!: ParticipantRole
  @Field(() => ID, { nullable: true, description: 'The organisation for which the actor took part.' })
  readonly onBehalfOfId?: string | null
  @Field(() => String, { nullable: true, description: 'Who is meant, at most 500 characters.' })
  readonly description?: string | null
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the actor itself took part; when not given, true with an actor and false without.',
  })
  readonly identified?: boolean | null
}

@InputType({ description: 'A number as a source gives it. At least one of best, low and high.' })
export class FigureInput {
  @Field(() => Measure, { description: 'What is counted.' })
  readonly measure!: Measure
  @Field(() => Int, { nullable: true, description: 'The number given, 0 or more.' })
  readonly best?: number | null
  @Field(() => Int, { nullable: true, description: 'Lower bound, not above best.' })
  readonly low?: number | null
  @Field(() => Int, { nullable: true, description: 'Upper bound, not below best.' })
  readonly high?: number | null
  @Field(() => String, { nullable: true, description: 'The words of the source, at most 500 characters.' })
  readonly asReported?: string | null
  @Field(() => ID, { nullable: true, description: 'The person or organisation whose figure it is.' })
  readonly attributedToId?: string | null
}

@InputType({ description: 'How this event stands to another.' })
export class EventLinkInput {
  @Field(() => EventLinkType, { description: 'How.' })
  readonly type!: EventLinkType
  @Field(() => ID, { description: 'The other event.' })
  readonly eventId!: string
  @Field(() => String, { nullable: true, description: 'A remark, at most 500 characters.' })
  readonly note?: string | null
}

@InputType({ description: 'A new event. At least one citation.' })
export class AddEventInput extends AddInput {
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly title!: string
  @Field(() => String, { nullable: true, description: 'At most 20,000 characters.' })
  readonly summary?: string | null
  @Field(() => EventType, { nullable: true, description: 'PLOVER event type; leave out where none fits.' })
  readonly type?: EventType | null
  @Field(() => [String], { nullable: true, description: 'PLOVER modes, lower case.' })
  readonly modes?: readonly string[] | null
  @Field(() => [String], { nullable: true, description: 'PLOVER contexts, lower case.' })
  readonly contexts?: readonly string[] | null
  @Field(() => Factuality, { description: 'Did it happen, or is it planned, possible, only claimed?' })
  readonly factuality!: Factuality
  @Field(() => HistoricalDateInput, {
    description: 'When. INVALID_VALUE when it OCCURRED later than all of its sources, a day of grace included.',
  })
  readonly date!: HistoricalDateInput
  @Field(() => [ID], { nullable: true, description: 'Where.' })
  readonly locationIds?: readonly string[] | null
  @Field(() => [ParticipationInput], { nullable: true, description: 'Who took part.' })
  readonly participants?: readonly ParticipationInput[] | null
  @Field(() => [EventLinkInput], { nullable: true, description: 'How it stands to other events.' })
  readonly links?: readonly EventLinkInput[] | null
  @Field(() => ID, { nullable: true, description: 'The event that it is part of.' })
  readonly partOfId?: string | null
  @Field(() => String, { nullable: true, description: 'What came of it, at most 20,000 characters.' })
  readonly outcome?: string | null
  @Field(() => [FigureInput], { nullable: true, description: 'Numbers, as each source gives them.' })
  readonly figures?: readonly FigureInput[] | null
  @Field(() => ID, { nullable: true, description: 'The negotiation that it belongs to.' })
  readonly negotiationId?: string | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal that it is about. INVALID_VALUE when that is of another negotiation.',
  })
  readonly proposalId?: string | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Ids elsewhere.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => [ID], { nullable: true, description: 'After DUPLICATE, the events that this one resembles and is not.' })
  readonly distinctFromIds?: readonly string[] | null
  @Field(() => [CitationInput], { description: 'Where this comes from; CITATION_REQUIRED when there is none.' })
  readonly citations!: readonly CitationInput[]
}

@InputType({
  description:
    'A change to an event. Absent keeps, null clears, a value replaces. PLANNED to OCCURRED keeps the earlier version in the history.',
})
export class UpdateEventInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly title?: string | null
  @Field(() => String, { nullable: true, description: 'At most 20,000 characters.' })
  readonly summary?: string | null
  @Field(() => EventType, { nullable: true, description: 'PLOVER event type.' })
  readonly type?: EventType | null
  @Field(() => [String], { nullable: true, description: 'Replaces all modes.' })
  readonly modes?: readonly string[] | null
  @Field(() => [String], { nullable: true, description: 'Replaces all contexts.' })
  readonly contexts?: readonly string[] | null
  @Field(() => Factuality, { nullable: true, description: 'Did it happen, or is it planned, possible, only claimed?' })
  readonly factuality?: Factuality | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'When.' })
  readonly date?: HistoricalDateInput | null
  @Field(() => [ID], { nullable: true, description: 'Replaces all places.' })
  readonly locationIds?: readonly string[] | null
  @Field(() => [ParticipationInput], { nullable: true, description: 'Replaces all participants.' })
  readonly participants?: readonly ParticipationInput[] | null
  @Field(() => [EventLinkInput], { nullable: true, description: 'Replaces all links.' })
  readonly links?: readonly EventLinkInput[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'The event that it is part of. INVALID_VALUE when that is itself a part of this one.',
  })
  readonly partOfId?: string | null
  @Field(() => String, { nullable: true, description: 'What came of it, at most 20,000 characters.' })
  readonly outcome?: string | null
  @Field(() => [FigureInput], { nullable: true, description: 'Replaces all figures.' })
  readonly figures?: readonly FigureInput[] | null
  @Field(() => ID, { nullable: true, description: 'The negotiation that it belongs to.' })
  readonly negotiationId?: string | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal that it is about. INVALID_VALUE when that is of another negotiation.',
  })
  readonly proposalId?: string | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Replaces all identifiers.' })
  readonly identifiers?: readonly IdentifierInput[] | null
}
