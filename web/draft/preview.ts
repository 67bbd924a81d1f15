import type { Shown } from '../board/record.ts'
import type { CitationPartsFragment, Position, ProposalStatus } from '../generated/graphql.ts'
import { completed } from './draft.ts'
import { type SourceText, compare } from './quote.ts'
import { previewDate } from './span.ts'
import { type Chosen, type Kind, type Values, allChosenOf, chosenOf, dateOf, rowsOf, textOf } from './values.ts'

/** What a draft would look like as an entry of the record; null of kinds that no record shows. Words that do not stand in their source are no quotes. */
export function previewOf(
  kind: Kind,
  given: Values,
  { texts, at, number }: { readonly texts: readonly SourceText[]; readonly at: string; readonly number: number },
): Shown | null {
  const values = completed({ kind, values: given })
  const common = {
    ...{ id: 'preview', number, version: 0, recordedAt: at, verification: 'UNVERIFIED' as const, retraction: null },
    citations: citationsOf(values, texts),
  }
  const date = previewDate(dateOf(values[kind === 'NegotiationStatusUpdate' ? 'effectiveOn' : 'date'])) ?? NO_DATE
  if (kind === 'Statement') return { ...common, date, ...statementOf(values, texts) }
  if (kind === 'Event') return { ...common, date, ...eventOf(values) }
  if (kind === 'NegotiationStatusUpdate') return { ...common, date, ...stepOf(values) }
  return null
}

const NO_DATE = {
  edtf: '../..',
  earliest: null,
  latest: null,
  precision: 'UNKNOWN',
  asReported: null,
  inferred: false,
} as const
const orNull = (text: string): string | null => (text.trim() === '' ? null : text)
const named = ({ id, name }: Chosen): { readonly id: string; readonly name: string } => ({ id, name })
const namedOrNull = (chosen: Chosen | null): { readonly id: string; readonly name: string } | null =>
  chosen && named(chosen)

type Statement = Extract<Shown, { __typename: 'Statement' }>
type Event = Extract<Shown, { __typename: 'Event' }>
type Step = Extract<Shown, { __typename: 'NegotiationStatusUpdate' }>

function actorOf(chosen: Chosen): NonNullable<Statement['speaker']> {
  return { __typename: chosen.type === 'Person' ? 'Person' : 'Organization', ...named(chosen) }
}

/** Sources that are chosen, with the passages that stand in them. */
function citationsOf(values: Values, texts: readonly SourceText[]): CitationPartsFragment[] {
  return rowsOf(values['citations']).flatMap((row) => {
    const source = chosenOf(row.values['sourceId'])
    if (!source) return []
    const exact = textOf(row.values['exact'])
    const found = compare(
      exact,
      texts.filter(({ id }) => id === source.id),
    )
    const place =
      found.type === 'verbatim'
        ? { start: found.start, end: found.end, paragraph: found.paragraph }
        : { start: null, end: null, paragraph: null }
    return [
      {
        exact: orNull(exact),
        ...place,
        locator: orNull(textOf(row.values['locator'])),
        source: { id: source.id, title: source.name },
      },
    ]
  })
}

function statementOf(
  values: Values,
  texts: readonly SourceText[],
): Pick<Statement, '__typename'> & Omit<Statement, keyof Common> {
  const speaker = chosenOf(values['speakerId'])
  return {
    __typename: 'Statement',
    speaker: speaker && actorOf(speaker),
    speakerTitle: orNull(textOf(values['speakerTitle'])),
    jointWith: allChosenOf(values['jointWithIds']).map(actorOf),
    content: textOf(values['content']),
    // A preview needs none of these two.
    ...{ quoteType: 'DIRECT', attribution: 'ON_RECORD' },
    language: orNull(textOf(values['language'])) ?? texts[0]?.language ?? null,
    location: namedOrNull(chosenOf(values['locationId'])),
    quotes: rowsOf(values['quotes']).flatMap((row): Statement['quotes'] => {
      const exact = textOf(row.values['exact'])
      const found = compare(exact, texts)
      // Where nothing is stored nothing can be compared: the record keeps the words as given.
      if (found.type === 'elsewhere' || exact.trim() === '') return []
      if (found.type === 'nothing')
        return [{ exact, start: null, end: null, paragraph: null, verified: false, source: null }]
      const title = texts.find(({ id }) => id === found.sourceId)?.title ?? ''
      return [
        {
          exact,
          start: found.start,
          end: found.end,
          paragraph: found.paragraph,
          verified: true,
          source: { id: found.sourceId, title },
        },
      ]
    }),
  }
}

interface Common extends Pick<
  Statement,
  'id' | 'number' | 'version' | 'recordedAt' | 'verification' | 'retraction' | 'citations' | 'date'
> {
  readonly __typename: string
}

function eventOf(values: Values): Pick<Event, '__typename'> & Omit<Event, keyof Common> {
  return {
    __typename: 'Event',
    title: textOf(values['title']),
    about: orNull(textOf(values['summary'])),
    // Chosen from the vocabulary that the contract lists.
    factuality: (textOf(values['factuality']) || 'OCCURRED') as Event['factuality'],
    outcome: orNull(textOf(values['outcome'])),
    locations: allChosenOf(values['locationIds']).map(named),
  }
}

function stepOf(values: Values): Pick<Step, '__typename'> & Omit<Step, keyof Common> {
  const evidence = (name: string) => allChosenOf(values[name]).map(({ id, number }) => ({ id, number }))
  return {
    __typename: 'NegotiationStatusUpdate',
    kind: 'SIGNAL',
    summary: textOf(values['summary']),
    // Chosen from the vocabularies that the contract lists.
    position: (textOf(values['position']) || null) as Position | null,
    proposalStatus: (textOf(values['proposalStatus']) || null) as ProposalStatus | null,
    party: namedOrNull(chosenOf(values['partyId'])),
    person: namedOrNull(chosenOf(values['personId'])),
    proposal: namedOrNull(chosenOf(values['proposalId'])),
    evidenceStatements: evidence('evidenceStatementIds'),
    evidenceEvents: evidence('evidenceEventIds'),
    correctedBy: null,
  }
}
