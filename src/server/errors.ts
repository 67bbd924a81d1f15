import { randomBytes } from 'node:crypto'
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql'
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

/** Longest message of an error. */
const MAX_MESSAGE = 1_000
/** graphql-js stops counting mistakes in variables at 50, and that error alone names no variable by which Apollo would know whose fault it is. */
const TOO_MANY = 'Too many errors processing variables'

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
  const code = CODES.has(inner)
    ? inner
    : message.startsWith(TOO_MANY)
      ? 'BAD_USER_INPUT'
      : formatted.extensions?.['code']
  if (CODES.has(code))
    return { message: shortened(message), locations, path, extensions: { code, ...numbersOf(formatted) } }
  const incident = randomBytes(4).toString('hex')
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  log.error({ incident, err: cause }, 'A request failed through a fault of ours')
  const said = `Something went wrong here; the operator finds more in the log under incident ${incident}.`
  return { message: said, locations, path, extensions: { code: 'INTERNAL_SERVER_ERROR', incident } }
}

/** What is said of a body that is not JSON in UTF-8. */
export const NOT_JSON = 'Send the operation as application/json in UTF-8.'

/** Objections of Fastify's that do not say what to do. */
const SAID: ReadonlyMap<unknown, string> = new Map([['FST_ERR_CTP_INVALID_MEDIA_TYPE', NOT_JSON]])

/** graphql-js repeats a value that is wrong, however long. */
const shortened = (message: string): string =>
  message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`

/** What a client can reckon with, beside the code; only this service puts such names into an error. */
const NUMBERS = ['cost', 'limit', 'retryAfter']

function numbersOf({ extensions }: GraphQLFormattedError): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    NUMBERS.flatMap((name) => (typeof extensions?.[name] === 'number' ? [[name, extensions[name]]] : [])),
  )
}

/** For an operation that asks too much; the numbers go to the client. */
export function tooComplex(message: string, numbers: { readonly cost?: number; readonly limit: number }): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', ...numbers } })
}

/** A request that cannot be served by HTTP as it was sent. */
export class Unserved extends Error {
  readonly statusCode: number
  readonly code: string

  constructor(statusCode: number, code: string, message: string) {
    super(message)
    this.statusCode = statusCode
    this.code = code
  }
}

/** What errors want of the HTTP answer: a status and headers, as in Apollo's `extensions: { http: { status, headers: new Map() } }`. */
export interface HttpHead {
  readonly status: number | undefined
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** What these errors want of the HTTP answer; of two that want the same, the last. Clients do not see it in the errors. */
export function headOf(errors: readonly GraphQLError[]): HttpHead {
  const wanted = errors.flatMap(({ extensions }) => {
    // Only this service makes errors with http, and always in this form.
    const { http } = extensions as { http?: { status?: number; headers?: ReadonlyMap<string, string> } }
    return http ? [http] : []
  })
  return {
    status: wanted.findLast(({ status }) => status !== undefined)?.status,
    headers: wanted.flatMap(({ headers }) => [...(headers ?? [])]),
  }
}

/** How a request is answered that failed outside GraphQL: status, headers, and an error as GraphQL over HTTP sends it. */
export function answerTo(
  error: unknown,
  log: Logger,
): {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly error: GraphQLFormattedError
} {
  if (error instanceof GraphQLError) {
    const { status = 400, headers } = headOf([error])
    return { status, headers: Object.fromEntries(headers), error: shown(error, error.toJSON(), log) }
  }
  // Fastify's own objections (a body that is no JSON, or too large) have a status.
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const known = error instanceof Error && 'code' in error ? SAID.get(error.code) : undefined
  const message = known ?? (error instanceof Error ? error.message : '')
  const code = error instanceof Unserved ? error.code : status < 500 ? 'BAD_REQUEST' : undefined
  return { status, headers: {}, error: shown(error, { message, extensions: { code } }, log) }
}

/** As shown, for doors that send GraphQLError objects. */
export function visible(error: GraphQLError, log: Logger): GraphQLError {
  const { message, extensions } = shown(error, error.toJSON(), log)
  return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions })
}

/** The error with a code, unless it has one. */
export function coded(error: GraphQLError, code: string): GraphQLError {
  return error.extensions['code'] === undefined
    ? new GraphQLError(error.message, { ...error, extensions: { code } })
    : error
}

/** A result with what a client may see of its errors. */
export function masked(result: ExecutionResult, log: Logger): ExecutionResult {
  if (!result.errors) return result
  // Without data and without a field, it was the variables that were wrong.
  return {
    ...result,
    errors: result.errors.map((error) =>
      visible(result.data === undefined && !error.path ? coded(error, 'BAD_USER_INPUT') : error, log),
    ),
  }
}
