import { z } from 'zod'
import {
  MAX,
  date,
  defaultWord,
  formed,
  id,
  list,
  optional,
  optionalId,
  optionalNumber,
  optionalWord,
  read,
  required,
  word,
} from '../record/input.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import { citedFields, requireCitation } from '../source/citation.rules.ts'
import { isLanguageTag } from '../source/source.rules.ts'
import type { Attribution, Medium, QuoteType, SpeechAct } from './statement.words.ts'

const offset = () => optionalNumber(0, MAX.text)

const quote = z
  .object({
    exact: required(MAX.prose),
    sourceId: optionalId(),
    start: offset(),
    end: offset(),
    insertions: list(required(MAX.prose)),
  })
  .transform((given) => ({ ...given, verified: false }))

const shape = z.object({
  ...citedFields,
  speakerId: optionalId(),
  jointWithIds: list(id()),
  speakerTitle: optional(MAX.name),
  onBehalfOfId: optionalId(),
  quoteType: word<QuoteType>(),
  speechAct: word<SpeechAct>(),
  attribution: optionalWord<Attribution>(),
  content: required(MAX.prose),
  quotes: list(quote),
  language: formed(MAX.name, 'en, uk or zh-Hant', isLanguageTag),
  date: date(),
  locationId: optionalId(),
  medium: defaultWord<Medium>('UNSPECIFIED'),
  platform: optional(MAX.name),
  audience: optional(MAX.name),
  topics: list(required(MAX.name)),
  atEventId: optionalId(),
  aboutEventIds: list(id()),
  proposalId: optionalId(),
  negotiationId: optionalId(),
  viaIds: list(id()),
})

/** A statement's own fields. attribution is null until the record has said what the speaker is. */
export type StatementFields = z.output<typeof shape>
/** A quote as the log holds it. */
export type QuoteFields = StatementFields['quotes'][number]

/** A statement from an input, or from a statement with an input laid over. @throws Refused */
export function readStatement(input: object): StatementFields {
  const own = read(shape, input)
  const problems = [...requireCitation(own.citations), ...quoteProblems(own), ...speakerProblems(own)]
  if (problems.length > 0) throw new Refused(problems)
  return own
}

function quoteProblems({ quoteType, quotes }: StatementFields): UserError[] {
  const verbatim = quoteType === 'DIRECT' || quoteType === 'MIXED'
  if (verbatim && quotes.length === 0)
    return [problem('REQUIRED', ['quotes'], `A ${quoteType} statement needs at least one quote.`)]
  if (!verbatim && quotes.length > 0)
    return [
      problem(
        'INVALID_VALUE',
        ['quotes'],
        `A statement of quote type ${quoteType} has no quotes; DIRECT and MIXED ones have.`,
      ),
    ]
  return quotes.flatMap(({ exact, insertions }, index) =>
    insertions.every((words) => exact.includes(words))
      ? []
      : [problem('QUOTE_NOT_IN_SOURCE', ['quotes', index], 'An insertion must stand in the quote, to the character.')],
  )
}

function speakerProblems({ speakerId, speakerTitle, attribution }: StatementFields): UserError[] {
  if (speakerId !== null) return []
  const problems: UserError[] = []
  if (speakerTitle === null)
    problems.push(
      problem('REQUIRED', ['speakerTitle'], 'Without a speaker, give the words of the source for who spoke.'),
    )
  if (attribution === 'ON_RECORD')
    problems.push(problem('INVALID_VALUE', ['attribution'], 'Nobody is on record where no speaker is named.'))
  return problems
}

/** The attribution that goes without saying: by what the speaker is; null for nobody. */
export function attributionOf(speaker: 'PERSON' | 'ORGANIZATION' | null): Attribution {
  if (speaker === null) return 'ANONYMOUS'
  return speaker === 'PERSON' ? 'ON_RECORD' : 'INSTITUTION'
}
