import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { Direction } from '../generated/graphql.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

const datedLists = graphql(`
  query DatedLists($events: EventOrder, $statements: StatementOrder) {
    events(order: $events, first: 100) {
      nodes {
        number
      }
    }
    statements(order: $statements, first: 100) {
      nodes {
        number
      }
    }
  }
`)

const defaultLists = graphql(`
  query DefaultLists {
    persons(first: 100) {
      nodes {
        number
      }
    }
    organizations(first: 100) {
      nodes {
        number
      }
    }
    locations(first: 100) {
      nodes {
        number
      }
    }
    statusUpdates(first: 100) {
      nodes {
        number
      }
    }
  }
`)

const listsBelow = graphql(`
  query ListsBelow($negotiation: ID!, $proposal: ID!, $organization: ID!, $event: ID!, $source: ID!) {
    negotiation(id: $negotiation) {
      proposals {
        number
      }
      parties {
        organization {
          number
        }
      }
      positions {
        proposal {
          number
        }
        party {
          number
        }
        person {
          number
        }
      }
      events(order: { direction: ASC }, first: 3) {
        nodes {
          number
        }
      }
    }
    proposal(id: $proposal) {
      parts {
        number
      }
    }
    organization(id: $organization) {
      members {
        person {
          number
        }
      }
    }
    event(id: $event) {
      linkedFrom {
        event {
          number
        }
      }
      locations {
        number
      }
    }
    source(id: $source) {
      citedBy(first: 100) {
        nodes {
          number
        }
      }
    }
  }
`)

let record: SecondRecord
beforeAll(async () => {
  record = await startSecondRecord()
})
afterAll(() => record.service.stop())

type Nodes = readonly { readonly number: number }[]
const keys = (nodes: Nodes | undefined) => record.keys(nodes ?? []).map((key) => key.slice(key.indexOf('-') + 1))

/** By date, oldest first; what is equal, by number. Unknown dates stand apart. */
const EVENTS = [
  ...['letters', 'exploratory', 'general-agreement', 'launch', 'first-round', 'own-ceasefire', 'protests', 'rural'],
  ...['video-link', 'capture', 'release', 'ambush', 'raid', 'handshake', 'embassy', 'eln-announced', 'final'],
  ...['cartagena', 'plebiscite', 'bogota', 'arms'],
]
const STATEMENTS = [
  ...['nothing-agreed', 'time', 'ask-ceasefire', 'de-escalation', 'for-farc', 'provoked', 'worst-week'],
  ...['six-months', 'before', 'guarantors', 'renegotiate'],
]

describe('events and statements stand', () => {
  it('newest first, when no order is asked for; unknown dates last', async () => {
    const { events, statements } = await record.service.ask(datedLists)
    expect(keys(events.nodes)).toEqual([...EVENTS.toReversed(), 'radio-contact'])
    expect(keys(statements.nodes)).toEqual([...STATEMENTS.toReversed(), 'undated'])
  })

  it('oldest first by date; unknown dates last here too', async () => {
    const order = { direction: 'ASC' } as const
    const { events, statements } = await record.service.ask(datedLists, { events: order, statements: order })
    expect(keys(events.nodes)).toEqual([...EVENTS, 'radio-contact'])
    expect(keys(statements.nodes)).toEqual([...STATEMENTS, 'undated'])
  })

  it.each(['ASC', 'DESC'] as const)('%s by when the record learned of them', async (direction: Direction) => {
    const order = { field: 'RECORDED_AT', direction } as const
    const { events, statements } = await record.service.ask(datedLists, { events: order, statements: order })
    const { [direction]: sign } = { ASC: 1, DESC: -1 }
    for (const { nodes } of [events, statements]) {
      const numbers = nodes.map((node) => node.number)
      expect(numbers).toEqual(numbers.toSorted((a, b) => sign * (a - b)))
    }
  })
})

describe('without an order of choice stand', () => {
  it('persons, organisations and places by name, as if without accents and case', async () => {
    const { persons, organizations, locations } = await record.service.ask(defaultLists)
    expect(keys(persons.nodes)).toEqual(['uribe', 'brende', 'de-la-calle', 'marquez', 'santos', 'alzate', 'jimenez'])
    expect(keys(organizations.nodes)).toEqual([
      ...['opposition', 'colombia', 'cuba', 'government-delegation', 'eln', 'farc', 'government'],
      ...['forces', 'cuban-ministry', 'norway', 'farc-delegation', 'secretariat'],
    ])
    expect(keys(locations.nodes)).toEqual([
      ...['bogota', 'buenos-aires', 'cauca', 'choco', 'colombia', 'palace', 'cuba', 'norwegian-embassy'],
      ...['havana', 'hurdal', 'pacific', 'vessel-east', 'vessel-west', 'theatre'],
    ])
  })

  it('status updates oldest first, unknown dates last', async () => {
    const { statusUpdates } = await record.service.ask(defaultLists)
    expect(keys(statusUpdates.nodes)).toEqual([
      ...['launch', 'ask', 'counter', 'offer', 'own-ceasefire', 'suspended', 'resumed-wrong', 'resumed'],
      ...['santos', 'eln', 'reached', 'government-accepts', 'farc-accepts', 'failed', 'undated'],
    ])
  })
})

describe('below an entry stand', () => {
  const ask = () =>
    record.service.ask(listsBelow, {
      negotiation: record.id('negotiation-havana'),
      proposal: record.id('proposal-final'),
      organization: record.id('org-government'),
      event: record.id('event-video-link'),
      source: record.id('source-communique'),
    })

  it('proposals, parts, members and what cites a source by number', async () => {
    const { negotiation, proposal, organization, source } = await ask()
    expect(keys(negotiation?.proposals)).toEqual([
      ...['ceasefire', 'de-escalation', 'final', 'rural', 'victims', 'jurisdiction', 'new'],
    ])
    expect(keys(proposal?.parts)).toEqual(['rural', 'victims'])
    expect(keys(organization?.members.map((member) => member.person))).toEqual(['santos', 'uribe'])
    expect(keys(source?.citedBy.nodes)).toEqual(['launch'])
  })

  it('parties and places as they were given', async () => {
    const { negotiation, event } = await ask()
    expect(keys(negotiation?.parties.map((party) => party.organization))).toEqual([
      'colombia',
      'farc',
      'cuba',
      'norway',
    ])
    expect(keys(event?.locations)).toEqual(['havana', 'bogota', 'theatre'])
  })

  it('positions by proposal, then as the parties stand in the negotiation, a party before its persons', async () => {
    const { negotiation } = await ask()
    const rows = negotiation?.positions.map(({ proposal, party, person }) =>
      keys([proposal, party, ...(person ? [person] : [])]),
    )
    expect(rows).toEqual([
      ['ceasefire', 'colombia'],
      ['ceasefire', 'farc'],
      ['de-escalation', 'colombia'],
      ['final', 'colombia'],
      ['final', 'colombia', 'santos'],
      ['final', 'farc'],
    ])
  })

  it('events in the order asked for', async () => {
    const { negotiation } = await ask()
    expect(keys(negotiation?.events.nodes)).toEqual(EVENTS.slice(0, 3))
  })

  it('events that lead here by the number of the event they start from', async () => {
    const { event } = await record.service.ask(listsBelow, {
      ...{ negotiation: '', proposal: '', organization: '', source: '' },
      event: record.id('event-final'),
    })
    expect(keys(event?.linkedFrom.map((link) => link.event))).toEqual(['cartagena'])
  })
})
