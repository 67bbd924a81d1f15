import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import {
  type ExecutionResult,
  type GraphQLSchema,
  execute,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../src/live/context.ts'
import { Plans } from '../../src/server/plans.ts'
import { whimsicalDocument, whimsicalSchema } from '../support/whimsy.ts'

/** Both results of each execution: by graphql-js, and by a plan that is used again and again. */
async function executed(
  schema: GraphQLSchema,
  query: string,
  given: readonly Readonly<Record<string, unknown>>[],
): Promise<readonly { readonly theirs: ExecutionResult; readonly ours: ExecutionResult }[]> {
  const plans = new Plans(schema)
  const document = parse(query)
  const definition = getOperationAST(document, null)!
  // What the schema's fields never ask for.
  const contextValue = {} as Context
  const results = []
  for (const variableValues of given) {
    const ours = await plans.execute({ document, definition, variableValues, contextValue })
    results.push({ theirs: await execute({ schema, document, variableValues, contextValue }), ours })
  }
  return results
}

/** As it is sent. */
const sent = (result: ExecutionResult): unknown => JSON.parse(JSON.stringify(result))
/** Whose fault it is that no type is known of a value, is said in other words. */
const errorsOf = ({ errors = [] }: ExecutionResult) =>
  errors.map(({ path, message, locations }) => [path, locations, message.replace(/^(Abstract|No) type .*/, 'no type')])

// What a document does not use does no harm.
const RULES = specifiedRules.filter(({ name }) => !name.startsWith('NoUnused'))
const VARIABLES = [{}, { yes: false, where: { word: 'b' } }, { no: true, n: 3, yes: null }, { n: 'three' }, {}]
const seeds = fc.tuple(fc.nat(), fc.nat())

// When an item of a list fails at once, graphql-js forgets the promises of those before it, and nobody hears when they fail.
const ofVitest = process.listeners('unhandledRejection')
beforeAll(() => {
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => undefined)
})
afterAll(async () => {
  await setImmediate()
  process.removeAllListeners('unhandledRejection')
  for (const listener of ofVitest) process.on('unhandledRejection', listener)
})

describe('execution by a plan', () => {
  it('gives to the letter what graphql-js gives, where nothing is awaited', async () => {
    let compared = 0
    const property = fc.asyncProperty(seeds, async ([schemaSeed, documentSeed]) => {
      const schema = whimsicalSchema(schemaSeed, true)
      const query = whimsicalDocument(documentSeed)
      expect(validate(schema, parse(query), RULES)).toEqual([])
      for (const { ours, theirs } of await executed(schema, query, VARIABLES)) {
        expect(JSON.stringify(ours.data), query).toBe(JSON.stringify(theirs.data))
        expect(errorsOf(ours), query).toEqual(errorsOf(theirs))
        compared += 1
      }
    })
    await fc.assert(property, { numRuns: 100 })
    expect(compared).toBeGreaterThan(300)
  })

  it('gives the same data in the same order, and says where it is missing, however values come', async () => {
    const property = fc.asyncProperty(seeds, async ([schemaSeed, documentSeed]) => {
      const schema = whimsicalSchema(schemaSeed, false)
      const query = whimsicalDocument(documentSeed)
      expect(validate(schema, parse(query), RULES)).toEqual([])
      for (const { ours, theirs } of await executed(schema, query, VARIABLES)) {
        expect(JSON.stringify(ours.data), query).toBe(JSON.stringify(theirs.data))
        // Of two errors that take out the same object, the first to come is told.
        expect(nulledBy(ours), query).toEqual(nulledBy(theirs))
      }
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it.each(['{ __proto__: __typename sure { __proto__: id } }', '{ __schema { types { name } } }'])(
    'leaves to graphql-js what it cannot do itself: %s',
    async (query) => {
      for (const { ours, theirs } of await executed(whimsicalSchema(1, true), query, [{}]))
        expect(sent(ours)).toEqual(sent(theirs))
    },
  )
})

/** Which places of the answer errors have made null: that of the error, or the nearest around it. */
function nulledBy({ data, errors = [] }: ExecutionResult): readonly string[] {
  const places = errors.map(({ path = [] }) => {
    let at: unknown = data
    const way: (string | number)[] = []
    for (const step of path) {
      if (at === null || at === undefined) break
      at = (at as Record<string | number, unknown>)[step]
      way.push(step)
    }
    return way.join('.')
  })
  return [...new Set(places)].sort()
}
