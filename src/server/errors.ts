import { randomBytes } from 'node:crypto'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'

/** The codes that a client may see; the rest is our fault. */
const CODES: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'CURSOR_INVALID',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])

/**
 * What a client may see of an error: its own mistakes as they are; anything else as INTERNAL_SERVER_ERROR with an incident number, under which
 * the log tells the rest.
 */
export function shown(error: unknown, formatted: GraphQLFormattedError, log: Logger): GraphQLFormattedError {
  const { message, locations, path } = formatted
  // A scalar that refuses a literal says so with a code of its own, which Apollo covers with that of validation.
  const inner =
    error instanceof GraphQLError && error.originalError instanceof GraphQLError
      ? error.originalError.extensions['code']
      : undefined
  const code = CODES.has(inner) ? inner : formatted.extensions?.['code']
  if (CODES.has(code)) return { message, locations, path, extensions: { code } }
  const incident = randomBytes(4).toString('hex')
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  log.error({ incident, err: cause }, 'A request failed through a fault of ours')
  const said = `Something went wrong here; the operator finds more in the log under incident ${incident}.`
  return { message: said, locations, path, extensions: { code: 'INTERNAL_SERVER_ERROR', incident } }
}
