import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { ConfigurationError } from '../../src/db/errors.mjs'
import { sql } from '../../src/db/sql.ts'
import { administer, newServerDatabase, openTestDatabase, testServer } from '../support/database.ts'
import { defer } from '../support/defer.ts'
import { until } from '../support/until.ts'

/** What would have ended a process without Vitest in it, from the call on until the answer is called. */
const fatalErrors = () => {
  const errors: unknown[] = []
  const note = (error: unknown) => errors.push(error)
  process.on('uncaughtExceptionMonitor', note)
  return () => {
    process.off('uncaughtExceptionMonitor', note)
    return errors
  }
}

const refusalOf = async (url: string) => {
  const error = await openDatabase({ url }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigurationError)
  return (error as ConfigurationError).message
}

describe('the way to a server', () => {
  it('says where there is none, without the password', async () => {
    const refusal = await refusalOf('postgresql://someone:secret@127.0.0.1:1/parley')
    expect(refusal).toBe(
      'Cannot connect to PostgreSQL at 127.0.0.1:1, database "parley": connect ECONNREFUSED 127.0.0.1:1.',
    )
  })

  it('says that an address is none, without showing it', async () => {
    const refusal = await refusalOf('postgresql://someone:secret@:port/parley')
    expect(refusal).toMatch(/DATABASE_URL is not an address of PostgreSQL/)
    expect(refusal).not.toContain('secret')
  })
})

// An older PostgreSQL and a replica are not at hand in tests.
describe.skipIf(testServer === undefined)('a server', () => {
  const server = testServer ?? ''

  const refusalOfDatabase = async (template: string) => {
    const { url, drop } = await newServerDatabase(server, template)
    try {
      return await refusalOf(url)
    } finally {
      await drop()
    }
  }

  it('refuses a database that is not there', async () => {
    const missing = new URL(server)
    missing.pathname = '/parley_test_missing'
    expect(await refusalOf(missing.href)).toContain('database "parley_test_missing" does not exist')
  })

  it('refuses a database whose letters are only Latin, and says how to make another', async () => {
    const refusal = await refusalOfDatabase("template0 encoding 'UTF8' lc_ctype 'C' lc_collate 'C'")
    expect(refusal).toMatch(
      /character type C knows no Cyrillic letters.* template template0 encoding 'UTF8' lc_ctype 'C\.UTF-8'/,
    )
  })

  it('refuses a database in another encoding', async () => {
    expect(await refusalOfDatabase("template0 encoding 'LATIN1' lc_ctype 'C' lc_collate 'C'")).toContain(
      'encoding is LATIN1, not UTF8',
    )
  })

  it('refuses a user who may not make what the record needs', async () => {
    const { url, drop } = await newServerDatabase(server)
    const guest = new URL(url)
    guest.username = `parley_test_guest_${process.pid}`
    guest.password = 'guest'
    await administer(url, (client) => client.query(`create role ${guest.username} login password 'guest'`))
    try {
      expect(await refusalOf(guest.href)).toContain("The database's user may not create the extension pg_trgm")
      await administer(url, (client) => client.query('create extension pg_trgm'))
      await administer(url, (client) => client.query('create extension if not exists unaccent'))
      expect(await refusalOf(guest.href)).toContain("The database's user may not change its schema")
    } finally {
      await drop()
      await administer(server, (client) => client.query(`drop role ${guest.username}`))
    }
  })

  it('may cut every connection: the process lives, the next statement is answered, and listeners are called', async () => {
    const database = await openTestDatabase()
    const fatal = fatalErrors()
    const heard = defer()
    await database.listen('news', () => heard.resolve(undefined))
    await database.reader.rows(sql`select 1`)
    const cutAll =
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
    await administer(await addressOf(database), (client) => client.query(cutAll))
    // Nobody has notified: this call stands for what was missed during the cut.
    await heard.promise
    expect(await database.reader.rows(sql`select 1 as one`)).toEqual([{ one: 1 }])
    await database.close()
    expect(fatal()).toEqual([])
  })

  it('may cut the connection of an open transaction: it is undone, the process lives, and the next one works', async () => {
    const database = await openTestDatabase()
    const fatal = fatalErrors()
    const work = database.transaction(async (tx) => {
      const [own] = await tx.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await cut(own?.pid)
      await tx.rows(sql`select 1`)
    })
    await expect(work).rejects.toThrow()
    expect(await database.transaction((tx) => tx.rows(sql`select 1 as one`))).toEqual([{ one: 1 }])
    await database.close()
    expect(fatal()).toEqual([])
  })

  it('may cut the connection of a transaction that asks nothing just then: it fails at its next statement, and the process lives', async () => {
    const database = await openTestDatabase()
    const fatal = fatalErrors()
    const work = database.transaction(async (tx) => {
      const [own] = await tx.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await cut(own?.pid)
      await until(async () => !(await isConnected(own?.pid)))
      // Of two connections to one server, what was said first on one may be heard last: other answers are awaited to hear of the cut.
      for (let answers = 0; answers < 10; answers++) await isConnected(own?.pid)
      await tx.rows(sql`select 1`)
    })
    await expect(work).rejects.toThrow()
    await database.close()
    expect(fatal()).toEqual([])
  })

  const cut = (pid: number | undefined) =>
    administer(server, (client) => client.query('select pg_terminate_backend($1)', [pid]))

  const isConnected = (pid: number | undefined) =>
    administer(server, async (client) => {
      const { rowCount } = await client.query('select from pg_stat_activity where pid = $1', [pid])
      return rowCount !== 0
    })

  async function addressOf(database: Awaited<ReturnType<typeof openTestDatabase>>): Promise<string> {
    const [row] = await database.reader.rows<{ name: string }>(sql`select current_database() as name`)
    const address = new URL(server)
    address.pathname = `/${row?.name ?? ''}`
    return address.href
  }
})
