// What the peers read with Prisma's client: each relation in one call for all of its parents, in one statement by joins.
import { positionsFrom } from './positions.mjs'

const joined = { relationLoadStrategy: 'join' }
const ENTRY = {
  select: {
    version: true,
    verification: true,
    dateEdtf: true,
    dateEarliest: true,
    dateLatest: true,
    datePrecision: true,
  },
}
const EVENT = { id: true, title: true, summary: true, type: true, factuality: true, outcome: true }
const UPDATE = {
  id: true,
  kind: true,
  summary: true,
  position: true,
  partyId: true,
  entry: { select: { dateEdtf: true } },
}
const NAMED = { id: true, name: true }
const NEWEST_FIRST = [{ orderedAt: { sort: 'desc', nulls: 'last' } }, { number: 'desc' }]

const dateOf = (entry) => ({
  edtf: entry.dateEdtf,
  earliest: entry.dateEarliest,
  latest: entry.dateLatest,
  precision: entry.datePrecision,
})
const eventFrom = (event, entry) => ({
  ...event,
  __typename: 'Event',
  version: entry.version,
  verification: entry.verification,
  date: dateOf(entry),
})
const statementFrom = ({ entry, ...statement }) => ({ ...statement, __typename: 'Statement', date: dateOf(entry) })
const updateFrom = ({ entry, ...update }) => ({ ...update, effectiveOn: dateOf(entry) })

export async function eventById(prisma, id) {
  const found = await prisma.event.findUnique({ where: { id }, select: { ...EVENT, entry: ENTRY }, ...joined })
  return found && eventFrom(found, found.entry)
}

export async function newestEvents(prisma, count) {
  const found = await prisma.entry.findMany({
    where: { type: 'EVENT', retractedAt: null },
    orderBy: NEWEST_FIRST,
    take: count,
    select: { ...ENTRY.select, event: { select: EVENT } },
    ...joined,
  })
  return found.map((entry) => eventFrom(entry.event, entry))
}

export function negotiationById(prisma, id) {
  return prisma.negotiation.findUnique({ where: { id }, select: { ...NAMED, summary: true } })
}

/** Events and statements that a search finds, best first. Prisma has no full-text search of PostgreSQL's ranks, so it is SQL. */
export function hits(prisma, query, count) {
  return prisma.$queryRaw`select entry_id::text as "entryId", field, fragment from bench.search_hits(${query}, ${count}::int)`
}

export async function entriesById(prisma, ids) {
  const found = await prisma.entry.findMany({
    where: { id: { in: unique(ids) } },
    select: {
      id: true,
      ...ENTRY.select,
      event: { select: EVENT },
      statement: { select: { id: true, content: true, speakerId: true } },
    },
    ...joined,
  })
  const made = found.map((entry) =>
    entry.event ? eventFrom(entry.event, entry) : statementFrom({ ...entry.statement, entry }),
  )
  return inOrder(made, ids)
}

export async function locationsOf(prisma, eventIds) {
  const rows = await prisma.eventLocation.findMany({
    where: { eventId: { in: eventIds } },
    orderBy: { ordinal: 'asc' },
    select: { eventId: true, location: { select: NAMED } },
    ...joined,
  })
  return grouped(rows, 'eventId', eventIds, ({ location }) => location)
}

export async function participantsOf(prisma, eventIds) {
  const rows = await prisma.participation.findMany({
    where: { eventId: { in: eventIds } },
    orderBy: { ordinal: 'asc' },
    select: { eventId: true, role: true, actorId: true },
  })
  return grouped(rows, 'eventId', eventIds, (row) => row)
}

export async function actorsById(prisma, ids) {
  const found = await prisma.entry.findMany({
    where: { id: { in: unique(ids) } },
    select: { id: true, person: { select: NAMED }, organization: { select: NAMED } },
    ...joined,
  })
  const made = found.map(({ person, organization }) =>
    person ? { ...person, __typename: 'Person' } : { ...organization, __typename: 'Organization' },
  )
  return inOrder(made, ids)
}

