import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../live/context.ts'
import { Later } from '../record/later.ts'

/** Where the paragraphs of a text begin, in UTF-16 code units: its lines that are not blank. */
export function paragraphsOf(text: string): number[] {
  const starts: number[] = []
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    const next = end < 0 ? text.length : end + 1
    if (text.slice(start, next).trim() !== '') starts.push(start)
    start = next
  }
  return starts
}

/** A place in the text of a source. */
interface Place {
  readonly sourceId: string | null
  readonly start: number | null
}

/** The number of the paragraph in which a passage begins, the first being 1; null where it has no place in a stored text. */
export function paragraphOf(ctx: Context, { sourceId, start }: Place): Promise<number | null> {
  return sourceId === null || start === null ? Later.of(null) : ctx.loading.load(numbersAt, { sourceId, start }, null)
}

interface Known {
  readonly sourceId: string
  readonly start: number
}

async function numbersAt(reader: Reader, places: readonly Known[]): Promise<readonly (number | null)[]> {
  const rows = await reader.rows<{ number: number | null }>(sql`
    select nullif(width_bucket(k.start, s.paragraphs), 0) as number
    from unnest(${places.map(({ sourceId }) => sourceId)}::uuid[], ${places.map(({ start }) => start)}::int[]) with ordinality as k(id, start, place)
    left join source s on s.id = k.id
    order by k.place`)
  return rows.map(({ number }) => number)
}
