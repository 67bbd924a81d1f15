import XMLBuilder from 'fast-xml-builder'
import { type Feed, type FeedItem, feedOf } from './feed.ts'
import type { Made, Wanted } from './pages.ts'

const XML = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true })
const TYPE = 'application/atom+xml'

/** The newest entries of a record as an Atom feed (RFC 4287), whose pages lead to the next (RFC 5005); null when there is no such negotiation. */
export async function atomOf(wanted: Wanted): Promise<Made | null> {
  const feed = await feedOf(wanted, 'feed.atom')
  return feed && { negotiation: feed.negotiation, body: XML.build(documentOf(feed)) }
}

/** Without what XML cannot hold: control characters, and halves of signs. */
const text = (words: string): string =>
  words.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')

function documentOf({ negotiation, items, updatedAt, site, origin, home, self, next }: Feed): object {
  return {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': site.language,
      id: home,
      title: text(negotiation.name),
      ...(negotiation.summary == null ? {} : { subtitle: text(negotiation.summary) }),
      updated: updatedAt,
      author: { name: text(site.name), uri: origin },
      link: [
        { '@rel': 'self', '@type': TYPE, '@href': self },
        { '@rel': 'alternate', '@type': 'text/html', '@href': home },
        ...(next === null ? [] : [{ '@rel': 'next', '@type': TYPE, '@href': next }]),
      ],
      entry: items.map(entryOf),
    },
  }
}

const entryOf = ({ id, url, title, text: content, type, publishedAt, updatedAt, author }: FeedItem): object => ({
  id: `urn:uuid:${id}`,
  ...{ title: text(title), published: publishedAt, updated: updatedAt },
  ...(author ? { author: { name: text(author.name), uri: author.url } } : {}),
  link: { '@rel': 'alternate', '@type': 'text/html', '@href': url },
  category: { '@term': type },
  content: text(content),
})
