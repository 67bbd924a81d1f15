import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { digestOf, hashOf, type Line } from '../../src/live/chain.ts'
import { type Draft, Log } from '../../src/live/log.ts'
import { newId } from '../../src/record/id.ts'
import { openTestDatabase } from '../support/database.ts'

describe('the log', () => {
  let database: Database
  let log: Log

  beforeAll(async () => {
    database = await openTestDatabase()
    log = await Log.open(database)
  })
  afterAll(() => database.close())

  /** Writes a bare entry: its card and its line. */
  const write = (name: string, fails = false) =>
    log.write(async (tx) => {
      const id = newId()
      await tx.rows(sql`insert into entry (id, type, verification) values (${id}::uuid, 'PERSON', 'UNVERIFIED')`)
      await tx.rows(sql`select pg_sleep(${Math.random() / 100})::text`)
      if (fails) throw new Error('taken back')
      const draft: Draft = {
        ...{
          kind: 'ADDED',
          entryId: id,
          entryType: 'PERSON',
          before: null,
          fields: { name, verification: 'UNVERIFIED' },
        },
        ...{ negotiationIds: [], changedFields: ['name'], editor: 'test', reason: null },
      }
      return { drafts: [draft], result: id }
    })

  it('numbers the changes of concurrent writers 1, 2, 3 in the order of commits, and a reader never misses one (L2)', async () => {
    const seen: number[] = []
    const reading = { on: true }
    const reader = (async () => {
      while (reading.on) {
        const after = seen.at(-1) ?? 0
        const rows = await database.reader.rows<{ sequence: number }>(
          sql`select sequence from change where sequence > ${after}::int order by sequence`,
        )
        seen.push(...rows.map((row) => row.sequence))
      }
    })()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => write(`writer ${index}`, index % 5 === 0)),
    )
    reading.on = false
    await reader
    const rows = await database.reader.rows<{ sequence: number; at: Date }>(
      sql`select sequence, at from change order by sequence`,
    )
    const committed = outcomes.filter((outcome) => outcome.status === 'fulfilled').length
    expect(committed).toBe(48)
    expect(rows.map((row) => row.sequence)).toEqual(Array.from({ length: committed }, (_, index) => index + 1))
    expect(rows.map((row) => row.at.getTime())).toEqual(rows.map((row) => row.at.getTime()).toSorted((a, b) => a - b))
    expect(seen).toEqual(rows.map((row) => row.sequence).slice(0, seen.length))
  })

  it('keeps no row of a write that was taken back, and no change without its row (L1)', async () => {
    const count = async () =>
      (
        await database.reader.rows<{ entries: number; changes: number }>(sql`
      select (select count(*)::int from entry) as entries, (select count(*)::int from change) as changes`)
      )[0]
    const before = await count()
    await expect(write('nobody', true)).rejects.toThrow('taken back')
    expect(await count()).toEqual(before)
    expect(before?.entries).toBe(before?.changes)
  })

  it('cannot be written around: the handle of the slices is read-only in the database (L1)', async () => {
    await expect(database.reader.rows(sql`delete from entry`)).rejects.toThrow(/read-only transaction/)
    await expect(database.reader.rows(sql`update log_head set sequence = 0 returning 1`)).rejects.toThrow(
      /read-only transaction/,
    )
  })

  it('is chained: each hash follows from the one before and the line, and a changed word breaks it', async () => {
    const lines = await database.reader.rows<Line & { hash: Uint8Array; snapshot: string; at: Date }>(sql`
      select sequence, at, kind, entry_type as "entryType", entry_id as "entryId", negotiation_ids as "negotiationIds", editor, reason,
        changed_fields as "changedFields", digest, hash, snapshot::text as snapshot from change order by sequence`)
    const [start] = await database.reader.rows<{ hash: Uint8Array; head: Uint8Array }>(
      sql`select sha256('parley'::bytea) as hash, hash as head from log_head`,
    )
    let hash: Uint8Array = start!.hash
    for (const line of lines) {
      expect(Buffer.from(digestOf(line.snapshot)).equals(Buffer.from(line.digest))).toBe(true)
      hash = hashOf(hash, { ...line, at: (line.at as unknown as Date).toISOString() })
      expect(Buffer.from(hash).equals(Buffer.from(line.hash))).toBe(true)
    }
    expect(Buffer.from(hash).equals(Buffer.from(start!.head))).toBe(true)
    expect(
      Buffer.from(digestOf(lines[0]!.snapshot.replace('writer', 'Writer'))).equals(Buffer.from(lines[0]!.digest)),
    ).toBe(false)
  })

  it('reads a cursor only of its own log, and only as far as it has come (L11)', async () => {
    const head = await log.head()
    expect(await log.sequenceOf(log.cursorAt(head))).toBe(head)
    const foreign = Buffer.from(`a.0000000000000000.1`).toString('base64url')
    for (const cursor of [
      foreign,
      log.cursorAt(head + 1),
      '',
      'junk',
      '🦊',
      Buffer.from('a.b').toString('base64url'),
    ]) {
      await expect(log.sequenceOf(cursor)).rejects.toMatchObject({ extensions: { code: 'CURSOR_INVALID' } })
    }
    await fc.assert(
      fc.asyncProperty(fc.string(), async (cursor) => {
        await expect(log.sequenceOf(cursor)).rejects.toMatchObject({ extensions: { code: 'CURSOR_INVALID' } })
      }),
      { numRuns: 50 },
    )
  })

  it('takes a new epoch in a copy of the database, so that no cursor of the old one is honoured there', async () => {
    const copy = await openDatabase({ dataDir: 'memory' })
    try {
      expect((await Log.open(copy)).epoch).not.toBe(log.epoch)
      expect((await Log.open(copy)).epoch).toBe((await Log.open(copy)).epoch)
    } finally {
      await copy.close()
    }
  })
})
