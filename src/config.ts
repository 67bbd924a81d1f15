import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigurationError } from './db/errors.mjs'
import { LEVELS, SETTINGS } from './settings.ts'

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
  /** Whose tokens are taken beside our own. */
  readonly issuer: IssuerConfig | undefined
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
  readonly maxQueryCost: number
  readonly maxQueryDepth: number
  /** Whether readers may ask for the schema itself. */
  readonly introspection: boolean
  /** Over how long SIGTERM spreads the end of open streams. */
  readonly drainMs: number
}

const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional()

const whole = (least: number, most: number, unset: number) =>
  z
    .string()
    .trim()
    .default(String(unset))
    .refine(
      (value) => /^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most,
      `takes a whole number from ${least} to ${most}`,
    )
    .transform(Number)

// What else it held could not be sent: a header ends a token at a blank, and takes no other letters.
const token = text.refine(
  (value) => value === undefined || /^[\x21-\x7E]+$/.test(value),
  'takes letters, digits and signs of ASCII, and no blanks',
)

const yes = (unset: boolean) =>
  text
    .refine((value) => value === undefined || value === 'true' || value === 'false', 'takes true or false')
    .transform((value) => (value === undefined ? unset : value === 'true'))

const isPostgres = (value: string) => /^postgres(ql)?:\/\/./.test(value)
const DAY_MS = 86_400_000

const variables = z.object({
  PORT: whole(0, 65_535, 4000),
  HOST: text,
  DATA_DIR: text,
  DATABASE_URL: text.refine(
    (value) => value === undefined || isPostgres(value),
    'takes postgresql://user:password@host:5432/database',
  ),
  ADMIN_TOKEN: token,
  EDITOR_TOKEN: token,
  PUBLIC_READ: text.refine(
    (value) => value === undefined || value === 'true' || value === 'false',
    'takes true or false',
  ),
  AUTH_JWKS_URL: text.refine(
    (value) => value === undefined || isSafe(value),
    'takes an https address; http on this machine alone, since whoever could change the keys on their way could make tokens',
  ),
  AUTH_PUBLIC_KEY: text,
  AUTH_ISSUER: text,
  AUTH_AUDIENCE: text,
  AUTH_ROLE_CLAIM: text,
  AUTH_ADMIN_ROLES: text,
  AUTH_EDITOR_ROLES: text,
  AUTH_NAME_CLAIM: text,
  AUTH_CLOCK_SKEW_S: whole(0, 300, 60),
  SAMPLE_RECORD: text.refine(
    (value) => value === undefined || value === 'none' || isFile(value),
    'takes none or the path of a bundle; there is no such file',
  ),
  LOG_LEVEL: text.refine(
    (value) => value === undefined || LEVELS.some((level) => level === value),
    `takes one of ${LEVELS.join(', ')}`,
  ),
  LISTEN_DATABASE_URL: text.refine(
    (value) => value === undefined || value === 'none' || isPostgres(value),
    'takes none or postgresql://user:password@host:5432/database',
  ),
  WAKE_URL: text.refine(
    (value) => value === undefined || (/^(nats|tls):\/\/./.test(value) && URL.canParse(value)),
    'takes nats://user:password@host:4222, or tls:// for the same over TLS',
  ),
  MAX_SOCKETS: whole(1, 1_000_000, 20_000),
  MAX_SOCKETS_PER_ADDRESS: whole(1, 1_000_000, 1_000_000),
  MAX_SUBSCRIPTIONS_PER_SOCKET: whole(1, 10_000, 100),
  MAX_MESSAGE_BYTES: whole(1_024, 64 * 1024 * 1024, 16 * 1024 * 1024),
  CONNECTION_INIT_TIMEOUT_MS: whole(100, DAY_MS, 3_000),
  KEEP_ALIVE_MS: whole(100, DAY_MS, 12_000),
  MAX_QUERY_COST: whole(100, 1_000_000, 20_000),
  MAX_QUERY_DEPTH: whole(5, 100, 20),
  INTROSPECTION: yes(true),
  DRAIN_MS: whole(0, 600_000, 3_000),
})

type Variables = z.infer<typeof variables>

/**
 * The configuration from the environment and, below it, from a file .env in the working directory.
 * @throws ConfigurationError that names every wrong variable at once, or says that .env cannot be read
 */
export function readConfig(): Config {
  readEnvFile()
  // PORT= in a file means unset, as for all others.
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const { given, mistakes } = withFiles(set)
  const result = variables.safeParse(given)
  if (!result.success) mistakes.push(...result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`))
  mistakes.push(...contradictions(given))
  if (!result.success || mistakes.length > 0) throw new ConfigurationError(mistakes.join('\n'))
  const { data } = result
  return {
    port: data.PORT,
    host: data.HOST ?? '127.0.0.1',
    dataDir: data.DATA_DIR ?? './data',
    databaseUrl: data.DATABASE_URL,
    adminToken: data.ADMIN_TOKEN,
    editorToken: data.EDITOR_TOKEN,
    publicRead: data.PUBLIC_READ !== 'false',
    issuer: issuerOf(data),
    sampleRecord: data.SAMPLE_RECORD === 'none' ? null : data.SAMPLE_RECORD && resolve(data.SAMPLE_RECORD),
    logLevel: data.LOG_LEVEL ?? 'info',
    listenDatabaseUrl: data.LISTEN_DATABASE_URL === 'none' ? null : data.LISTEN_DATABASE_URL,
    wakeUrl: data.WAKE_URL,
    maxSockets: data.MAX_SOCKETS,
    maxSocketsPerAddress: data.MAX_SOCKETS_PER_ADDRESS,
    maxSubscriptionsPerSocket: data.MAX_SUBSCRIPTIONS_PER_SOCKET,
    maxMessageBytes: data.MAX_MESSAGE_BYTES,
    connectionInitTimeoutMs: data.CONNECTION_INIT_TIMEOUT_MS,
    keepAliveMs: data.KEEP_ALIVE_MS,
    maxQueryCost: data.MAX_QUERY_COST,
    maxQueryDepth: data.MAX_QUERY_DEPTH,
    introspection: data.INTROSPECTION,
    drainMs: data.DRAIN_MS,
  }
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
    ...contradictionsOfIssuer((name) => valueOf(name) !== ''),
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

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
