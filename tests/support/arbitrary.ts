import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql'
import { MAX } from '../../src/record/input.ts'
import { type Given, type Mutation, PAYLOADS, type Slice } from './writing.ts'

/** The place of an entry that is known when the input is sent: the `nth` of a slice, or of all. */
class Place {
  constructor(
    readonly slice: Slice | null,
    readonly nth: number,
    readonly what: 'id' | 'version',
  ) {}
}

/** An entry that inputs may name. */
export interface KnownEntry {
  readonly id: string
  readonly version: number
}

/** A mutation with an input whose ids are still places. */
export interface Call {
  readonly mutation: Mutation
  readonly input: unknown
}

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const mutations = Object.keys(PAYLOADS) as Mutation[]

/** What an id by this name is most often of. */
const NAMED: Readonly<Record<string, Slice>> = {
  ...{ sourceId: 'Source', revisionOfId: 'Source', viaIds: 'Source' },
  ...{ speakerId: 'Person', jointWithIds: 'Person', personId: 'Person', actorId: 'Person', attributedToId: 'Person' },
  ...{ organizationId: 'Organization', onBehalfOfId: 'Organization', partyId: 'Organization' },
  ...{ locationId: 'Location', locationIds: 'Location' },
  ...{ negotiationId: 'Negotiation', proposalId: 'Proposal', correctsId: 'NegotiationStatusUpdate' },
  ...{ eventId: 'Event', atEventId: 'Event', aboutEventIds: 'Event', distinctFromIds: 'Event' },
  ...{ evidenceEventIds: 'Event', evidenceStatementIds: 'Statement' },
}

const odd = fc.constantFrom(
  ...[
    '',
    ' \n\t',
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202e\u0301',
    '👩‍👩‍👧',
    'ﷺ'.repeat(400),
    '%_\\',
    "';--",
    '"{}[]',
  ],
  ...['__proto__', 'constructor', 'NaN', '-0', '1e400', 'null', '\\u0000', '${x}', "x'||(select 1)||'"],
  ...['x'.repeat(MAX.name), 'x'.repeat(MAX.name + 1), 'ї'.repeat(MAX.prose), '\u0958'.repeat(MAX.prose + 1)],
)
const words = fc.constantFrom(
  'Talks in Jeddah',
  'Переговори',
  'a',
  'Words that stand in the text.',
  'Words that',
  'No. 7',
)
const text = fc.oneof(
  { weight: 12, arbitrary: words },
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: odd },
)
const year = fc.integer({ min: 2010, max: 2024 }).map(String)
const day = fc
  .date({ min: new Date('2014-01-01'), max: new Date('2025-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const dates = fc.oneof(
  { weight: 6, arbitrary: day.map((iso) => iso.slice(0, 10)) },
  {
    weight: 3,
    arbitrary: fc.oneof(
      day,
      year,
      year.map((of) => `${of}-02`),
      year.map((of) => `../${of}`),
      year.map((of) => `${of}~/..`),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '../..',
        '0000',
        '0001',
        '9999-12-31',
        '9999/..',
        '2025-02-30',
        '2024-02-29T23:59:60Z',
        '-0044',
        'Y170000002',
        '2025-21',
        '20XX',
      ],
      ...[
        '2025/2024',
        '2025-03-11T10:00:00+14:00',
        '2025-03-11T10:00:00.123456789Z',
        '10000-01-01',
        '/',
        '../',
        '2025-03-11%',
      ],
    ),
  },
  { weight: 1, arbitrary: text },
)
const whole = fc.oneof(
  fc.integer({ min: -2, max: 40 }),
  fc.integer(),
  fc.constantFrom(2_147_483_647, -2_147_483_648, 0),
)
const decimal = fc.oneof(
  fc.double({ min: -200, max: 200, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  whole,
)

/** What no field takes, or nearly none. */
const wrong = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, '', '\0', '\ud800', [], {}, [[]], [null], {
    __proto__: null,
  }),
  fc.jsonValue({ maxDepth: 2 }),
)

function idNamed(name: string): fc.Arbitrary<unknown> {
  const slice = NAMED[name] ?? null
  const place = (of: Slice | null) => fc.nat().map((nth) => new Place(of, nth, 'id'))
  return fc.oneof(
    { weight: 24, arbitrary: place(slice) },
    { weight: 3, arbitrary: place(null) },
    { weight: 1, arbitrary: fc.oneof(fc.uuid(), text, whole) },
  )
}

function scalarNamed(type: string, name: string): fc.Arbitrary<unknown> {
  if (name === 'expectedVersion')
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant(new Place(null, 0, 'version')) },
      { weight: 1, arbitrary: whole },
    )
  if (name === 'idempotencyKey')
    return fc.oneof(
      fc.nat({ max: 300 }).map((nth) => `key ${String(nth)}`),
      text,
    )
  if (type === 'ID') return idNamed(name)
  if (type === 'Int') return whole
  if (type === 'Float') return decimal
  if (type === 'Boolean') return fc.boolean()
  if (type === 'EDTF') return dates
  const fitting: Readonly<Record<string, readonly string[]>> = {
    URL: ['https://example.org/a?b=c#d', 'http://[::1]/', 'javascript:alert(1)', 'https://', 'HTTPS://EXAMPLE.ORG'],
    CountryCode: ['UA', 'SA', 'ua', 'XX', 'UKR'],
    LanguageTag: ['en', 'uk', 'zh-Hant', 'x', 'en_GB', 'i-klingon'],
  }
  return fitting[type]
    ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fitting[type]) }, { weight: 1, arbitrary: text })
    : text
}

