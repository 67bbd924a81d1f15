import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { ConfigurationError } from './db/errors.mjs'
import { type Boundaries, type Language, SETTINGS } from './settings.ts'
import { type Variables, isSafe, variables, variablesOfRecord } from './variables.ts'

/** An issuer of tokens, as access/issuer takes it. */
interface IssuerConfig {
  readonly keys: { readonly url: string } | { readonly pem: string }
  readonly issuer: string
  readonly audience: string
  readonly roleClaim: string
  readonly adminRoles: readonly string[]
  readonly editorRoles: readonly string[]
  readonly nameClaim: string
  readonly clockSkewS: number
}

/** As what the service is known to that issuer, as server/issuer-client takes it. */
interface IssuerClientConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly scopes: string
  readonly clockSkewS: number
}

/** What the service is told from outside. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Where the embedded database and the admin token lie; "memory" keeps nothing. */
  readonly dataDir: string
  /** Undefined: the embedded database. */
  readonly databaseUrl: string | undefined
  readonly adminToken: string | undefined
  readonly editorToken: string | undefined
  /** Whether everyone may read. */
  readonly publicRead: boolean
  /** How long one who has signed in to edit stays so. */
  readonly sessionHours: number
  /** Whose tokens are taken beside our own. */
  readonly issuer: IssuerConfig | undefined
  /** Where one may sign in to edit beside our own tokens. */
  readonly issuerClient: IssuerClientConfig | undefined
  /** A bundle to load into an empty record; undefined: ours; null: none. */
  readonly sampleRecord: string | null | undefined
  readonly logLevel: string
  /** Where notifications are listened for; undefined: at databaseUrl; null: nowhere. */
  readonly listenDatabaseUrl: string | null | undefined
  /** A NATS server that wakes instead of notifications. */
  readonly wakeUrl: string | undefined
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  readonly maxSubscriptionsPerSocket: number
  readonly maxMessageBytes: number
  readonly connectionInitTimeoutMs: number
  readonly keepAliveMs: number
  /** Of other sites whose pages may read answers and open sockets: https://example.org */
  readonly corsOrigins: readonly string[]
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number
  /** Megabytes of answers that are kept; 0: none. */
  readonly answerCacheMb: number
  readonly maxQueryCost: number
  readonly maxQueryDepth: number
  /** Whether readers may ask for the schema itself. */
  readonly introspection: boolean
  /** Path of the list of documents that may be asked for; undefined: any may. */
  readonly trustedDocuments: string | undefined
  readonly trustedDocumentsFor: 'readers' | 'everyone'
  /** Addresses, networks or words of proxy-addr. */
  readonly trustedProxies: readonly string[]
  readonly rateLimit: boolean
  readonly rateLimitCostPerMinute: number
  readonly rateLimitMutationsPerMinute: number
  readonly rateLimitConnectionsPerMinute: number
  readonly rateLimitRedisUrl: string | undefined
  /** Over how long SIGTERM spreads the end of open streams. */
  readonly drainMs: number
  /** What the pages of the board are called. */
  readonly siteName: string
  /** IANA name of the zone in which they tell clock times. */
  readonly timeZone: string
  readonly language: Language
  /** Path of a picture in place of their mark; undefined: the mark. */
  readonly logo: string | undefined
  /** Whose borders their maps draw. */
  readonly mapBoundaries: Boundaries
  /** Id of the negotiation to which / leads; undefined: as many as there are decide. */
  readonly defaultNegotiation: string | undefined
  /** Under which address readers reach the service; undefined: as each request has it. */
  readonly publicUrl: string | undefined
}

/** Where the record is: all that a command beside the service needs to know. */
export type RecordPlace = Pick<Config, 'dataDir' | 'databaseUrl' | 'listenDatabaseUrl'>

/**
 * The configuration from the environment and, below it, from a file .env in the working directory.
 * @throws ConfigurationError that names every wrong variable at once, or says that .env cannot be read
 */
