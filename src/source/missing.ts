import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { nearestPassage } from './passage.ts'

/**
 * A sentence for an editor whose words do not stand in the sources: the nearest passage, and the title of another stored source in which the
 * words stand, if there is one. Costs a look through all stored texts, so it is for refusals only.
 */
export async function explainMissing(
  tx: Transaction,
  words: string | null,
  sources: readonly { readonly id: string; readonly title: string; readonly text: string | null }[],
): Promise<string> {
  if (words === null) return 'These offsets do not lie in the stored text of the source.'
  const titles = sources.map((source) => `“${source.title}”`).join(', ')
  const near = sources
    .flatMap((source) => (source.text === null ? [] : [nearestPassage(source.text, words)]))
    .find((passage) => passage !== null)
  // Only the offsets can be wrong where the very words stand in the text.
  const sentences = [
    `These words do not stand ${near?.exact === words ? 'at this place' : 'to the character'} in the stored text of ${titles}.`,
  ]
  if (near)
    sentences.push(
      `The nearest passage, at ${String(near.start)} to ${String(near.end)}: “${near.exact}” (${near.difference}).`,
    )
  const [other] = await tx.rows<{ title: string }>(sql`
    select title from source s join entry e on e.id = s.id
    where e.retracted_at is null and position(${words} in s.text) > 0 and not (s.id = any(${sources.map((source) => source.id)}::uuid[])) order by e.number limit 1`)
  if (other) sentences.push(`They do stand in “${other.title}”.`)
  return sentences.join(' ')
}
