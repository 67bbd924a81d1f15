import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { NamesFilteredQuery, NamesFilteredQueryVariables } from '../generated/graphql.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

const namesFiltered = graphql(`
  query NamesFiltered(
    $persons: PersonFilter
    $organizations: OrganizationFilter
    $locations: LocationFilter
    $sources: SourceFilter
    $negotiations: NegotiationFilter
  ) {
    persons(filter: $persons, first: 100) {
      nodes {
        number
      }
      totalCount
    }
    organizations(filter: $organizations, first: 100) {
      nodes {
        number
      }
      totalCount
    }
    locations(filter: $locations, first: 100) {
      nodes {
        number
      }
      totalCount
    }
    sources(filter: $sources, first: 100) {
      nodes {
        number
      }
      totalCount
    }
    negotiations(filter: $negotiations, first: 100) {
      nodes {
        number
      }
      totalCount
    }
  }
`)

let record: SecondRecord
beforeAll(async () => {
  record = await startSecondRecord()
})
afterAll(() => record.service.stop())

type List = keyof NamesFilteredQuery
const PREFIX: Readonly<Record<List, string>> = {
  persons: 'person-',
  organizations: 'org-',
  locations: 'loc-',
  sources: 'source-',
  negotiations: 'negotiation-',
}

/** The keys that a filter of one of the lists lets through. */
async function found(variables: NamesFilteredQueryVariables): Promise<string[]> {
  const [list] = Object.keys(variables) as [List]
  const { [list]: page } = await record.service.ask(namesFiltered, variables)
  expect(page.totalCount).toBe(page.nodes.length)
  return record.keys(page.nodes).map((key) => key.replace(PREFIX[list], ''))
}

type Id = (key: string) => string
type Case = readonly [sentence: string, filter: (id: Id) => NamesFilteredQueryVariables, found: readonly string[]]

const persons: readonly Case[] = [
  ['of an organisation and its parts', (id) => of({ organizationId: id('org-farc') }), ['marquez', 'jimenez']],
  ['who once belonged to it', (id) => of({ organizationId: id('org-government') }), ['uribe', 'de-la-calle', 'santos']],
  ['of a part alone', (id) => of({ organizationId: id('org-farc-delegation') }), ['marquez']],
  ['of an organisation that does not exist', () => of({ organizationId: 'nowhere' }), []],
  ['with an id elsewhere', () => of({ identifier: { scheme: 'wikidata', value: 'Q57311' } }), ['santos']],
  ['by a part of a name', () => of({ name: 'ANTO' }), ['santos']],
  ['by a name without its accents', () => of({ name: 'timoleon jimenez' }), ['jimenez']],
  ['by a name with accents it has not', () => of({ name: 'Sântös' }), ['santos']],
  ['by a name with letters that keyboards lack', () => of({ name: 'borge' }), ['brende']],
  ['by a Cyrillic alias, in any case', () => of({ name: 'ТИМОЧЕНКО' }), ['jimenez']],
  ['by an Arabic alias', () => of({ name: 'سانتوس' }), ['santos']],
  ['by an Arabic alias with vowel signs', () => of({ name: 'سَانتُوس' }), ['santos']],
  ['by blanks around a name', () => of({ name: '  Uribe ' }), ['uribe']],
  ['by no words that go from one name to the next', () => of({ name: 'Jiménez Timochenko' }), []],
  [
    'for whom all hold',
    (id) => of({ organizationId: id('org-colombia'), name: 'a' }),
    ['uribe', 'de-la-calle', 'santos', 'alzate'],
  ],
]

const organizations: readonly Case[] = [
  ['of a kind', () => bodies({ kind: ['STATE', 'POLITICAL_GROUP'] }), ['opposition', 'colombia', 'cuba', 'norway']],
  [
    'that are parts at any depth, the whole left out',
    (id) => bodies({ partOfId: id('org-colombia') }),
    ['government-delegation', 'government', 'forces'],
  ],
  ['that are parts of what has none', (id) => bodies({ partOfId: id('org-norway') }), []],
  ['of a country', () => bodies({ countryCode: ['CO'] }), ['opposition', 'colombia', 'government', 'forces']],
  ['with an id elsewhere', () => bodies({ identifier: { scheme: 'ucdp-actor', value: '743' } }), ['farc']],
  ['by name', () => bodies({ name: 'democratico' }), ['opposition']],
  ['by alias', () => bodies({ name: 'фарк' }), ['farc']],
  ['for which all hold', (id) => bodies({ partOfId: id('org-farc'), name: 'peace' }), ['farc-delegation']],
]

