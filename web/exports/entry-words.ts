import type { Shown } from '../board/record.ts'
import { asTitle, nameIn } from '../board/text.ts'
import type { Words } from '../words/en.ts'

const TITLE_CHARACTERS = 120

/** An entry as one line: who said what, what happened, which step it was. */
export function titleOfShown(entry: Shown, words: Words): string {
  if (entry.__typename === 'Event') return entry.title
  if (entry.__typename === 'NegotiationStatusUpdate') return asTitle(entry.summary, TITLE_CHARACTERS)
  return `${speakerOf(entry, words)}: ${asTitle(entry.content, TITLE_CHARACTERS)}`
}

/** All of its words, verbatim ones in quotation marks. */
export function textOfShown(entry: Shown, words: Words): string {
  if (entry.__typename === 'Event') return [entry.title, entry.about].filter((text) => text != null).join('\n\n')
  if (entry.__typename === 'Statement')
    return [
      `${speakerOf(entry, words)}: ${entry.content}`,
      ...entry.quotes.map(({ exact }) => words.quoted(exact)),
    ].join('\n\n')
  const { proposal, position, party, person } = entry
  const who = (person ?? party)?.name
  const stand =
    position === null || !proposal
      ? []
      : [
          words.connection.stands(
            who ?? words.entry.nobodyNamed,
            proposal.name,
            nameIn(words.positions.names, position),
          ),
        ]
  return [entry.summary, ...stand].join('\n\n')
}

/** Who speaks, as the source has it. */
export function speakerOf(
  { speaker, speakerTitle }: Extract<Shown, { __typename: 'Statement' }>,
  words: Words,
): string {
  return speaker?.name ?? speakerTitle ?? words.entry.notNamed
}
