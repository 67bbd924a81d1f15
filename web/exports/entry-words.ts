import type { Shown } from '../board/record.ts'
import { asTitle, positionName } from '../board/words.ts'

const TITLE_CHARACTERS = 120

/** An entry as one line: who said what, what happened, which step it was. */
export function titleOfShown(entry: Shown): string {
  if (entry.__typename === 'Event') return entry.title
  if (entry.__typename === 'NegotiationStatusUpdate') return asTitle(entry.summary, TITLE_CHARACTERS)
  return `${speakerOf(entry)}: ${asTitle(entry.content, TITLE_CHARACTERS)}`
}

/** All of its words, verbatim ones in quotation marks. */
export function textOfShown(entry: Shown): string {
  if (entry.__typename === 'Event') return [entry.title, entry.about].filter((text) => text != null).join('\n\n')
  if (entry.__typename === 'Statement')
    return [`${speakerOf(entry)}: ${entry.content}`, ...entry.quotes.map(({ exact }) => `“${exact}”`)].join('\n\n')
  const { proposal, position, party, person } = entry
  const who = (person ?? party)?.name
  const stand =
    position === null || !proposal ? [] : [`${who ?? 'Nobody named'}, ${proposal.name}: ${positionName(position)}`]
  return [entry.summary, ...stand].join('\n\n')
}

/** Who speaks, as the source has it. */
export function speakerOf({ speaker, speakerTitle }: Extract<Shown, { __typename: 'Statement' }>): string {
  return speaker?.name ?? speakerTitle ?? 'Not named'
}
