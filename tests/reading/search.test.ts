import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/db/sql.ts'
import { placeCursor, placeOf } from '../../src/record/page.ts'
import { graphql } from '../generated/gql.ts'
import type { FoundByPagesQuery } from '../generated/graphql.ts'
import { openTestDatabase } from '../support/database.ts'
import { maker } from '../support/make.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

const foundByPages = graphql(`
  query FoundByPages($query: String!, $after: String) {
    search(query: $query, first: 1, after: $after) {
      edges {
        node {
          number
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

let record: SecondRecord
beforeAll(async () => {
  record = await startSecondRecord()
})
afterAll(() => record.service.stop())

/** The codes of the errors of a query about `$q`. */
async function codes(query: string, q: string): Promise<string[]> {
  const { errors } = await record.service.send<object, object>(`query Long($q: String!) { ${query} }`, { q }, null)
  return [...new Set((errors ?? []).map((error) => error.extensions.code))]
}

const SEARCHES: readonly (readonly [string, () => string])[] = [
  ['a search', () => 'search(query: $q) { totalCount edges { fragment field } }'],
  ['events', () => 'events(filter: { search: $q }) { totalCount nodes { id } }'],
  ['counts of events', () => 'eventCounts(by: [TYPE], filter: { search: $q }) { count }'],
  ['statements', () => 'statements(filter: { search: $q }) { totalCount nodes { id } }'],
  [
    'a timeline',
    () => `negotiation(id: "${record.id('negotiation-havana')}") { timeline(search: $q) { totalCount nodes { id } } }`,
  ],
]
const NAMES: readonly string[] = [
  ...['persons', 'organizations', 'locations', 'negotiations'].map(
    (list) => `${list}(filter: { name: $q }) { totalCount nodes { id } }`,
  ),
  'sources(filter: { publisher: $q }) { totalCount nodes { id } }',
]

describe('a page of hits', () => {
  it('goes on after a hit whose words stand far apart', async () => {
    const make = maker(record.service)
    const between = Array.from({ length: 40 }, (_, index) => `word${String(index)}`).join(' ')
    const made = []
    for (let count = 0; count < 4; count += 1)
      made.push(await make.event({ summary: `quokka ${between} wombat`, title: `Animals ${String(count)}` }))
    const hits: number[] = []
    let after: string | null = null
    do {
      const { search }: FoundByPagesQuery = await record.service.ask(foundByPages, { query: 'quokka wombat', after })
      hits.push(...search.edges.map(({ node }) => node.number))
      after = search.pageInfo.hasNextPage ? search.pageInfo.endCursor : null
    } while (after !== null)
    expect(hits).toEqual(made.map(({ number }) => number).reverse())
  })

  it('can start from every rank that PostgreSQL prints', async () => {
    const database = await openTestDatabase()
    const ranks = fc.sample(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), 5_000)
    const rows = await database.reader.rows<{ key: string }>(
      sql`select rank::float4::float8::text as key from unnest(${ranks.map(Math.abs)}::float8[]) as given(rank)`,
    )
    await database.close()
    for (const { key } of rows) {
      const place = { key, number: 1 }
      expect(placeOf('search', placeCursor('search', place), 'float8')).toEqual(place)
    }
  })
})

describe('a search of more than 1,000 characters', () => {
  const words = (count: number) => Array.from({ length: count }, (_, index) => `w${String(index)}`).join(' ')
  const long = {
    '12,000 words': words(12_000),
    'a phrase of 9,000 words': `"${words(9_000)}"`,
    '200,000 letters': 'a '.repeat(200_000),
    '1,001 characters': 'x'.repeat(1_001),
  }

  it.each(SEARCHES)('is refused for %s, whatever it holds', async (_what, query) => {
    for (const [what, q] of Object.entries(long))
      expect([what, await codes(query(), q)]).toEqual([what, ['BAD_USER_INPUT']])
  })

  it.each(SEARCHES)('is refused for %s, and one of 1,000 is answered', async (_what, query) => {
    const full = ['a '.repeat(500), '-a '.repeat(333), `"${'a '.repeat(499)}"`, 'ﷺ'.repeat(1_000), '㍿ '.repeat(500)]
    for (const q of full) expect([q, await codes(query(), q)]).toEqual([q, []])
  })
})

describe('a part of a name of more than 500 characters', () => {
  it.each(NAMES)('is refused, and one of 500 is answered: %s', async (query) => {
    expect(await codes(query, 'x'.repeat(501))).toEqual(['BAD_USER_INPUT'])
    for (const q of ['x'.repeat(500), '%_\\'.repeat(166), 'ﷺ'.repeat(500)]) expect(await codes(query, q)).toEqual([])
  })
})
