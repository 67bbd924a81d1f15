// What Mercurius and Yoga have in common: Parley's own schema, its queries, and each relation with the column that leads to it.
import { readFileSync } from 'node:fs'
import * as store from './store.mjs'

export const typeDefs = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')

/** The queries. @param {object} prisma */
export const queriesOf = (prisma) => ({
  event: (_, { id }) => store.eventById(prisma, id),
  events: async (_, { first }) => ({ nodes: await store.newestEvents(prisma, first) }),
  negotiation: (_, { id }) => store.negotiationById(prisma, id),
  search: async (_, { query, first }) => ({ edges: await store.hits(prisma, query, first) }),
})

const relation = (key, load) => ({ key, load })

/**
 * By type and field: by what of the parent it is looked up, and how for many at once. Null leads nowhere.
 *
 * @type {Record<string, Record<string, { key: string, load: Function }>>}
 */
export const RELATIONS = {
  Event: { locations: relation('id', store.locationsOf), participants: relation('id', store.participantsOf) },
  Participation: { actor: relation('actorId', store.actorsById) },
  Negotiation: {
    status: relation('id', store.statusesOf),
    positions: relation('id', store.positionsOf),
    statusUpdates: relation('id', (prisma, ids, { last }) => store.lastUpdatesOf(prisma, ids, last)),
  },
  PartyPosition: {
    proposal: relation('proposalId', store.proposalsById),
    party: relation('partyId', store.organizationsById),
    person: relation('personId', store.personsById),
  },
  NegotiationStatusUpdate: {
    party: relation('partyId', store.organizationsById),
    evidenceStatements: relation('id', store.evidenceStatementsOf),
    evidenceEvents: relation('id', store.evidenceEventsOf),
  },
  Statement: { speaker: relation('speakerId', store.actorsById) },
  SearchEdge: { node: relation('entryId', store.entriesById) },
}
