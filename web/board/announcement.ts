import { type BoardNegotiation, type Matrix, matrixOf } from './standing.ts'
import type { Words } from '../words/en.ts'
import { nameIn } from './text.ts'

/** What of a board is told to those who listen. */
export interface Audible {
  readonly negotiation: BoardNegotiation
  readonly waiting: number
}

/** What changed, in a sentence or two; null when nothing that is told of did. */
export function announcementOf(before: Audible, now: Audible, keys: boolean, words: Words): string | null {
  const sentences =
    before.negotiation === now.negotiation ? [] : movesBetween(before.negotiation, now.negotiation, words)
  if (now.waiting > before.waiting)
    sentences.push(`${words.connection.waiting(now.waiting)}.${keys ? ` ${words.connection.pressToShow}` : ''}`)
  return sentences.length === 0 ? null : sentences.join(' ')
}

function movesBetween(before: BoardNegotiation, now: BoardNegotiation, words: Words): string[] {
  const held = standsOf(matrixOf(before), words)
  return [...standsOf(matrixOf(now), words)].flatMap(([whose, stand]) =>
    held.get(whose)?.position === stand.position ? [] : [`${stand.words}.`],
  )
}

interface Stand {
  readonly position: string | null
  readonly words: string
}

function standsOf({ rows }: Matrix, words: Words): ReadonlyMap<string, Stand> {
  const stands = new Map<string, Stand>()
  for (const { proposal, cells } of rows)
    for (const { party, own, persons } of cells)
      for (const held of [own, ...persons]) {
        const position = held?.position ?? null
        const word = position === null ? words.positions.noStatement : nameIn(words.positions.names, position)
        const who = held?.person?.name ?? party.name
        stands.set(JSON.stringify([proposal.id, party.id, held?.person?.id]), {
          position,
          words: words.connection.stands(who, proposal.name, word),
        })
      }
  return stands
}
