/** A variable of the environment. */
export interface Setting {
  readonly name: string
  /** As the documentation shows it; empty for unset. */
  readonly example: string
  readonly meaning: string
}

/** How much is logged, least first. */
export const LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** Every variable that is read, in the order of the documentation. .env.example is this list. */
export const SETTINGS: readonly Setting[] = [
  { name: 'PORT', example: '4000', meaning: 'Port of HTTP and WebSocket, 0 to 65535; 0 takes a free one.' },
  { name: 'HOST', example: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all.' },
  { name: 'DATA_DIR', example: './data', meaning: 'Folder of the embedded database and of the admin token.' },
  {
    name: 'DATABASE_URL',
    example: '',
    meaning:
      'PostgreSQL 15 or newer, UTF-8, with pg_trgm: postgresql://user:password@host:5432/database. Unset: the embedded database in DATA_DIR.',
  },
  {
    name: 'ADMIN_TOKEN',
    example: '',
    meaning:
      'Token of the editor "admin", role ADMIN. Unset: one is made at the first start and kept in DATA_DIR/admin-token.',
  },
  { name: 'EDITOR_TOKEN', example: '', meaning: 'Token of the editor "editor", role EDITOR. Unset: there is none.' },
  {
    name: 'SAMPLE_RECORD',
    example: '',
    meaning: 'What an empty record is filled with: unset our sample, none nothing, else the path of another bundle.',
  },
  { name: 'LOG_LEVEL', example: 'info', meaning: `One of ${LEVELS.join(', ')}.` },
  {
    name: 'LISTEN_DATABASE_URL',
    example: '',
    meaning:
      'Direct address of the database, where DATABASE_URL leads through a connection pooler: for notifications and migrations. none: no notifications, the log is looked at every second.',
  },
  {
    name: 'WAKE_URL',
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
      'The same for one address of a client. Unset: as MAX_SOCKETS, since behind a proxy all have the address of the proxy.',
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
    name: 'DRAIN_MS',
    example: '3000',
    meaning:
      'Over how long SIGTERM spreads the end of open streams; /ready says draining meanwhile. Ctrl-C ends them at once.',
  },
]

/** The text of .env.example. */
export function envExample(): string {
  const intro = '# Copy to .env and uncomment what you change. Variables of the environment win over this file.\n'
  return intro + SETTINGS.map(({ name, example, meaning }) => `\n# ${meaning}\n# ${name}=${example}\n`).join('')
}
