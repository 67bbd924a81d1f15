// The resolvers, as the tutorials of type-graphql and Prisma write them: each field asks for its relation with the fluent API.
import { EntryType, type PrismaClient } from '../../../src/db/generated/client.ts'
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import { Verification } from '../../../src/db/generated/enums.ts'
import { positionsFrom } from '../peers/positions.mjs'
import * as types from './types.ts'

/** What each resolver gets. */
export interface Context {
  readonly prisma: PrismaClient
}

interface DatedEntry {
  readonly dateEdtf: string | null
  readonly dateEarliest: Date | null
  readonly dateLatest: Date | null
  readonly datePrecision: types.HistoricalDate['precision']
}

function dateOf(entry: DatedEntry | null): types.HistoricalDate | null {
  if (entry === null) return null
  const { dateEdtf: edtf, dateEarliest: earliest, dateLatest: latest, datePrecision: precision } = entry
  return { edtf, earliest, latest, precision }
}

/** Neither retracted nor corrected. */
const COUNTS = { entry: { retractedAt: null }, correctedBy: { none: { entry: { retractedAt: null } } } }

const present = <Value>(values: readonly (Value | null)[]): Value[] =>
  values.filter((value): value is NonNullable<typeof value> & Value => value !== null)

@Resolver(() => types.Event)
export class EventResolver {
  @Query(() => types.Event, { nullable: true })
  event(@Arg('id', () => ID) id: string, @Ctx() { prisma }: Context): Promise<types.Event | null> {
    return prisma.event.findUnique({ where: { id } })
  }

  @Query(() => types.Events)
  async events(@Arg('first', () => Int) first: number, @Ctx() { prisma }: Context): Promise<types.Events> {
    const entries = await prisma.entry.findMany({
      where: { type: 'EVENT', retractedAt: null },
      orderBy: [{ orderedAt: { sort: 'desc', nulls: 'last' } }, { number: 'desc' }],
      take: first,
      include: { event: true },
    })
    return { nodes: present(entries.map(({ event }) => event)) }
  }

  @FieldResolver(() => Int, { nullable: true })
  async version(@Root() { id }: types.Event, @Ctx() { prisma }: Context): Promise<number | undefined> {
    return (await prisma.event.findUnique({ where: { id } }).entry())?.version
  }

  @FieldResolver(() => Verification, { nullable: true })
  async verification(@Root() { id }: types.Event, @Ctx() { prisma }: Context): Promise<Verification | undefined> {
    return (await prisma.event.findUnique({ where: { id } }).entry())?.verification
  }

  @FieldResolver(() => types.HistoricalDate, { nullable: true })
  async date(@Root() { id }: types.Event, @Ctx() { prisma }: Context): Promise<types.HistoricalDate | null> {
    return dateOf(await prisma.event.findUnique({ where: { id } }).entry())
  }

  @FieldResolver(() => [types.Location])
  async locations(@Root() { id }: types.Event, @Ctx() { prisma }: Context): Promise<types.Location[]> {
    const rows = await prisma.event.findUnique({ where: { id } }).locations({ orderBy: { ordinal: 'asc' } })
    const found = await Promise.all(
      (rows ?? []).map(({ eventId, ordinal }) =>
        prisma.eventLocation.findUnique({ where: { eventId_ordinal: { eventId, ordinal } } }).location(),
      ),
    )
    return present(found)
  }

  @FieldResolver(() => [types.Participation])
  async participants(@Root() { id }: types.Event, @Ctx() { prisma }: Context): Promise<types.Participation[]> {
    return (await prisma.event.findUnique({ where: { id } }).participants({ orderBy: { ordinal: 'asc' } })) ?? []
  }
}

type Actor = types.Person | types.Organization

/** An actor is a person or an organization, each in its own table. */
function actorOf(
  prisma: PrismaClient,
  entry: { readonly id: string; readonly type: EntryType } | null,
): Promise<Actor | null> {
  if (entry === null) return Promise.resolve(null)
  const found = prisma.entry.findUnique({ where: { id: entry.id } })
  return entry.type === EntryType.PERSON ? found.person() : found.organization()
}

@Resolver(() => types.Participation)
export class ParticipationResolver {
  @FieldResolver(() => types.Actor, { nullable: true })
  async actor(@Root() { eventId, ordinal }: types.Participation, @Ctx() { prisma }: Context): Promise<Actor | null> {
    return actorOf(
      prisma,
      await prisma.participation.findUnique({ where: { eventId_ordinal: { eventId, ordinal } } }).actor(),
    )
  }
}

@Resolver(() => types.Statement)
export class StatementResolver {
  @FieldResolver(() => types.HistoricalDate, { nullable: true })
  async date(@Root() { id }: types.Statement, @Ctx() { prisma }: Context): Promise<types.HistoricalDate | null> {
    return dateOf(await prisma.statement.findUnique({ where: { id } }).entry())
  }

  @FieldResolver(() => types.Actor, { nullable: true })
  async speaker(@Root() { id }: types.Statement, @Ctx() { prisma }: Context): Promise<Actor | null> {
    return actorOf(prisma, await prisma.statement.findUnique({ where: { id } }).speaker())
  }
}

@Resolver(() => types.Negotiation)
export class NegotiationResolver {
  @Query(() => types.Negotiation, { nullable: true })
  negotiation(@Arg('id', () => ID) id: string, @Ctx() { prisma }: Context): Promise<types.Negotiation | null> {
    return prisma.negotiation.findUnique({ where: { id } })
  }

  @FieldResolver(() => types.StatusUpdate, { nullable: true })
  status(@Root() { id }: types.Negotiation, @Ctx() { prisma }: Context): Promise<types.StatusUpdate | null> {
    return prisma.negotiationStatusUpdate.findFirst({
      where: { negotiationId: id, ...COUNTS },
      orderBy: [{ entry: { orderedAt: { sort: 'desc', nulls: 'last' } } }, { entry: { number: 'desc' } }],
    })
  }

