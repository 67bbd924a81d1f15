import { FILES, type FileName, isFileName } from '../board/files.ts'
import { filterIn } from '../board/filter.ts'
import { atomOf } from './atom.ts'
import { bundleOf } from './bundle.ts'
import { calendarOf } from './calendar.ts'
import { csvOf } from './csv.ts'
import { geoJsonOf } from './geojson.ts'
import { jsonFeedOf } from './json-feed.ts'
import { jsonLdOf } from './json-ld.ts'
import type { Made, Wanted } from './pages.ts'
import { ploverOf } from './plover.ts'

const MAKERS: Readonly<Record<FileName, (wanted: Wanted) => Promise<Made | null>>> = {
  ...{ 'feed.atom': atomOf, 'feed.json': jsonFeedOf, 'next.ics': calendarOf },
  ...{ 'record.csv': csvOf, 'places.geojson': geoJsonOf, 'record.jsonld': jsonLdOf },
  ...{ 'events.plover.jsonl': ploverOf, 'bundle.json': bundleOf },
}

/** A file of a negotiation as it is sent. */
export interface Exported extends Made {
  /** Media type. */
  readonly type: string
  /** What it is called where it is kept; feeds are not. */
  readonly name?: string
}

/** The file that a negotiation has under a name, of what a query keeps, as of now; null when there is no such file, or no such negotiation. */
export async function exportOf(
  name: string,
  query: URLSearchParams,
  wanted: Omit<Wanted, 'filter'>,
): Promise<Exported | null> {
  if (!isFileName(name)) return null
  const { after, ...filter } = filterIn(query)
  const isFeed = name.startsWith('feed.')
  const made = await MAKERS[name]({ ...wanted, filter: { ...filter, after: isFeed ? after : null, asOf: null } })
  return made && { ...made, type: `${FILES[name]}; charset=utf-8`, ...(isFeed ? {} : { name }) }
}
