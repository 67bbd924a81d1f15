import { type Filter, addressOf } from './filter.ts'

/** The files that each negotiation has, with their media types. */
export const FILES = {
  'feed.atom': 'application/atom+xml',
  'feed.json': 'application/feed+json',
  'next.ics': 'text/calendar',
  'record.csv': 'text/csv',
  'places.geojson': 'application/geo+json',
  'record.jsonld': 'application/ld+json',
  'events.plover.jsonl': 'application/jsonl',
  'bundle.json': 'application/json',
} as const

/** The name of one of them. */
export type FileName = keyof typeof FILES

/** Whether there is such a file. */
export const isFileName = (name: string): name is FileName => Object.hasOwn(FILES, name)

/** Where the file of what a filter keeps is: of the present, in its own order, whatever is shown. */
export const fileAddress = (id: string, name: FileName, filter: Filter): string =>
  `/n/${encodeURIComponent(id)}/${name}${addressOf({ ...filter, order: 'newest', after: null, asOf: null })}`

/** The same in another form. */
export interface Alternate {
  readonly type: string
  readonly href: string
}

const ALTERNATES = ['feed.atom', 'feed.json', 'record.jsonld'] as const

/** Of the files those that say what a board says, for readers of feeds and for machines to find. */
export const alternatesOf = (id: string, filter: Filter): readonly Alternate[] =>
  ALTERNATES.map((name) => ({ type: FILES[name], href: fileAddress(id, name, filter) }))
