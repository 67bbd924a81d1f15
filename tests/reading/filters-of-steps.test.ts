import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { StatusUpdatesFilteredQueryVariables, TimelineFilteredQueryVariables } from '../generated/graphql.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

const statusUpdatesFiltered = graphql(`
  query StatusUpdatesFiltered(
    $in: ID!
    $negotiationId: ID
    $kind: [StatusUpdateKind!]
    $partyId: ID
    $proposalId: ID
    $first: Int = 100
  ) {
    statusUpdates(
      negotiationId: $negotiationId
      kind: $kind
      partyId: $partyId
      proposalId: $proposalId
      first: $first
    ) {
      nodes {
        number
      }
      totalCount
    }
    negotiation(id: $in) {
      statusUpdates(kind: $kind, partyId: $partyId, proposalId: $proposalId, first: $first) {
        nodes {
          number
        }
        totalCount
      }
    }
  }
`)

const statementsOfParty = graphql(`
  query StatementsOfParty($filter: StatementFilter) {
    statements(filter: $filter, first: 100) {
      nodes {
        number
      }
      totalCount
    }
  }
`)
const timelineFiltered = graphql(`
  query TimelineFiltered(
    $in: ID!
    $entryType: [EntryType!]
    $partyId: ID
    $locationId: ID
    $search: String
    $direction: Direction
  ) {
    negotiation(id: $in) {
      timeline(
        entryType: $entryType
        partyId: $partyId
        locationId: $locationId
        search: $search
        direction: $direction
        first: 100
      ) {
        nodes {
          number
        }
        totalCount
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

function keys(found: Found | undefined): string[] {
  expect(found?.totalCount).toBe(found?.nodes.length)
  return record.keys(found?.nodes ?? [])
}

type Id = (key: string) => string

describe('status updates are kept, oldest first,', () => {
  type Case = readonly [string, (id: Id) => Partial<StatusUpdatesFilteredQueryVariables>, readonly string[]]
  const OF_HAVANA = [
    ...['launch', 'ask', 'counter', 'offer', 'own-ceasefire', 'suspended', 'resumed-wrong', 'resumed', 'santos'],
    ...['reached', 'government-accepts', 'farc-accepts', 'failed', 'undated'],
  ]
  const cases: readonly Case[] = [
    ['all of a negotiation, the corrected one among them', () => ({}), OF_HAVANA],
    ['of a kind', () => ({ kind: ['TALKS_RESUMED', 'TALKS_SUSPENDED'] }), ['suspended', 'resumed-wrong', 'resumed']],
    ['of no kind', () => ({ kind: [] }), []],
    [
      'of a party and its parts at any depth',
      (id) => ({ partyId: id('org-colombia') }),
      ['counter', 'offer', 'suspended', 'santos', 'government-accepts'],
    ],
    ['of a part alone', (id) => ({ partyId: id('org-government-delegation') }), ['government-accepts']],
    ['not of a person, who is no party', (id) => ({ partyId: id('person-santos') }), []],
    ['about a proposal', (id) => ({ proposalId: id('proposal-ceasefire') }), ['ask', 'counter']],
    ['not about a proposal for its part', (id) => ({ proposalId: id('proposal-victims') }), []],
    [
      'for which all hold',
      (id) => ({ proposalId: id('proposal-final'), partyId: id('org-farc'), kind: ['POSITION_CHANGED'] }),
      ['farc-accepts'],
    ],
    ['of none that does not exist', () => ({ partyId: '0193a000-0000-7000-8000-000000000000' }), []],
    ['of none by what is no id', () => ({ proposalId: "' or true --" }), []],
  ]
  it.each(cases)('%s', async (_sentence, given, found) => {
    const variables = { in: record.id('negotiation-havana'), ...given(record.id) }
    const expected = found.map((key) => `status-${key}`)
    const { statusUpdates, negotiation } = await record.service.ask(statusUpdatesFiltered, {
      ...variables,
      negotiationId: variables.in,
    })
    expect(keys(statusUpdates)).toEqual(expected)
    expect(keys(negotiation?.statusUpdates)).toEqual(expected)
  })

  it('of all negotiations, when none is named', async () => {
    const { statusUpdates } = await record.service.ask(statusUpdatesFiltered, {
      in: '',
      kind: ['CONTACT_MADE', 'SIGNAL'],
    })
    expect(keys(statusUpdates)).toEqual(['status-santos', 'status-eln', 'status-undated'])
  })

  it('of none, when the negotiation does not exist', async () => {
    const { statusUpdates } = await record.service.ask(statusUpdatesFiltered, { in: '', negotiationId: 'nowhere' })
    expect(keys(statusUpdates)).toEqual([])
  })
})

describe('the timeline keeps, newest first,', () => {
  type Case = readonly [string, (id: Id) => Partial<TimelineFilteredQueryVariables>, readonly string[]]
  const cases: readonly Case[] = [
    [
      'types',
      () => ({ entryType: ['STATEMENT', 'NEGOTIATION_STATUS_UPDATE'], search: 'de-escalation' }),
      ['status-offer', 'status-counter', 'statement-de-escalation'],
    ],
    ['nothing of types that no timeline holds', () => ({ entryType: ['PERSON', 'PROPOSAL'] }), []],
    [
      'what a party and its parts did, what they and their members said, what was said for them, and what is about them',
      (id) => ({ partyId: id('org-farc') }),
      [
        ...['event-arms', 'status-farc-accepts', 'event-final', 'statement-provoked', 'event-raid'],
        ...[
          'event-ambush',
          'event-release',
          'event-capture',
          'statement-for-farc',
          'event-rural',
          'status-own-ceasefire',
          'event-own-ceasefire',
        ],
        ...['status-ask', 'statement-ask-ceasefire', 'statement-nothing-agreed', 'event-launch'],
        ...['event-general-agreement', 'event-exploratory', 'event-letters'],
      ],
    ],
    [
      'all of it, when it is asked for the other way round',
      () => ({ search: 'de-escalation', direction: 'ASC' }),
      ['statement-de-escalation', 'status-counter', 'status-offer'],
    ],
    ['a place', (id) => ({ locationId: id('loc-hurdal') }), ['statement-nothing-agreed', 'event-launch']],
    [
      'a place and its parts',
      (id) => ({ locationId: id('loc-bogota') }),
      ['event-bogota', 'event-video-link', 'statement-time'],
    ],
    ['words', () => ({ search: '"stand still" OR Alzate' }), ['event-release', 'status-suspended', 'event-capture']],
    [
      'that for which all hold',
      (id) => ({ partyId: id('org-norway'), entryType: ['EVENT'], locationId: id('loc-cuba') }),
      ['event-general-agreement'],
    ],
    ['nothing of what does not exist', () => ({ locationId: 'nowhere' }), []],
  ]
  it('the statements of a party that the statements of an organisation are', async () => {
    const negotiationId = record.id('negotiation-havana')
    for (const party of ['org-farc', 'org-colombia', 'org-government-delegation', 'org-cuba', 'org-norway']) {
      const organizationId = record.id(party)
      const { statements } = await record.service.ask(statementsOfParty, { filter: { negotiationId, organizationId } })
      const { negotiation } = await record.service.ask(timelineFiltered, {
        ...{ in: negotiationId, entryType: ['STATEMENT'], partyId: organizationId },
      })
      expect(keys(negotiation?.timeline)).toEqual(keys(statements))
    }
  })

  it.each(cases)('%s', async (_sentence, given, found) => {
    const { negotiation } = await record.service.ask(timelineFiltered, {
      in: record.id('negotiation-havana'),
      ...given(record.id),
    })
    expect(keys(negotiation?.timeline)).toEqual(found)
  })

  it('entries of its own negotiation alone', async () => {
    const { negotiation } = await record.service.ask(timelineFiltered, { in: record.id('negotiation-eln') })
    expect(keys(negotiation?.timeline)).toEqual(['status-eln', 'statement-before', 'event-eln-announced'])
  })
})
