import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { StatementOrder } from '../generated/graphql.ts'
import { maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const pageOfStatements = graphql(`
  query PageOfStatements($order: StatementOrder, $first: Int, $after: String) {
    statements(order: $order, first: $first, after: $after) {
      nodes {
        number
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

const DATES = ['2025-03-11', '2025-03-12', '../2025-03-12', '2025-03-12T00:00:00Z', '2025-03-12/..', '2025', '../..']

let service: TestService
let addDated: (edtf: string) => Promise<unknown>
beforeAll(async () => {
  service = await startService()
  const make = maker(service)
  const { id: sourceId } = await make.source()
  addDated = (edtf) => make.statement({ date: { edtf }, citations: [{ sourceId }] })
  for (const edtf of DATES) await addDated(edtf)
})
afterAll(() => service.stop())

async function read(order: StatementOrder, first: number, after: string | null = null) {
  const { statements } = await service.ask(pageOfStatements, { order, first, after })
  return { ...statements.pageInfo, numbers: statements.nodes.map((node) => node.number) }
}

/** The list by pages of this size, with an entry added after each page as long as there are dates for them. */
async function walk(order: StatementOrder, size: number, dates: readonly string[]): Promise<number[]> {
  const left = [...dates]
  const seen: number[] = []
  let page = await read(order, size)
  for (;;) {
    seen.push(...page.numbers)
    if (!page.hasNextPage) return seen
    const edtf = left.pop()
    if (edtf !== undefined) await addDated(edtf)
    page = await read(order, size, page.endCursor)
  }
}

describe('pages that are read while entries are added', () => {
  it.each([
    { field: 'DATE', direction: 'DESC' },
    { field: 'DATE', direction: 'ASC' },
    { field: 'RECORDED_AT', direction: 'DESC' },
    { field: 'RECORDED_AT', direction: 'ASC' },
  ] as const)('miss nothing that was there, show nothing twice, and keep the order: %o', async (order) => {
    const size = fc.integer({ min: 1, max: 4 })
    const dates = fc.array(fc.constantFrom(...DATES), { minLength: 1, maxLength: 3 })
    const property = fc.asyncProperty(size, dates, async (count, added) => {
      const { numbers: before } = await read(order, 100)
      const seen = await walk(order, count, added)
      const { numbers: after } = await read(order, 100)
      expect(seen.filter((number) => before.includes(number))).toEqual(before)
      expect(after.filter((number) => seen.includes(number))).toEqual(seen)
    })
    await fc.assert(property, { numRuns: 4 })
  })
})
