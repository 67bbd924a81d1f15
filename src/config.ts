import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigurationError } from './db/errors.mjs'

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
  /** A bundle to load into an empty record; undefined: ours; null: none. */
  readonly sampleRecord: string | null | undefined
  readonly logLevel: string
}

/** A variable of the environment. */
export interface Setting {
  readonly name: string
  /** As the documentation shows it; empty for unset. */
  readonly example: string
  readonly meaning: string
}

const LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

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
]

const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional()

const variables = z.object({
  PORT: z
    .string()
    .default('4000')
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'takes a number from 0 to 65535')
    .transform(Number),
  HOST: text,
  DATA_DIR: text,
  DATABASE_URL: text.refine(
    (value) => value === undefined || /^postgres(ql)?:\/\/./.test(value),
    'takes postgresql://user:password@host:5432/database',
  ),
  ADMIN_TOKEN: text,
  EDITOR_TOKEN: text,
  SAMPLE_RECORD: text.refine(
    (value) => value === undefined || value === 'none' || isFile(value),
    'takes none or the path of a bundle; there is no such file',
  ),
  LOG_LEVEL: text.refine(
    (value) => value === undefined || LEVELS.some((level) => level === value),
    `takes one of ${LEVELS.join(', ')}`,
  ),
})

/**
 * The configuration from the environment and, below it, from a file .env in the working directory.
 * @throws ConfigurationError that names every wrong variable at once
 */
export function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  // PORT= in a file means unset, as for all others.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const result = variables.safeParse(given)
  const mistakes = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`)
  if (result.success && result.data.ADMIN_TOKEN !== undefined && result.data.ADMIN_TOKEN === result.data.EDITOR_TOKEN) {
    mistakes.push('ADMIN_TOKEN and EDITOR_TOKEN must differ.')
  }
  if (!result.success || mistakes.length > 0) throw new ConfigurationError(mistakes.join('\n'))
  const { PORT, HOST, DATA_DIR, DATABASE_URL, ADMIN_TOKEN, EDITOR_TOKEN, SAMPLE_RECORD, LOG_LEVEL } = result.data
  return {
    port: PORT,
    host: HOST ?? '127.0.0.1',
    dataDir: DATA_DIR ?? './data',
    databaseUrl: DATABASE_URL,
    adminToken: ADMIN_TOKEN,
    editorToken: EDITOR_TOKEN,
    sampleRecord: SAMPLE_RECORD === 'none' ? null : SAMPLE_RECORD && resolve(SAMPLE_RECORD),
    logLevel: LOG_LEVEL ?? 'info',
  }
}

/** The text of .env.example. */
export function envExample(): string {
  const intro = '# Copy to .env and uncomment what you change. Variables of the environment win over this file.\n'
  return intro + SETTINGS.map(({ name, example, meaning }) => `\n# ${meaning}\n# ${name}=${example}\n`).join('')
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
