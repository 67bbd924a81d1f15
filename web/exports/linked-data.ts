import type {
  Claim,
  CreativeWork,
  Event,
  EventStatusType,
  Organization,
  Person,
  Place,
  Quotation,
  Thing,
} from 'schema-dts'
import type {
  ActorExportFragment,
  DatePartsFragment,
  LinkedEntryFragment,
  LinkedQuery,
  PlaceExportFragment,
  SourceExportFragment,
} from '../generated/graphql.ts'

/** Any entry, as it is asked for to be told of as linked data. */
export type AnyLinked = NonNullable<LinkedQuery['entry']>
type Linked<Name extends LinkedEntryFragment['__typename']> = Extract<LinkedEntryFragment, { __typename: Name }>

/** An entry in the words of schema.org, under the address of its page; null where these have no word for it. */
export function thingOf(entry: AnyLinked, origin: string): Node | null {
  switch (entry.__typename) {
    case 'Person':
    case 'Organization':
      return actorOf(entry, origin)
    case 'Location':
      return placeOf(entry, origin)
    case 'Source':
      return workOf(entry, origin)
    default:
      return listedThingOf(entry, origin)
  }
}

/** An entry that a record lists; null of any other. */
export function listedThingOf(entry: LinkedEntryFragment, origin: string): Node | null {
  if (entry.__typename === 'Event') return happeningOf(entry, origin)
  if (entry.__typename === 'Statement') return sayingOf(entry, origin)
  return entry.__typename === 'NegotiationStatusUpdate' ? stepOf(entry, origin) : null
}

/** A thing with properties; the library allows a mere address too. */
export type Node = Whole<Thing>
type Whole<Type> = Exclude<Type, string>

/** What one side alone says, or another denies, is told as a claim and not as an event. */
function happeningOf(event: Linked<'Event'>, origin: string): Event | Claim {
  const { id, title, about, factuality, date, locations, participants, citations, negotiation } = event
  const sources = sourcesOf(citations, origin)
  const actors = participants.flatMap(({ actor }) => (actor ? [actorOf(actor, origin)] : []))
  const common = {
    ...{ '@id': `${origin}/e/${id}`, url: `${origin}/e/${id}`, name: title, description: about ?? undefined },
    ...{ about: actors, keywords: factuality },
  }
  if (factuality === 'CLAIMED' || factuality === 'DENIED')
    return { '@type': 'Claim', ...common, text: title, isBasedOn: sources, temporal: periodOf(date) }
  return {
    ...{ '@type': 'Event', ...common, subjectOf: sources, location: locations.map((place) => placeOf(place, origin)) },
    ...{ startDate: dayOf(date), eventStatus: STATES[factuality] },
    superEvent: negotiation ? namedAt(`${origin}/n/${negotiation.id}`, negotiation.name) : undefined,
  }
}

const STATES: Readonly<Partial<Record<string, EventStatusType>>> = {
  PLANNED: 'https://schema.org/EventScheduled',
  POSTPONED: 'https://schema.org/EventPostponed',
  CANCELLED: 'https://schema.org/EventCancelled',
}

/** A quotation where there are words of the speaker; otherwise a claim that somebody said so. */
function sayingOf(statement: Linked<'Statement'>, origin: string): Quotation | Claim {
  const { id, content, quotes, language, date, speaker, jointWith, speakerTitle, location, citations } = statement
  const speakers = [...(speaker ? [speaker] : []), ...jointWith].map((actor) => actorOf(actor, origin))
  const common = {
    ...{ '@id': `${origin}/e/${id}`, url: `${origin}/e/${id}`, temporal: periodOf(date) },
    creator: speakers.length > 0 ? speakers : speakerTitle == null ? undefined : unnamed(speakerTitle),
    about: statement.aboutEvents.map((event): Event => namedAt(`${origin}/e/${event.id}`, event.title)),
    isBasedOn: sourcesOf([...citations, ...quotes], origin),
    locationCreated: location ? placeOf(location, origin) : undefined,
    inLanguage: language ?? undefined,
  }
  if (quotes.length === 0) return { '@type': 'Claim', ...common, text: content }
  return { '@type': 'Quotation', ...common, text: quotes.map(({ exact }) => exact), abstract: content }
}

/** Each once, of however many passages. */
function sourcesOf(
  passages: readonly { readonly source: SourceExportFragment | null }[],
  origin: string,
): readonly CreativeWork[] {
  const sources = new Map(passages.flatMap(({ source }) => (source ? [[source.id, source] as const] : [])))
  return [...sources.values()].map((source) => workOf(source, origin))
}

const unnamed = (title: string): Person => ({ '@type': 'Person', jobTitle: title })

