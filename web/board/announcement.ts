import { type BoardNegotiation, type Matrix, matrixOf } from './standing.ts'
import { WORDS, counted, positionName } from './words.ts'

/** What of a board is told to those who listen. */
export interface Audible {
  readonly negotiation: BoardNegotiation
  readonly waiting: number
}

/** What changed, in a sentence or two; null when nothing that is told of did. */
export function announcementOf(before: Audible, now: Audible, keys: boolean): string | null {
  const sentences = before.negotiation === now.negotiation ? [] : movesBetween(before.negotiation, now.negotiation)
  if (now.waiting > before.waiting) sentences.push(waitingWords(now.waiting) + (keys ? '. Press N to show.' : '.'))
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** "2 new updates". */
export const waitingWords = (count: number): string => counted(count, 'new update', 'new updates')

function movesBetween(before: BoardNegotiation, now: BoardNegotiation): string[] {
  const held = standsOf(matrixOf(before))
  return [...standsOf(matrixOf(now))].flatMap(([whose, stand]) =>
    held.get(whose)?.position === stand.position ? [] : [`${stand.words}.`],
  )
}

interface Stand {
  readonly position: string | null
  readonly words: string
}

function standsOf({ rows }: Matrix): ReadonlyMap<string, Stand> {
  const stands = new Map<string, Stand>()
  for (const { proposal, cells } of rows)
    for (const { party, own, persons } of cells)
      for (const held of [own, ...persons]) {
        const position = held?.position ?? null
        const word = position === null ? WORDS.noStatement : positionName(position)
        const who = held?.person?.name ?? party.name
        stands.set(JSON.stringify([proposal.id, party.id, held?.person?.id]), {
          position,
          words: `${who}, ${proposal.name}: ${word}`,
        })
      }
  return stands
}
