import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const NAME = graphql(`
  query PastName($id: ID!, $asOf: DateTime) {
    entry(id: $id, asOf: $asOf) {
      version
      ... on Person {
        name
      }
      history {
        totalCount
        nodes {
          kind
          entry {
            version
          }
        }
      }
    }
  }
`)
const RENAME = graphql(`
  mutation PastRename($input: UpdatePersonInput!) {
    updatePerson(input: $input) {
      errors {
        message
      }
    }
  }
`)
const AT = graphql(`
  query PastMoment {
    changes(last: 1) {
      changes {
        at
      }
    }
  }
`)
const PAGE = graphql(`
  query PastPage($id: ID!, $asOf: DateTime, $after: String) {
    entry(id: $id, asOf: $asOf) {
      ... on Negotiation {
        timeline(first: 2, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            id
          }
        }
        statusUpdates(last: 1) {
          nodes {
            id
          }
        }
      }
    }
  }
`)

describe('the past', () => {
  let service: TestService
  let make: Maker
  let talks: Made

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    talks = await make.negotiation()
  })
  afterAll(() => service.stop())

  /** The moment of the newest change, and from then on a later one for whatever is written next. */
  const momentOfNewest = async (): Promise<string> => {
    const { changes } = await service.ask(AT)
    const { at } = changes.changes[0]!
    for (;;) {
      await make.source()
      const { changes: now } = await service.ask(AT)
      if (now.changes[0]!.at > at) return at
    }
  }
  const shifted = (at: string, byMs: number) => new Date(Date.parse(at) + byMs).toISOString()
  const nameAt = async (id: string, asOf: string) => {
    const { entry } = await service.ask(NAME, { id, asOf })
    return entry !== null && 'name' in entry ? entry.name : entry
  }

  it('begins with the first change: before, and of what nobody has added, there is nothing', async () => {
    const person = await make.person({ name: 'First name' })
    const added = await momentOfNewest()
    expect(await nameAt(person.id, '1999-12-31T23:59:59Z')).toBeNull()
    expect(await nameAt(person.id, shifted(added, -1))).toBeNull()
    expect(await nameAt(person.id, added)).toBe('First name')
    expect(await nameAt('00000000-0000-7000-8000-000000000000', added)).toBeNull()
    expect(await nameAt('nobody', added)).toBeNull()
    expect(await nameAt(person.id, '2999-01-01T00:00:00Z')).toBe('First name')
  })

  it('reaches up to the very millisecond of a change', async () => {
    const { id } = await make.person({ name: 'Before' })
    await momentOfNewest()
    await service.ask(RENAME, { input: { id, expectedVersion: 1, name: 'After' } })
    const renamed = await momentOfNewest()
    expect(await nameAt(id, shifted(renamed, -1))).toBe('Before')
    expect(await nameAt(id, renamed)).toBe('After')
    // The same moment, said from elsewhere.
    expect(await nameAt(id, `${shifted(renamed, 2 * 3_600_000).slice(0, -1)}+02:00`)).toBe('After')
  })

  it('has a history that stops there', async () => {
    const { id } = await make.person()
    const added = await momentOfNewest()
    await service.ask(RENAME, { input: { id, expectedVersion: 1, name: 'Another' } })
    const historyAt = async (asOf?: string) => (await service.ask(NAME, { id, asOf })).entry?.history
    expect(await historyAt(added)).toEqual({ totalCount: 1, nodes: [{ kind: 'ADDED', entry: { version: 1 } }] })
    expect((await historyAt())?.nodes.map((change) => change.kind)).toEqual(['ADDED', 'UPDATED'])
  })

  it('has pages, which go on within the same moment', async () => {
    const events: string[] = []
    for (const date of ['2025-03-01', '2025-03-02', '2025-03-03', '2025-03-04', '2025-03-05'])
      events.unshift((await make.event({ negotiationId: talks.id, date: { edtf: date } })).id)
    const asOf = await momentOfNewest()
    const update = await make.statusUpdate({ negotiationId: talks.id, effectiveOn: { edtf: '2025-03-03' } })
    const pageAfter = async (after: string | null) => {
      const { entry } = await service.ask(PAGE, { id: talks.id, asOf, after })
      if (entry === null || !('timeline' in entry)) throw new Error('There is no such negotiation.')
      return entry
    }
    const seen: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const { timeline, statusUpdates } = await pageAfter(after)
      expect([timeline.totalCount, statusUpdates.nodes]).toEqual([5, []])
      seen.push(...timeline.nodes.map((node) => node.id))
      after = timeline.pageInfo.endCursor
      more = timeline.pageInfo.hasNextPage
    }
    expect(seen).toEqual(events)
    const { entry: now } = await service.ask(PAGE, { id: talks.id })
    expect(now).toMatchObject({ timeline: { totalCount: 7 }, statusUpdates: { nodes: [{ id: update.id }] } })
  })

  it.each([
    ['Person', 'statements { totalCount }'],
    ['Person', 'events { nodes { id } }'],
    ['Organization', 'members { title }'],
    ['Organization', 'statements { nodes { id } }'],
    ['Organization', 'events { totalCount }'],
    ['Location', 'events { nodes { id } }'],
    ['Location', 'statements { nodes { id } }'],
    ['Source', 'citedBy { nodes { id } }'],
    ['Event', 'linkedFrom { type }'],
    ['Event', 'statements { nodes { id } }'],
    ['Proposal', 'parts { id }'],
    ['Negotiation', 'proposals { parts { id } }'],
    ['Negotiation', 'events(filter: { type: [AGREE] }) { nodes { id } }'],
    ['Negotiation', 'statements(filter: { search: "peace" }) { totalCount }'],
    ['Negotiation', 'statusUpdates(kind: [SIGNAL]) { nodes { id } }'],
    ['Negotiation', 'statusUpdates(partyId: "nobody") { nodes { id } }'],
    ['Negotiation', 'statusUpdates(proposalId: "nothing") { totalCount }'],
    ['Negotiation', 'timeline(entryType: [EVENT]) { nodes { id } }'],
    ['Negotiation', 'timeline(search: "peace") { nodes { id } }'],
    ['Negotiation', 'timeline(partyId: "nobody") { nodes { id } }'],
    ['Negotiation', 'timeline(locationId: "nowhere") { nodes { id } }'],
  ])('has no other list or filter: below a %s, %s', async (type, field) => {
    const kinds = {
      ...{ Person: make.person, Organization: make.organization, Location: make.location, Source: make.source },
      ...{ Event: make.event, Proposal: make.proposal, Negotiation: () => Promise.resolve(talks) },
    }
    if (type === 'Negotiation') await make.proposal({ negotiationId: talks.id })
    const { id } = await kinds[type as keyof typeof kinds]()
    const asked = (asOf: string) => `query ($id: ID!) { entry(id: $id${asOf}) { ... on ${type} { ${field} } } }`
    const { errors } = await service.send(asked(', asOf: "2999-01-01T00:00:00Z"'), { id })
    expect(errors?.map((error) => error.extensions.code)).toEqual(expect.arrayContaining(['BAD_USER_INPUT']))
    expect((await service.send(asked(''), { id })).errors).toBeUndefined()
  })

  it('takes a filter that leaves nothing out', async () => {
    const query = `query ($id: ID!) { entry(id: $id, asOf: "2999-01-01T00:00:00Z") { ... on Negotiation {
      events(filter: { includeRetracted: false }) { totalCount } statements(filter: {}) { totalCount } timeline(entryType: null) { totalCount } } } }`
    expect((await service.send(query, { id: talks.id })).errors).toBeUndefined()
  })

  it.each(['yesterday', '2025-03-11', '2025-03-11T10:00:00', '2025-02-30T10:00:00Z', ''])(
    'takes no moment such as %j',
    async (asOf) => {
      const { errors } = await service.send(NAME, { id: talks.id, asOf })
      expect(errors?.map((error) => error.extensions.code)).toEqual(['BAD_USER_INPUT'])
    },
  )

  it('of a position is the earlier of the two, where two moments are given', async () => {
    const party = await make.organization()
    const within = await make.negotiation({ parties: [{ organizationId: party.id, role: 'PARTY' }] })
    const proposal = await make.proposal({ negotiationId: within.id })
    const moments: string[] = []
    for (const position of ['REJECTS', 'UNDER_REVIEW', 'ACCEPTS'] as const) {
      await make.statusUpdate({ negotiationId: within.id, proposalId: proposal.id, partyId: party.id, position })
      moments.push(await momentOfNewest())
    }
    const both = graphql(`
      query PastOfPast($id: ID!, $entryAsOf: DateTime, $asOf: DateTime) {
        entry(id: $id, asOf: $entryAsOf) {
          ... on Proposal {
            positions(asOf: $asOf) {
              position
            }
          }
        }
      }
    `)
    const [first, second, third] = moments
    const cases = [
      ...[
        [second, first, 'REJECTS'],
        [first, second, 'REJECTS'],
        [third, second, 'UNDER_REVIEW'],
        [undefined, second, 'UNDER_REVIEW'],
      ],
      ...[
        [second, undefined, 'UNDER_REVIEW'],
        [undefined, undefined, 'ACCEPTS'],
      ],
    ] as const
    for (const [entryAsOf, asOf, position] of cases) {
      const { entry } = await service.ask(both, { id: proposal.id, entryAsOf, asOf })
      expect(entry, JSON.stringify({ entryAsOf, asOf })).toEqual({ positions: [{ position }] })
    }
    const { entry } = await service.ask(both, { id: proposal.id, asOf: '1999-12-31T00:00:00Z' })
    expect(entry).toEqual({ positions: [] })
  })
})
