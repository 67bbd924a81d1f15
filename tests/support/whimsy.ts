import { createHash } from 'node:crypto'
import { type GraphQLResolveInfo, type GraphQLSchema, buildSchema, isEnumType, isObjectType } from 'graphql'
import { Later } from '../../src/record/later.ts'
import { randomFrom } from './random.ts'

const SCHEMA = `
  enum Mode { FAST SLOW }
  input Where { word: String, near: [Int!], deep: Where }
  interface Node { id: ID! other(least: Int = 1): Node must: Thing! }
  union Any = Thing | Place
  type Thing implements Node {
    id: ID! other(least: Int = 1): Node must: Thing! word(where: Where): String sure: String! mode: Mode numbers: [Int!]! grid: [[Int]]
    things(first: Int!): [Thing!]! perhaps: [Thing] any: Any all: [Any!]
  }
  type Place implements Node { id: ID! other(least: Int = 1): Node must: Thing! name: String sure: String! inside: Place! around: [Place!]! }
  type Query { thing(id: ID): Thing sure: Thing! node: Node all: [Any!]! places: [Place!] word(where: Where): String mode: Mode! }
`

/** How a field can come out. */
const ENDS = ['value', 'null', 'throws', 'error', 'wrong', 'called'] as const
/** How it can come. */
const WAYS = ['now', 'promise', 'later', 'later at once'] as const

/**
 * A schema whose fields come out by chance, always the same for the same seed, place and arguments: values, nulls, errors of all kinds; at once
 * when `atOnce`, else by promises and by what loading gives, too.
 */
export function whimsicalSchema(seed: number, atOnce: boolean): GraphQLSchema {
  const schema = buildSchema(SCHEMA)
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      // Of the rest the object knows the answer, or how to find it: that is graphql-js's own way.
      const hasResolver = chance([seed, type.name, field.name])() < 0.7
      if (hasResolver) field.resolve = (_source, args, _context, info) => whim(seed, atOnce, args, info)
    }
  }
  return schema
}

function whim(seed: number, atOnce: boolean, args: unknown, info: GraphQLResolveInfo): unknown {
  const { path, fieldName, parentType, fieldNodes, variableValues, operation } = info
  const at = chance([seed, path, fieldName, parentType.name, fieldNodes.length, variableValues, operation.name, args])
  const one = <Choice>(choices: readonly Choice[]): Choice => choices[Math.floor(at() * choices.length)]!
  // Most go well, or little would be left of an answer.
  const end = at() < 0.75 ? 'value' : one(ENDS)
  const make = () => outcome(end, info, one, `${fieldName} ${String(at())}`)
  const way = atOnce ? 'now' : one(WAYS)
  if (way === 'now') return make()
  if (way === 'promise') return Promise.resolve().then(make)
  if (way === 'later at once') return Later.of(null).map(make)
  const later = new Later<null>()
  setImmediate(() => later.keep(null))
  return later.map(make)
}

function outcome(
  end: (typeof ENDS)[number],
  { returnType, schema }: GraphQLResolveInfo,
  one: <Choice>(choices: readonly Choice[]) => Choice,
  text: string,
): unknown {
  if (end === 'throws') throw new Error(text)
  if (end === 'error') return new Error(text)
  if (end === 'null') return one([null, undefined])
  if (end === 'wrong') return { __typename: one(['Mode', 'Nobody', 'Place']), toString: 7 }
  const named = (type: string): unknown => {
    if (type.startsWith('[')) return one([[], [1], [1, 2]]).map(() => named(type.slice(1, type.lastIndexOf(']'))))
    const plain = type.replace('!', '')
    if (!type.endsWith('!') && one([1, 2, 3, 4, 5]) === 5) return null
    const known = schema.getType(plain)
    if (isEnumType(known)) return one(['FAST', 'SLOW', 'NEITHER'])
    if (plain === 'Int') return one([1, 2, 3.5, '4'])
    if (plain === 'String' || plain === 'ID') return text
    const object = isObjectType(known) ? plain : one(['Thing', 'Place'])
    const source = { __typename: object, id: text, sure: text, word: () => text, mode: 'FAST', numbers: [1, 2] }
    return end === 'called' ? Object.assign(() => text, source) : source
  }
  return named(String(returnType))
}

