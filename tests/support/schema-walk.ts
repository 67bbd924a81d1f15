import { readFileSync } from 'node:fs'
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  buildSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

/** The schema that clients know; a test of its own holds that the code serves it. */
export const published: GraphQLSchema = buildSchema(readFileSync('schema.graphql', 'utf8'))

/** Values of scalars, of a valid form. */
const SCALARS: Readonly<Record<string, unknown>> = {
  ...{ ID: '00000000-0000-7000-8000-000000000000', String: 'x', Int: 1, Float: 1, Boolean: true, EDTF: '2025-03-11' },
  ...{ DateTime: '2030-01-01T00:00:00Z', Date: '2025-03-11', URL: 'https://example.org/', CountryCode: 'UA' },
  ...{ LanguageTag: 'en', Cursor: 'x' },
}

/** A value of the type, with what must be given and nothing else. */
export function valueOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType)
  if (isListType(type)) return [valueOf(type.ofType)]
  if (isEnumType(type)) return type.getValues()[0]?.value
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type))
    return Object.fromEntries(required.map((field) => [field.name, valueOf(field.type)]))
  }
  if (!(type.name in SCALARS)) throw new Error(`Say in SCALARS what a ${type.name} looks like.`)
  return SCALARS[type.name]
}

/** A root field as an operation with its arguments as variables, and values for those that must be given. */
export function operationOn(kind: 'query' | 'mutation' | 'subscription', field: GraphQLField<unknown, unknown>) {
  const required = field.args.filter((argument) => isNonNullType(argument.type))
  const declared = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
  const passed = required.map(({ name }) => `${name}: $${name}`).join(', ')
  const below =
    isObjectType(getNamedType(field.type)) || isAbstractType(getNamedType(field.type)) ? ' { __typename }' : ''
  return {
    query: `${kind} Walk${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${below} }`,
    variables: Object.fromEntries(required.map(({ name, type }) => [name, valueOf(type)])),
  }
}

const parts = Object.values(published.getTypeMap()).flatMap((type) =>
  isAbstractType(type) ? published.getPossibleTypes(type) : [],
)
/** Of objects only how they are wrapped must agree. */
const shapeOf = ({ type }: GraphQLField<unknown, unknown>) =>
  isLeafType(getNamedType(type)) ? String(type) : String(type).replace(/\w+/, '')
/** Fields of one name that are of several types in the parts of a union: each is given a name of its own. Aliases are limited. */
const ambiguous = new Set(
  parts
    .flatMap((type) => Object.values(type.getFields()))
    .filter((field, _, all) => all.some((other) => other.name === field.name && shapeOf(other) !== shapeOf(field)))
    .map(({ name }) => name),
)
/** What every entry has tells nothing of texts, and comparing it costs the service time. */
const common = new Set(['id', 'number', 'version', 'recordedAt', 'updatedAt', 'verification'])

/**
 * Everything below a type that can be asked for, as a selection: each field of each type at least once, wherever it is reached first, and
 * `leaf` of `target` at every place where that is reached, but none of `without`, by the names that they have in the answer. Arguments are left away where
 * they may be.
 */
export function selectAll(
  type: GraphQLOutputType,
  { target, leaf, depth, without }: { target: string; leaf: string; depth: number; without: ReadonlySet<string> },
): string {
  const expanded = new Set<string>()
  const select = (named: ReturnType<typeof getNamedType>, left: number): string => {
    if (isAbstractType(named)) {
      const possible = published.getPossibleTypes(named)
      return `{ __typename ${possible.map((each) => `... on ${each.name} ${select(each, left)}`).join(' ')} }`
    }
    if (!isObjectType(named)) return ''
    const isFirst = !expanded.has(named.name)
    expanded.add(named.name)
    const fields = Object.values(named.getFields()).flatMap((field) => {
      const below = getNamedType(field.type)
      const key = ambiguous.has(field.name) ? `${named.name}_${field.name}` : field.name
      if (without.has(key) || field.args.some(({ type: of }) => isNonNullType(of))) return []
      const asked = key === field.name ? key : `${key}: ${field.name}`
      if (!isObjectType(below) && !isAbstractType(below))
        return (isFirst && !common.has(field.name)) || (named.name === target && field.name === leaf) ? [asked] : []
      if (left === 0 || (!isFirst && below.name !== target)) return []
      return [`${asked} ${select(below, left - 1)}`]
    })
    return `{ __typename ${fields.join(' ')} }`
  }
  return select(getNamedType(type), depth)
}
