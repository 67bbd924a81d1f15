import type { Shown } from '../board/record.ts'
import { textOfShown, titleOfShown } from './entry-words.ts'
import type { Site } from '../board/site.ts'
import type { RecordPage } from './pages.ts'

/**
 * The newest entries of a record as a JSON Feed (https://www.jsonfeed.org/version/1.1/). `date_published` is when the record learned of an entry: when it
 * happened is often not known to the day.
 */
export function jsonFeedOf(
  page: RecordPage,
  at: { readonly origin: string; readonly address: string; readonly feed: string },
  site: Site,
): string {
  const { negotiation, entries } = page
  const { origin, address, feed } = at
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: negotiation.name,
    ...(negotiation.summary == null ? {} : { description: negotiation.summary }),
    home_page_url: origin + address,
    feed_url: origin + feed,
    language: site.language,
    items: entries.map((entry) => itemOf(entry, origin, site.words)),
  })
}

function itemOf(entry: Shown, origin: string, words: Site['words']): object {
  const number = String(entry.number)
  return {
    id: entry.id,
    url: `${origin}/e/${number}`,
    title: titleOfShown(entry, words),
    content_text: textOfShown(entry, words),
    date_published: entry.recordedAt,
    ...(entry.__typename === 'Statement' && entry.speaker
      ? { authors: [{ name: entry.speaker.name, url: `${origin}/e/${entry.speaker.id}` }] }
      : {}),
    tags: [entry.__typename],
  }
}
