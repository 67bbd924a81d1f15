import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Page, type PagedList, pagedLists, readPage } from '../support/pages.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

let record: SecondRecord
let lists: readonly PagedList[]
beforeAll(async () => {
  record = await startSecondRecord()
  lists = pagedLists(record)
})
afterAll(() => record.service.stop())

const numbersOf = (pages: readonly Page[]) => pages.flatMap((page) => page.edges.map((edge) => edge.node.number))
const list = (name: string) => lists.find((each) => each.name === name)!
const page = (name: string, args: string) => readPage(record.service, list(name), args)

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
const NAMES = [
  ...[
    'events',
    'events, oldest first',
    'events, as recorded',
    'events, last recorded first',
    'statements',
    'statements, oldest first',
  ],
  ...['persons', 'organizations', 'locations', 'sources', 'statusUpdates', 'search', 'timeline', 'citedBy', 'history'],
  ...['statements of an organisation', 'events at a place', 'statusUpdates of a negotiation'],
]
const TWO_WAY = ['statusUpdates', 'statusUpdates of a negotiation']

describe('pages of any sizes, read one after the other,', () => {
  it('are the list, without gap or double, and say where they stand', async () => {
    const walk = fc.asyncProperty(fc.constantFrom(...NAMES), sizes, async (name, counts) => {
      const whole = (await page(name, 'first: 100')).data!
      expect(whole.totalCount).toBe(whole.edges.length)
      const pages: Page[] = []
      for (let turn = 0, after = ''; ; turn++) {
        const next = (await page(name, `first: ${String(counts[turn % counts.length])}${after}`)).data!
        pages.push(next)
        expect(next.totalCount).toBe(whole.totalCount)
        expect(next.pageInfo.hasPreviousPage).toBe(turn > 0)
        expect(next.pageInfo).toMatchObject({
          startCursor: next.edges[0]?.cursor,
          endCursor: next.edges.at(-1)?.cursor,
        })
        if (!next.pageInfo.hasNextPage) break
        after = `, after: "${next.pageInfo.endCursor!}"`
      }
      expect(numbersOf(pages)).toEqual(numbersOf([whole]))
      expect(pages.flatMap((each) => each.edges.map((edge) => edge.cursor))).toEqual(
        whole.edges.map((edge) => edge.cursor),
      )
    })
    await fc.assert(walk, { numRuns: 30, examples: NAMES.map((name) => [name, [4, 7]] as [string, number[]]) })
  })

  it('are the list from its end too, where last is offered', async () => {
    const walk = fc.asyncProperty(fc.constantFrom(...TWO_WAY), sizes, async (name, counts) => {
      const whole = (await page(name, 'first: 100')).data!
      const pages: Page[] = []
      for (let turn = 0, before = ''; ; turn++) {
        const next = (await page(name, `last: ${String(counts[turn % counts.length])}${before}`)).data!
        pages.unshift(next)
        expect(next.pageInfo.hasNextPage).toBe(turn > 0)
        if (!next.pageInfo.hasPreviousPage) break
        before = `, before: "${next.pageInfo.startCursor!}"`
      }
      expect(numbersOf(pages)).toEqual(numbersOf([whole]))
    })
    await fc.assert(walk, { numRuns: 8 })
  })
})

describe('a page', () => {
  it('that lies between two cursors holds what lies between them, from either end', async () => {
    const { edges } = (await page('statusUpdates', 'first: 100')).data!
    const between = `after: "${edges[1]!.cursor}", before: "${edges[6]!.cursor}"`
    const forwards = (await page('statusUpdates', `first: 3, ${between}`)).data!
    const backwards = (await page('statusUpdates', `last: 3, ${between}`)).data!
    expect(forwards.edges).toEqual(edges.slice(2, 5))
    expect(backwards.edges).toEqual(edges.slice(3, 6))
  })

  it('holds 20 when nothing is said, or null', async () => {
    for (const name of ['events', 'timeline', 'citedBy']) {
      for (const args of ['first: null', 'after: null']) expect((await page(name, args)).data!.edges).toHaveLength(20)
    }
    expect((await page('statusUpdates', 'first: null, last: null')).data!.edges).toHaveLength(15)
  })

  it('after the last item is empty, has no cursors, and still counts the list', async () => {
    const { pageInfo, totalCount } = (await page('events', 'first: 100')).data!
    expect((await page('events', `after: "${pageInfo.endCursor!}"`)).data).toEqual({
      edges: [],
      totalCount,
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    })
  })
})

describe('a page is refused with BAD_USER_INPUT', () => {
  const refused = async (name: string, args: string) => {
    const { codes, data } = await page(name, args)
    expect([name, args, codes, data]).toEqual([name, args, ['BAD_USER_INPUT'], undefined])
  }

  it.each(['first: 0', 'first: 101', 'first: -1', 'first: -2147483648'])('for %s, in every list', async (args) => {
    for (const name of NAMES) await refused(name, args)
  })

  it.each(['last: 0', 'last: 101', 'last: -1', 'first: 1, last: 1'])('for %s, where last is offered', async (args) => {
    for (const name of TWO_WAY) await refused(name, args)
  })

  it('for a cursor of another list, or of another order', async () => {
    const cursorOf = async (name: string) => (await page(name, 'first: 1')).data!.edges[0]!.cursor
    const kinds = NAMES.filter((name) => !name.includes(' of ') && !name.includes(' at '))
    for (const [index, from] of kinds.entries()) {
      const cursor = await cursorOf(from)
      const others = [...kinds.slice(index + 1), ...kinds.slice(0, index)].slice(0, 3)
      for (const to of others) await refused(to, `after: "${cursor}"`)
    }
  })

  const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const DATE = '2015-01-01 00:00:00+00'
  it.each([
    ['events', 'garbage'],
    ['events', ''],
    ['events', '%00'],
    ['events', forged('events:newest', 'yesterday-ish', 1)],
    ['events', forged('events:newest', '', 1)],
    ['events', forged('events:newest', null, 1)],
    ['events', forged('events:newest', `${DATE}\u0000`, 1)],
    ['events', forged('events:newest', DATE, 2 ** 31)],
    ['events', forged('events:newest', DATE, 1.5)],
    ['events', forged('events:newest', DATE, '1')],
    ['events', forged('events:newest', DATE, 1, 1)],
    ['events', forged('events:newest', '2015-02-31 00:00:00+00', 1)],
    ['events', forged('events:newest', '300000-01-01 00:00:00+00', 1)],
    ['events', forged('events:newest', '2015-01-01 00:00:00 BC', 1)],
    ['events, as recorded', forged('events:number', 'x', 1)],
    ['persons', forged('persons:name', null, 1)],
    ['persons', forged('persons:name', 'a\u0000', 1)],
    ['search', forged('search', 'high', 1)],
    ['search', forged('search', null, 1)],
    ['search', forged('search', '1e999', 1)],
    ['search', forged('search', '1e-400', 1)],
    ['search', forged('search', '0e-99', 1)],
    ['search', forged('search', '-0.5', 1)],
    ['search', forged('search', 'NaN', 1)],
    ['history', forged('history', null, -(2 ** 40))],
    ['history', forged('history', 'x', 1)],
  ])('for the cursor of %s that somebody made: %s', async (name, cursor) => {
    await refused(name, `after: "${cursor}"`)
  })
})
