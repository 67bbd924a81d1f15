import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildParleySchema } from '../../src/schema.ts'
import { openRaw } from '../support/raw-socket.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const schema = buildParleySchema()

let service: TestService
beforeAll(async () => {
  service = await startService({ sample: true })
})
afterAll(() => service.stop())

/** What an attacker writes where text is asked for. All travel in one request, each under an alias of its own. */
const TEXTS: readonly string[] = [
  ...['\0', 'a\0b', '\uD800', 'a\uDFFFb', "'; drop table entry; --", "' or '1'='1", '"; select pg_sleep(9); --'],
  ...['%', '_%'.repeat(250), '\\', "\\'", '$1', '{}', '[]', '(((((', '&|!:*<->', '"'.repeat(99), '-'.repeat(99)],
  ...['(a+)+$'.repeat(80), '__proto__', 'constructor', 'null', '\uFDFA'.repeat(500), `e${'\u0301'.repeat(499)}`],
  ...['\u202E', '😀'.repeat(250), '9'.repeat(400), '1e400', '-1', 'NaN', 'infinity', '0000-00-00', '2025-02-30'],
  ...['99999-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000', 'WyJldmVudHM6REFURSIsImluZmluaXR5IiwxXQ'],
]
const DATES = ['\0', "' or 1=1", '2025-02-30', '0000-01-01', '9999-12-31', '99999-01-01T00:00:00Z', '-infinity']
const NUMBERS = [0, -1, 1.5, 2_147_483_647, 2_147_483_648, -2_147_483_649, 1e308, Number.MAX_SAFE_INTEGER]

interface Leaf {
  readonly argument: GraphQLArgument
  /** From the argument down. */
  readonly path: readonly string[]
  readonly type: GraphQLInputType
}

function leavesOf(argument: GraphQLArgument, type = argument.type, path: readonly string[] = []): Leaf[] {
  const named = getNamedType(type)
  if (isInputObjectType(named) && path.length < 3)
    return Object.values(named.getFields()).flatMap((field) => leavesOf(argument, field.type, [...path, field.name]))
  return isScalarType(named) && named.name !== 'Boolean' ? [{ argument, path, type }] : []
}

/** The least that the type takes, with `value` at the path. */
function around(type: GraphQLInputType, path: readonly string[] | null, value: unknown): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return path === null ? [] : [around(nullable.ofType, path, value)]
  if (!isInputObjectType(nullable)) return path === null ? plainOf(nullable) : value
  const [next, ...rest] = path ?? []
  return Object.fromEntries(
    Object.values(nullable.getFields())
      .filter(({ name, type: of, defaultValue }) => name === next || (isNonNullType(of) && defaultValue === undefined))
      .map((field) => [field.name, around(field.type, field.name === next ? rest : null, value)]),
  )
}

function plainOf(type: GraphQLInputType): unknown {
  if (isEnumType(type)) return type.getValues()[0]!.name
  return getNamedType(type).name === 'Int' || getNamedType(type).name === 'Float' ? 1 : 'x'
}

/** One request that asks a field once for each value, and the codes of its answer. */
async function codesOf(root: GraphQLObjectType, fieldName: string, leaf: Leaf, values: readonly unknown[]) {
  const field = root.getFields()[fieldName]!
  const needed = field.args.filter(({ name, type }) => name !== leaf.argument.name && isNonNullType(type))
  const given = [...needed.map(({ name, type }) => `${name}: ${JSON.stringify(around(type, null, null))}`)]
  const select = selectionOf(field.type)
  const asks = values.map(
    (_, at) => `f${at}: ${fieldName}(${[...given, `${leaf.argument.name}: $v${at}`].join(', ')}) ${select}`,
  )
  const declared = values.map((_, at) => `$v${at}: ${String(leaf.argument.type)}`)
  const variables = Object.fromEntries(
    values.map((each, at) => [`v${at}`, around(leaf.argument.type, leaf.path, each)]),
  )
  const query = `query (${declared.join(', ')}) { ${asks.join('\n')} }`
  const { errors = [] } = await service.send(query, variables, EDITOR)
  return errors.map(({ extensions, message }) =>
    extensions.code in FINE ? extensions.code : `${extensions.code}: ${message}`,
  )
}
const FINE = { BAD_USER_INPUT: 1, CURSOR_INVALID: 1 }

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  return 'getFields' in named && 'pageInfo' in named.getFields()
    ? '{ pageInfo { hasNextPage } totalCount }'
    : '{ __typename }'
}

/** Those that the scalar refuses would hide what the rest do: they go one by one. */
async function faults(root: GraphQLObjectType, name: string, leaf: Leaf): Promise<string[]> {
  const { name: scalar } = getNamedType(leaf.type)
  const alone = scalar === 'Int' || scalar === 'Float' ? NUMBERS : scalar.startsWith('Date') ? DATES : null
  const half = Math.ceil(TEXTS.length / 2)
  const groups: readonly (readonly unknown[])[] = alone?.map((each) => [each]) ?? [
    TEXTS.slice(0, half),
    TEXTS.slice(half),
  ]
  const codes: string[] = []
  for (const group of groups) codes.push(...(await codesOf(root, name, leaf, group)))
  return codes
    .filter((code) => !(code in FINE))
    .map((code) => `${name}.${[leaf.argument.name, ...leaf.path].join('.')} ${code}`)
}

const QUERY = schema.getQueryType()!

describe('a hostile value', () => {
  it.each(Object.keys(QUERY.getFields()))('in an argument of %s is an answer or a refusal', async (name) => {
    const found: string[] = []
    for (const argument of QUERY.getFields()[name]!.args)
      for (const leaf of leavesOf(argument)) found.push(...(await faults(QUERY, name, leaf)))
    expect(found).toEqual([])
  })
})

const FILTERED = 'query ($f: PersonFilter) { persons(filter: $f) { totalCount } }'
/** As text, since objects of JavaScript cannot hold such keys, nor write what is nested so deeply. */
const VARIABLES: readonly (readonly [string, string])[] = [
  ['__proto__', '{"f":{"__proto__":{"name":"x"}}}'],
  ['__proto__ among the variables', '{"__proto__":{"f":1}}'],
  ['constructor', '{"f":{"constructor":{"prototype":{"name":"x"}}}}'],
  ['hasOwnProperty', '{"f":{"hasOwnProperty":1}}'],
  ['arrays 100,000 deep', `{"f":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['objects 100,000 deep', `{"f":${'{"name":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
  ['a number beyond all numbers', '{"f":{"name":1e999}}'],
]

describe('variables with a key or a shape of their own', () => {
  it.each(VARIABLES)('are refused or left aside, at each door: %s', async (_what, variables) => {
    const payload = `{"query":${JSON.stringify(FILTERED)},"variables":${variables}}`
    for (const path of ['/graphql', '/graphql/stream']) {
      const response = await fetch(service.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: '*/*' },
        body: payload,
      })
      expect(await response.text()).not.toContain('INTERNAL_SERVER_ERROR')
      expect(response.status).toBeLessThan(500)
    }
    const raw = await openRaw(service.url)
    await raw.begin()
    raw.send(`{"type":"subscribe","id":"1","payload":${payload}}`)
    await until(() => raw.messages.some(({ id }) => id === '1') || raw.closed() !== null)
    expect(raw.closed()?.code ?? 4400).toBe(4400)
    expect(JSON.stringify(raw.messages)).not.toContain('INTERNAL_SERVER_ERROR')
    raw.socket.terminate()
    expect(({} as { name?: string }).name).toBeUndefined()
  })
})
