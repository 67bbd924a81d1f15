import { stringify } from 'csv-stringify/browser/esm/sync'
import { type Shown, isShown } from '../board/record.ts'
import { type RecordEntryFragment, RecordPageDocument } from '../generated/graphql.ts'
import { speakerOf } from './entry-words.ts'
import type { Words } from '../words/en.ts'
import { type Made, type Wanted, openRecord } from './pages.ts'

const COLUMNS = [
  ...['number', 'id', 'type', 'date', 'dateInferred', 'recordedAt', 'verification', 'title', 'speaker', 'speakerTitle'],
  ...['text', 'quotes', 'quotesVerified', 'party', 'proposal', 'position', 'places', 'sources'],
]

/**
 * A record as CSV (RFC 4180), page by page; null when there is no such negotiation. A cell that a spreadsheet would run as a formula is preceded by an
 * apostrophe; so JSON, not this, is the way to have words to the character.
 */
export async function csvOf(wanted: Wanted): Promise<Made | null> {
  const read = await openRecord(wanted, RecordPageDocument)
  return read && { negotiation: read.negotiation, body: linesOf(read.pages, wanted.site.words) }
}

async function* linesOf(pages: AsyncIterable<readonly RecordEntryFragment[]>, words: Words): AsyncGenerator<string> {
  yield rows([COLUMNS])
  for await (const page of pages) yield rows(page.filter(isShown).map((entry) => cellsOf(entry, words)))
}

const rows = (cells: readonly (readonly unknown[])[]): string =>
  stringify([...cells.map((row) => [...row])], { escape_formulas: true, record_delimiter: 'windows' })

function cellsOf(entry: Shown, words: Words): readonly unknown[] {
  const { number, id, __typename: type, date, recordedAt, verification } = entry
  const common = [number, id, type, date.edtf, date.inferred ? 'yes' : 'no', recordedAt, verification]
  return [...common, ...ownCells(entry, words), entry.citations.map(({ source }) => source.id).join(' ')]
}

function ownCells(entry: Shown, words: Words): readonly unknown[] {
  if (entry.__typename === 'Event')
    return [
      entry.title,
      '',
      '',
      entry.about ?? '',
      '',
      '',
      '',
      '',
      '',
      entry.locations.map(({ name }) => name).join('; '),
    ]
  if (entry.__typename === 'NegotiationStatusUpdate')
    return [
      entry.summary,
      ...['', '', '', '', ''],
      entry.party?.name ?? '',
      entry.proposal?.name ?? '',
      entry.position ?? '',
      '',
    ]
  const { quotes, content, speakerTitle, location } = entry
  const verified = quotes.length === 0 ? '' : quotes.every((quote) => quote.verified) ? 'yes' : 'no'
  const said = [
    speakerOf(entry, words),
    speakerTitle ?? '',
    content,
    quotes.map(({ exact }) => exact).join(' … '),
    verified,
  ]
  return ['', ...said, '', '', '', location?.name ?? '']
}
