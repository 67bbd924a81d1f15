import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { type Sql, sql } from '../../src/db/sql.ts'
import { loadBundle } from '../../src/importers/bundle.ts'
import { digestOf } from '../../src/live/chain.ts'
import { DERIVED } from '../../src/event/derived.ts'
import type { Draft } from '../../src/live/draft.ts'
import { Log } from '../../src/live/log.ts'
import { buildParleySchema } from '../../src/schema.ts'
import { type StoredLine, type StoredLog, breakOf, readLog } from '../support/chain.ts'
import { openTestDatabase } from '../support/database.ts'
import { addBarePerson } from '../support/person.ts'

describe('the chain of the log', () => {
  let database: Database
  let log: Log
  let stored: StoredLog

  beforeAll(async () => {
    database = await openTestDatabase()
    log = await Log.open(database, DERIVED)
    await loadBundle(log, buildParleySchema(), 'prisma/sample/ceasefire-2025-03.json', 'sample')
    stored = await readLog(database.reader)
  })
  afterAll(() => database.close())

  /** The log with the line at a place, from 0, put otherwise; null takes it away. */
  const altered = (index: number, change: (line: StoredLine) => StoredLine | null): StoredLog => ({
    ...stored,
    lines: stored.lines.flatMap((line, place) => (place === index ? (change(line) ?? []) : line)),
  })
  const place = () => fc.nat({ max: stored.lines.length - 1 })

  it('follows from the stored rows alone, over every line of the sample, up to the head', () => {
    expect(stored.lines.length).toBeGreaterThan(50)
    expect(breakOf(stored)).toBeNull()
  })

  it('holds the digest of the very bytes that the database keeps', async () => {
    const rows = await database.reader.rows<{ same: boolean }>(
      sql`select sha256(convert_to(snapshot::text, 'UTF8')) = digest as same from change`,
    )
    expect(rows.every((row) => row.same)).toBe(true)
  })

  it('holds for texts of any letters, since the database keeps a snapshot as it was written', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => !/\0|\p{Cs}/u.test(each))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (names) => {
        await log.write(async (tx) => {
          const drafts: Draft[] = []
          for (const name of names) drafts.push(await addBarePerson(tx, name))
          return { drafts, result: null }
        })
        expect(breakOf(await readLog(database.reader))).toBeNull()
      }),
      { numRuns: 8 },
    )
  })

  it('breaks where a single byte of a snapshot was altered', () => {
    const oneByte = fc.property(place(), fc.nat(), fc.integer({ min: 1, max: 127 }), (index, at, by) => {
      const log = altered(index, (line) => {
        const bytes = Buffer.from(line.snapshot)
        const byte = at % bytes.length
        bytes[byte] = bytes[byte]! ^ by
        return { ...line, snapshot: bytes.toString('latin1') }
      })
      expect(breakOf(log)).toBe(index + 1)
    })
    fc.assert(oneByte)
  })

  it.each<[string, (line: StoredLine) => StoredLine | null]>([
    ['a line was taken away', () => null],
    [
      'the snapshot was put otherwise and its digest with it',
      (line) => ({ ...line, snapshot: '{}', digest: digestOf('{}') }),
    ],
    ['the editor was', (line) => ({ ...line, editor: `${line.editor}s` })],
    ['a reason was', (line) => ({ ...line, reason: 'an afterthought' })],
    ['the time was', (line) => ({ ...line, at: new Date(Date.parse(line.at) + 1).toISOString() })],
    ['the kind was', (line) => ({ ...line, kind: 'RETRACTED' })],
    ['the entry was', (line) => ({ ...line, entryId: '00000000-0000-7000-8000-000000000000' })],
    ['the negotiations were', (line) => ({ ...line, negotiationIds: [...line.negotiationIds, line.entryId] })],
    ['the fields were', (line) => ({ ...line, changedFields: line.changedFields.slice(1) })],
    ['its own hash was', (line) => ({ ...line, hash: digestOf('another') })],
  ])('breaks where %s', (_what, change) => {
    const anywhere = fc.property(place(), (index) => {
      expect(breakOf(altered(index, change))).toBe(index + 1)
    })
    fc.assert(anywhere, { numRuns: 20 })
  })

  it.each<[string, Sql]>([
    [
      'a snapshot',
      sql`update change set snapshot = replace(snapshot::text, '"version":1', '"version":2')::json where sequence = 7`,
    ],
    ['an editor', sql`update change set editor = 'someone else' where sequence = 7`],
    ['a time', sql`update change set at = at + interval '1 millisecond' where sequence = 7`],
  ])('is seen to break by whoever reads a database in which %s was altered', async (_what, alteration) => {
    const back = new Error('taken back')
    const work = database.transaction(async (tx) => {
      await tx.rows(alteration)
      expect(breakOf(await readLog(tx))).toBe(7)
      throw back
    })
    await expect(work).rejects.toBe(back)
    expect(breakOf(await readLog(database.reader))).toBeNull()
  })
})
