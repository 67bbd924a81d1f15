import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { StatementFilter } from '../generated/graphql.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

const statementsFiltered = graphql(`
  query StatementsFiltered($filter: StatementFilter) {
    statements(filter: $filter, first: 100) {
      nodes {
        number
      }
      totalCount
    }
  }
`)

const statementsBelow = graphql(`
  query StatementsBelow($id: ID!, $filter: StatementFilter, $relation: StatementRelation) {
    node(id: $id) {
      ... on Person {
        statements(filter: $filter, first: 100) {
          nodes {
            number
          }
          totalCount
        }
      }
      ... on Organization {
        statements(filter: $filter, first: 100) {
          nodes {
            number
          }
          totalCount
        }
      }
      ... on Location {
        statements(filter: $filter, first: 100) {
          nodes {
            number
          }
          totalCount
        }
      }
      ... on Negotiation {
        statements(filter: $filter, first: 100) {
          nodes {
            number
          }
          totalCount
        }
      }
      ... on Event {
        statements(relation: $relation, filter: $filter, first: 100) {
          nodes {
            number
          }
          totalCount
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

interface Found {
  readonly nodes: readonly { readonly number: number }[]
  readonly totalCount: number
}

function named({ nodes, totalCount }: Found): string[] {
  expect(totalCount).toBe(nodes.length)
  return record.keys(nodes).map((key) => key.replace('statement-', ''))
}

/** Newest first: the default order. */
const ALL = [
  ...['renegotiate', 'guarantors', 'before', 'six-months', 'worst-week', 'provoked', 'for-farc'],
  ...['de-escalation', 'ask-ceasefire', 'time', 'nothing-agreed', 'undated'],
]
const BY_FARC = ['provoked', 'for-farc', 'ask-ceasefire', 'nothing-agreed']

type Id = (key: string) => string
type Case = readonly [sentence: string, filter: (id: Id) => StatementFilter, found: readonly string[]]

const cases: readonly Case[] = [
  ['of all kinds, when every field is null', () => ({ speakerId: null, topic: null, search: null }), ALL],
  ['by a person', (id) => ({ speakerId: id('person-santos') }), ['six-months', 'time']],
  ['by one who only joins in', (id) => ({ speakerId: id('org-norway') }), ['guarantors']],
  ['by an organisation itself', (id) => ({ speakerId: id('org-farc-delegation') }), ['nothing-agreed']],
  ['by an organisation itself, not by its parts', (id) => ({ speakerId: id('org-farc') }), []],
  ['of an organisation, its parts, their members, and for it', (id) => ({ organizationId: id('org-farc') }), BY_FARC],
  [
    'of an organisation, by those too who belonged to it before',
    (id) => ({ organizationId: id('org-colombia') }),
    ['renegotiate', 'six-months', 'de-escalation', 'time', 'nothing-agreed', 'undated'],
  ],
  ['of an organisation whose part joins in', (id) => ({ organizationId: id('org-cuba') }), ['guarantors']],
  [
    'of a part, not of the whole',
    (id) => ({ organizationId: id('org-government-delegation') }),
    ['nothing-agreed', 'undated'],
  ],
  ['of a quote type', () => ({ quoteType: ['MIXED'] }), ['renegotiate', 'worst-week']],
  ['of a speech act', () => ({ speechAct: ['REJECT', 'THREATEN'] }), ['renegotiate', 'de-escalation']],
  ['of an attribution', () => ({ attribution: ['SECOND_HAND', 'AMBIGUOUS'] }), ['provoked', 'undated']],
  ['of nobody named', () => ({ attribution: ['ANONYMOUS'] }), ['worst-week']],
  ['in a form', () => ({ medium: ['SPEECH', 'READOUT'] }), ['time', 'nothing-agreed']],
  ['with one of several topics', () => ({ topic: ['signature', 'procedure'] }), ['six-months', 'nothing-agreed']],
  ['with a topic to the letter', () => ({ topic: ['dead', 'Deadline', 'dead%', ''] }), []],
  ['of a verification', () => ({ verification: ['CONFIRMED', 'CORROBORATED'] }), ['renegotiate', 'nothing-agreed']],
  ['of a negotiation', (id) => ({ negotiationId: id('negotiation-eln') }), ['before']],
  ['about a proposal', (id) => ({ proposalId: id('proposal-final') }), ['renegotiate', 'six-months']],
  ['made at an event', (id) => ({ atEventId: id('event-launch') }), ['nothing-agreed']],
  ['about an event', (id) => ({ aboutEventId: id('event-raid') }), ['worst-week', 'provoked']],
  ['made at a place or in its parts', (id) => ({ locationId: id('loc-cuba') }), ['six-months', 'ask-ceasefire']],
  ['citing a source', (id) => ({ sourceId: id('source-register') }), ['renegotiate']],
  ['quoting a source', (id) => ({ sourceId: id('source-chronicle'), verification: ['CORROBORATED'] }), ['renegotiate']],
  ['known through a source: that alone is no citation', (id) => ({ sourceId: id('source-radio') }), []],
  ['from a day on', () => ({ onOrAfter: '2016-10-02' }), ['renegotiate', 'de-escalation', 'undated']],
  ['up to a day', () => ({ onOrBefore: '2012-11-17' }), ['before', 'nothing-agreed', 'undated']],
  ['whose quotes have a word', () => ({ search: 'buried' }), ['renegotiate']],
  ['whose content has words', () => ({ search: 'leaflet -radio' }), ['undated']],
  [
    'for which all fields hold',
    (id) => ({ organizationId: id('org-farc'), quoteType: ['DIRECT'] }),
    ['provoked', 'nothing-agreed'],
  ],
]

describe('a filter keeps the statements', () => {
  it.each(cases)('%s', async (_sentence, filter, found) => {
    const { statements } = await record.service.ask(statementsFiltered, { filter: filter(record.id) })
    expect(named(statements)).toEqual(found)
  })

  it('that name an entry which does not exist, or of another type: none', async () => {
    const fields = [
      ...(['speakerId', 'organizationId', 'negotiationId', 'proposalId', 'atEventId'] as const),
      ...(['aboutEventId', 'locationId', 'sourceId'] as const),
    ]
    const ids = ['0193a000-0000-7000-8000-000000000000', 'no-id', record.id('status-launch')]
    for (const field of fields) {
      for (const id of ids) {
        const { statements } = await record.service.ask(statementsFiltered, { filter: { [field]: id } })
        expect(named(statements)).toEqual([])
      }
    }
  })
})

describe('a list of statements below an entry takes the same filter', () => {
  const below: readonly (readonly [string, string, StatementFilter, readonly string[]])[] = [
    ['a person', 'person-santos', { topic: ['signature'] }, ['six-months']],
    ['a person who only joins in nothing', 'person-alzate', {}, []],
    ['an organisation', 'org-farc', {}, BY_FARC],
    ['an organisation, narrowed', 'org-farc', { attribution: ['SECOND_HAND'] }, ['provoked']],
    ['a place and its parts', 'loc-colombia', {}, ['time']],
    [
      'a negotiation',
      'negotiation-havana',
      { onOrAfter: '2016-01-01' },
      ['renegotiate', 'guarantors', 'de-escalation'],
    ],
    ['an event', 'event-raid', { quoteType: ['DIRECT'] }, ['provoked']],
  ]
  it.each(below)('%s', async (_sentence, key, filter, found) => {
    const { node } = await record.service.ask(statementsBelow, { id: record.id(key), filter })
    expect(named((node as { statements: Found }).statements)).toEqual(found)
  })

  it.each([
    [null, ['six-months']],
    ['MADE_AT', ['six-months']],
    ['ABOUT', ['six-months']],
  ] as const)('an event, with the relation %s, each statement once', async (relation, found) => {
    const { node } = await record.service.ask(statementsBelow, { id: record.id('event-handshake'), relation })
    expect(named((node as { statements: Found }).statements)).toEqual(found)
  })

  it('an event at which nothing was said that was about it', async () => {
    const { node } = await record.service.ask(statementsBelow, { id: record.id('event-launch'), relation: 'ABOUT' })
    expect(named((node as { statements: Found }).statements)).toEqual([])
  })
})
