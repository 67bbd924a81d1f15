import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/db/sql.ts'
import { placeCursor, placeOf } from '../../src/record/page.ts'
import { graphql } from '../generated/gql.ts'
import type { FoundByPagesQuery } from '../generated/graphql.ts'
import { openTestDatabase } from '../support/database.ts'
import { type Made, maker } from '../support/make.ts'
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

/** How many texts have been made of random words. */
let count = 0

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

const found = graphql(`
  query Found($query: String!) {
    search(query: $query, first: 5) {
      edges {
        fragment
        node {
          number
        }
      }
    }
  }
`)

/** Whether a search finds an entry. */
async function finds(query: string, { number }: Made): Promise<boolean> {
  const { search } = await record.service.ask(found, { query })
  return search.edges.some(({ node }) => node.number === number)
}

describe('a word', () => {
  it.each([
    ['Kyiv/Moscow talks', ['Kyiv', 'moscow', 'Kyiv/Moscow', '"Moscow talks"', '"kyiv moscow"']],
    ['Sudan/RSF talks in Geneva.The end', ['Sudan', 'RSF', 'Geneva', 'the', 'Geneva.The', '"geneva the end"']],
    ['O’Brien-Smith and O`Neill', ["O'Brien", 'brien', 'O’Brien-Smith', 'Smith', 'oʼneill', '"smith and o neill"']],
    ['Cease-fire for 3.5 of 10–20 days', ['cease-fire', 'fire', '"cease fire"', '3.5', '"3.5 of 10"', '20', '10-20']],
    ['From press@mfa.example.org', ['press', 'mfa', 'press@mfa.example.org', 'example.org']],
    ['See https://example.org/a_b/page.html?x=1&y=2', ['a_b', 'page', 'example', 'https://example.org/a_b/page.html']],
    ['<b>Bold</b> &amp; C:\\notes\\talk.txt (secret)', ['bold', 'notes', 'talk', '(secret)', 'talk.txt']],
    ['צה״ל הודיע', ['צה"ל', 'צה״ל', 'הודיע']],
  ])('of “%s” is found, alone and as it stands there', async (title, queries) => {
    const event = await maker(record.service).event({ title })
    for (const query of queries) expect([query, await finds(query, event)]).toEqual([query, true])
  })

  it('keeps what leads it: a minus excludes it, also when signs join it', async () => {
    const event = await maker(record.service).event({ title: 'Ardoino/Okonkwo–Brandt' })
    for (const query of ['ardoino -brandt', 'ardoino -okonkwo/brandt', 'ardoino -"okonkwo brandt"', '"brandt okonkwo"'])
      expect([query, await finds(query, event)]).toEqual([query, false])
    for (const query of [
      'ardoino -o/brandt',
      'ardoino - brandt',
      'ardoino – brandt',
      'xyz or (brandt)',
      '"ardoino","brandt"',
    ])
      expect([query, await finds(query, event)]).toEqual([query, true])
  })

  it('is marked in the fragment where it stands, whatever is around it', async () => {
    await maker(record.service).event({ title: '“Zarubin”/Ýmir’s https://host.test/<b>Zarubin</b>' })
    const { search } = await record.service.ask(found, { query: 'zarubin ymir' })
    expect(search.edges.map(({ fragment }) => fragment)).toEqual([
      '“<mark>Zarubin</mark>”/<mark>Ýmir</mark>’s https://host.test/&lt;b&gt;<mark>Zarubin</mark>&lt;/b&gt;',
    ])
  })

  it('is found whatever signs join it to others, in any script', async () => {
    const letters = [
      'abcxyzéøß',
      'абвїжё',
      'αβγςώ',
      'אבגל',
      'سلامحم',
      'हिन्दी',
      'กขคปู่',
      '平和谈判',
      'がきゆ',
      '한국말',
      'աբգ',
      'აბგ',
    ]
    const word = fc
      .constantFrom(...letters)
      .chain((script) => fc.string({ unit: fc.constantFrom(...script), minLength: 1, maxLength: 6 }))
    const signs = [
      '/',
      '.',
      "'",
      '’',
      'ʼ',
      '`',
      '@',
      '_',
      '-',
      '–',
      ':',
      '://',
      '&',
      '&amp;',
      '<',
      '>',
      '+',
      '#',
      '?',
      '=',
      '~',
      '\\',
      '"',
      '(',
      ')',
    ]
    const text = fc.array(fc.tuple(word, fc.constantFrom(...signs)), { minLength: 1, maxLength: 5 })
    const make = maker(record.service)
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        // Words of this text alone, so that no other text takes their place on the page.
        const mark = `Q${String((count += 1))}`
        const event = await make.event({ title: `${parts.flat().join('')}${mark}` })
        for (const [each] of parts) {
          const query = `${each} ${mark}`
          expect([query, await finds(query, event)]).toEqual([query, true])
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('an entry of more text than search can hold', () => {
  /** 500 aliases of several words, all different, as long as the database takes a word. */
  const aliasesOf = (sign: string, length: number) =>
    Array.from({ length: 500 }, (_, alias) =>
      Array.from({ length: 4 }, (_each, at) => `${String(alias * 4 + at)}${sign.repeat(length)}`)
        .join(' ')
        .slice(0, 500),
    )

  it.each([
    ['㍿', 160],
    ['㌖', 105],
    ['뷁', 120],
    ['平', 120],
    ['ﷺ', 120],
    ['𠀀', 59],
  ])('is kept, and found by its beginning: aliases of many %s', async (sign, length) => {
    const name = `Large${String((count += 1))}`
    const person = await maker(record.service).person({ name, aliases: aliasesOf(sign, length) })
    expect(await finds(name, person)).toBe(true)
  })
})

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
    'signs that stand for 18,000 letters': 'ﷺ'.repeat(1_000),
  }

  it.each(SEARCHES)('is refused for %s, whatever it holds', async (_what, query) => {
    for (const [what, q] of Object.entries(long))
      expect([what, await codes(query(), q)]).toEqual([what, ['BAD_USER_INPUT']])
  })

  it.each(SEARCHES)('is refused for %s, and one of 1,000 is answered', async (_what, query) => {
    const full = ['a '.repeat(500), '-a '.repeat(333), `"${'a '.repeat(499)}"`, '㍿ '.repeat(500)]
    for (const q of full) expect([q, await codes(query(), q)]).toEqual([q, []])
  })
})

describe('a part of a name of more than 500 characters', () => {
  it.each(NAMES)('is refused, and one of 500 is answered: %s', async (query) => {
    for (const q of ['x'.repeat(501), 'ﷺ'.repeat(500)]) expect(await codes(query, q)).toEqual(['BAD_USER_INPUT'])
    for (const q of ['x'.repeat(500), '%_\\'.repeat(166)]) expect(await codes(query, q)).toEqual([])
  })
})
