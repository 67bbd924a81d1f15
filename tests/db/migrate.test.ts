import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { embeddedPoolConfig, openEmbedded } from '../../src/db/embedded.mjs'
import { IN_MEMORY } from '../../src/db/folder.mjs'
import { ConfigurationError } from '../../src/db/errors.mjs'
import { type Migration, migrate, readMigrations } from '../../src/db/migrate.ts'
import { administer, newServerDatabase, testServer } from '../support/database.ts'

/** One session on an empty database of its own. */
async function openSession(): Promise<{ client: pg.Client; url: string | undefined; close: () => Promise<void> }> {
  if (testServer === undefined) {
    const { pglite, close } = await openEmbedded(IN_MEMORY)
    const client = new pg.Client(embeddedPoolConfig(pglite))
    await client.connect()
    return { client, url: undefined, close }
  }
  const { url, drop } = await newServerDatabase(testServer)
  const client = new pg.Client(url)
  await client.connect()
  return {
    client,
    url,
    close: async () => {
      await client.end()
      await drop()
    },
  }
}

const migration = (name: string, script: string): Migration => ({
  name,
  script,
  checksum: createHash('sha256').update(script).digest('hex'),
})
const first = migration('1_first', 'create table first (id int)')
const second = migration('2_second', 'create table second (id int)')

describe(`migrations (${testServer === undefined ? 'embedded' : 'server'})`, () => {
  let session: Awaited<ReturnType<typeof openSession>>
  let client: pg.Client

  beforeAll(async () => {
    session = await openSession()
    client = session.client
  })
  afterAll(() => session.close())
  beforeEach(async () => {
    await client.query('drop schema public cascade; create schema public')
  })

  const tables = async () => {
    const { rows } = await client.query<{ tablename: string }>(
      "select tablename from pg_tables where schemaname = 'public' order by 1",
    )
    return rows.map((row) => row.tablename)
  }

  it('are applied in order and once', async () => {
    expect(await migrate(client, [first])).toEqual(['1_first'])
    expect(await migrate(client, [first, second])).toEqual(['2_second'])
    expect(await migrate(client, [first, second])).toEqual([])
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second'])
  })

  it('are recorded as Prisma records them', async () => {
    await migrate(client, [first])
    const { rows } = await client.query('select * from _prisma_migrations')
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        checksum: first.checksum,
        migration_name: '1_first',
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date) as Date,
        finished_at: expect.any(Date) as Date,
        applied_steps_count: 1,
      },
    ])
  })

  it('may hold functions, whose bodies have semicolons', async () => {
    const script = `create function two() returns int language plpgsql as $$ begin perform 1; return 2; end $$; create table t as select two()`
    await migrate(client, [migration('1_function', script)])
    expect((await client.query('select * from t')).rows).toEqual([{ two: 2 }])
  })

  it('are applied in a session that is read-only by default', async () => {
    await client.query('set default_transaction_read_only = on')
    expect(await migrate(client, [first])).toEqual(['1_first'])
    await client.query('set default_transaction_read_only = off')
  })

  it('leave nothing of the one that fails, keep those before it, and can be tried again', async () => {
    const broken = migration('2_broken', 'create table second (id int); select * from missing')
    await expect(migrate(client, [first, broken])).rejects.toThrow(
      'The migration 2_broken failed, and nothing of it remains: relation "missing" does not exist',
    )
    expect(await tables()).toEqual(['_prisma_migrations', 'first'])
    expect(await migrate(client, [first, second])).toEqual(['2_second'])
  })

  it('refuse a database from a newer version', async () => {
    await migrate(client, [first, second])
    const start = migrate(client, [first])
    await expect(start).rejects.toThrow(ConfigurationError)
    await expect(start).rejects.toThrow('from a newer version of Parley: it has 2_second')
  })

  it('refuse one whose script has changed since', async () => {
    await migrate(client, [first])
    await expect(migrate(client, [{ ...first, checksum: second.checksum }])).rejects.toThrow(
      '1_first has changed since it was applied',
    )
  })

  it('refuse one that was left unfinished, and go on once it is marked as rolled back', async () => {
    await migrate(client, [first])
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name) values ('x', '${second.checksum}', '2_second')`,
    )
    await expect(migrate(client, [first, second])).rejects.toThrow('npx prisma migrate resolve --rolled-back 2_second')
    await client.query("update _prisma_migrations set rolled_back_at = now() where id = 'x'")
    expect(await migrate(client, [first, second])).toEqual(['2_second'])
  })

  it('come with the checksum of their bytes', () => {
    const migrations = readMigrations()
    expect(migrations.length).toBeGreaterThan(0)
    expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).sort())
    for (const { script, checksum } of migrations)
      expect(checksum).toBe(createHash('sha256').update(script).digest('hex'))
  })

  it.skipIf(testServer === undefined)('are applied once by services that start together', async () => {
    const start = () => administer(session.url!, (one) => migrate(one, [first, second]))
    const applied = await Promise.all([start(), start(), start(), start()])
    expect(applied.flat().sort()).toEqual(['1_first', '2_second'])
  })
})