const chance = (of: unknown): (() => number) =>
  randomFrom(createHash('sha256').update(JSON.stringify(of)).digest().readUInt32LE())

/** A document for that schema, by chance: fields under several names, fragments, conditions and arguments by variable. */
export function whimsicalDocument(seed: number): string {
  const random = randomFrom(seed)
  const one = <Choice>(choices: readonly Choice[]): Choice => choices[Math.floor(random() * choices.length)]!
  const condition = () =>
    one(['', '', '', ' @skip(if: $yes)', ' @include(if: $no)', ' @skip(if: $no) @include(if: $yes)'])
  /** A field under a name of its own for each way to ask for it: one name cannot stand for two. */
  const asked = (name: string, ...ways: readonly string[]) => {
    const way = Math.floor(random() * ways.length)
    return `${way === 0 ? '' : `${name}_${way}: `}${name}${ways[way]!}`
  }
  const word = () =>
    asked(
      'word',
      '',
      '(where: null)',
      '(where: {word: "a", near: [1, $n]})',
      '(where: $where)',
      '(where: {deep: $where})',
    )
  const leaf = (name: string) =>
    `${one(['', '', `${one(['x', 'toJSON', 'constructor'])}_${name}: `])}${name}${condition()}`
  const fields = (type: string, depth: number): string => {
    const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => field(type, depth))
    return `{ __typename ${parts.join(' ')} }`
  }
  const field = (type: string, depth: number): string => {
    const inside = (name: string, of: string, ...ways: readonly string[]) =>
      depth <= 0
        ? '__typename'
        : `${asked(name, ...(ways.length > 0 ? ways : ['']))}${condition()} ${fields(of, depth - 1)}`
    const fragment = (of: string) => {
      const [on, asking] = one([
        [` on ${of}`, of],
        [' on Node', 'Node'],
        ['', type],
      ] as const)
      return `...${on}${condition()} ${fields(asking, depth - 1)}`
    }
    const common = [() => leaf('id'), () => inside('must', 'Thing'), () => inside('other', 'Node', '', '(least: 2)')]
    const by: Readonly<Record<string, readonly (() => string)[]>> = {
      Node: [...common, () => fragment('Thing'), () => fragment('Place'), () => `...OfNode${condition()}`],
      Any: [() => `... on Thing ${fields('Thing', depth - 1)}`, () => `... on Place ${fields('Place', depth - 1)}`],
      Thing: [
        ...common,
        ...['sure', 'mode', 'numbers', 'grid'].map((name) => () => leaf(name)),
        ...[word, () => inside('things', 'Thing', '(first: 2)', '(first: $n)')],
        ...[
          () => inside('perhaps', 'Thing'),
          () => inside('any', 'Any'),
          () => inside('all', 'Any'),
          () => fragment('Thing'),
        ],
        () => `...OfThing${condition()}`,
      ],
      Place: [
        ...common,
        ...[() => leaf('name'), () => leaf('sure'), () => inside('inside', 'Place'), () => inside('around', 'Place')],
        () => `...OfNode${condition()}`,
      ],
      Query: [
        ...[() => inside('thing', 'Thing', '', '(id: 1)'), () => inside('sure', 'Thing'), () => inside('node', 'Node')],
        ...[() => inside('all', 'Any'), () => inside('places', 'Place'), word, () => leaf('mode')],
      ],
    }
    return one(by[type]!)()
  }
  return `
    query Q($yes: Boolean = true, $no: Boolean! = false, $where: Where, $n: Int! = 2) ${fields('Query', 3)}
    fragment OfNode on Node { id surely: must { id } ...on Thing { deep: must { sure } } }
    fragment OfThing on Thing { mode word third: other { ...OfNode } }`
}
