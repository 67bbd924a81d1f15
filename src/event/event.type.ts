import { Field, Int, ObjectType } from 'type-graphql'
import { HistoricalDate } from '../record/date.ts'
import { type AsOf, Entry } from '../record/entry.ts'
import { Identifier } from '../record/identifier.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { EventLinkType, EventType, Factuality, Measure, ParticipantRole } from './event.words.ts'

@ObjectType({
  description: "Who took part. identified is false for 'U.S. officials'; description then says who is meant.",
  simpleResolvers: true,
})
export class Participation {
  readonly actorId!: string | null
  readonly onBehalfOfId!: string | null
  readonly asOf!: AsOf
  @Field(() => ParticipantRole, { description: 'As what.' })
  readonly role!: ParticipantRole
  @Field(() => String, {
    nullable: true,
    description: 'Who is meant, or as what they appear, in the words of the source; null when that adds nothing.',
  })
  readonly description!: string | null
  @Field(() => Boolean, {
    description: 'Whether the actor itself took part; false when unnamed members of it did, or nobody is named.',
  })
  readonly identified!: boolean
}

@ObjectType({
  description:
    "A number as a source gives it: '404 killed', '24 voted for'. best is that number, low and high the bounds given, if any. Figures that differ stand side by side.",
  simpleResolvers: true,
})
export class Figure {
  readonly attributedToId!: string | null
  readonly asOf!: AsOf
  @Field(() => Measure, { description: 'What is counted.' })
  readonly measure!: Measure
  @Field(() => Int, { nullable: true, description: 'The number given; null when only bounds are.' })
  readonly best!: number | null
  @Field(() => Int, { nullable: true, description: 'Lower bound; null when none is given.' })
  readonly low!: number | null
  @Field(() => Int, { nullable: true, description: 'Upper bound; null when none is given.' })
  readonly high!: number | null
  @Field(() => String, { nullable: true, description: 'The words of the source; null when not recorded.' })
  readonly asReported!: string | null
}

@ObjectType({ description: 'How one event stands to another.', simpleResolvers: true })
export class EventLink {
  readonly eventId!: string
  readonly asOf!: AsOf
  @Field(() => EventLinkType, { description: 'How.' })
  readonly type!: EventLinkType
  @Field(() => String, { nullable: true, description: 'A remark; null when there is none.' })
  readonly note!: string | null
}

@ObjectType({
  implements: Entry,
  description: 'Something that happened, goes on, is planned, or is only said to have happened.',
  simpleResolvers: true,
})
export class Event extends Entry {
  readonly locationIds!: readonly string[]
  readonly participants!: readonly Omit<Participation, 'asOf'>[]
  readonly links!: readonly Omit<EventLink, 'asOf'>[]
  readonly figures!: readonly Omit<Figure, 'asOf'>[]
  readonly partOfId!: string | null
  readonly negotiationId!: string | null
  readonly proposalId!: string | null

  @Field(() => String, { description: 'What happened, in a few words.' })
  readonly title!: string
  @Field(() => String, { nullable: true, description: 'More, in the words of the editor; null when there is no more.' })
  readonly summary!: string | null
  @Field(() => EventType, { nullable: true, description: 'PLOVER event type; null where none fits.' })
  readonly type!: EventType | null
  @Field(() => [String], { description: 'PLOVER modes, lower case: phone, visit, third-party.' })
  readonly modes!: readonly string[]
  @Field(() => [String], { description: 'PLOVER contexts, lower case: military, territory.' })
  readonly contexts!: readonly string[]
  @Field(() => Factuality, { description: 'Did it happen, or is it planned, possible, only claimed?' })
  readonly factuality!: Factuality
  @Field(() => HistoricalDate, { description: 'When.' })
  readonly date!: HistoricalDate
  @Field(() => String, { nullable: true, description: 'What came of it; null when nothing is reported.' })
  readonly outcome!: string | null
  @Field(() => [Identifier], { description: 'Ids elsewhere: ucdp-ged 412700.' })
  readonly identifiers!: readonly Identifier[]
}

@ObjectType({ implements: MutationPayload, description: 'What a mutation of an event answers.', simpleResolvers: true })
export class EventPayload extends MutationPayload {
  @Field(() => Event, {
    nullable: true,
    description:
      'The event; null when it was refused, save on VERSION_CONFLICT (then as it is now) and DUPLICATE (then the one that the record holds).',
  })
  readonly event!: Event | null
}

/** Pages of events. */
export const EventConnection = connectionType('Event', () => Event)
