import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Reader, Transaction } from '../../src/db/database.ts'
import { type Sql, sql } from '../../src/db/sql.ts'
import { DERIVED } from '../../src/event/derived.ts'
import type { Draft } from '../../src/live/draft.ts'
import { Log } from '../../src/live/log.ts'
import { newId } from '../../src/record/id.ts'
import { openTestDatabase, testServer } from '../support/database.ts'
import { defer } from '../support/defer.ts'
import { addBarePerson } from '../support/person.ts'

/** How one writer of a crowd behaves. */
interface Manner {
  readonly holdsMs: number
  readonly fails: boolean
}
const crowd = (writers: number): Manner[] =>
  Array.from({ length: writers }, (_, index) => ({ holdsMs: (index * 7) % 20, fails: index % 5 === 3 }))
const hold = (tx: Transaction, ms: number) => tx.rows(sql`select pg_sleep(${ms / 1000})::text`)

/** Lets all write at once, and meanwhile reads what comes after the last number it has seen. */
async function readWhile(writers: readonly (() => Promise<number>)[], readAfter: (last: number) => Promise<number[]>) {
  const seen: number[] = []
  const writing = { on: true }
  const reading = (async () => {
    // Once more when all is written: whoever has not been seen by then never will be.
    for (let last = false; !last;) {
      last = !writing.on
      seen.push(...(await readAfter(seen.at(-1) ?? 0)))
    }
  })()
  const outcomes = await Promise.allSettled(writers.map((write) => write()))
  writing.on = false
  await reading
  const committed = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  return { seen, committed: committed.toSorted((a, b) => a - b) }
}