  @FieldResolver(() => [types.PartyPosition])
  async positions(@Root() { id }: types.Negotiation, @Ctx() { prisma }: Context): Promise<types.PartyPosition[]> {
    const negotiation = prisma.negotiation.findUnique({ where: { id } })
    const parties = await negotiation.parties({ orderBy: { ordinal: 'asc' } })
    const updates = await prisma.negotiationStatusUpdate.findMany({
      where: {
        negotiationId: id,
        position: { not: null },
        countsForId: { not: null },
        proposalId: { not: null },
        ...COUNTS,
      },
      orderBy: [{ entry: { orderedAt: { sort: 'asc', nulls: 'first' } } }, { entry: { number: 'asc' } }],
      include: { entry: true, proposal: { include: { entry: true } } },
    })
    return positionsFrom(
      updates,
      (parties ?? []).map(({ organizationId }) => organizationId),
    ) as types.PartyPosition[]
  }

  @FieldResolver(() => types.StatusUpdates)
  async statusUpdates(
    @Root() { id }: types.Negotiation,
    @Arg('last', () => Int) last: number,
    @Ctx() { prisma }: Context,
  ): Promise<types.StatusUpdates> {
    const found = await prisma.negotiation.findUnique({ where: { id } }).statusUpdates({
      where: { entry: { retractedAt: null } },
      orderBy: [{ entry: { orderedAt: { sort: 'desc', nulls: 'first' } } }, { entry: { number: 'desc' } }],
      take: last,
    })
    return { nodes: (found ?? []).reverse() }
  }
}

@Resolver(() => types.PartyPosition)
export class PartyPositionResolver {
  @FieldResolver(() => types.Proposal, { nullable: true })
  proposal(@Root() { proposalId }: types.PartyPosition, @Ctx() { prisma }: Context): Promise<types.Proposal | null> {
    return prisma.proposal.findUnique({ where: { id: proposalId } })
  }

  @FieldResolver(() => types.Organization, { nullable: true })
  party(@Root() { partyId }: types.PartyPosition, @Ctx() { prisma }: Context): Promise<types.Organization | null> {
    return prisma.organization.findUnique({ where: { id: partyId } })
  }

  @FieldResolver(() => types.Person, { nullable: true })
  person(@Root() { personId }: types.PartyPosition, @Ctx() { prisma }: Context): Promise<types.Person | null> {
    return personId === null ? Promise.resolve(null) : prisma.person.findUnique({ where: { id: personId } })
  }
}

@Resolver(() => types.StatusUpdate)
export class StatusUpdateResolver {
  @FieldResolver(() => types.HistoricalDate, { nullable: true })
  async effectiveOn(
    @Root() { id }: types.StatusUpdate,
    @Ctx() { prisma }: Context,
  ): Promise<types.HistoricalDate | null> {
    return dateOf(await prisma.negotiationStatusUpdate.findUnique({ where: { id } }).entry())
  }

  @FieldResolver(() => types.Organization, { nullable: true })
  party(@Root() { id }: types.StatusUpdate, @Ctx() { prisma }: Context): Promise<types.Organization | null> {
    return prisma.negotiationStatusUpdate.findUnique({ where: { id } }).party()
  }

  @FieldResolver(() => [types.Statement])
  async evidenceStatements(@Root() { id }: types.StatusUpdate, @Ctx() { prisma }: Context): Promise<types.Statement[]> {
    const rows = await prisma.negotiationStatusUpdate
      .findUnique({ where: { id } })
      .evidenceStatements({ orderBy: { ordinal: 'asc' } })
    const found = await Promise.all(
      (rows ?? []).map(({ statusUpdateId, ordinal }) =>
        prisma.statusEvidenceStatement
          .findUnique({ where: { statusUpdateId_ordinal: { statusUpdateId, ordinal } } })
          .statement(),
      ),
    )
    return present(found)
  }

  @FieldResolver(() => [types.Event])
  async evidenceEvents(@Root() { id }: types.StatusUpdate, @Ctx() { prisma }: Context): Promise<types.Event[]> {
    const rows = await prisma.negotiationStatusUpdate
      .findUnique({ where: { id } })
      .evidenceEvents({ orderBy: { ordinal: 'asc' } })
    const found = await Promise.all(
      (rows ?? []).map(({ statusUpdateId, ordinal }) =>
        prisma.statusEvidenceEvent
          .findUnique({ where: { statusUpdateId_ordinal: { statusUpdateId, ordinal } } })
          .event(),
      ),
    )
    return present(found)
  }
}

@Resolver(() => types.SearchEdge)
export class SearchResolver {
  @Query(() => types.SearchResult)
  async search(
    @Arg('query', () => String) query: string,
    @Arg('types', () => [EntryType]) _types: readonly EntryType[],
    @Arg('first', () => Int) first: number,
    @Ctx() { prisma }: Context,
  ): Promise<types.SearchResult> {
    return {
      edges: await prisma.$queryRaw<types.SearchEdge[]>`
        select entry_id::text as "entryId", field, fragment from bench.search_hits(${query}, ${first}::int)`,
    }
  }

  @FieldResolver(() => types.Entry, { nullable: true })
  async node(@Root() { entryId }: types.SearchEdge, @Ctx() { prisma }: Context): Promise<types.Entry | null> {
    const found = prisma.entry.findUnique({ where: { id: entryId } })
    const entry = await found
    const again = prisma.entry.findUnique({ where: { id: entryId } })
    return entry?.type === EntryType.EVENT ? again.event() : again.statement()
  }
}
