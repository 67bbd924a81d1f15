import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/db/database.ts'
import { embeddedPoolConfig, openEmbedded } from '../../src/db/embedded.mjs'
import { IN_MEMORY } from '../../src/db/folder.mjs'
import { migrate, readMigrations } from '../../src/db/migrate.ts'

const { TEST_DATABASE_URL: given = '' } = process.env

/** A server on which tests may make databases; without one they run on the embedded database in memory. */
export const testServer = given === '' ? undefined : given

/**
 * A fresh, migrated database for one test file; its close() also drops it. The first of a set of migrations is made once and copied
 * from then on: 0.8 s embedded (from a file in the system's temporary folder), 0.1 s on a server (from a template database).
 */
export async function openTestDatabase(onQuery?: DatabaseOptions['onQuery']): Promise<Database> {
  if (testServer === undefined)
    return await openDatabase({ dataDir: IN_MEMORY, startFrom: await migratedDump(), onQuery })
  const { url, drop } = await newServerDatabase(testServer, await migratedTemplate(testServer))
  const database = await openDatabase({ url, onQuery })
  return {
    ...database,
    close: async () => {
      await database.close()
      await drop()
    },
  }
}

const EMPTY = "template0 encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C.UTF-8'"

/** A new database with a random name on `server`, empty or made as `template` says, and how to drop it. */
export async function newServerDatabase(
  server: string,
  template = EMPTY,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `parley_test_${randomUUID().replaceAll('-', '')}`
  await administer(server, (client) => client.query(`create database ${name} template ${template}`))
  return { url: withDatabase(server, name), drop: () => dropDatabase(server, name) }
}

/** Drops the database of this name on `server`, connections and all. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  await administer(server, (client) => client.query(`drop database if exists ${name} with (force)`))
}

/** The same address with another database. */
export function withDatabase(address: string, name: string): string {
  const changed = new URL(address)
  changed.pathname = `/${name}`
  return changed.href
}

/** Runs `work` on a connection of its own to `server`. */
export async function administer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function stateOfMigrations(): string {
  const hash = createHash('sha256')
  for (const { name, checksum } of readMigrations()) hash.update(`${name} ${checksum}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** The dump of an embedded database that has all migrations and no row. */
export async function migratedDump(): Promise<Blob> {
  const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8')) as {
    version: string
  }
  const file = join(tmpdir(), `parley_test_${version}_${stateOfMigrations()}.tar`)
  if (!existsSync(file)) {
    const { pglite, close } = await openEmbedded(IN_MEMORY)
    const pool = new pg.Pool(embeddedPoolConfig(pglite))
    const client = await pool.connect()
    await migrate(client, readMigrations())
    client.release()
    await pool.end()
    const dump = await pglite.dumpDataDir('none')
    await close()
    // Two files may run at once; each must find all of it or nothing.
    const draft = `${file}.${randomUUID()}`
    writeFileSync(draft, new Uint8Array(await dump.arrayBuffer()))
    renameSync(draft, file)
  }
  return new Blob([new Uint8Array(readFileSync(file))])
}

/** The name of a database on `server` that has all migrations and no row, to be copied. */
export async function migratedTemplate(server: string): Promise<string> {
  const name = `parley_template_${stateOfMigrations()}`
  await administer(server, async (client) => {
    // Two files may run at once; any number will do that others do not use.
    await client.query('select pg_advisory_lock(19560829)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount !== 0) return
    const draft = await newServerDatabase(server)
    await administer(draft.url, (inside) => migrate(inside, readMigrations()))
    await client.query(`alter database ${new URL(draft.url).pathname.slice(1)} rename to ${name}`)
  })
  return name
}