export function readConfig(): Config {
  const data = readVariables(variables)
  return {
    ...recordPlaceOf(data),
    port: data.PORT,
    host: data.HOST ?? '127.0.0.1',
    adminToken: data.ADMIN_TOKEN,
    editorToken: data.EDITOR_TOKEN,
    publicRead: data.PUBLIC_READ,
    sessionHours: data.SESSION_HOURS,
    issuer: issuerOf(data),
    issuerClient: issuerClientOf(data),
    sampleRecord: data.SAMPLE_RECORD === 'none' ? null : data.SAMPLE_RECORD && resolve(data.SAMPLE_RECORD),
    logLevel: data.LOG_LEVEL ?? 'info',
    wakeUrl: data.WAKE_URL,
    maxSockets: data.MAX_SOCKETS,
    maxSocketsPerAddress: data.MAX_SOCKETS_PER_ADDRESS,
    maxSubscriptionsPerSocket: data.MAX_SUBSCRIPTIONS_PER_SOCKET,
    maxMessageBytes: data.MAX_MESSAGE_BYTES,
    connectionInitTimeoutMs: data.CONNECTION_INIT_TIMEOUT_MS,
    keepAliveMs: data.KEEP_ALIVE_MS,
    corsOrigins: data.CORS_ORIGINS,
    requestTimeoutMs: data.REQUEST_TIMEOUT_MS,
    answerCacheMb: data.ANSWER_CACHE_MB,
    maxQueryCost: data.MAX_QUERY_COST,
    maxQueryDepth: data.MAX_QUERY_DEPTH,
    introspection: data.INTROSPECTION,
    trustedDocuments: data.TRUSTED_DOCUMENTS && resolve(data.TRUSTED_DOCUMENTS),
    trustedDocumentsFor: data.TRUSTED_DOCUMENTS_FOR,
    trustedProxies: data.TRUSTED_PROXIES,
    rateLimit: data.RATE_LIMIT === 'on',
    rateLimitCostPerMinute: data.RATE_LIMIT_COST_PER_MINUTE,
    rateLimitMutationsPerMinute: data.RATE_LIMIT_MUTATIONS_PER_MINUTE,
    rateLimitConnectionsPerMinute: data.RATE_LIMIT_CONNECTIONS_PER_MINUTE,
    rateLimitRedisUrl: data.RATE_LIMIT_REDIS_URL,
    drainMs: data.DRAIN_MS,
    siteName: data.SITE_NAME ?? 'Parley',
    timeZone: data.TIME_ZONE ?? 'UTC',
    language: data.LANGUAGE,
    logo: data.LOGO && resolve(data.LOGO),
    mapBoundaries: data.MAP_BOUNDARIES,
    defaultNegotiation: data.DEFAULT_NEGOTIATION,
    publicUrl: data.PUBLIC_URL?.replace(/\/$/, ''),
  }
}

/** As readConfig, of what says where the record is; whatever else is wrong does not stop a command. */
export function readRecordPlace(): RecordPlace {
  return recordPlaceOf(readVariables(variablesOfRecord, Object.keys(variablesOfRecord.shape)))
}

function recordPlaceOf(data: z.infer<typeof variablesOfRecord>): RecordPlace {
  return {
    dataDir: data.DATA_DIR ?? './data',
    databaseUrl: data.DATABASE_URL,
    listenDatabaseUrl: data.LISTEN_DATABASE_URL === 'none' ? null : data.LISTEN_DATABASE_URL,
  }
}

