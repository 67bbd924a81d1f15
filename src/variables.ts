import { existsSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { z } from 'zod'
import { BOUNDARIES, LANGUAGES, LEVELS } from './settings.ts'

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

/** With commas between. */
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )

/** An address, a network, or a word for some of them. */
function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const most = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const isPostgres = (value: string) => /^postgres(ql)?:\/\/./.test(value)
const DAY_MS = 86_400_000

const all = z.object({
  PORT: whole(0, 65_535, 4000),
  HOST: text,
  DATA_DIR: text,
  DATABASE_URL: text.refine(
    (value) => value === undefined || isPostgres(value),
    'takes postgresql://user:password@host:5432/database',
  ),
  ADMIN_TOKEN: token,
  EDITOR_TOKEN: token,
  PUBLIC_READ: yes(true),
  SESSION_HOURS: whole(1, 720, 12),
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
  AUTH_CLIENT_ID: text,
  AUTH_CLIENT_SECRET: text,
  AUTH_SCOPES: text.refine(
    (value) => value === undefined || value.split(/ +/).includes('openid'),
    'takes words with blanks between them, openid among them',
  ),
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
  CORS_ORIGINS: list.refine(
    (values) => values.every((each) => /^https?:/.test(each) && URL.canParse(each) && new URL(each).origin === each),
    // As browsers send it: an address with a path would match no request.
    'takes origins with commas between them, such as https://example.org, without a path',
  ),
  REQUEST_TIMEOUT_MS: whole(100, DAY_MS, 60_000),
  ANSWER_CACHE_MB: whole(0, 65_536, 64),
  MAX_QUERY_COST: whole(100, 1_000_000, 20_000),
  MAX_QUERY_DEPTH: whole(5, 100, 20),
  INTROSPECTION: yes(true),
  TRUSTED_DOCUMENTS: text.refine(
    (value) => value === undefined || isFile(value),
    'takes the path of a JSON file that lists documents; there is no such file',
  ),
  TRUSTED_DOCUMENTS_FOR: z
    .string()
    .trim()
    .default('readers')
    .pipe(z.enum(['readers', 'everyone'], 'takes readers or everyone')),
  TRUSTED_PROXIES: list.refine(
    (proxies) => proxies.every(isProxy),
    'takes addresses, networks like 10.0.0.0/8, or loopback, linklocal, uniquelocal, with commas between',
  ),
  RATE_LIMIT: z
    .string()
    .trim()
    .default('on')
    .pipe(z.enum(['on', 'off'], 'takes on or off')),
  RATE_LIMIT_COST_PER_MINUTE: whole(1, 1_000_000_000, 300_000),
  RATE_LIMIT_MUTATIONS_PER_MINUTE: whole(1, 1_000_000_000, 600),
  RATE_LIMIT_CONNECTIONS_PER_MINUTE: whole(1, 1_000_000_000, 12_000),
  RATE_LIMIT_REDIS_URL: text.refine(
    (value) => value === undefined || (/^rediss?:\/\/./.test(value) && URL.canParse(value)),
    'takes redis://user:password@host:6379/0, or rediss:// for the same over TLS',
  ),
  DRAIN_MS: whole(0, 600_000, 3_000),
  SITE_NAME: text.refine((value) => value === undefined || value.length <= 100, 'takes at most 100 characters'),
  PUBLIC_URL: text.refine(
    (value) => value === undefined || /^https?:\/\/[^/?#\s]+\/?$/.test(value),
    'must be an address without a path: https://record.example',
  ),
  TIME_ZONE: text.refine(
    (value) => value === undefined || isZone(value),
    'must be the IANA name of a time zone: Europe/Kyiv',
  ),
  LANGUAGE: z
    .string()
    .trim()
    .default('en')
    .pipe(z.enum(LANGUAGES, `takes ${LANGUAGES.join(' or ')}`)),
  LOGO: text.refine(
    (value) => value === undefined || isFile(value),
    'takes the path of an SVG or PNG file; there is no such file',
  ),
  MAP_BOUNDARIES: z
    .string()
    .trim()
    .default('un')
    .pipe(z.enum(BOUNDARIES, `takes ${BOUNDARIES.join(' or ')}`)),
  DEFAULT_NEGOTIATION: text,
})

/** What each variable takes, by name. */
export const variables = all.refine(
  ({ RATE_LIMIT, RATE_LIMIT_COST_PER_MINUTE, MAX_QUERY_COST }) =>
    RATE_LIMIT === 'off' || RATE_LIMIT_COST_PER_MINUTE >= MAX_QUERY_COST,
  {
    path: ['RATE_LIMIT_COST_PER_MINUTE'],
    message: 'takes at least MAX_QUERY_COST: what costs that much could never run',
  },
)

/** The same of those that say where the record is. */
export const variablesOfRecord = all.pick({ DATA_DIR: true, DATABASE_URL: true, LISTEN_DATABASE_URL: true })

/** The variables as they were read. */
export type Variables = z.infer<typeof variables>

/** Whether nobody on the way can change what comes from an address: https, or http on this machine. */
export function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
