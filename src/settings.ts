import type { Setting } from './setting.ts'
import { SETTINGS_OF_ACCESS } from './settings-of-access.ts'

/** How much is logged, least first. */
export const LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** Languages of the board; each has a file in web/words. */
export const LANGUAGES = ['en', 'ar'] as const
/** One of them. */
export type Language = (typeof LANGUAGES)[number]

/** Whose borders maps draw. */
export const BOUNDARIES = ['un', 'defacto', 'none'] as const
/** One of them. */
export type Boundaries = (typeof BOUNDARIES)[number]

/** Every variable that is read, in the order of the documentation. .env.example is this list. */
export const SETTINGS: readonly Setting[] = [
  { name: 'PORT', example: '4000', meaning: 'Port of HTTP and WebSocket, 0 to 65535; 0 takes a free one.' },
  { name: 'HOST', example: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all.' },
  {
    name: 'DATA_DIR',
    example: './data',
    meaning: 'Folder of the embedded database, of the admin token and of the socket for commands.',
  },
  {
    name: 'DATABASE_URL',
    inFile: true,
    example: '',
    meaning:
      'PostgreSQL 15 or newer, UTF-8, with pg_trgm: postgresql://user:password@host:5432/database. Unset: the embedded database in DATA_DIR.',
  },
  ...SETTINGS_OF_ACCESS,
  {
    name: 'SAMPLE_RECORD',
    example: '',
    meaning: 'What an empty record is filled with: unset our sample, none nothing, else the path of another bundle.',
  },
  { name: 'LOG_LEVEL', example: 'info', meaning: `One of ${LEVELS.join(', ')}.` },
  {
    name: 'LISTEN_DATABASE_URL',
    inFile: true,
    example: '',
    meaning:
      'Direct address of the database, where DATABASE_URL leads through a connection pooler: for notifications and migrations. none: no notifications, the log is looked at every second.',
  },
  {
    name: 'WAKE_URL',
    inFile: true,
    example: '',
    meaning:
      'A NATS server that tells several processes of new changes, in place of notifications: nats://user:password@host:4222.',
  },
  {
    name: 'MAX_SOCKETS',
    example: '20000',
    meaning: 'Open WebSockets and event streams of this process; more are closed with 1013 or answered with 503.',
  },
  {
    name: 'MAX_SOCKETS_PER_ADDRESS',
    example: '',
    meaning:
      'The same for one address of a client (of IPv6, one network of 64 bits). Unset: as MAX_SOCKETS. Set TRUSTED_PROXIES with it, or all behind a proxy have the address of the proxy.',
  },
  {
    name: 'MAX_SUBSCRIPTIONS_PER_SOCKET',
    example: '100',
    meaning: 'Operations under way on one WebSocket; one more closes it with 4429.',
  },
  {
    name: 'MAX_MESSAGE_BYTES',
    example: '16777216',
    meaning: 'Largest message of a client over WebSocket; a larger one closes it with 1009.',
  },
  {
    name: 'CONNECTION_INIT_TIMEOUT_MS',
    example: '3000',
    meaning: 'How long a WebSocket may be open without connection_init; then it is closed with 4408.',
  },
  {
    name: 'KEEP_ALIVE_MS',
    example: '12000',
    meaning: 'How often open streams are asked for a sign of life. One that has given none until the next time is cut.',
  },
  {
    name: 'CORS_ORIGINS',
    example: '',
    meaning:
      'Origins of other sites whose pages may read answers and open WebSockets, with commas between them: https://example.org. Unset: none but our own.',
  },
  {
    name: 'REQUEST_TIMEOUT_MS',
    example: '60000',
    meaning:
      'How long a request may take to arrive, its headers at most ten seconds; then it is answered with 408 and cut.',
  },
  {
    name: 'ANSWER_CACHE_MB',
    example: '64',
    meaning:
      'How much memory kept answers may take. They are exact: each is valid until the record changes, and not longer. 0: none is kept.',
  },
  {
    name: 'MAX_QUERY_COST',
    example: '20000',
    meaning:
      'What one operation may cost, counted before it is executed: about 1 for each entry in the answer; the rule is in api.md.',
  },
  {
    name: 'MAX_QUERY_DEPTH',
    example: '20',
    meaning: 'How deep a document may nest fields; the introspection query of most tools needs 15.',
  },
  {
    name: 'INTROSPECTION',
    example: 'true',
    meaning:
      'Whether readers may ask for the schema itself. false: editors and administrators alone; the playground then needs their token to complete and explain.',
  },
  {
    name: 'TRUSTED_DOCUMENTS',
    example: '',
    meaning:
      'A JSON file that lists documents by their SHA-256, read at the start: readers may then run these alone, and the playground needs the token of an editor; see api.md. Unset: everyone may ask what they like.',
  },
  {
    name: 'TRUSTED_DOCUMENTS_FOR',
    example: 'readers',
    meaning: 'Whom that list binds: readers, or everyone, editors and administrators too.',
  },
  {
    name: 'TRUSTED_PROXIES',
    example: '',
    meaning:
      'Proxies that are believed when they name the client in X-Forwarded-For: addresses, networks (10.0.0.0/8) or loopback, linklocal, uniquelocal, with commas between. Unset: none, and limits count the address of the connection.',
  },
  { name: 'RATE_LIMIT', example: 'on', meaning: 'off: clients are not limited, as for benchmarks.' },
  {
    name: 'RATE_LIMIT_COST_PER_MINUTE',
    example: '300000',
    meaning: 'Cost of the operations of one token, or of one address without, within a minute; then RATE_LIMITED.',
  },
  {
    name: 'RATE_LIMIT_MUTATIONS_PER_MINUTE',
    example: '600',
    meaning: 'Mutations of one token, or of one address without, within a minute; then RATE_LIMITED.',
  },
  {
    name: 'RATE_LIMIT_CONNECTIONS_PER_MINUTE',
    example: '12000',
    meaning:
      'WebSockets and event streams that one address opens within a minute; more are closed with 1013 or answered with 429.',
  },
  {
    name: 'RATE_LIMIT_REDIS_URL',
    example: '',
    meaning:
      'A Redis server where several processes count their clients together: redis://user:password@host:6379/0. Unset: each counts in its memory.',
    inFile: true,
  },
  {
    name: 'DRAIN_MS',
    example: '3000',
    meaning:
      'Over how long SIGTERM spreads the end of open streams; /ready says draining meanwhile. Ctrl-C ends them at once.',
  },
  {
    name: 'SITE_NAME',
    example: 'Parley',
    meaning: 'What the pages of the board are called, at their head and in their titles.',
  },
  {
    name: 'PUBLIC_URL',
    example: '',
    meaning:
      'Under which address readers reach the service, for addresses in feeds and calendars: https://record.example. Unset: http and the Host of each request.',
  },
  {
    name: 'TIME_ZONE',
    example: 'UTC',
    meaning:
      'In which zone the board tells clock times, by its IANA name: Europe/Kyiv. Days of the record stay as they are recorded.',
  },
  {
    name: 'LANGUAGE',
    example: 'en',
    meaning:
      'In which language the board speaks to its readers: en (English) or ar (Arabic, from right to left). What is recorded stays in its own.',
  },
  {
    name: 'LOGO',
    example: '',
    meaning: 'An SVG or PNG file of at most 256 kB, shown at the head of the board. Unset: the mark of Parley.',
  },
  {
    name: 'MAP_BOUNDARIES',
    example: 'un',
    meaning:
      'Whose borders maps draw: un (resolution 68/262 of the General Assembly), defacto (as Natural Earth has them) or none; each map says which.',
  },
  {
    name: 'DEFAULT_NEGOTIATION',
    example: '',
    meaning:
      'Id of the negotiation to whose board / leads; the list is at /n. Unset: the list, or the one negotiation where there is no other.',
  },
]

/** What may stand in a file of its own, as a sentence. */
export function sentenceOnFiles(): string {
  const names = SETTINGS.filter(({ inFile }) => inFile).map(({ name }) => name)
  return `Each of ${names.join(', ')} may be given as a file that holds it, by its path in a variable with _FILE at the end: ADMIN_TOKEN_FILE=/run/secrets/admin.`
}

/** The text of .env.example. */
export function envExample(): string {
  const intro = `# Copy to .env and uncomment what you change. Variables of the environment win over this file.\n# ${sentenceOnFiles()}\n`
  return intro + SETTINGS.map(({ name, example, meaning }) => `\n# ${meaning}\n# ${name}=${example}\n`).join('')
}