/** Of the environment the variables of these names, and their files. */
function readVariables<Read>(
  schema: z.ZodType<Read>,
  names: readonly string[] = SETTINGS.map(({ name }) => name),
): Read {
  readEnvFile()
  // PORT= in a file means unset, as for all others.
  const set = Object.entries(process.env).filter(
    ([name, value]) => value !== '' && names.includes(name.replace(/_FILE$/, '')),
  )
  const { given, mistakes } = withFiles(Object.fromEntries(set))
  const result = schema.safeParse(given)
  if (!result.success) mistakes.push(...result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`))
  mistakes.push(...contradictions(given))
  if (!result.success || mistakes.length > 0) throw new ConfigurationError(mistakes.join('\n'))
  return result.data
}

/** The issuer; undefined without a key. */
function issuerOf(data: Variables): IssuerConfig | undefined {
  const { AUTH_JWKS_URL: url, AUTH_PUBLIC_KEY: pem, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = data
  if ((url === undefined && pem === undefined) || issuer === undefined || audience === undefined) return undefined
  const listed = (roles: string) => roles.split(',').map((role) => role.trim())
  return {
    // Where a line cannot be broken, as in most files of variables, \n stands for it.
    keys: url === undefined ? { pem: (pem ?? '').replaceAll('\\n', '\n') } : { url },
    issuer,
    audience,
    roleClaim: data.AUTH_ROLE_CLAIM ?? 'roles',
    adminRoles: listed(data.AUTH_ADMIN_ROLES ?? 'parley-admin'),
    editorRoles: listed(data.AUTH_EDITOR_ROLES ?? 'parley-editor'),
    nameClaim: data.AUTH_NAME_CLAIM ?? 'sub',
    clockSkewS: data.AUTH_CLOCK_SKEW_S,
  }
}

/** The client; undefined without an id. */
function issuerClientOf(data: Variables): IssuerClientConfig | undefined {
  const { AUTH_ISSUER: issuer, AUTH_CLIENT_ID: clientId } = data
  if (issuer === undefined || clientId === undefined) return undefined
  return {
    ...{ issuer, clientId, clientSecret: data.AUTH_CLIENT_SECRET },
    scopes: data.AUTH_SCOPES ?? 'openid profile',
    clockSkewS: data.AUTH_CLOCK_SKEW_S,
  }
}

type Given = Readonly<Record<string, string | undefined>>

/** The variables, with what lies in files of its own: NAME_FILE is the path of the file that holds NAME. What is wrong with these files is told. */
function withFiles(set: Given): { readonly given: Given; readonly mistakes: string[] } {
  const mistakes: string[] = []
  const read: Record<string, string> = {}
  for (const { name } of SETTINGS.filter(({ inFile }) => inFile)) {
    const path = set[`${name}_FILE`]?.trim()
    if (path === undefined || path === '') continue
    if ((set[name]?.trim() ?? '') !== '')
      mistakes.push(`${name} and ${name}_FILE contradict each other; set one of them.`)
    try {
      read[name] = readFileSync(path, 'utf8').trimEnd()
      if (read[name] === '') mistakes.push(`${name}_FILE names ${path}, which is empty.`)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      mistakes.push(`${name}_FILE names ${path}, which cannot be read: ${reason}.`)
    }
  }
  return { given: { ...set, ...read }, mistakes }
}

function readEnvFile(): void {
  if (!existsSync('.env')) return
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(
      `${resolve('.env')} cannot be read: ${reason}. Make it a readable file, or take it away.`,
      {
        cause: error,
      },
    )
  }
}

/** What no variable has wrong by itself; told also when one of them is wrong. */
function contradictions(given: Given): string[] {
  const valueOf = (name: string) => given[name]?.trim() ?? ''
  const alone = ['LISTEN_DATABASE_URL', 'WAKE_URL'].filter(
    (name) => valueOf(name) !== '' && valueOf('DATABASE_URL') === '',
  )
  return [
    ...(valueOf('ADMIN_TOKEN') !== '' && valueOf('ADMIN_TOKEN') === valueOf('EDITOR_TOKEN')
      ? ['ADMIN_TOKEN and EDITOR_TOKEN must differ.']
      : []),
    ...(valueOf('TRUSTED_DOCUMENTS_FOR') !== '' && valueOf('TRUSTED_DOCUMENTS') === ''
      ? ['TRUSTED_DOCUMENTS_FOR needs TRUSTED_DOCUMENTS: without a list everyone may ask what they like.']
      : []),
    ...contradictionsOfIssuer((name) => valueOf(name) !== ''),
    ...contradictionsOfClient(valueOf),
    ...alone.map((name) => `${name} needs DATABASE_URL: the embedded database serves one process alone.`),
  ]
}

function contradictionsOfIssuer(isSet: (name: string) => boolean): string[] {
  const keys = ['AUTH_JWKS_URL', 'AUTH_PUBLIC_KEY'].filter(isSet)
  const others = SETTINGS.map(({ name }) => name).filter((name) => name.startsWith('AUTH_') && isSet(name))
  if (keys.length === 0)
    return others.map(
      (name) => `${name} needs AUTH_JWKS_URL or AUTH_PUBLIC_KEY: without a key no token can be checked.`,
    )
  const missing = ['AUTH_ISSUER', 'AUTH_AUDIENCE'].filter((name) => !isSet(name))
  return [
    ...(keys.length > 1 ? ['AUTH_JWKS_URL and AUTH_PUBLIC_KEY contradict each other; set one of them.'] : []),
    ...missing.map((name) => `${name} must be set with ${keys.join(' and ')}: else tokens for others would be taken.`),
  ]
}

function contradictionsOfClient(valueOf: (name: string) => string): string[] {
  const issuer = valueOf('AUTH_ISSUER')
  if (valueOf('AUTH_CLIENT_ID') === '')
    return ['AUTH_CLIENT_SECRET', 'AUTH_SCOPES']
      .filter((name) => valueOf(name) !== '')
      .map((name) => `${name} needs AUTH_CLIENT_ID: without it nobody signs in at the issuer.`)
  return issuer === '' || isSafe(issuer)
    ? []
    : ['AUTH_ISSUER must be an https address with AUTH_CLIENT_ID, http on this machine alone: there people sign in.']
}
