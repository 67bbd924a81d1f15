import { Field, Int, ObjectType } from 'type-graphql'
import { HistoricalDate } from '../record/date.ts'
import { type AsOf, Entry } from '../record/entry.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { LanguageTagScalar } from '../record/scalars.ts'
import { Attribution, Medium, QuoteType, SpeechAct } from './statement.words.ts'

@ObjectType({
  description:
    'Verbatim words inside a statement (schema.org Quotation). verified: the server found exactly these words in the stored source text at start..end.',
  simpleResolvers: true,
})
export class Quote {
  readonly sourceId!: string | null
  readonly asOf!: AsOf
  @Field(() => String, { description: 'The words, to the character, insertions included.' })
  readonly exact!: string
  @Field(() => Int, {
    nullable: true,
    description:
      'Where they begin in the text of the source, in UTF-16 code units; null when they are not verified and no place was given.',
  })
  readonly start!: number | null
  @Field(() => Int, { nullable: true, description: 'Where they end, exclusive; null as start.' })
  readonly end!: number | null
  @Field(() => Boolean, {
    description:
      'True when the words stand in the stored text of the source at start..end. Texts never change, so it stays true.',
  })
  readonly verified!: boolean
  @Field(() => [String], { description: "Words in it that are the printing editor's, not the speaker's: (Russia's)." })
  readonly insertions!: readonly string[]
}

@ObjectType({
  implements: Entry,
  description: 'What somebody said, or that somebody was silent.',
  simpleResolvers: true,
})
export class Statement extends Entry {
  readonly speakerId!: string | null
  readonly jointWithIds!: readonly string[]
  readonly onBehalfOfId!: string | null
  readonly quotes!: readonly Omit<Quote, 'asOf'>[]
  readonly locationId!: string | null
  readonly atEventId!: string | null
  readonly aboutEventIds!: readonly string[]
  readonly proposalId!: string | null
  readonly negotiationId!: string | null
  readonly viaIds!: readonly string[]

  @Field(() => String, {
    nullable: true,
    description:
      "As the source prints it: 'Press Secretary', or 'an official briefed on the talks' where nobody is named. Null when it prints none.",
  })
  readonly speakerTitle!: string | null
  @Field(() => QuoteType, { description: 'How the source gives the words.' })
  readonly quoteType!: QuoteType
  @Field(() => SpeechAct, { description: 'What is done with the words.' })
  readonly speechAct!: SpeechAct
  @Field(() => Attribution, { description: 'On whose word it is known who spoke.' })
  readonly attribution!: Attribution
  @Field(() => String, { description: 'What was said, in the words of the source or of the editor.' })
  readonly content!: string
  @Field(() => LanguageTagScalar, {
    nullable: true,
    description:
      'In which it was made, where known; a quote from a source in another language is a translation. Null when not known.',
  })
  readonly language!: string | null
  @Field(() => HistoricalDate, { description: 'When it was said.' })
  readonly date!: HistoricalDate
  @Field(() => Medium, { description: 'In what form.' })
  readonly medium!: Medium
  @Field(() => String, { nullable: true, description: 'On which platform; null when on none, or not known.' })
  readonly platform!: string | null
  @Field(() => String, { nullable: true, description: 'To whom; null when not known.' })
  readonly audience!: string | null
  @Field(() => [String], { description: 'About what, in lower case: ceasefire, territory.' })
  readonly topics!: readonly string[]
}

@ObjectType({
  implements: MutationPayload,
  description: 'What a mutation of a statement answers.',
  simpleResolvers: true,
})
export class StatementPayload extends MutationPayload {
  @Field(() => Statement, {
    nullable: true,
    description: 'The statement; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly statement!: Statement | null
}

/** Pages of statements. */
export const StatementConnection = connectionType('Statement', () => Statement)
