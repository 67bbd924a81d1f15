import type { Dataset } from 'schema-dts'
import { FILES, fileAddress } from '../board/files.ts'
import { addressOf } from '../board/filter.ts'
import { type ExportHeadFragment, type LinkedEntryFragment, LinkedPageDocument } from '../generated/graphql.ts'
import { type Node, listedThingOf } from './linked-data.ts'
import { type Made, type Wanted, openRecord } from './pages.ts'

const CONTEXT = 'https://schema.org'

/** A record in the words of schema.org, as JSON-LD, page by page; null when there is no such negotiation. */
export async function jsonLdOf(wanted: Wanted): Promise<Made | null> {
  const read = await openRecord(wanted, LinkedPageDocument)
  if (!read) return null
  const { negotiation, pages } = read
  return { negotiation, body: graphOf(datasetOf(negotiation, wanted), pages, wanted.origin) }
}

async function* graphOf(
  dataset: Node,
  pages: AsyncIterable<readonly LinkedEntryFragment[]>,
  origin: string,
): AsyncGenerator<string> {
  yield `{"@context":${JSON.stringify(CONTEXT)},"@graph":[\n${asJson(dataset)}`
  for await (const page of pages)
    yield page
      .flatMap((entry) => listedThingOf(entry, origin) ?? [])
      .map((thing) => `,\n${asJson(thing)}`)
      .join('')
  yield '\n]}\n'
}

/** Without lists of nothing. */
const asJson = (thing: object): string =>
  JSON.stringify(thing, (_, value: unknown) => (Array.isArray(value) && value.length === 0 ? undefined : value))

/** A thing alone, for a page that is about it. */
export const aloneAs = (thing: Node): string => asJson({ '@context': CONTEXT, ...thing })

/** A record as a data set: of what it is, and in which forms it can be had. */
export function datasetOf(
  { id, name, summary, conflict }: Pick<ExportHeadFragment, 'id' | 'name' | 'summary' | 'conflict'>,
  { filter, origin, site }: Pick<Wanted, 'filter' | 'origin' | 'site'>,
): Exclude<Dataset, string> {
  const at = `${origin}/n/${encodeURIComponent(id)}`
  const query = addressOf({ ...filter, after: null, asOf: null })
  return {
    ...{ '@type': 'Dataset', '@id': `${at}/record.jsonld${query}`, url: at + query, name },
    ...{ description: summary ?? name, isAccessibleForFree: true },
    creator: { '@type': 'Organization', name: site.name, url: origin },
    about: {
      ...{ '@type': 'Event', '@id': at, url: at, name, description: summary ?? undefined },
      keywords: conflict ?? undefined,
    },
    distribution: DISTRIBUTED.map((file) => ({
      ...{ '@type': 'DataDownload', encodingFormat: FILES[file] },
      contentUrl: origin + fileAddress(id, file, filter),
    })),
  }
}

const DISTRIBUTED = ['record.csv', 'places.geojson', 'record.jsonld', 'events.plover.jsonl', 'bundle.json'] as const
