import { Field, ID, InputType, ObjectType, createUnionType } from 'type-graphql'
import { HistoricalDate } from '../record/date.ts'
import { type AsOf, Entry, nameOfType } from '../record/entry.ts'
import { Identifier, IdentifierInput } from '../record/identifier.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { CountryCodeScalar } from '../record/scalars.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import { Person } from '../person/person.type.ts'
import { AddCitedInput, UpdateCitedInput } from '../source/citation.type.ts'

export const OrganizationKind = vocabulary(
  'OrganizationKind',
  'What kind of organisation, after the actor types of UCDP and ACLED.',
  {
    STATE: 'A state.',
    GOVERNMENT_BODY: 'A part of a state: government, ministry, office, parliament, court.',
    ARMED_FORCES: 'The armed forces of a state, or a part of them.',
    ARMED_GROUP: 'An armed group that is no state.',
    INTERNATIONAL_ORGANIZATION: 'An organisation of states.',
    POLITICAL_GROUP: 'A party or movement.',
    MEDIA: 'A media house.',
    COMPANY: 'A company.',
    CIVIL_SOCIETY: 'An association, church, charity, university.',
    OTHER: 'None of these.',
  },
)
export type OrganizationKind = Word<typeof OrganizationKind>

@ObjectType({
  implements: Entry,
  description:
    'A state, government body, armed force or group, international organisation, media house: whatever acts or speaks and is no person.',
  simpleResolvers: true,
})
export class Organization extends Entry {
  readonly partOfId!: string | null

  @Field(() => String, { description: 'The usual name.' })
  readonly name!: string
  @Field(() => [String], { description: 'Other names and spellings, in any script.' })
  readonly aliases!: readonly string[]
  @Field(() => OrganizationKind, { description: 'What kind of organisation.' })
  readonly kind!: OrganizationKind
  @Field(() => CountryCodeScalar, { nullable: true, description: 'Its country; null when it has none.' })
  readonly countryCode!: string | null
  @Field(() => [Identifier], { description: 'Ids elsewhere.' })
  readonly identifiers!: readonly Identifier[]
}

/** Who can act and speak. */
export const Actor = createUnionType({
  name: 'Actor',
  description: 'Who can act and speak.',
  types: () => [Person, Organization] as const,
  resolveType: nameOfType,
})
/** A person or an organisation. */
export type Actor = Person | Organization

@ObjectType({
  description: 'That a person belongs to an organisation, or holds an office in it (Popolo).',
  simpleResolvers: true,
})
export class Membership {
  readonly personId!: string
  readonly organizationId!: string
  readonly asOf!: AsOf

  @Field(() => String, { nullable: true, description: 'The office; null when none is recorded.' })
  readonly title!: string | null
  @Field(() => HistoricalDate, { nullable: true, description: 'From when; null when not known.' })
  readonly since!: HistoricalDate | null
  @Field(() => HistoricalDate, {
    nullable: true,
    description: 'Until when; null while it lasts, or where it is not known.',
  })
  readonly until!: HistoricalDate | null
}

@InputType({ description: 'A new organisation.' })
export class AddOrganizationInput extends AddCitedInput {
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly name!: string
  @Field(() => [String], { nullable: true, description: 'Other names and spellings, in any script.' })
  readonly aliases?: readonly string[] | null
  @Field(() => OrganizationKind, { description: 'What kind of organisation.' })
  readonly kind!: OrganizationKind
  @Field(() => CountryCodeScalar, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  readonly countryCode?: string | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Ids elsewhere.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'The organisation that it is part of: the Kremlin is part of Russia.',
  })
  readonly partOfId?: string | null
}

@InputType({ description: 'A change to an organisation. Absent keeps, null clears, a value replaces.' })
export class UpdateOrganizationInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly name?: string | null
  @Field(() => [String], { nullable: true, description: 'Replaces all aliases.' })
  readonly aliases?: readonly string[] | null
  @Field(() => OrganizationKind, { nullable: true, description: 'What kind of organisation.' })
  readonly kind?: OrganizationKind | null
  @Field(() => CountryCodeScalar, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  readonly countryCode?: string | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Replaces all identifiers.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'The organisation that it is part of. INVALID_VALUE when that is itself a part of this one.',
  })
  readonly partOfId?: string | null
}

@InputType({ description: 'Which organisations. All given fields must hold; a list means any of it.' })
export class OrganizationFilter {
  @Field(() => [OrganizationKind], { nullable: true, description: 'Of these kinds.' })
  readonly kind?: readonly OrganizationKind[] | null
  @Field(() => ID, { nullable: true, description: 'Part of this organisation, at any depth, itself left out.' })
  readonly partOfId?: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name or of an alias, at most 500 characters, in any script; case and accents do not count.',
  })
  readonly name?: string | null
  @Field(() => [CountryCodeScalar], { nullable: true, description: 'Of these countries.' })
  readonly countryCode?: readonly string[] | null
  @Field(() => IdentifierInput, { nullable: true, description: 'With this id elsewhere.' })
  readonly identifier?: IdentifierInput | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@ObjectType({
  implements: MutationPayload,
  description: 'What a mutation of an organisation answers.',
  simpleResolvers: true,
})
export class OrganizationPayload extends MutationPayload {
  @Field(() => Organization, {
    nullable: true,
    description: 'The organisation; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly organization!: Organization | null
}

/** Pages of organisations. */
export const OrganizationConnection = connectionType('Organization', () => Organization)
