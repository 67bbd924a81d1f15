// The types, as the tutorials of type-graphql write them: one class for each, a field for each property.
import {
  EntryType,
  EventType,
  Factuality,
  ParticipantRole,
  Position,
  StatusUpdateKind,
  Verification,
  DatePrecision,
} from '../../../src/db/generated/enums.ts'
import { Field, ID, InterfaceType, ObjectType, createUnionType, registerEnumType } from 'type-graphql'

const ENUMS = {
  EntryType,
  EventType,
  Factuality,
  ParticipantRole,
  Position,
  StatusUpdateKind,
  Verification,
  DatePrecision,
}
for (const [name, values] of Object.entries(ENUMS)) registerEnumType(values, { name })

@ObjectType()
export class HistoricalDate {
  @Field(() => String, { nullable: true })
  edtf!: string | null
  @Field(() => Date, { nullable: true })
  earliest!: Date | null
  @Field(() => Date, { nullable: true })
  latest!: Date | null
  @Field(() => DatePrecision, { nullable: true })
  precision!: DatePrecision | null
}

@ObjectType()
export class Person {
  @Field(() => ID)
  id!: string
  @Field(() => String)
  name!: string
}

@ObjectType()
export class Organization {
  @Field(() => ID)
  id!: string
  @Field(() => String)
  name!: string
}

@ObjectType()
export class Location {
  @Field(() => ID)
  id!: string
  @Field(() => String)
  name!: string
}

@ObjectType()
export class Proposal {
  @Field(() => ID)
  id!: string
  @Field(() => String)
  name!: string
}

export const Actor = createUnionType({
  name: 'Actor',
  types: () => [Person, Organization] as const,
  resolveType: (value) => ('kind' in value ? Organization : Person),
})

@ObjectType()
export class Participation {
  readonly eventId!: string
  readonly ordinal!: number
  @Field(() => ParticipantRole)
  role!: ParticipantRole
}

@InterfaceType({ resolveType: (value) => ('title' in value ? Event : Statement) })
export abstract class Entry {
  @Field(() => ID)
  id!: string
}

@ObjectType({ implements: Entry })
export class Event extends Entry {
  @Field(() => String)
  title!: string
  @Field(() => String, { nullable: true })
  summary!: string | null
  @Field(() => EventType, { nullable: true })
  type!: EventType | null
  @Field(() => Factuality)
  factuality!: Factuality
  @Field(() => String, { nullable: true })
  outcome!: string | null
}

@ObjectType()
export class Events {
  @Field(() => [Event])
  nodes!: Event[]
}

@ObjectType({ implements: Entry })
export class Statement extends Entry {
  @Field(() => String)
  content!: string
}

@ObjectType()
export class StatusUpdate {
  @Field(() => ID)
  id!: string
  @Field(() => StatusUpdateKind)
  kind!: StatusUpdateKind
  @Field(() => String)
  summary!: string
  @Field(() => Position, { nullable: true })
  position!: Position | null
}

@ObjectType()
export class StatusUpdates {
  @Field(() => [StatusUpdate])
  nodes!: StatusUpdate[]
}

@ObjectType()
export class PartyPosition {
  readonly proposalId!: string
  readonly partyId!: string
  readonly personId!: string | null
  @Field(() => Position)
  position!: Position
  @Field(() => HistoricalDate)
  since!: Pick<HistoricalDate, 'edtf'>
}

@ObjectType()
export class Negotiation {
  @Field(() => ID)
  id!: string
  @Field(() => String)
  name!: string
  @Field(() => String, { nullable: true })
  summary!: string | null
}

@ObjectType()
export class SearchEdge {
  readonly entryId!: string
  @Field(() => String)
  field!: string
  @Field(() => String)
  fragment!: string
}

@ObjectType()
export class SearchResult {
  @Field(() => [SearchEdge])
  edges!: SearchEdge[]
}
