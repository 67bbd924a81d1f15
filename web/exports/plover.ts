import { iso31661Alpha2ToAlpha3 } from 'iso-3166'
import { type ActorExportFragment, PloverPageDocument, type PloverPageQuery } from '../generated/graphql.ts'
import { type Made, type Wanted, openRecord } from './pages.ts'

type Entry = NonNullable<PloverPageQuery['negotiation']>['timeline']['nodes'][number]
type Event = Extract<Entry, { __typename: 'Event' }>
type Participation = Event['participants'][number]

/**
 * Events of a record with the fields of PLOVER, named as in its data set POLECAT, one line each, page by page. An event to which no editor gave a type of
 * PLOVER has null there: none is guessed. Null when there is no such negotiation.
 */
export async function ploverOf(wanted: Wanted): Promise<Made | null> {
  const read = await openRecord(wanted, PloverPageDocument, ['EVENT'])
  return read && { negotiation: read.negotiation, body: linesOf(read.pages, wanted.origin) }
}

async function* linesOf(pages: AsyncIterable<readonly Entry[]>, origin: string): AsyncGenerator<string> {
  for await (const page of pages)
    yield page
      .flatMap((entry) => (entry.__typename === 'Event' ? `${JSON.stringify(eventOf(entry, origin))}\n` : []))
      .join('')
}

function eventOf(event: Event, origin: string): object {
  const { date, participants } = event
  const as = (role: string) => participants.filter((each) => each.role === role).map(participantOf)
  return {
    event_id: event.id,
    event_date: date.precision === 'DAY' || date.precision === 'INSTANT' ? (date.earliest?.slice(0, 10) ?? null) : null,
    date_edtf: date.edtf,
    date_inferred: date.inferred,
    event_type: event.type,
    event_mode: event.modes,
    contexts: event.contexts,
    actor: as('ACTOR'),
    recipient: as('RECIPIENT'),
    other_participants: participants
      .filter(({ role }) => role !== 'ACTOR' && role !== 'RECIPIENT')
      .map((each) => ({ role: each.role, ...participantOf(each) })),
    location: event.locations.map(placeOf),
    source: event.citations.map(({ source }) => ({
      ...{ title: source.title, publisher: source.publisher, url: source.url, language: source.language },
      ...{ publication_date: source.publishedOn?.edtf ?? null, id: source.id },
    })),
    ...{ headline: event.title, text: event.about, factuality: event.factuality, verification: event.verification },
    url: `${origin}/e/${String(event.number)}`,
  }
}

const participantOf = ({ actor, description, onBehalfOf }: Participation): object => ({
  ...(actor ? actorOf(actor) : { name: null }),
  description,
  on_behalf_of: onBehalfOf && actorOf(onBehalfOf),
})

function actorOf(actor: ActorExportFragment): object {
  const { name, id, identifiers } = actor
  const wikidata = identified(identifiers, 'wikidata')
  if (actor.__typename === 'Person') return { name, id, country: null, sector: null, wikidata }
  return { name, id, country: alpha3Of(actor.countryCode), sector: actor.organizationKind, wikidata }
}

const placeOf = ({ name, id, countryCode, point, resolution, identifiers }: Event['locations'][number]): object => ({
  ...{ placename: name, id, country: alpha3Of(countryCode), resolution },
  ...{ latitude: point?.latitude ?? null, longitude: point?.longitude ?? null },
  geonames_id: identified(identifiers, 'geonames'),
})

/** PLOVER knows countries by three letters. */
const alpha3Of = (code: string | null | undefined): string | null =>
  code == null ? null : (iso31661Alpha2ToAlpha3[code] ?? null)

const identified = (
  identifiers: readonly { readonly scheme: string; readonly value: string }[],
  wanted: string,
): string | null => identifiers.find(({ scheme }) => scheme === wanted)?.value ?? null
