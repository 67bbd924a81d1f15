import { Client, type ClientConfig } from 'pg'
import { ConfigurationError } from './errors.mjs'
import { IDENTITY } from './identity.ts'
import type { Migration } from './migrate.ts'
import { readRows } from './pool.ts'

const OLDEST_MAJOR = 15
const CONNECT_TIMEOUT_MS = 10_000

/** How every connection to the server is made. Keep-alive finds a server that vanished without a word. */
export function connectionTo(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'parley',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  }
}

/**
 * A connection of its own to the server, checked: it can keep this record. The caller ends it.
 * Throws ConfigurationError, one sentence and the remedy, when there is no way to it or it cannot.
 */
export async function connectChecked(url: string, migrations: readonly Migration[]): Promise<Client> {
  const client = await connect(url)
  try {
    await checkServer(client)
    await checkLetters(client)
    await checkExtensions(client, migrations)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

/** @throws ConfigurationError when `url` leads to another database than `direct` is connected to */
export async function refuseOther(url: string, direct: Client): Promise<void> {
  const client = await connect(url)
  try {
    const [one, other] = await Promise.all([readRows(client, IDENTITY), readRows(direct, IDENTITY)])
    if (JSON.stringify(one) !== JSON.stringify(other))
      throw new ConfigurationError('LISTEN_DATABASE_URL and DATABASE_URL must lead to the same database.')
  } finally {
    await client.end()
  }
}

async function connect(url: string): Promise<Client> {
  let client: Client
  try {
    client = new Client(connectionTo(url))
  } catch (error) {
    // Not with the address: it may hold a password.
    throw new ConfigurationError(
      'DATABASE_URL is not an address of PostgreSQL: postgresql://user:password@host:5432/database.',
      {
        cause: error,
      },
    )
  }
  // A cut shows at the next query; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    const place = `${client.host}:${client.port}`
    throw new ConfigurationError(
      `Cannot connect to PostgreSQL at ${place}, database "${client.database ?? ''}": ${reasonOf(error)}.`,
      {
        cause: error,
      },
    )
  }
}

/** A name with several addresses fails once for each and says so only inside. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string; replica: boolean }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            current_setting('server_encoding') as encoding, pg_is_in_recovery() as replica`,
  )
  for (const { version, number, encoding, replica } of rows) {
    if (number < OLDEST_MAJOR * 10_000) {
      throw new ConfigurationError(`The server is PostgreSQL ${version}; Parley needs ${OLDEST_MAJOR} or newer.`)
    }
    if (encoding !== 'UTF8')
      throw new ConfigurationError(`The database's encoding is ${encoding}, not UTF8. ${remedy(client)}`)
    if (replica)
      throw new ConfigurationError(
        'The server is a read-only replica. Parley writes: give it the address of the primary.',
      )
  }
}

/** Under the character type "C" only Latin letters are letters: names in Cyrillic would have no lower case and no words to search. */
async function checkLetters(client: Client): Promise<void> {
  const { rows } = await client.query<{ fine: boolean; type: string }>(
    `select lower('Ж') = 'ж' and to_tsvector('simple', 'КИЇВ')::text = '''київ'':1' as fine, datctype as type
     from pg_database where datname = current_database()`,
  )
  for (const { fine, type } of rows) {
    if (fine) continue
    throw new ConfigurationError(
      `The database's character type ${type} knows no Cyrillic letters, so search would miss them. ${remedy(client)}`,
    )
  }
}

function remedy({ database = 'parley' }: Client): string {
  return `Make a new one: create database "${database}" template template0 encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C'.`
}

/** The extensions that the migrations ask for. Said before the first of them fails half-way through a long script. */
async function checkExtensions(client: Client, migrations: readonly Migration[]): Promise<void> {
  const named = migrations.flatMap(({ script }) =>
    [...script.matchAll(/^create extension if not exists "?(\w+)/gim)].map(([, name]) => name),
  )
  const { rows } = await client.query<{ name: string; available: boolean; allowed: boolean }>(
    `select named as name, count(v.name) > 0 as available,
            coalesce(bool_or(v.installed or (v.trusted or not v.superuser) and has_database_privilege(current_database(), 'create')), false)
              or (select rolsuper from pg_roles where rolname = current_user) as allowed
     from unnest($1::text[]) named left join pg_available_extension_versions v on v.name = named
     group by named`,
    [named],
  )
  for (const { name, available, allowed } of rows) {
    if (!available) {
      throw new ConfigurationError(
        `The server does not have the extension ${name}. Install PostgreSQL's "contrib" package on it.`,
      )
    }
    if (!allowed)
      throw new ConfigurationError(
        `The database's user may not create the extension ${name}. Let its owner run: create extension ${name}`,
      )
  }
}