/** What an editor concluded, with what shows it. */
function stepOf(step: Linked<'NegotiationStatusUpdate'>, origin: string): Claim {
  const { id, said, date, party, person, proposal, evidenceStatements, evidenceEvents, citations } = step
  const at = (of: string) => `${origin}/e/${of}`
  return {
    ...{ '@type': 'Claim', '@id': at(id), url: at(id), text: said, temporal: periodOf(date) },
    keywords: step.position ?? undefined,
    about: [
      ...[party, person].flatMap((actor) => (actor ? [actorOf(actor, origin)] : [])),
      ...(proposal ? [{ '@type': 'CreativeWork', '@id': at(proposal.id), name: proposal.name } as const] : []),
    ],
    isBasedOn: [
      ...evidenceStatements.map(
        (each) => ({ '@type': 'CreativeWork', '@id': at(each.id), text: each.content }) as const,
      ),
      ...sourcesOf(citations, origin),
    ],
    mentions: evidenceEvents.map((event): Event => namedAt(at(event.id), event.title)),
  }
}

const namedAt = (id: string, name: string): Event => ({ '@type': 'Event', '@id': id, name })

function actorOf(actor: ActorExportFragment, origin: string): Whole<Person | Organization> {
  const { id, name, identifiers } = actor
  const at = `${origin}/e/${id}`
  const named = { '@id': at, url: at, name, sameAs: identifiers.flatMap(addressElsewhere) }
  if (actor.__typename === 'Person') return { '@type': 'Person', ...named }
  return { '@type': ORGANIZATIONS[actor.organizationKind] ?? 'Organization', ...named }
}

const ORGANIZATIONS: Readonly<
  Partial<Record<string, 'GovernmentOrganization' | 'NewsMediaOrganization' | 'Corporation'>>
> = {
  STATE: 'GovernmentOrganization',
  GOVERNMENT_BODY: 'GovernmentOrganization',
  MEDIA: 'NewsMediaOrganization',
  COMPANY: 'Corporation',
}

function placeOf({ id, name, countryCode, point, identifiers }: PlaceExportFragment, origin: string): Whole<Place> {
  const at = `${origin}/e/${id}`
  return {
    ...{ '@type': 'Place', '@id': at, url: at, name, sameAs: identifiers.flatMap(addressElsewhere) },
    address: countryCode == null ? undefined : { '@type': 'PostalAddress', addressCountry: countryCode },
    geo: point ? { '@type': 'GeoCoordinates', latitude: point.latitude, longitude: point.longitude } : undefined,
  }
}

/** Where schemes of identifiers have addresses for what they name. */
const ELSEWHERE: Readonly<Partial<Record<string, string>>> = {
  wikidata: 'https://www.wikidata.org/entity/',
  geonames: 'https://sws.geonames.org/',
}

function addressElsewhere({ scheme, value }: { readonly scheme: string; readonly value: string }): readonly string[] {
  const base = ELSEWHERE[scheme]
  return base === undefined ? [] : [base + encodeURIComponent(value)]
}

const WORKS: Readonly<Partial<Record<string, 'NewsArticle' | 'SocialMediaPosting' | 'VideoObject' | 'Dataset'>>> = {
  NEWS_ARTICLE: 'NewsArticle',
  SOCIAL_MEDIA_POST: 'SocialMediaPosting',
  VIDEO: 'VideoObject',
  DATASET: 'Dataset',
}

function workOf(
  { id, title, publisher, sourceKind, url, language, publishedOn }: SourceExportFragment,
  origin: string,
): Whole<CreativeWork> {
  const at = `${origin}/s/${id}`
  return {
    ...{ '@type': WORKS[sourceKind] ?? 'CreativeWork', '@id': at, name: title },
    url: url ?? at,
    publisher: publisher == null ? undefined : { '@type': 'Organization', name: publisher },
    inLanguage: language ?? undefined,
    datePublished: publishedOn ? dayOf(publishedOn) : undefined,
  }
}

/** The day, month or year of a date that is one of these and certain; anything else would be a guess. */
function dayOf({ precision, edtf, earliest }: DatePartsFragment): string | undefined {
  if (precision === 'INSTANT') return earliest ?? undefined
  return precision === 'DAY' || precision === 'MONTH' || precision === 'YEAR' ? edtf : undefined
}

/** As schema.org writes periods: both ends, where ".." is open. */
function periodOf(date: DatePartsFragment): string | undefined {
  const { earliest, latest } = date
  if (earliest == null && latest == null) return undefined
  return dayOf(date) ?? `${earliest?.slice(0, 10) ?? '..'}/${latest?.slice(0, 10) ?? '..'}`
}
