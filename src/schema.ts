import 'reflect-metadata'
import { type GraphQLObjectType, type GraphQLSchema, isAbstractType } from 'graphql'
import { type NonEmptyArray, buildSchemaSync } from 'type-graphql'
import { AccessTokenResolver } from './access/token.resolver.ts'
import { EntryResolver, NegotiationTimeline, SearchEdgeResolver } from './entry/entry.resolver.ts'
import { EventCountResolver } from './event/event-count.resolver.ts'
import * as event from './event/event.resolver.ts'
import { ChangeResolver, EntryHistory } from './live/change.resolver.ts'
import { ServiceResolver } from './live/service.resolver.ts'
import { LocationResolver } from './location/location.resolver.ts'
import { NegotiationPartyResolver, NegotiationResolver } from './negotiation/negotiation.resolver.ts'
import { NegotiationProposals, ProposalResolver } from './negotiation/proposal.resolver.ts'
import { MembershipResolver, OrganizationResolver, PersonMemberships } from './organization/organization.resolver.ts'
import { PersonResolver } from './person/person.resolver.ts'
import { describeCosts } from './record/cost.ts'
import { type Entry, nameOfType } from './record/entry.ts'
import { CitationResolver, EntryCitations, SourceResolver } from './source/source.resolver.ts'
import * as statement from './statement/statement.resolver.ts'
import { NegotiationStanding, PartyPositionResolver, ProposalStanding } from './status/position.resolver.ts'
import { NegotiationStatusUpdates, StatusResolver } from './status/status.resolver.ts'

/** The interfaces and unions of entries. */
const ENTRIES = ['Node', 'Entry', 'Actor']

type Resolvers = NonEmptyArray<new () => object>

const resolvers: Resolvers = [
  ServiceResolver,
  AccessTokenResolver,
  ChangeResolver,
  EntryHistory,
  SourceResolver,
  CitationResolver,
  EntryCitations,
  LocationResolver,
  PersonResolver,
  OrganizationResolver,
  PersonMemberships,
  MembershipResolver,
  NegotiationResolver,
  NegotiationPartyResolver,
  ProposalResolver,
  NegotiationProposals,
  ...Object.values(event),
  EventCountResolver,
  ...Object.values(statement),
  StatusResolver,
  NegotiationStatusUpdates,
  NegotiationStanding,
  ProposalStanding,
  PartyPositionResolver,
  EntryResolver,
  SearchEdgeResolver,
  NegotiationTimeline,
]

// Demanded by type-graphql wherever there is a subscription, even when each brings its own source, as ours do: the log.
const noPubSub = {
  publish: (): void => undefined,
  subscribe: (): never => {
    throw new Error('Subscriptions follow the log; nothing is published here.')
  },
}

/** The schema of the service, from the slices' classes. */
export function buildParleySchema(): GraphQLSchema {
  // One of each class. Type-graphql's own way walks through all of them for each field that it resolves.
  const instances = new Map(resolvers.map((resolver) => [resolver, new resolver()]))
  const container = { get: (resolver: Resolvers[number]) => instances.get(resolver) }
  const schema = buildSchemaSync({
    ...{ resolvers, container, validate: false, orphanedTypes: [] },
    pubSub: noPubSub,
    // That would introspect the whole schema once. The check of the published one does so too, and graphql-js before the first operation.
    skipCheck: true,
  })
  // The roots are the one thing that type-graphql gives no place for a description.
  describeRoot(
    schema.getQueryType(),
    'Reads the record. Lists are pages (Relay): 1 to 100 items, 20 when nothing is said; page 1,000 costs what page 1 costs.',
  )
  describeRoot(
    schema.getMutationType(),
    'Writes to the record, for EDITOR and ADMIN, and administers the service, for ADMIN: without a token UNAUTHENTICATED, in a lower role FORBIDDEN. What the caller can fix comes back in errors; then nothing was written.',
  )
  describeRoot(
    schema.getSubscriptionType(),
    'Follows the log, over WebSocket (graphql-transport-ws) at the same address, or as server-sent events (graphql-sse) at /graphql/stream.',
  )
  describeCosts(schema)
  resolveTypesAtOnce(schema)
  return schema
}

/** Type-graphql makes a promise of every type that is told: one for each entry of an answer that stands where there may be several types. */
function resolveTypesAtOnce(schema: GraphQLSchema): void {
  for (const type of ENTRIES) {
    const abstract = schema.getType(type)
    // Whatever stands there is an entry of the record.
    if (isAbstractType(abstract)) abstract.resolveType = (entry: Entry) => nameOfType(entry)
  }
}

function describeRoot(root: GraphQLObjectType | null | undefined, description: string): void {
  if (root) root.description = description
}