export const organizationsById = async (prisma, ids) => inOrder(await prisma.organization.findMany(namedIn(ids)), ids)
export const personsById = async (prisma, ids) => inOrder(await prisma.person.findMany(namedIn(ids)), ids)
export const proposalsById = async (prisma, ids) => inOrder(await prisma.proposal.findMany(namedIn(ids)), ids)
const namedIn = (ids) => ({ where: { id: { in: unique(ids) } }, select: NAMED })

/** Neither retracted nor corrected. */
const COUNTS = { entry: { retractedAt: null }, correctedBy: { none: { entry: { retractedAt: null } } } }

/** The newest update of each that counts. */
export function statusesOf(prisma, negotiationIds) {
  return Promise.all(
    negotiationIds.map(async (negotiationId) => {
      const found = await prisma.negotiationStatusUpdate.findFirst({
        where: { negotiationId, ...COUNTS },
        orderBy: NEWEST_FIRST.map((entry) => ({ entry })),
        select: UPDATE,
        ...joined,
      })
      return found && updateFrom(found)
    }),
  )
}

export function positionsOf(prisma, negotiationIds) {
  return Promise.all(
    negotiationIds.map(async (negotiationId) => {
      const [updates, parties] = await Promise.all([
        prisma.negotiationStatusUpdate.findMany({
          where: {
            negotiationId,
            position: { not: null },
            countsForId: { not: null },
            proposalId: { not: null },
            ...COUNTS,
          },
          orderBy: [{ entry: { orderedAt: { sort: 'asc', nulls: 'first' } } }, { entry: { number: 'asc' } }],
          select: {
            countsForId: true,
            personId: true,
            proposalId: true,
            position: true,
            entry: { select: { number: true, dateEdtf: true } },
            proposal: { select: { entry: { select: { number: true } } } },
          },
          ...joined,
        }),
        prisma.negotiationParty.findMany({
          where: { negotiationId },
          orderBy: { ordinal: 'asc' },
          select: { organizationId: true },
        }),
      ])
      return positionsFrom(
        updates,
        parties.map(({ organizationId }) => organizationId),
      )
    }),
  )
}

/** The last `count` updates of each, oldest first. */
export function lastUpdatesOf(prisma, negotiationIds, count) {
  return Promise.all(
    negotiationIds.map(async (negotiationId) => {
      const found = await prisma.negotiationStatusUpdate.findMany({
        where: { negotiationId, entry: { retractedAt: null } },
        orderBy: [{ entry: { orderedAt: { sort: 'desc', nulls: 'first' } } }, { entry: { number: 'desc' } }],
        take: count,
        select: UPDATE,
        ...joined,
      })
      return { nodes: found.reverse().map(updateFrom) }
    }),
  )
}

export async function evidenceStatementsOf(prisma, updateIds) {
  const rows = await prisma.statusEvidenceStatement.findMany({
    where: { statusUpdateId: { in: updateIds } },
    orderBy: { ordinal: 'asc' },
    select: {
      statusUpdateId: true,
      statement: { select: { id: true, content: true, speakerId: true, entry: { select: { dateEdtf: true } } } },
    },
    ...joined,
  })
  return grouped(rows, 'statusUpdateId', updateIds, ({ statement }) => statementFrom(statement))
}

export async function evidenceEventsOf(prisma, updateIds) {
  const rows = await prisma.statusEvidenceEvent.findMany({
    where: { statusUpdateId: { in: updateIds } },
    orderBy: { ordinal: 'asc' },
    select: { statusUpdateId: true, event: { select: { id: true, title: true } } },
    ...joined,
  })
  return grouped(rows, 'statusUpdateId', updateIds, ({ event }) => event)
}

const unique = (ids) => [...new Set(ids)]

function inOrder(found, ids) {
  const byId = new Map(found.map((each) => [each.id, each]))
  return ids.map((id) => byId.get(id) ?? null)
}

function grouped(rows, key, ids, make) {
  const groups = new Map(ids.map((id) => [id, []]))
  for (const row of rows) groups.get(row[key]).push(make(row))
  return ids.map((id) => groups.get(id))
}
