import type { BundleEntryFragment } from '../generated/graphql.ts'

/** An entry with all that adding it would be told. */
export type BundleEntry = BundleEntryFragment

/** The key of an entry in a bundle; null when it is not in it. */
type KeyOf = (id: string) => string | null
interface Ref {
  readonly id: string
}

/** Ids of all entries that one refers to. */
export function referencesOf(entry: BundleEntry): readonly string[] {
  const ids: string[] = []
  inputOf(entry, (id) => {
    ids.push(id)
    return null
  })
  return ids
}

/** The input of the mutation that would add the entry, with keys in place of ids. What has no key is left out. */
export function inputOf(entry: BundleEntry, keyOf: KeyOf): Readonly<Record<string, unknown>> {
  const citations = entry.citations.flatMap(({ source, ...passage }) => {
    const sourceId = keyOf(source.id)
    return sourceId === null ? [] : [given({ sourceId, ...passage })]
  })
  return given({ verification: entry.verification, ...ownInput(entry, keyOf), citations })
}

/** Whether the record would take it: some entries are nothing without what they refer to. */
export function isWhole(entry: BundleEntry, input: Readonly<Record<string, unknown>>): boolean {
  const has = (field: string) => field in input
  switch (entry.__typename) {
    case 'Event':
    case 'Statement':
      return has('citations')
    case 'Proposal':
      return has('negotiationId')
    case 'NegotiationStatusUpdate':
      return (
        has('negotiationId') &&
        (has('evidenceStatementIds') || has('evidenceEventIds') || has('correctsId')) &&
        // Without these it would say something else.
        (!entry.party || has('partyId')) &&
        (!entry.person || has('personId')) &&
        (!entry.proposal || has('proposalId'))
      )
    default:
      return true
  }
}

function ownInput(entry: BundleEntry, keyOf: KeyOf): object {
  const key = (ref: Ref | null | undefined) => (ref ? keyOf(ref.id) : null)
  const keys = (refs: readonly Ref[]) => refs.flatMap(({ id }) => keyOf(id) ?? [])
  switch (entry.__typename) {
    case 'Person': {
      const { name, aliases, identifiers, memberships } = entry
      return { name, aliases, identifiers, memberships: memberships.flatMap((each) => membershipInput(each, key)) }
    }
    case 'Organization': {
      const { name, aliases, organizationKind: kind, countryCode, identifiers, partOf } = entry
      return { name, aliases, kind, countryCode, identifiers, partOfId: key(partOf) }
    }
    case 'Location': {
      const { name, aliases, locationKind: kind, countryCode, point, resolution, identifiers, partOf } = entry
      return { name, aliases, kind, countryCode, point, resolution, identifiers, partOfId: key(partOf) }
    }
    case 'Source':
      return sourceInput(entry, key)
    case 'Negotiation':
      return negotiationInput(entry, key)
    case 'Proposal': {
      const { name, about: summary, durationDays, ceasefireClass, ofNegotiation, partOf, revisionOf } = entry
      const above = { negotiationId: key(ofNegotiation), partOfId: key(partOf), revisionOfId: key(revisionOf) }
      return { name, summary, durationDays, ceasefireClass, ...above }
    }
    case 'Event':
      return eventInput(entry, key, keys)
    case 'Statement':
      return statementInput(entry, key, keys)
    case 'NegotiationStatusUpdate':
      return statusInput(entry, key, keys)
  }
}

type Key = (ref: Ref | null | undefined) => string | null
type Keys = (refs: readonly Ref[]) => readonly string[]
type Of<Name extends BundleEntry['__typename']> = Extract<BundleEntry, { __typename: Name }>

function membershipInput({ organization, ...rest }: Of<'Person'>['memberships'][number], key: Key): readonly object[] {
  const organizationId = key(organization)
  return organizationId === null ? [] : [given({ organizationId, ...rest })]
}

function sourceInput(source: Of<'Source'>, key: Key): object {
  const { title, publisher, sourceKind: kind, url, archivedUrl, publishedOn, language, licence, text } = source
  return {
    ...{ title, publisher, kind, url, archivedUrl, publishedOn, language, licence, text },
    ...{ textAccess: source.textAccess, revisionOfId: key(source.revisionOf) },
  }
}

function negotiationInput(negotiation: Of<'Negotiation'>, key: Key): object {
  const { name, about: summary, conflict, stage, openedOn, closedOn } = negotiation
  const parties = negotiation.parties.flatMap(({ organization, role }) => {
    const organizationId = key(organization)
    return organizationId === null ? [] : [{ organizationId, role }]
  })
  return { name, summary, conflict, stage, openedOn, closedOn, parties }
}

function eventInput(event: Of<'Event'>, key: Key, keys: Keys): object {
  const { title, about: summary, type, modes, contexts, factuality, date, outcome, identifiers } = event
  return {
    ...{ title, summary, type, modes, contexts, factuality, date, outcome, identifiers },
    locationIds: keys(event.locations),
    participants: event.participants.flatMap(({ actor, onBehalfOf, ...rest }) => {
      const actorId = key(actor)
      return actor && actorId === null ? [] : [given({ actorId, onBehalfOfId: key(onBehalfOf), ...rest })]
    }),
    links: event.links.flatMap(({ event: linked, type: as, note }) => {
      const eventId = key(linked)
      return eventId === null ? [] : [given({ type: as, eventId, note })]
    }),
    figures: event.figures.map(({ attributedTo, ...rest }) => given({ ...rest, attributedToId: key(attributedTo) })),
    ...{ partOfId: key(event.partOf), negotiationId: key(event.negotiation), proposalId: key(event.proposal) },
  }
}

function statementInput(statement: Of<'Statement'>, key: Key, keys: Keys): object {
  const { speakerTitle, quoteType, speechAct, attribution, content, language, date, medium } = statement
  const { platform, audience, topics } = statement
  return {
    ...{ speakerTitle, quoteType, speechAct, attribution, content, language, date, medium, platform, audience, topics },
    ...{ speakerId: key(statement.speaker), jointWithIds: keys(statement.jointWith) },
    quotes: statement.quotes.map(({ source, ...rest }) => given({ ...rest, sourceId: key(source) })),
    ...{ onBehalfOfId: key(statement.onBehalfOf), locationId: key(statement.location), viaIds: keys(statement.via) },
    ...{ atEventId: key(statement.atEvent), aboutEventIds: keys(statement.aboutEvents) },
    ...{ proposalId: key(statement.proposal), negotiationId: key(statement.negotiation) },
  }
}

function statusInput(update: Of<'NegotiationStatusUpdate'>, key: Key, keys: Keys): object {
  const { statusKind: kind, effectiveOn, said: summary, position, proposalStatus } = update
  return {
    ...{ negotiationId: key(update.ofNegotiation), kind, effectiveOn, summary, position, proposalStatus },
    ...{ partyId: key(update.party), personId: key(update.person), proposalId: key(update.proposal) },
    ...{ evidenceStatementIds: keys(update.evidenceStatements), evidenceEventIds: keys(update.evidenceEvents) },
    correctsId: key(update.corrects),
  }
}

/** Without what is not known and without empty lists: a mutation is told only what there is. */
function given(fields: object): Readonly<Record<string, unknown>> {
  const told = Object.entries(fields).filter(
    ([, value]) => value != null && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(
    told.map(([name, value]: [string, unknown]) => [name, isPlain(value) ? given(value) : value]),
  )
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
