import { readFileSync } from 'node:fs'
import {
  type GraphQLSchema,
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { buildParleySchema } from '../src/schema.ts'

const published = buildSchema(readFileSync('schema.graphql', 'utf8'))
const contract = buildSchema(readFileSync('tests/fixtures/contract.graphql', 'utf8'))

describe('the published schema', () => {
  it('is what the code serves', () => {
    const served = buildParleySchema()
    expect(findBreakingChanges(published, served)).toEqual([])
    expect(findBreakingChanges(served, published)).toEqual([])
    expect(wordsOf(served)).toEqual(wordsOf(published))
  })

  it('breaks nothing of the contract', () => {
    expect(findBreakingChanges(contract, published)).toEqual([])
  })

  it('describes every type, field, argument and value', () => {
    const undescribed = Object.entries(wordsOf(published)).filter(([, words]) => !words)
    expect(undescribed).toEqual([])
  })
})

/** What the schema says of everything in it, by name. */
function wordsOf(schema: GraphQLSchema): Record<string, string | null | undefined> {
  const words: Record<string, string | null | undefined> = {}
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue
    words[type.name] = type.description
    if (isEnumType(type)) for (const value of type.getValues()) words[`${type.name}.${value.name}`] = value.description
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) words[`${type.name}.${field.name}`] = field.description
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        words[`${type.name}.${field.name}`] = field.description
        for (const argument of field.args) words[`${type.name}.${field.name}(${argument.name})`] = argument.description
      }
    }
  }
  return words
}
