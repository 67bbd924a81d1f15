import { Field, ID, InputType, Int } from 'type-graphql'
import { AddInput } from '../live/inputs.ts'
import { HistoricalDateInput } from '../record/date.ts'
import { LanguageTagScalar } from '../record/scalars.ts'
import { CitationInput, UpdateCitedInput } from '../source/citation.type.ts'
import { Attribution, Medium, QuoteType, SpeechAct } from './statement.words.ts'

@InputType({
  description:
    'Verbatim words. They are compared, to the character, with the stored text of the source; without sourceId with those of the cited sources, in order. QUOTE_NOT_IN_SOURCE when they do not stand there. Where no text is stored they are kept with verified: false.',
})
export class QuoteInput {
  @Field(() => String, { description: 'The words, at most 20,000 characters.' })
  readonly exact!: string
  @Field(() => ID, { nullable: true, description: 'The source in which they stand.' })
  readonly sourceId?: string | null
  @Field(() => Int, { nullable: true, description: 'Where they begin; without it the first occurrence counts.' })
  readonly start?: number | null
  @Field(() => Int, { nullable: true, description: 'Where they end, exclusive.' })
  readonly end?: number | null
  @Field(() => [String], {
    nullable: true,
    description: "Words in it that are the printing editor's; QUOTE_NOT_IN_SOURCE when they do not stand in the quote.",
  })
  readonly insertions?: readonly string[] | null
}

@InputType({
  description:
    'A new statement. At least one citation. DIRECT and MIXED need a quote, INDIRECT and NONE have none. Without speakerId: speakerTitle, and an attribution other than ON_RECORD.',
})
export class AddStatementInput extends AddInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The person or organisation who speaks; leave out when the source does not say who.',
  })
  readonly speakerId?: string | null
  @Field(() => [ID], { nullable: true, description: 'Others who make the same statement together with the speaker.' })
  readonly jointWithIds?: readonly string[] | null
  @Field(() => String, {
    nullable: true,
    description: 'As the source prints it, at most 500 characters. REQUIRED without speakerId.',
  })
  readonly speakerTitle?: string | null
  @Field(() => ID, { nullable: true, description: 'The organisation for which the speaker speaks.' })
  readonly onBehalfOfId?: string | null
  @Field(() => QuoteType, { description: 'How the source gives the words.' })
  readonly quoteType!: QuoteType
  @Field(() => SpeechAct, { description: 'What is done with the words.' })
  readonly speechAct!: SpeechAct
  @Field(() => Attribution, {
    nullable: true,
    description:
      'When not given: ON_RECORD for a person, INSTITUTION for an organisation, ANONYMOUS without a speaker.',
  })
  readonly attribution?: Attribution | null
  @Field(() => String, { description: 'What was said, at most 20,000 characters.' })
  readonly content!: string
  @Field(() => [QuoteInput], { nullable: true, description: 'The verbatim words in it.' })
  readonly quotes?: readonly QuoteInput[] | null
  @Field(() => LanguageTagScalar, { nullable: true, description: 'In which it was made, BCP 47.' })
  readonly language?: string | null
  @Field(() => HistoricalDateInput, { description: 'When it was said.' })
  readonly date!: HistoricalDateInput
  @Field(() => ID, { nullable: true, description: 'Where.' })
  readonly locationId?: string | null
  @Field(() => Medium, { nullable: true, defaultValue: Medium.UNSPECIFIED, description: 'In what form.' })
  readonly medium?: Medium | null
  @Field(() => String, { nullable: true, description: 'On which platform, at most 500 characters.' })
  readonly platform?: string | null
  @Field(() => String, { nullable: true, description: 'To whom, at most 500 characters.' })
  readonly audience?: string | null
  @Field(() => [String], { nullable: true, description: 'About what.' })
  readonly topics?: readonly string[] | null
  @Field(() => ID, { nullable: true, description: 'The event at which it was made.' })
  readonly atEventId?: string | null
  @Field(() => [ID], { nullable: true, description: 'The events that it is about.' })
  readonly aboutEventIds?: readonly string[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal that it is about. INVALID_VALUE when that is of another negotiation.',
  })
  readonly proposalId?: string | null
  @Field(() => ID, { nullable: true, description: 'The negotiation that it belongs to.' })
  readonly negotiationId?: string | null
  @Field(() => [ID], {
    nullable: true,
    description: 'The sources through which it is known, nearest first, when second-hand.',
  })
  readonly viaIds?: readonly string[] | null
  @Field(() => [CitationInput], { description: 'Where this comes from; CITATION_REQUIRED when there is none.' })
  readonly citations!: readonly CitationInput[]
}

@InputType({ description: 'A change to a statement. Absent keeps, null clears, a value replaces.' })
export class UpdateStatementInput extends UpdateCitedInput {
  @Field(() => ID, { nullable: true, description: 'The person or organisation who speaks.' })
  readonly speakerId?: string | null
  @Field(() => [ID], { nullable: true, description: 'Replaces all who speak together with the speaker.' })
  readonly jointWithIds?: readonly string[] | null
  @Field(() => String, { nullable: true, description: 'As the source prints it, at most 500 characters.' })
  readonly speakerTitle?: string | null
  @Field(() => ID, { nullable: true, description: 'The organisation for which the speaker speaks.' })
  readonly onBehalfOfId?: string | null
  @Field(() => QuoteType, { nullable: true, description: 'How the source gives the words.' })
  readonly quoteType?: QuoteType | null
  @Field(() => SpeechAct, { nullable: true, description: 'What is done with the words.' })
  readonly speechAct?: SpeechAct | null
  @Field(() => Attribution, { nullable: true, description: 'null means by the speaker, as for new statements.' })
  readonly attribution?: Attribution | null
  @Field(() => String, { nullable: true, description: 'What was said, at most 20,000 characters.' })
  readonly content?: string | null
  @Field(() => [QuoteInput], { nullable: true, description: 'Replaces all quotes.' })
  readonly quotes?: readonly QuoteInput[] | null
  @Field(() => LanguageTagScalar, { nullable: true, description: 'In which it was made, BCP 47.' })
  readonly language?: string | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'When it was said.' })
  readonly date?: HistoricalDateInput | null
  @Field(() => ID, { nullable: true, description: 'Where.' })
  readonly locationId?: string | null
  @Field(() => Medium, { nullable: true, description: 'In what form; null means UNSPECIFIED.' })
  readonly medium?: Medium | null
  @Field(() => String, { nullable: true, description: 'On which platform, at most 500 characters.' })
  readonly platform?: string | null
  @Field(() => String, { nullable: true, description: 'To whom, at most 500 characters.' })
  readonly audience?: string | null
  @Field(() => [String], { nullable: true, description: 'Replaces all topics.' })
  readonly topics?: readonly string[] | null
  @Field(() => ID, { nullable: true, description: 'The event at which it was made.' })
  readonly atEventId?: string | null
  @Field(() => [ID], { nullable: true, description: 'Replaces all events that it is about.' })
  readonly aboutEventIds?: readonly string[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal that it is about. INVALID_VALUE when that is of another negotiation.',
  })
  readonly proposalId?: string | null
  @Field(() => ID, { nullable: true, description: 'The negotiation that it belongs to.' })
  readonly negotiationId?: string | null
  @Field(() => [ID], { nullable: true, description: 'Replaces all sources through which it is known.' })
  readonly viaIds?: readonly string[] | null
}
