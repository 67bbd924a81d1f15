import { Field, Float, ID, InputType, ObjectType } from 'type-graphql'
import { Entry } from '../record/entry.ts'
import { Identifier, IdentifierInput } from '../record/identifier.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { CountryCodeScalar } from '../record/scalars.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import { AddCitedInput, UpdateCitedInput } from '../source/citation.type.ts'

export const LocationKind = vocabulary('LocationKind', 'What kind of place.', {
  VENUE: 'A building, room or site.',
  CITY: 'A settlement.',
  REGION: 'A part of a country, or of several.',
  COUNTRY: 'A country.',
  SEA: 'Waters.',
  ONLINE: 'No place on earth.',
  OTHER: 'None of these.',
})
export type LocationKind = Word<typeof LocationKind>

export const GeoResolution = vocabulary(
  'GeoResolution',
  'How exactly a place is known, after the UCDP GED and ACLED codes of geographic precision.',
  {
    SUB_CITY: 'A site within a settlement.',
    CITY: 'A settlement.',
    DISTRICT: 'A second-order administrative division.',
    PROVINCE: 'A first-order administrative division.',
    FUZZY: 'Somewhere near, or between, named places.',
    COUNTRY: 'The country only.',
    INTERNATIONAL: 'International waters or air.',
    UNKNOWN: 'Not known.',
  },
)
export type GeoResolution = Word<typeof GeoResolution>

@ObjectType({ description: 'A point on earth, WGS 84.', simpleResolvers: true })
export class GeoPoint {
  @Field(() => Float, { description: 'Degrees north, -90 to 90.' })
  readonly latitude!: number
  @Field(() => Float, { description: 'Degrees east, -180 to 180.' })
  readonly longitude!: number
}

@InputType({ description: 'A point on earth, WGS 84.' })
export class GeoPointInput {
  @Field(() => Float, { description: 'Degrees north, -90 to 90.' })
  readonly latitude!: number
  @Field(() => Float, { description: 'Degrees east, -180 to 180.' })
  readonly longitude!: number
}

@InputType({ description: 'A rectangle in degrees. One whose west is greater than its east crosses 180°.' })
export class BoundingBox {
  @Field(() => Float, { description: 'Southern bound, -90 to 90.' })
  readonly south!: number
  @Field(() => Float, { description: 'Western bound, -180 to 180.' })
  readonly west!: number
  @Field(() => Float, { description: 'Northern bound, -90 to 90.' })
  readonly north!: number
  @Field(() => Float, { description: 'Eastern bound, -180 to 180.' })
  readonly east!: number
}

@ObjectType({ implements: Entry, description: 'A place.', simpleResolvers: true })
export class Location extends Entry {
  readonly partOfId!: string | null

  @Field(() => String, { description: 'Its usual name.' })
  readonly name!: string
  @Field(() => [String], { description: 'Other names and spellings, in any script.' })
  readonly aliases!: readonly string[]
  @Field(() => LocationKind, { description: 'What kind of place.' })
  readonly kind!: LocationKind
  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: "Its own country code; null when it has none: then its nearest whole's counts in filters.",
  })
  readonly countryCode!: string | null
  @Field(() => GeoPoint, { nullable: true, description: 'Where it lies; null when not known.' })
  readonly point!: GeoPoint | null
  @Field(() => GeoResolution, {
    description: 'How exactly the place is known; coarser than kind where the source is vague.',
  })
  readonly resolution!: GeoResolution
  @Field(() => [Identifier], { description: 'Ids elsewhere.' })
  readonly identifiers!: readonly Identifier[]
}

@InputType({ description: 'A new place.' })
export class AddLocationInput extends AddCitedInput {
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly name!: string
  @Field(() => [String], { nullable: true, description: 'Other names and spellings, in any script.' })
  readonly aliases?: readonly string[] | null
  @Field(() => LocationKind, { description: 'What kind of place.' })
  readonly kind!: LocationKind
  @Field(() => CountryCodeScalar, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  readonly countryCode?: string | null
  @Field(() => GeoPointInput, { nullable: true, description: 'Where it lies.' })
  readonly point?: GeoPointInput | null
  @Field(() => GeoResolution, {
    nullable: true,
    description:
      'By kind when not given: VENUE SUB_CITY, CITY CITY, REGION PROVINCE, COUNTRY COUNTRY, SEA INTERNATIONAL, else UNKNOWN.',
  })
  readonly resolution?: GeoResolution | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Ids elsewhere.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => ID, { nullable: true, description: 'The place that it is part of.' })
  readonly partOfId?: string | null
}

@InputType({ description: 'A change to a place. Absent keeps, null clears, a value replaces.' })
export class UpdateLocationInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly name?: string | null
  @Field(() => [String], { nullable: true, description: 'Replaces all aliases.' })
  readonly aliases?: readonly string[] | null
  @Field(() => LocationKind, { nullable: true, description: 'What kind of place.' })
  readonly kind?: LocationKind | null
  @Field(() => CountryCodeScalar, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  readonly countryCode?: string | null
  @Field(() => GeoPointInput, { nullable: true, description: 'Where it lies.' })
  readonly point?: GeoPointInput | null
  @Field(() => GeoResolution, { nullable: true, description: 'null means by kind, as for new places.' })
  readonly resolution?: GeoResolution | null
  @Field(() => [IdentifierInput], { nullable: true, description: 'Replaces all identifiers.' })
  readonly identifiers?: readonly IdentifierInput[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'The place that it is part of. INVALID_VALUE when that is itself a part of this one.',
  })
  readonly partOfId?: string | null
}

@InputType({ description: 'Which places. All given fields must hold; a list means any of it.' })
export class LocationFilter {
  @Field(() => [LocationKind], { nullable: true, description: 'Of these kinds.' })
  readonly kind?: readonly LocationKind[] | null
  @Field(() => ID, { nullable: true, description: 'Part of this place, at any depth, itself left out.' })
  readonly partOfId?: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name or of an alias, at most 500 characters, in any script; case and accents do not count.',
  })
  readonly name?: string | null
  @Field(() => [CountryCodeScalar], {
    nullable: true,
    description: 'In these countries, by the code of the place or of its nearest whole that has one.',
  })
  readonly countryCode?: readonly string[] | null
  @Field(() => BoundingBox, { nullable: true, description: 'Whose point lies within.' })
  readonly within?: BoundingBox | null
  @Field(() => IdentifierInput, { nullable: true, description: 'With this id elsewhere.' })
  readonly identifier?: IdentifierInput | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@ObjectType({ implements: MutationPayload, description: 'What a mutation of a place answers.', simpleResolvers: true })
export class LocationPayload extends MutationPayload {
  @Field(() => Location, {
    nullable: true,
    description: 'The place; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly location!: Location | null
}

/** Pages of places. */
export const LocationConnection = connectionType('Location', () => Location)
