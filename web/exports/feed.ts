import { addressOf } from '../board/filter.ts'
import { type Shown, isShown } from '../board/record.ts'
import type { Site } from '../board/site.ts'
import { type ExportHeadFragment, RecordPageDocument } from '../generated/graphql.ts'
import { textOfShown, titleOfShown } from './entry-words.ts'
import { type Wanted, openRecord } from './pages.ts'

/** An entry as feeds tell of it. */
export interface FeedItem {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly text: string
  readonly type: Shown['__typename']
  /** When the record learned of it: when it happened is often not known to the day. */
  readonly publishedAt: string
  readonly updatedAt: string
  /** Who speaks; null where nobody of the record does. */
  readonly author: { readonly name: string; readonly url: string } | null
}

/** A page of a record as a feed. */
export interface Feed {
  readonly negotiation: ExportHeadFragment
  readonly items: readonly FeedItem[]
  /** The newest change of what it tells. */
  readonly updatedAt: string
  readonly site: Site
  readonly origin: string
  /** Of the board under the same filter. */
  readonly home: string
  readonly self: string
  /** Of the page after it; null on the last. */
  readonly next: string | null
}

/** The newest entries by date, or those that follow a cursor; null when there is no such negotiation. */
export async function feedOf(wanted: Wanted, name: string): Promise<Feed | null> {
  const read = await openRecord(wanted, RecordPageDocument)
  if (!read) return null
  const { negotiation, firstPage } = read
  const { filter, origin, site } = wanted
  const board = `${origin}/n/${encodeURIComponent(negotiation.id)}`
  const items = firstPage.flatMap((entry) => (isShown(entry) ? itemOf(entry, entry.updatedAt, wanted) : []))
  return {
    ...{ negotiation, items, origin, site },
    updatedAt: items.reduce(
      (newest, { updatedAt }) => (updatedAt > newest ? updatedAt : newest),
      negotiation.updatedAt,
    ),
    home: board + addressOf({ ...filter, after: null }),
    self: `${board}/${name}${addressOf(filter)}`,
    next: read.after === null ? null : `${board}/${name}${addressOf({ ...filter, after: read.after })}`,
  }
}

function itemOf(entry: Shown, updatedAt: string, { origin, site: { words } }: Wanted): FeedItem {
  const speaker = entry.__typename === 'Statement' ? entry.speaker : null
  return {
    id: entry.id,
    url: `${origin}/e/${String(entry.number)}`,
    title: titleOfShown(entry, words),
    text: textOfShown(entry, words),
    type: entry.__typename,
    publishedAt: entry.recordedAt,
    updatedAt,
    author: speaker && { name: speaker.name, url: `${origin}/e/${speaker.id}` },
  }
}
