import { addressOf, filterIn } from '../board/filter.ts'
import type { Site } from '../board/site.ts'
import type { Ask } from '../feed/asking.ts'
import { calendarOf } from './calendar.ts'
import { csvOf } from './csv.ts'
import { jsonFeedOf } from './json-feed.ts'
import { recordPage } from './pages.ts'

/** A file of a negotiation, whole or as it comes. */
export interface Exported {
  readonly type: string
  readonly body: string | AsyncIterable<string>
  /** What it is called where it is kept. */
  readonly name?: string
}

/** What an export is made with. */
export interface ExportMeans {
  readonly ask: Ask
  /** https://record.example */
  readonly origin: string
  readonly site: Site
}

const FEED_ENTRIES = 50
const CSV_ENTRIES = 100

/** The export of a negotiation with this name, of what a query keeps; null when there is no such negotiation. Its form is one of these three. */
export async function exportOf(
  form: 'feed.json' | 'record.csv' | 'next.ics',
  id: string,
  query: URLSearchParams,
  { ask, origin, site }: ExportMeans,
): Promise<Exported | null> {
  if (form === 'next.ics') {
    const body = await calendarOf(ask, id, origin, site.words)
    return body === null ? null : { type: 'text/calendar; charset=utf-8', body, name: 'next.ics' }
  }
  const filter = { ...filterIn(query), after: null, asOf: null }
  const address = addressOf(filter)
  if (form === 'feed.json') {
    const page = await recordPage(ask, id, filter, { first: FEED_ENTRIES, after: null })
    if (!page) return null
    const at = { origin, address: `/n/${id}${address}`, feed: `/n/${id}/feed.json${address}` }
    return { type: 'application/feed+json; charset=utf-8', body: jsonFeedOf(page, at, site) }
  }
  const pageAfter = (after: string | null) => recordPage(ask, id, filter, { first: CSV_ENTRIES, after })
  const first = await pageAfter(null)
  return (
    first && {
      type: 'text/csv; charset=utf-8; header=present',
      body: csvOf(first, pageAfter, site.words),
      name: 'record.csv',
    }
  )
}