describe('the log', () => {
  let database: Database
  let log: Log

  beforeAll(async () => {
    database = await openTestDatabase()
    log = await Log.open(database, DERIVED)
  })
  afterAll(() => database.close())

  const one = async <Row>(query: Sql) => (await database.reader.rows<Row>(query))[0]!
  const write = async (name: string) => {
    const { appended } = await log.write(async (tx) => ({ drafts: [await addBarePerson(tx, name)], result: null }))
    return appended[0]!.sequence
  }
  const state = () =>
    one<{ entries: number; changes: number; head: number; hash: Uint8Array }>(sql`
      select (select count(*)::int from entry) as entries, (select count(*)::int from change) as changes, sequence as head, hash from log_head`)
  const after = (sequence: number) =>
    database.reader.rows<{ sequence: number; at: Date }>(
      sql`select sequence, at from change where sequence > ${sequence}::int order by sequence`,
    )

  it('grows with the rows by one line each (L1)', async () => {
    const before = await state()
    const sequence = await write('someone')
    const now = await state()
    expect(now).toMatchObject({ entries: before.entries + 1, changes: before.changes + 1, head: before.head + 1 })
    const row = sql`select e.number, e.version, e.last_sequence, c.snapshot->>'name' as name from entry e join change c on c.entry_id = e.id`
    expect(await one(sql`${row} where c.sequence = ${sequence}::int`)).toEqual({
      ...{ number: sequence, version: 1, last_sequence: sequence, name: 'someone' },
    })
  })

  it.each<[string, (tx: Transaction) => Promise<never>]>([
    ['the work', () => Promise.reject(new Error('taken back'))],
    ['the database', (tx) => tx.rows(sql`select 1 / 0`).then(() => Promise.reject(new Error('no objection')))],
  ])('keeps neither row nor line when %s fails, before or after the line is written (L1)', async (_who, fail) => {
    const before = await state()
    const early = log.write(async (tx) => {
      await addBarePerson(tx, 'nobody')
      return fail(tx)
    })
    await expect(early).rejects.toThrow(/taken back|division by zero/)
    const late = log.write(async (tx) => ({ drafts: [await addBarePerson(tx, 'nobody')], result: null }), fail)
    await expect(late).rejects.toThrow(/taken back|division by zero/)
    expect(await state()).toEqual(before)
    // The number is not lost either.
    expect(await write('the next')).toBe(before.head + 1)
  })

  it('refuses a draft whose entry has no row', async () => {
    const before = await state()
    const lineAlone = async (tx: Transaction) => {
      const draft = await addBarePerson(tx, 'nobody')
      return { drafts: [{ ...draft, entryId: newId() }], result: null }
    }
    await expect(log.write(lineAlone)).rejects.toThrow(/foreign key/)
    expect(await state()).toEqual(before)
  })

  it.each<[string, Sql]>([
    ['add a row', sql`insert into entry (id, type, verification) values (${newId()}::uuid, 'PERSON', 'UNVERIFIED')`],
    ['change a row', sql`update entry set version = 7`],
    ['change the head', sql`update log_head set sequence = 0 returning sequence`],
    ['take a line away', sql`with gone as (delete from change returning sequence) select sequence from gone`],
    ['empty the log', sql`truncate change`],
    ['lock a row', sql`select id from entry for update`],
  ])('cannot be written around: the database refuses a reader who would %s (L1)', async (_what, query) => {
    await expect(database.reader.rows(query)).rejects.toMatchObject({ code: '25006' })
  })

  it('cannot be written around: a reader has no words for it (L1)', () => {
    const missing: readonly (keyof Reader)[] = [
      // @ts-expect-error Slices are handed a Reader: there is nothing to write with.
      'prisma',
      // @ts-expect-error Nor can they begin a transaction.
      'transaction',
      // @ts-expect-error Only the log writes.
      'write',
    ]
    for (const word of missing) expect(database.reader).not.toHaveProperty(word)
    expect(Object.keys(database.reader)).toEqual(['rows'])
  })

  it('numbers what a crowd writes 1 to n without a hole, and whoever reads on from a number misses nothing (L2)', async () => {
    const start = (await state()).head
    const writers = crowd(60).map(({ holdsMs, fails }) => async () => {
      const { appended } = await log.write(async (tx) => {
        const draft = await addBarePerson(tx, 'one of many')
        await hold(tx, holdsMs)
        if (fails) throw new Error('taken back')
        return { drafts: [draft], result: null }
      })
      return appended[0]!.sequence
    })
    const { seen, committed } = await readWhile(writers, async (last) =>
      (await after(Math.max(last, start))).map((row) => row.sequence),
    )
    expect(committed).toEqual(Array.from({ length: 48 }, (_, index) => start + index + 1))
    expect(seen).toEqual(committed)
    const times = (await after(start)).map((row) => row.at.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it.skipIf(testServer === undefined)(
    'would lose changes if the numbers came from a database sequence (the same crowd, the same reader)',
    async () => {
      await database.transaction((tx) => tx.rows(sql`create table numbered (id serial primary key)`))
      const writers = crowd(60).map(
        ({ holdsMs, fails }) =>
          () =>
            database.transaction(async (tx) => {
              const [row] = await tx.rows<{ id: number }>(sql`insert into numbered default values returning id`)
              await hold(tx, holdsMs)
              if (fails) throw new Error('taken back')
              return row!.id
            }),
      )
      const { seen, committed } = await readWhile(writers, async (last) => {
        const rows = await database.reader.rows<{ id: number }>(
          sql`select id from numbered where id > ${last}::int order by id`,
        )
        return rows.map((row) => row.id)
      })
      expect(committed).toHaveLength(48)
      // A later number was committed and seen first; and what was taken back left holes.
      expect(seen.length).toBeLessThan(committed.length)
      expect(committed.at(-1)).toBeGreaterThan(48)
    },
  )

  it.skipIf(testServer === undefined)(
    'gives a slow writer the number of its commit, not of its beginning',
    async () => {
      const begun = defer()
      const free = defer()
      const slow = log.write(async (tx) => {
        const draft = await addBarePerson(tx, 'slow')
        begun.resolve(undefined)
        await free.promise
        return { drafts: [draft], result: null }
      })
      await begun.promise
      const fast = await write('fast')
      free.resolve(undefined)
      expect((await slow).appended.map((line) => line.sequence)).toEqual([fast + 1])
    },
  )

  it('gives the changes of one write one range of numbers and one instant', async () => {
    const start = (await state()).head
    const together = (count: number) =>
      log.write(async (tx) => {
        const drafts: Draft[] = []
        while (drafts.length < count) drafts.push(await addBarePerson(tx, 'one of a batch'))
        return { drafts, result: null }
      })
    const written = await Promise.all([together(3), together(5), together(4)])
    for (const { appended } of written) {
      const first = appended[0]!.sequence
      expect(appended.map((line) => line.sequence)).toEqual(appended.map((_, index) => first + index))
      const rows = (await after(first - 1)).slice(0, appended.length)
      expect(new Set(rows.map((row) => row.at.getTime())).size).toBe(1)
    }
    expect((await after(start)).map((row) => row.sequence)).toEqual(
      Array.from({ length: 12 }, (_, index) => start + index + 1),
    )
  })

  it('runs a write anew after a deadlock, and writes it once', async () => {
    const before = await state()
    const runs = { count: 0 }
    await log.write(async (tx) => {
      runs.count += 1
      const draft = await addBarePerson(tx, `attempt ${runs.count}`)
      if (runs.count === 1) await tx.rows(sql`do $$ begin raise exception 'as if' using errcode = '40P01'; end $$`)
      return { drafts: [draft], result: null }
    })
    expect(runs.count).toBe(2)
    expect(await state()).toMatchObject({ entries: before.entries + 1, changes: before.changes + 1 })
  })

  it('is read only with cursors of its own, and only as far as it has come (L11)', async () => {
    const head = await log.head()
    expect(await log.sequenceOf(log.cursorAt(head))).toBe(head)
    const text = (words: string) => Buffer.from(words).toString('base64url')
    const refused = [
      ...['', 'junk', '🦊', log.cursorAt(head + 1), log.cursorAt(-1), log.cursorAt(2 ** 31), log.cursorAt(1.5)],
      ...[text(`b.${log.epoch}.1`), text('a.0000000000000000.1'), text(`a.${log.epoch}`), text(`a.${log.epoch}.1.1`)],
    ]
    for (const cursor of refused)
      await expect(log.sequenceOf(cursor), cursor).rejects.toMatchObject({ extensions: { code: 'CURSOR_INVALID' } })
    const anything = fc.asyncProperty(fc.string({ unit: 'binary' }), async (cursor) => {
      await expect(log.sequenceOf(cursor)).rejects.toMatchObject({ extensions: { code: 'CURSOR_INVALID' } })
    })
    await fc.assert(anything, { numRuns: 50 })
  })

  // Last, since it leaves the log ahead of the clock.
  it('never goes back in time, also when the clock does', async () => {
    const future = '2100-01-01T00:00:00.000Z'
    await database.transaction((tx) => tx.rows(sql`update log_head set at = ${future}::timestamptz`))
    const first = await write('after the clock went back')
    await write('and again')
    expect((await after(first - 1)).map((row) => row.at.toISOString())).toEqual([future, future])
  })
})
