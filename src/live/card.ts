import type { Transaction } from '../db/database.ts'
import { type Sql, empty, sql } from '../db/sql.ts'
import { type HistoricalDate, orderedAt, spanOf } from '../record/date.ts'
import type { EntryType, Verification } from '../record/entry.ts'
import { fold } from '../record/fold.ts'
import { wordsOf } from '../record/words.ts'
import { type EntryRows, asOne, clearingOf, insertsOf, listOf } from './rows.ts'

/** What all types of entries have in tables: what lists are ordered and filtered by, what search looks in, what is cited. */
export interface Card {
  readonly negotiationId: string | null
  readonly date: HistoricalDate | null
  /** Of an event its type; absent of all others. */
  readonly eventType?: string | null
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

// Their texts differ by the columns and lists alone, and one plan is good for all values.
const KEPT = { prepared: true }

interface CitationRow {
  readonly sourceId: string
  readonly exact: string | null
  readonly start: number | null
  readonly end: number | null
  readonly locator: string | null
}

/** An entry's card and rows, to be written. */
export interface Saving {
  readonly id: string
  readonly type: EntryType
  readonly verification: Verification
  readonly card: Card
  readonly rows: EntryRows
  /** What goes into the slice's row beside. */
  readonly columns?: object
  readonly isNew: boolean
}

/**
 * Writes cards and rows: new ones, or what changed of them. One statement for all new ones, two for all others, not waited for. Number and version are
 * the log's.
 */
export function saveAll(tx: Transaction, savings: readonly Saving[]): void {
  for (const isNew of [true, false]) {
    const these = savings.filter((saving) => saving.isNew === isNew)
    if (these.length === 0) continue
    const rows = these.map(({ id, card, rows: { model, row, lists }, columns }) => ({
      ...{ id, model, row: { ...row, ...columns } },
      lists: [
        ...lists,
        listOf('Citation', 'entryId', card.citations),
        listOf('Identifier', 'entryId', card.identifiers),
      ],
    }))
    if (!isNew) void tx.tell(asOne(clearingOf(rows)), KEPT)
    void tx.tell(asOne([cardsOf(these, isNew), ...insertsOf(rows, !isNew)]), KEPT)
  }
}

function cardsOf(savings: readonly Saving[], isNew: boolean): Sql {
  const again = sql` on conflict (id) do update set verification = excluded.verification, negotiation_id = excluded.negotiation_id,
    date_edtf = excluded.date_edtf, date_earliest = excluded.date_earliest, date_latest = excluded.date_latest, date_precision = excluded.date_precision,
    date_as_reported = excluded.date_as_reported, date_inferred = excluded.date_inferred, ordered_at = excluded.ordered_at,
    date_span = excluded.date_span, event_type = excluded.event_type, sort_name = excluded.sort_name, folded_names = excluded.folded_names, search = excluded.search`
  return sql`
    insert into entry (id, type, verification, negotiation_id, date_edtf, date_earliest, date_latest, date_precision, date_as_reported,
      date_inferred, ordered_at, date_span, event_type, sort_name, folded_names, search)
    select id, type, verification, "negotiationId", edtf, earliest, latest, precision, "asReported", inferred, "orderedAt", "dateSpan", "eventType", "sortName", "foldedNames",
      setweight(to_tsvector('simple', a), 'A') || setweight(to_tsvector('simple', b), 'B') || setweight(to_tsvector('simple', c), 'C')
    from json_to_recordset(${JSON.stringify(savings.map(cardOf))}::json) as card(
      id uuid, type entry_type, verification verification, "negotiationId" uuid, edtf text, earliest timestamptz, latest timestamptz,
      precision date_precision, "asReported" text, inferred boolean, "orderedAt" timestamptz, "dateSpan" date_span, "eventType" event_type, "sortName" text, "foldedNames" text, a text, b text, c text)
    ${isNew ? empty : again}`
}

function cardOf({ id, type, verification, card: { negotiationId, date, eventType, names, search } }: Saving): object {
  return {
    ...{ id, type, verification, negotiationId: type === 'NEGOTIATION' ? id : negotiationId },
    ...date,
    ...{ orderedAt: orderedAt(date), dateSpan: spanOf(date), eventType },
    sortName: names[0] === undefined ? null : fold(names[0]).slice(0, SORTED_CHARACTERS),
    foldedNames: names.length > 0 ? names.map(fold).join('\n') : null,
    ...{ a: searchText(search, 'A'), b: searchText(search, 'B'), c: searchText(search, 'C') },
  }
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
