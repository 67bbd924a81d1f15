import { type FeedItem, feedOf } from './feed.ts'
import type { Made, Wanted } from './pages.ts'

/** The newest entries of a record as a JSON Feed (https://www.jsonfeed.org/version/1.1/); null when there is no such negotiation. */
export async function jsonFeedOf(wanted: Wanted): Promise<Made | null> {
  const feed = await feedOf(wanted, 'feed.json')
  if (!feed) return null
  const { negotiation, items, site, origin, home, self, next } = feed
  const body = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: negotiation.name,
    ...(negotiation.summary == null ? {} : { description: negotiation.summary }),
    home_page_url: home,
    feed_url: self,
    ...(next === null ? {} : { next_url: next }),
    authors: [{ name: site.name, url: origin }],
    language: site.language,
    items: items.map(itemOf),
  })
  return { negotiation, body }
}

const itemOf = ({ id, url, title, text, type, publishedAt, updatedAt, author }: FeedItem): object => ({
  ...{ id, url, title, content_text: text, date_published: publishedAt, date_modified: updatedAt },
  ...(author ? { authors: [author] } : {}),
  tags: [type],
})
