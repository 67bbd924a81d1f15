import { GraphQLScalarType, Kind } from 'graphql'
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars'
import { badUserInput } from './request-error.ts'

/** As the record holds instants, and as they are sent. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** An instant. Output is UTC with milliseconds. */
export const DateTimeScalar = checked(
  new GraphQLScalarType({
    ...GraphQLDateTime.toConfig(),
    serialize: (value) => (typeof value === 'string' && INSTANT.test(value) ? value : GraphQLDateTime.serialize(value)),
    name: 'DateTime',
    description: 'An instant, RFC 3339 with offset; output is UTC, to the millisecond.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  }),
)

/** A calendar date; a string in code too, since a Date would add a time of day. */
export const DateScalar = checked(
  new GraphQLScalarType({
    ...GraphQLLocalDate.toConfig(),
    name: 'Date',
    description: 'A calendar date, YYYY-MM-DD.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  }),
)

/** Text whose form the rules check, so that a mistake is a UserError with a path and an example. */
export const EdtfScalar = text(
  'EDTF',
  'Extended Date/Time Format (ISO 8601-2, level 1), e.g. 2025-03-11, 2024-08, 2025-02-28/2025-03-11, ../2025-03-12, 2025-03-11~.',
  'https://www.loc.gov/standards/datetime/',
)
/** Checked by the rules, as EDTF. */
export const UrlScalar = text('URL', 'Absolute http(s) URL, as it was given.', 'https://url.spec.whatwg.org/')
/** Checked by the rules, as EDTF. */
export const CountryCodeScalar = text(
  'CountryCode',
  'ISO 3166-1 alpha-2, upper case: UA.',
  'https://www.iso.org/iso-3166-country-codes.html',
)
/** Checked by the rules, as EDTF. */
export const LanguageTagScalar = text(
  'LanguageTag',
  'BCP 47 language tag: en, uk, zh-Hant.',
  'https://www.rfc-editor.org/info/bcp47',
)

/** Whether a cursor can be honoured is the log's to say (CURSOR_INVALID); the scalar only takes a string. */
export const CursorScalar = text(
  'Cursor',
  'Opaque position in the log. Totally ordered by the server; clients store it and send it back, never compare or build it.',
)

function text(name: string, description: string, specifiedByURL?: string): GraphQLScalarType<string, string> {
  const read = (value: unknown): string => {
    if (typeof value === 'string') return value
    throw badUserInput(`${name} takes a string.`)
  }
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    serialize: read,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  })
}

/** The same scalar, for the years of the record, with the code BAD_USER_INPUT on what it refuses. */
function checked(scalar: GraphQLScalarType): GraphQLScalarType {
  const config = scalar.toConfig()
  const refusing =
    <Given extends unknown[], Value>(read: (...given: Given) => Value) =>
    (...given: Given): Value => {
      try {
        return withinYears(read(...given))
      } catch (error) {
        throw badUserInput(error instanceof Error ? error.message : `Not a ${config.name}.`)
      }
    }
  return new GraphQLScalarType({
    ...config,
    parseValue: refusing(config.parseValue),
    parseLiteral: refusing(config.parseLiteral),
  })
}

/** PostgreSQL has no year 0 and reads years above 9999 in another form. An offset can lead an instant to either. */
function withinYears<Value>(value: Value): Value {
  const text = value instanceof Date ? value.toISOString() : String(value)
  if (/^(?:0000|[+-])/.test(text)) throw new Error('Dates are of the years 0001 to 9999, UTC.')
  return value
}