function valueOf(type: GraphQLInputType, name: string, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return valueOf(type.ofType, name, depth)
  const fitting = isListType(type)
    ? fc.oneof(
        { weight: 20, arbitrary: fc.array(valueOf(type.ofType, name, depth), { maxLength: 3 }) },
        // A single value is a list of one; and a list may have one too many.
        { weight: 1, arbitrary: valueOf(type.ofType, name, depth) },
        {
          weight: 1,
          arbitrary: valueOf(type.ofType, name, depth).map((each) => Array.from({ length: MAX.list + 1 }, () => each)),
        },
      )
    : isEnumType(type)
      ? fc.constantFrom(...type.getValues().map((each) => each.name))
      : isInputObjectType(type)
        ? objectOf(type, depth + 1)
        : scalarNamed(getNamedType(type).name, name)
  return fc.oneof({ weight: 150, arbitrary: fitting }, { weight: 1, arbitrary: wrong })
}

/** Required fields are there most often, the others now and then. */
function objectOf(type: GraphQLInputObjectType, depth: number): fc.Arbitrary<object> {
  const fields = Object.values(type.getFields()).map((field) => {
    const value = valueOf(field.type, field.name, depth)
    const often = isRequiredInputField(field) ? 400 : field.name === 'speakerTitle' ? 9 : 1
    const seldom = isRequiredInputField(field) ? 1 : field.name === 'idempotencyKey' ? 12 : 3
    return fc.oneof(
      { weight: often, arbitrary: value.map((given) => [[field.name, given]]) },
      { weight: seldom, arbitrary: fc.constant([]) },
    )
  })
  const more = fc.oneof(
    { weight: 400, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: wrong.map((value) => [['other', value]]) },
  )
  return fc.tuple(more, ...fields).map((parts) => Object.fromEntries(parts.flat() as [string, unknown][]))
}

function inputOf(mutation: Mutation): fc.Arbitrary<unknown> {
  const argument = schema.getMutationType()?.getFields()[mutation]?.args[0]
  const type = argument && getNamedType(argument.type)
  if (!isInputObjectType(type)) throw new Error(`${mutation} takes no input object.`)
  return fc.oneof({ weight: 200, arbitrary: objectOf(type, 0) }, { weight: 1, arbitrary: wrong })
}

/** Any mutation with any input: most are of the right shape, some would be carried out, the rest are wrong in every way that JSON allows. */
export const anyCall: fc.Arbitrary<Call> = fc.oneof(
  ...mutations.map((mutation) => inputOf(mutation).map((input): Call => ({ mutation, input }))),
)

/** The call with real ids and versions; `known` are the entries by slice, oldest first. */
export function settled(
  { mutation, input }: Call,
  known: ReadonlyMap<Slice, readonly KnownEntry[]>,
): { readonly mutation: Mutation; readonly input: Given } {
  const all = [...known.values()].flat()
  const target = sliceOf(mutation)
  let chosen: KnownEntry | undefined
  const at = (entries: readonly KnownEntry[], nth: number) => entries[nth % Math.max(entries.length, 1)]
  const fill = (value: unknown, name: string): unknown => {
    if (value instanceof Place) {
      if (value.what === 'version') return chosen?.version ?? 1
      const entry = at(
        value.slice === null && name === 'id' && target !== null
          ? (known.get(target) ?? [])
          : value.slice
            ? (known.get(value.slice) ?? all)
            : all,
        value.nth,
      )
      if (name === 'id') chosen = entry
      return entry?.id ?? ''
    }
    if (Array.isArray(value)) return value.map((each) => fill(each, ''))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, key)]))
  }
  // What is no object is sent as it is: the door must refuse that too.
  return { mutation, input: fill(input, '') as Given }
}

/** Which entries a mutation changes or adds; null for those that take any. */
export function sliceOf(mutation: Mutation): Slice | null {
  const name = /^(?:add|update)(.+)$/.exec(mutation)?.[1]
  return name === undefined ? null : (name as Slice)
}
