import { readFileSync } from 'node:fs'
import { getOperationAST, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { buildParleySchema } from '../../src/schema.ts'
import { costOf } from '../../src/server/cost.ts'

const schema = buildParleySchema()

function cost(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query)
  const definition = getOperationAST(document)
  if (!definition) throw new Error('The test has no operation.')
  return costOf({ schema, document, definition, variables })
}

describe('what an operation costs', () => {
  it('is what the documentation reckons out', () => {
    const [, query = '', said = ''] = /^`(\{.*\})` costs .*?: (\d+)\./m.exec(readFileSync('docs/api.md', 'utf8')) ?? []
    expect(cost(query)).toBe(Number(said))
  })

  it.each<[string, string, Record<string, unknown>, number]>([
    ['a plain field', '{ __typename }', {}, 1],
    ['an object', '{ viewer { role } }', {}, 2],
    ['a page as long as a variable says', 'query ($n: Int) { events(first: $n) { nodes { id } } }', { n: 10 }, 31],
    [
      'a page as long as a variable does by default',
      'query ($n: Int = 10) { events(first: $n) { nodes { id } } }',
      {},
      31,
    ],
    ['a page as long as the schema says', '{ events { nodes { id } } }', {}, 41],
    ['no page longer than there are', '{ events(first: 2000000) { nodes { id } } }', {}, 125],
    ['as many entries as ids', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['1', '2', '3', '4'] }, 5],
    [
      'nothing that is left out',
      'query ($n: Boolean!) { __typename viewer @include(if: $n) { role } }',
      { n: false },
      1,
    ],
    ['the dearest type', '{ node(id: "1") { id ... on Source { text } ... on Person { name } } }', {}, 102],
    ['full text', '{ search(query: "x") { totalCount } }', {}, 200],
  ])('is that of %s', (_what, query, variables, expected) => {
    expect(cost(query, variables)).toBe(expected)
  })

  it('counts a fragment wherever it is used, and takes no longer for that', () => {
    const bomb = (levels: number) =>
      `{ service { ...F0 } } ${Array.from({ length: levels }, (_, at) => `fragment F${at} on Service { ...F${at + 1} ...F${at + 1} }`).join(' ')}
      fragment F${levels} on Service { version }`
    expect(cost(bomb(10))).toBe(Math.ceil(1 + 2 ** 10 / 20))
    const begun = performance.now()
    expect(cost(bomb(500))).toBeGreaterThan(1e100)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  it('stands in the description of each field where it is not the usual', () => {
    const costs = Object.values(schema.getQueryType()!.getFields()).flatMap(({ name, description }) =>
      /Cost (\d+)\./.test(description ?? '') ? [name] : [],
    )
    expect(costs).toEqual(expect.arrayContaining(['search', 'eventCounts', 'events', 'changes']))
    expect(costs).not.toContain('viewer')
  })
})
