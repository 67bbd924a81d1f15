import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { HistoricalDate, HistoricalDateInput } from '../record/date.ts'
import { Entry } from '../record/entry.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { LanguageTagScalar, UrlScalar } from '../record/scalars.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import { AddCitedInput, UpdateCitedInput } from './citation.type.ts'

export const SourceKind = vocabulary(
  'SourceKind',
  'What kind of source. Of our own making, after schema.org CreativeWork.',
  {
    NEWS_ARTICLE: 'An article of a news medium.',
    NEWS_MEDIA: 'A news medium as such, where no single article is known.',
    OFFICIAL_DOCUMENT: 'A text of a state, party or organisation: agreement, resolution, decree.',
    OFFICIAL_STATEMENT: 'A written statement of an office.',
    PRESS_BRIEFING: 'Words to the press.',
    SPOKEN_REMARKS: 'Words spoken elsewhere.',
    SOCIAL_MEDIA_POST: 'A post.',
    INTERVIEW: 'An interview.',
    VIDEO: 'A recording.',
    BROADCAST: 'Radio or television.',
    DATASET: 'A data set.',
    OTHER: 'None of these.',
  },
)
export type SourceKind = Word<typeof SourceKind>

export const TextAccess = vocabulary('TextAccess', 'Who may read the whole stored text.', {
  EVERYONE: 'All readers.',
  EDITORS: 'Editors and administrators; readers see the cited passages.',
})
export type TextAccess = Word<typeof TextAccess>

@ObjectType({ implements: Entry, description: 'Where the record knows something from.', simpleResolvers: true })
export class Source extends Entry {
  /** SHA-256 of the stored text; null when there is none. */
  readonly textDigest!: string | null
  readonly revisionOfId!: string | null

  @Field(() => String, { description: 'Its title, or words that tell it from others.' })
  readonly title!: string
  @Field(() => String, { nullable: true, description: 'Who published it; null when not known.' })
  readonly publisher!: string | null
  @Field(() => SourceKind, { description: 'What kind of source.' })
  readonly kind!: SourceKind
  @Field(() => UrlScalar, { nullable: true, description: 'Where it stands; null when not known.' })
  readonly url!: string | null
  @Field(() => UrlScalar, { nullable: true, description: 'Where an archived copy stands; null when there is none.' })
  readonly archivedUrl!: string | null
  @Field(() => HistoricalDate, { nullable: true, description: 'When it was published; null when not known.' })
  readonly publishedOn!: HistoricalDate | null
  @Field(() => LanguageTagScalar, { nullable: true, description: 'Its language; null when not recorded.' })
  readonly language!: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Terms under which the text may be reused; null when not recorded.',
  })
  readonly licence!: string | null
  @Field(() => TextAccess, {
    description: 'Who may read the whole text. Readers always see the passages that the record cites.',
  })
  readonly textAccess!: TextAccess
}

@InputType({ description: 'A new source.' })
export class AddSourceInput extends AddCitedInput {
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly title!: string
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly publisher?: string | null
  @Field(() => SourceKind, { description: 'What kind of source.' })
  readonly kind!: SourceKind
  @Field(() => UrlScalar, { nullable: true, description: 'Absolute http(s) URL, kept as given.' })
  readonly url?: string | null
  @Field(() => UrlScalar, { nullable: true, description: 'Absolute http(s) URL of an archived copy, kept as given.' })
  readonly archivedUrl?: string | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'When it was published.' })
  readonly publishedOn?: HistoricalDateInput | null
  @Field(() => LanguageTagScalar, { nullable: true, description: 'BCP 47.' })
  readonly language?: string | null
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly licence?: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'The full text, at most 2,000,000 characters, kept to the character. Set once: INVALID_VALUE when it is given again.',
  })
  readonly text?: string | null
  @Field(() => TextAccess, { nullable: true, description: 'EDITORS when not given.' })
  readonly textAccess?: TextAccess | null
  @Field(() => ID, { nullable: true, description: 'The source that this one corrects or replaces.' })
  readonly revisionOfId?: string | null
}

@InputType({ description: 'A change to a source. Absent keeps, null clears, a value replaces.' })
export class UpdateSourceInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly title?: string | null
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly publisher?: string | null
  @Field(() => SourceKind, { nullable: true, description: 'What kind of source.' })
  readonly kind?: SourceKind | null
  @Field(() => UrlScalar, { nullable: true, description: 'Absolute http(s) URL, kept as given.' })
  readonly url?: string | null
  @Field(() => UrlScalar, { nullable: true, description: 'Absolute http(s) URL of an archived copy, kept as given.' })
  readonly archivedUrl?: string | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'When it was published.' })
  readonly publishedOn?: HistoricalDateInput | null
  @Field(() => LanguageTagScalar, { nullable: true, description: 'BCP 47.' })
  readonly language?: string | null
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly licence?: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'Set once, where there was none: INVALID_VALUE when it is given again. Quotes that name the source are then checked, as changes in the log.',
  })
  readonly text?: string | null
  @Field(() => TextAccess, { nullable: true, description: 'null means EDITORS.' })
  readonly textAccess?: TextAccess | null
  @Field(() => ID, { nullable: true, description: 'The source that this one corrects or replaces.' })
  readonly revisionOfId?: string | null
}

@InputType({ description: 'Which sources. All given fields must hold; a list means any of it.' })
export class SourceFilter {
  @Field(() => ID, { nullable: true, description: 'Cited by this negotiation or by an entry of it.' })
  readonly negotiationId?: string | null
  @Field(() => [SourceKind], { nullable: true, description: 'Of these kinds.' })
  readonly kind?: readonly SourceKind[] | null
  @Field(() => String, {
    nullable: true,
    description: 'Part of the publisher, at most 500 characters; case and accents do not count.',
  })
  readonly publisher?: string | null
  @Field(() => UrlScalar, { nullable: true, description: 'Exactly this url or archivedUrl.' })
  readonly url?: string | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@ObjectType({ implements: MutationPayload, description: 'What a mutation of a source answers.', simpleResolvers: true })
export class SourcePayload extends MutationPayload {
  @Field(() => Source, {
    nullable: true,
    description: 'The source; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly source!: Source | null
}

/** Pages of sources. */
export const SourceConnection = connectionType('Source', () => Source)