const locations: readonly Case[] = [
  ['of a kind', () => places({ kind: ['VENUE', 'SEA'] }), ['palace', 'norwegian-embassy', 'pacific', 'theatre']],
  [
    'that are parts, the whole left out',
    (id) => places({ partOfId: id('loc-cuba') }),
    ['palace', 'norwegian-embassy', 'havana'],
  ],
  ['of the country of the nearest whole', () => places({ countryCode: ['CU'] }), ['palace', 'cuba', 'havana']],
  ['of a country, by their own code first', () => places({ countryCode: ['NO'] }), ['norwegian-embassy', 'hurdal']],
  [
    'across 180°',
    () => places({ within: { south: -20, west: 170, north: -10, east: -170 } }),
    ['vessel-east', 'vessel-west'],
  ],
  ['up to 180° alone', () => places({ within: { south: -20, west: 170, north: -10, east: 180 } }), ['vessel-east']],
  ['with an id elsewhere', () => places({ identifier: { scheme: 'geonames', value: '3553478' } }), ['havana']],
  ['by an alias in another script', () => places({ name: 'هافانا' }), ['havana']],
  ['for which all hold', (id) => places({ partOfId: id('loc-colombia'), kind: ['CITY'] }), ['bogota', 'buenos-aires']],
]

const sources: readonly Case[] = [
  [
    'by nothing: newest publication first, unknown last',
    () => papers({}),
    ['chronicle-2', 'chronicle', 'radio', 'communique', 'register', 'leaflet'],
  ],
  ['of a kind', () => papers({ kind: ['BROADCAST', 'DATASET'] }), ['radio', 'register']],
  ['of a publisher, by a part of the name', () => papers({ publisher: 'TESTS of' }), ['chronicle-2', 'chronicle']],
  ['by address', () => papers({ url: 'https://example.org/chronicle?page=1' }), ['chronicle']],
  ['by the address of the archive', () => papers({ url: 'https://archive.example.org/comunicado/1' }), ['communique']],
  ['by no part of an address', () => papers({ url: 'https://example.org/' }), []],
  [
    'that a negotiation cites or quotes',
    (id) => papers({ negotiationId: id('negotiation-havana') }),
    ['chronicle', 'communique', 'register'],
  ],
  ['of a negotiation that does not exist', () => papers({ negotiationId: 'nowhere' }), []],
]

const negotiations: readonly Case[] = [
  ['at a stage', () => talks({ stage: ['PRE_NEGOTIATION'] }), ['eln']],
  ['of a party or its parts', (id) => talks({ partyId: id('org-colombia') }), ['havana', 'eln']],
  ['of a part, not for its whole', (id) => talks({ partyId: id('org-government') }), ['eln']],
  ['of a party in whatever role', (id) => talks({ partyId: id('org-norway') }), ['havana']],
  ['by name', () => talks({ name: 'PEACE' }), ['havana']],
]

const of = (filter: NamesFilteredQueryVariables['persons']): NamesFilteredQueryVariables => ({ persons: filter })
const bodies = (filter: NamesFilteredQueryVariables['organizations']): NamesFilteredQueryVariables => ({
  organizations: filter,
})
const places = (filter: NamesFilteredQueryVariables['locations']): NamesFilteredQueryVariables => ({
  locations: filter,
})
const papers = (filter: NamesFilteredQueryVariables['sources']): NamesFilteredQueryVariables => ({ sources: filter })
const talks = (filter: NamesFilteredQueryVariables['negotiations']): NamesFilteredQueryVariables => ({
  negotiations: filter,
})

describe.each([
  ['persons', persons],
  ['organisations', organizations],
  ['places', locations],
  ['sources', sources],
  ['negotiations', negotiations],
])('%s are found', (_list, cases) => {
  it.each(cases)('%s', async (_sentence, filter, keys) => {
    expect(await found(filter(record.id))).toEqual(keys)
  })
})
