import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClientBase } from 'pg'
import { ConfigurationError } from './errors.mjs'

/** One step of the schema: a folder of prisma/migrations. */
export interface Migration {
  readonly name: string
  /** SHA-256 of the script's bytes, hexadecimal, as Prisma writes it. */
  readonly checksum: string
  readonly script: string
}

interface Recorded {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: Date | null
}

// From src/db and from dist/db it is the same step up.
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url))

/** Prisma's own number, so that its command line and a starting service wait for each other. */
const PRISMA_LOCK = 72_707_369
const WAIT_FOR_LOCK = '60s'

// Word for word what Prisma creates: its command line reads and writes the same table.
const CREATE_TABLE = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`

/** The migrations of a folder, oldest first; by default those this version of Parley brings. */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): readonly Migration[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  return names.sort().map((name) => {
    const bytes = readFileSync(join(folder, name, 'migration.sql'))
    return { name, checksum: createHash('sha256').update(bytes).digest('hex'), script: bytes.toString('utf8') }
  })
}

/**
 * Brings the database up to `migrations`, each in one transaction, and answers the names of those it applied, oldest first. Keeps
 * Prisma's records, so `prisma migrate status` agrees. While another process does the same it waits, up to a minute.
 *
 * Throws ConfigurationError when the database is from a newer version, when an applied migration has been changed since or was left
 * unfinished (by Prisma's command line), and when the database's user may not change its structure; Error when a script fails. Nothing
 * of a failed migration remains. `client` must be a session of its own, since it holds the lock.
 */
export async function migrate(client: ClientBase, migrations: readonly Migration[]): Promise<readonly string[]> {
  await takePrismaLock(client)
  try {
    const applied = await readApplied(client)
    refuseStrangers(applied, migrations)
    const pending = migrations.filter(({ name }) => !applied.some((record) => record.migration_name === name))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.query(`select pg_advisory_unlock(${PRISMA_LOCK})`)
  }
}

async function takePrismaLock(client: ClientBase): Promise<void> {
  await client.query(`set lock_timeout = '${WAIT_FOR_LOCK}'`)
  try {
    await client.query(`select pg_advisory_lock(${PRISMA_LOCK})`)
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error
    throw new ConfigurationError(
      'Another process has been changing the schema of this database for a minute. Wait for it, or end it.',
      {
        cause: error,
      },
    )
  }
  await client.query('set lock_timeout = 0')
}

async function readApplied(client: ClientBase): Promise<readonly Recorded[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as exists",
  )
  // Asked first, so that a user who may not create tables can start on a database that is up to date.
  if (rows[0]?.exists !== true) {
    await writing(client, async () => {
      await client.query(CREATE_TABLE)
    })
  }
  const recorded = await client.query<Recorded>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at',
  )
  return recorded.rows
}

function refuseStrangers(applied: readonly Recorded[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  const unknown = applied.filter((record) => !known.has(record.migration_name)).map((record) => record.migration_name)
  if (unknown.length > 0) {
    throw new ConfigurationError(
      `This database is from a newer version of Parley: it has ${unknown.join(', ')}, which this version does not know. ` +
        'Start the newer version, or restore a copy from before.',
    )
  }
  for (const record of applied) {
    const name = record.migration_name
    if (record.finished_at === null) {
      throw new ConfigurationError(
        `The migration ${name} was begun by Prisma's command line and did not finish. Put the database in order, then run ` +
          `"npx prisma migrate resolve --rolled-back ${name}" (or --applied).`,
      )
    }
    if (record.checksum !== known.get(name)?.checksum) {
      throw new ConfigurationError(
        `The migration ${name} has changed since it was applied to this database. Restore its file, and put the change into a new migration.`,
      )
    }
  }
}

async function apply(client: ClientBase, { name, checksum, script }: Migration): Promise<void> {
  try {
    await writing(client, async () => {
      const startedAt = new Date()
      // Whole: cutting it at each ';' would cut function bodies too.
      await client.query(script)
      await client.query(
        `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         values ($1, $2, $3, $4, $5, 1)`,
        [randomUUID(), checksum, name, startedAt, new Date()],
      )
    })
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The migration ${name} failed, and nothing of it remains: ${reason}`, { cause: error })
  }
}

/** Runs `work` in one transaction that may write, whatever the session's default. */
async function writing(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin read write')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    // Where the connection itself is gone this fails too, and the first reason is the one to tell.
    await client.query('rollback').catch(() => undefined)
    if (codeOf(error) !== '42501') throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(
      `The database's user may not change its schema (${reason}). Make it the owner: alter database … owner to …`,
      { cause: error },
    )
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
