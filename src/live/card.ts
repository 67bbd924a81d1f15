import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type HistoricalDate, orderedAt } from '../record/date.ts'
import type { EntryType, Verification } from '../record/entry.ts'
import { fold } from '../record/fold.ts'
import { wordsOf } from '../record/words.ts'

/** What all types of entries have in tables: what lists are ordered and filtered by, what search looks in, what is cited. */
export interface Card {
  readonly negotiationId: string | null
  readonly date: HistoricalDate | null
  /** Name first, then aliases; empty for what has no name. Order by name and the filter by a part of a name go by these. */
  readonly names: readonly string[]
  readonly search: readonly SearchText[]
  readonly citations: readonly CitationRow[]
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
}

/** A text that search looks in. */
export interface SearchText {
  readonly field: SearchField
  readonly text: string | null
}

/** What search can find something in, heaviest first. */
export type SearchField = 'name' | 'title' | 'alias' | 'content' | 'quote' | 'summary' | 'outcome'

const WEIGHT: Readonly<Record<SearchField, 'A' | 'B' | 'C'>> = {
  name: 'A',
  title: 'A',
  alias: 'A',
  content: 'B',
  quote: 'B',
  summary: 'C',
  outcome: 'C',
}

// A tsvector holds 1 MB and positions up to 16,383; what is longer is searched by its beginning.
const SEARCHED_CHARACTERS = 100_000
// Longer keys would not fit into an index page.
const SORTED_CHARACTERS = 200

interface CitationRow {
  readonly sourceId: string
  readonly exact: string | null
  readonly start: number | null
  readonly end: number | null
  readonly locator: string | null
}

/** Writes the card of an entry: a new row, or what changed of it. Number and version are the log's. */
export async function saveCard(
  tx: Transaction,
  entry: { readonly id: string; readonly type: EntryType; readonly verification: Verification },
  card: Card,
  isNew: boolean,
): Promise<void> {
  const { date, names } = card
  const text = (weight: 'A' | 'B' | 'C') => searchText(card.search, weight)
  await tx.rows(sql`
    insert into entry (id, type, verification, negotiation_id, date_edtf, date_earliest, date_latest, date_precision, date_as_reported,
      date_inferred, ordered_at, sort_name, folded_names, search)
    values (${entry.id}::uuid, ${entry.type}::entry_type, ${entry.verification}::verification, ${entry.type === 'NEGOTIATION' ? entry.id : card.negotiationId}::uuid, ${date?.edtf ?? null},
      ${date?.earliest ?? null}::timestamptz, ${date?.latest ?? null}::timestamptz, ${date?.precision ?? null}::date_precision,
      ${date?.asReported ?? null}, ${date?.inferred ?? null}::boolean, ${orderedAt(date)}::timestamptz,
      ${names[0] === undefined ? null : fold(names[0]).slice(0, SORTED_CHARACTERS)}, ${names.length > 0 ? names.map(fold).join('\n') : null},
      setweight(to_tsvector('simple', ${text('A')}), 'A') || setweight(to_tsvector('simple', ${text('B')}), 'B')
        || setweight(to_tsvector('simple', ${text('C')}), 'C'))
    on conflict (id) do update set verification = excluded.verification, negotiation_id = excluded.negotiation_id, date_edtf = excluded.date_edtf,
      date_earliest = excluded.date_earliest, date_latest = excluded.date_latest, date_precision = excluded.date_precision,
      date_as_reported = excluded.date_as_reported, date_inferred = excluded.date_inferred, ordered_at = excluded.ordered_at,
      sort_name = excluded.sort_name, folded_names = excluded.folded_names, search = excluded.search`)
  const key = { entryId: entry.id }
  if (!isNew) {
    await tx.prisma.citation.deleteMany({ where: key })
    await tx.prisma.identifier.deleteMany({ where: key })
  }
  if (card.citations.length > 0)
    await tx.prisma.citation.createMany({ data: card.citations.map((row, ordinal) => ({ ...row, ...key, ordinal })) })
  if (card.identifiers.length > 0)
    await tx.prisma.identifier.createMany({
      data: card.identifiers.map((row, ordinal) => ({ ...row, ...key, ordinal })),
    })
}

function searchText(texts: readonly SearchText[], weight: 'A' | 'B' | 'C'): string {
  const folded = fold(
    texts
      .filter((each) => WEIGHT[each.field] === weight && each.text !== null)
      .map((each) => each.text)
      .join('\n')
      .slice(0, SEARCHED_CHARACTERS),
  )
  // Again, since some characters fold to as many as eighteen.
  return wordsOf(folded.slice(0, SEARCHED_CHARACTERS))
}
