import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { type HistoricalDate, HistoricalDateInput } from '../record/date.ts'
import { Entry } from '../record/entry.ts'
import { Identifier, IdentifierInput } from '../record/identifier.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { AddCitedInput, UpdateCitedInput } from '../source/citation.type.ts'

/** A membership as the log holds it. */
export interface MembershipFields {
  readonly organizationId: string
  readonly title: string | null
  readonly since: HistoricalDate | null
  readonly until: HistoricalDate | null
}

@ObjectType({ implements: Entry, description: 'A human being.', simpleResolvers: true })
export class Person extends Entry {
  readonly memberships!: readonly MembershipFields[]

  @Field(() => String, { description: 'The usual name.' })
  readonly name!: string
  @Field(() => [String], { description: 'Other names and spellings, in any script.' })
  readonly aliases!: readonly string[]
  @Field(() => [Identifier], { description: 'Ids elsewhere.' })
  readonly identifiers!: readonly Identifier[]
}

@InputType({ description: 'That a person belongs to an organisation, or holds an office in it (Popolo).' })
export class MembershipInput {
  @Field(() => ID, { description: 'The organisation.' })
  readonly organizationId!: string
  @Field(() => String, { nullable: true, description: 'The office, at most 500 characters.' })
  readonly title?: string | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'From when.' })
  readonly since?: HistoricalDateInput | null
  @Field(() => HistoricalDateInput, {
    nullable: true,
    description: 'Until when; absent while it lasts, or where it is not known.',
  })
  readonly until?: HistoricalDateInput | null
}

@InputType({ description: 'A new person.' })
export class AddPersonInput extends AddCitedInput {
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly name!: string
  @Field(() => [String], { nullable: true, description: 'Other names and spellings, in any script.' })
  readonly aliases?: readonly string[] | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Ids elsewhere.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => [MembershipInput], { nullable: true, description: 'What the person belongs to.' })
  readonly memberships?: readonly MembershipInput[] | null
}

@InputType({ description: 'A change to a person. Absent keeps, null clears, a value replaces.' })
export class UpdatePersonInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly name?: string | null
  @Field(() => [String], { nullable: true, description: 'Replaces all aliases.' })
  readonly aliases?: readonly string[] | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Replaces all identifiers.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => [MembershipInput], { nullable: true, description: 'Replaces all memberships.' })
  readonly memberships?: readonly MembershipInput[] | null
}

@InputType({ description: 'Which persons. All given fields must hold.' })
export class PersonFilter {
  @Field(() => ID, { nullable: true, description: 'Members, at any time, of this organisation or of a part of it.' })
  readonly organizationId?: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name or of an alias, at most 500 characters, in any script; case and accents do not count.',
  })
  readonly name?: string | null
  @Field(() => IdentifierInput, { nullable: true, description: 'With this id elsewhere.' })
  readonly identifier?: IdentifierInput | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@ObjectType({ implements: MutationPayload, description: 'What a mutation of a person answers.', simpleResolvers: true })
export class PersonPayload extends MutationPayload {
  @Field(() => Person, {
    nullable: true,
    description: 'The person; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly person!: Person | null
}

/** Pages of persons. */
export const PersonConnection = connectionType('Person', () => Person)
