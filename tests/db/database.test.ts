import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { defer } from '../support/defer.ts'
import { openTestDatabase, testServer } from '../support/database.ts'

describe(`the database (${testServer === undefined ? 'embedded' : 'server'})`, () => {
  let database: Database
  const statements: string[] = []

  beforeAll(async () => {
    database = await openTestDatabase((text) => statements.push(text))
    await database.transaction((tx) => tx.rows(sql`create table note (id int primary key, text text)`))
  })
  beforeEach(async () => {
    await database.transaction((tx) => tx.rows(sql`truncate note`))
  })
  afterAll(() => database.close())

  const notes = () => database.reader.rows<{ id: number }>(sql`select id from note order by id`)
  const add = (id: number) => database.transaction((tx) => tx.rows(sql`insert into note values (${id}, 'text')`))

  it('reads instants as dates, days as they are, json as values, and numbers too large for JavaScript as strings', async () => {
    const query = sql`select '2022-03-29T10:00:00+03'::timestamptz as instant, '2022-03-29'::date as day, '{"a": [1]}'::jsonb as json,
                             9007199254740993::bigint as big, 1.50::numeric as exact, ${'values'}::text || ${' stay values'} as text`
    expect(await database.reader.rows(query)).toEqual([
      {
        instant: new Date('2022-03-29T07:00:00Z'),
        day: '2022-03-29',
        json: { a: [1] },
        big: '9007199254740993',
        exact: '1.50',
        text: 'values stay values',
      },
    ])
  })

  it('works in UTC', async () => {
    expect(await database.reader.rows(sql`select current_setting('timezone') as zone`)).toEqual([{ zone: 'UTC' }])
  })

  it.each([
    ['an insert', sql`insert into note values (1, 'text')`],
    [
      'an insert inside a select',
      sql`with added as (insert into note values (1, 'text') returning id) select id from added`,
    ],
    ['a new table', sql`create table other (id int)`],
  ])('refuses %s from a reader', async (_, query) => {
    await expect(database.reader.rows(query)).rejects.toMatchObject({ code: '25006' })
  })

  it('refuses a reader to write after transactions have used its connection', async () => {
    await Promise.all([add(1), add(2), add(3)])
    await expect(database.reader.rows(sql`delete from note`)).rejects.toMatchObject({ code: '25006' })
    expect(await notes()).toHaveLength(3)
  })

  it('keeps what a transaction wrote, which that sees before', async () => {
    const seen = await database.transaction(async (tx) => {
      await tx.rows(sql`insert into note values (1, 'text')`)
      return await tx.rows(sql`select id from note`)
    })
    expect(seen).toEqual([{ id: 1 }])
    expect(await notes()).toEqual([{ id: 1 }])
  })

  it('undoes a transaction that fails and passes on the reason', async () => {
    const reason = new Error('thought better of it')
    const work = database.transaction(async (tx) => {
      await tx.rows(sql`insert into note values (1, 'text')`)
      throw reason
    })
    await expect(work).rejects.toBe(reason)
    expect(await notes()).toEqual([])
  })

  it('undoes a transaction in which the database objected, and says what it said', async () => {
    await add(1)
    const work = database.transaction(async (tx) => {
      await tx.rows(sql`insert into note values (2, 'text')`)
      await tx.rows(sql`insert into note values (1, 'text')`)
    })
    await expect(work).rejects.toMatchObject({ code: '23505', constraint: 'note_pkey' })
    expect(await notes()).toEqual([{ id: 1 }])
  })

  it('keeps nothing, and says so, when work goes on after the database objected', async () => {
    const work = database.transaction(async (tx) => {
      await tx.rows(sql`insert into note values (1, 'text')`)
      await tx.rows(sql`select 1 / 0`).catch(() => undefined)
    })
    await expect(work).rejects.toThrow('nothing was committed')
    expect(await notes()).toEqual([])
  })

  it('keeps what a transaction told, in the order in which it was told, and answers it afterwards', async () => {
    const told = await database.transaction((tx) => {
      void tx.tell(sql`insert into note values (1, 'text')`)
      void tx.tell(sql`update note set id = 2`)
      const last = tx.tell<{ id: number }>(sql`insert into note select id + 1, text from note returning id`)
      return Promise.resolve({ last })
    })
    expect(await told.last).toEqual([{ id: 3 }])
    expect(await notes()).toEqual([{ id: 2 }, { id: 3 }])
  })

  it.each<[string, (tx: Transaction) => Promise<unknown>]>([
    ['and nothing was asked after it', () => Promise.resolve()],
    ['and more was asked after it', (tx) => tx.rows(sql`select id from note`)],
    ['and more was told after it', (tx) => Promise.resolve(void tx.tell(sql`insert into note values (3, 'text')`))],
    ['and the work then failed for a reason of its own', () => Promise.reject(new Error('thought better of it'))],
  ])('undoes a transaction in which a statement that was told failed, and says why, %s', async (_when, goOn) => {
    const work = database.transaction(async (tx) => {
      await tx.rows(sql`insert into note values (1, 'text')`)
      void tx.tell(sql`insert into note values (1, 'again')`)
      await goOn(tx)
    })
    await expect(work).rejects.toMatchObject({ code: '23505' })
    expect(await notes()).toEqual([])
    await add(2)
    expect(await notes()).toEqual([{ id: 2 }])
  })

  it('says why the first of several statements failed that were asked at once, not that the others came after it', async () => {
    const late = async (tx: Transaction) => {
      await tx.rows(sql`select 1 / 0`)
    }
    const work = database.transaction((tx) => Promise.all([late(tx), tx.rows(sql`select 1`)]))
    await expect(work).rejects.toMatchObject({ code: '22012' })
  })

  it('reads from outside never what a transaction has not committed, and never waits for ever', async () => {
    const open = defer()
    const asked = defer()
    const work = database.transaction(async (tx) => {
      await tx.rows(sql`insert into note values (1, 'text')`)
      open.resolve(undefined)
      await asked.promise
      return await tx.rows(sql`select id from note`)
    })
    await open.promise
    const read = notes()
    // A server has another connection, which sees the time before; the one of the embedded database waits for the commit.
    const before = database.kind === 'POSTGRESQL' ? await read : []
    asked.resolve(undefined)
    expect(await work).toEqual([{ id: 1 }])
    expect(before).toEqual([])
    expect(await read).toEqual(database.kind === 'EMBEDDED' ? [{ id: 1 }] : [])
  })

  it('undoes a transaction that waits for its own connection, when its time is over', async () => {
    const within = async (ask: () => Promise<unknown>) => {
      const work = database.transaction(
        async (tx) => {
          await tx.rows(sql`insert into note values (1, 'text')`)
          await ask()
        },
        { timeoutMs: 100 },
      )
      // A server has more than one.
      if (database.kind === 'EMBEDDED') await expect(work).rejects.toThrow('took longer than 100 ms')
      else await work
      await database.transaction((tx) => tx.rows(sql`truncate note`))
    }
    await within(notes)
    await within(() => add(2))
    expect(await notes()).toEqual([])
  })

  it('undoes a transaction that takes longer than it was given', async () => {
    const work = database.transaction(
      async (tx) => {
        await tx.rows(sql`insert into note values (1, 'text')`)
        for (;;) await Promise.all([tx.rows(sql`update note set text = 'changed'`), setImmediate()])
      },
      { timeoutMs: 100 },
    )
    // Before the connection is given back it can write no more, after that not even ask.
    await expect(work).rejects.toThrow(/This transaction has ended|read-only transaction/)
    expect(await notes()).toEqual([])
  })

  it('refuses SQL through a transaction that has ended', async () => {
    const tx = await database.transaction((transaction) => Promise.resolve(transaction))
    await expect(tx.rows(sql`insert into note values (1, 'text')`)).rejects.toThrow('This transaction has ended')
  })

  it('answers many reads and writes at once, some of them refused', async () => {
    const reads = Array.from({ length: 40 }, (_, n) =>
      database.reader.rows<{ n: number }>(sql`select 1 / (${n % 4}::int) + ${n} as n`),
    )
    const writes = Array.from({ length: 20 }, (_, n) => add(n % 10))
    const results = await Promise.allSettled([...reads, ...writes])
    expect(results.slice(0, 40).filter(({ status }) => status === 'rejected')).toHaveLength(10)
    expect(results.slice(40).filter(({ status }) => status === 'rejected')).toHaveLength(10)
    expect(await notes()).toHaveLength(10)
  })

  it('tells of every statement, of reads and of transactions', async () => {
    statements.length = 0
    await database.reader.rows(sql`select 'a read'`)
    await database.transaction(async (tx) => {
      await tx.rows(sql`select 'in a transaction'`)
    })
    expect(statements).toEqual([
      "select 'a read'",
      'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE',
      "select 'in a transaction'",
      'COMMIT',
    ])
  })

  it('calls a listener after the commit, when what was written can be read', async () => {
    const heard = defer<unknown>()
    const stop = await database.listen('news', () => heard.resolve(notes()))
    await database.transaction(async (tx) => {
      await tx.rows(sql`select pg_notify('news', '')`)
      await tx.rows(sql`insert into note values (1, 'text')`)
    })
    expect(await heard.promise).toEqual([{ id: 1 }])
    await stop()
    await stop()
  })

  it('calls no listener for what was undone or after it stopped', async () => {
    const heard: string[] = []
    const stop = await database.listen('news', () => heard.push('first'))
    const second = defer()
    const stopSecond = await database.listen('news', () => second.resolve(undefined))
    const undone = database.transaction(async (tx) => {
      await tx.rows(sql`select pg_notify('news', '')`)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await stop()
    await database.transaction((tx) => tx.rows(sql`select pg_notify('news', '')`))
    await second.promise
    expect(heard).toEqual([])
    await stopSecond()
  })

  it('begins to listen although a transaction is open and then undone', async () => {
    const open = defer()
    const end = defer()
    const work = database.transaction(async () => {
      open.resolve(undefined)
      await end.promise
      throw new Error('undone')
    })
    await open.promise
    const heard = defer()
    const listening = database.listen('news', () => heard.resolve(undefined))
    end.resolve(undefined)
    await expect(work).rejects.toThrow('undone')
    const stop = await listening
    await database.transaction((tx) => tx.rows(sql`select pg_notify('news', '')`))
    await heard.promise
    await stop()
  })

  it('refuses a channel whose name would need quotes', async () => {
    await expect(database.listen('news; drop table note', () => undefined)).rejects.toThrow('cannot be a channel')
  })
})
