import type { Feature, Point } from 'geojson'
import { type Shown, isShown } from '../board/record.ts'
import { PlacesPageDocument, type PlacesPageQuery } from '../generated/graphql.ts'
import { titleOfShown } from './entry-words.ts'
import { type Made, type Wanted, openRecord } from './pages.ts'

type Entry = NonNullable<PlacesPageQuery['negotiation']>['timeline']['nodes'][number]
type Place = Extract<Entry, { __typename: 'Event' }>['locations'][number]

/**
 * Where events and statements of a record took place, as GeoJSON (RFC 7946), page by page: a feature for each entry at each of its places. What has no
 * point is left out; how many entries that are stands in the member `entriesWithoutPoint`. Null when there is no such negotiation.
 */
export async function geoJsonOf(wanted: Wanted): Promise<Made | null> {
  const read = await openRecord(wanted, PlacesPageDocument, ['EVENT', 'STATEMENT'])
  return read && { negotiation: read.negotiation, body: collectionOf(read.negotiation.name, read.pages, wanted) }
}

async function* collectionOf(
  name: string,
  pages: AsyncIterable<readonly Entry[]>,
  wanted: Wanted,
): AsyncGenerator<string> {
  let before = ''
  let without = 0
  yield `{"type":"FeatureCollection","name":${JSON.stringify(name)},"features":[`
  for await (const page of pages)
    for (const entry of page) {
      if (!isShown(entry)) continue
      const features = placesOf(entry).flatMap((place) => featureOf(entry, place, wanted))
      if (features.length === 0) without += 1
      for (const feature of features) {
        yield `${before}\n${JSON.stringify(feature)}`
        before = ','
      }
    }
  yield `\n],"entriesWithoutPoint":${String(without)}}\n`
}

function placesOf(entry: Entry): readonly Place[] {
  if (entry.__typename === 'Event') return entry.locations
  return entry.__typename === 'Statement' && entry.location ? [entry.location] : []
}

/** Of what is known to the settlement; whatever is wider is somewhere about its point. */
const EXACT = new Set(['SUB_CITY', 'CITY'])

function featureOf(entry: Shown, place: Place, { origin, site }: Wanted): readonly Feature<Point>[] {
  const { point, resolution } = place
  if (!point) return []
  const { __typename: type, number, date } = entry
  return [
    {
      type: 'Feature',
      id: `${entry.id} ${place.id}`,
      geometry: { type: 'Point', coordinates: [point.longitude, point.latitude] },
      properties: {
        ...{ type, number, title: titleOfShown(entry, site.words), url: `${origin}/e/${String(number)}` },
        ...{ date: date.edtf, dateInferred: date.inferred },
        ...{ place: place.name, placeUrl: `${origin}/e/${place.id}`, countryCode: place.countryCode },
        ...{ resolution, approximate: !EXACT.has(resolution) },
      },
    },
  ]
}
