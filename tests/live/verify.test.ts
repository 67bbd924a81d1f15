import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Reader, Transaction } from '../../src/db/database.ts'
import { type Sql, sql } from '../../src/db/sql.ts'
import { loadBundle } from '../../src/importers/bundle.ts'
import { START, hashOf, headText } from '../../src/live/chain.ts'
import type { Finding } from '../../src/live/finding.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { Log } from '../../src/live/log.ts'
import { type Verified, verifyLog } from '../../src/live/verify.ts'
import { buildParleySchema } from '../../src/schema.ts'
import { readLog } from '../support/chain.ts'
import { openTestDatabase } from '../support/database.ts'

describe('verifying the log', () => {
  let database: Database
  let head: string

  beforeAll(async () => {
    database = await openTestDatabase()
    const log = await Log.open(database, DERIVED)
    await loadBundle(log, buildParleySchema(), 'prisma/sample/ceasefire-2025-03.json', 'sample')
    head = (await log.end()).text
  })
  afterAll(() => database.close())

  /** What is found in a database in which this was done; it is undone afterwards. */
  const after = async (work: (tx: Transaction) => Promise<unknown>, expected?: string): Promise<Verified> => {
    const back = new Error('taken back')
    let verified: Verified | null = null
    await database
      .transaction(async (tx) => {
        await work(tx)
        verified = await verifyLog(tx, { expected })
        throw back
      })
      .catch((error: unknown) => {
        if (error !== back) throw error
      })
    return verified!
  }
  const run =
    (...statements: readonly Sql[]) =>
    async (tx: Transaction) => {
      for (const statement of statements) await tx.rows(statement)
    }
  const named = ({ findings }: Verified) => findings.map(({ kind, sequence }: Finding) => `${kind} ${sequence}`)
  const sizeOf = async (reader: Reader) => (await readLog(reader)).lines.length

  it('finds nothing in a log that nobody touched, and says where it ends', async () => {
    const heard: string[] = []
    const verified = await verifyLog(database.reader, { onProgress: (done, of) => heard.push(`${done} of ${of}`) })
    const size = await sizeOf(database.reader)
    expect(verified).toEqual({ changes: size, head, redactions: [], findings: [] })
    expect(heard.at(-1)).toBe(`${size} of ${size}`)
  })

  const shifted = (from: number, by: number) => [
    sql`update change set sequence = -sequence where sequence >= ${from}`,
    sql`update change set sequence = -sequence + ${by} where sequence <= ${-from}`,
    sql`update log_head set sequence = sequence + ${by}`,
  ]
  const copied = (from: number, to: number) => sql`
    insert into change select ${to}, at, kind, entry_type, entry_id, negotiation_ids, editor, reason, changed_fields, snapshot, digest, hash
    from change where sequence = ${from}`

  it.each<[string, string, readonly Sql[]]>([
    [
      'a byte of a snapshot was altered',
      'ALTERED 7',
      [sql`update change set snapshot = overlay(snapshot::text placing '2' from 3 for 1)::json where sequence = 7`],
    ],
    [
      'a snapshot was, and its digest with it',
      'ALTERED 7',
      [sql`update change set snapshot = '{}', digest = sha256('{}') where sequence = 7`],
    ],
    ['a reason was', 'ALTERED 7', [sql`update change set reason = 'an afterthought' where sequence = 7`]],
    ['an editor was', 'ALTERED 7', [sql`update change set editor = 'someone else' where sequence = 7`]],
    ['a time was', 'ALTERED 7', [sql`update change set at = at + interval '1 millisecond' where sequence = 7`]],
    ['a hash was', 'ALTERED 7', [sql`update change set hash = sha256('another') where sequence = 7`]],
    ['a kind was', 'ALTERED 7', [sql`update change set kind = 'REDACTED' where sequence = 7`]],
    [
      'it is pretended that words were redacted',
      'ALTERED 7',
      [
        sql`update change set snapshot = '{"name":"other"}' where sequence = 7`,
        sql`update change set kind = 'REDACTED', redacts = json_build_array(json_build_array(7, encode(sha256('{"name":"other"}'), 'hex')))
          where sequence = 20`,
        sql`update change set entry_id = (select entry_id from change where sequence = 7) where sequence = 20`,
      ],
    ],
    ['several lines were: the first is named', 'ALTERED 7', [sql`update change set editor = 'x' where sequence > 6`]],
    ['a line was removed', 'REMOVED 7', [sql`delete from change where sequence = 7`]],
    [
      'a line was removed and the others moved up',
      'REMOVED 7',
      [sql`delete from change where sequence = 7`, ...shifted(8, -1)],
    ],
    [
      'the last line was removed',
      'REMOVED',
      [sql`delete from change where sequence = (select max(sequence) from change)`],
    ],
    ['a line was put in and the others moved down', 'INSERTED 7', [...shifted(7, 1), copied(3, 7)]],
    ['a line was put before the first', 'INSERTED 0', [copied(3, 0)]],
    ['a line stands beyond the head', 'INSERTED', [sql`update log_head set sequence = sequence - 1`]],
    [
      'two lines changed places',
      'MOVED 7',
      [
        sql`update change set sequence = -sequence where sequence in (7, 8)`,
        sql`update change set sequence = sequence + 15 where sequence < 0`,
      ],
    ],
    ['the head was altered', 'HEAD', [sql`update log_head set hash = sha256('another')`]],
    ['the head was removed', 'HEAD 0', [sql`delete from log_head`]],
  ])('names the first line when %s', async (_what, expected, statements) => {
    const size = await sizeOf(database.reader)
    const last: Readonly<Record<string, number>> = { REMOVED: size, INSERTED: size, HEAD: size }
    const first = last[expected] === undefined ? expected : `${expected} ${last[expected]}`
    const verified = await after(run(...statements))
    expect(named(verified)[0]).toBe(first)
    expect(verified.findings[0]!.message).toMatch(/^(Line|The) .*\.$/)
    if (expected.endsWith(' 7')) expect(verified.changes).toBe(6)
  })

  /** As whoever has the whole database can: all that follows an altered line is hashed anew, and the head too. */
  const rewrite = async (tx: Transaction, from: number, keep: (sequence: number) => boolean = () => true) => {
    await tx.rows(sql`update change set editor = 'someone else' where sequence = ${from}`)
    const { lines } = await readLog(tx)
    let hash: Uint8Array = START
    let last = 0
    for (const line of lines) {
      if (!keep(line.sequence)) {
        await tx.rows(sql`delete from change where sequence = ${line.sequence}`)
        continue
      }
      hash = hashOf(hash, line)
      last = line.sequence
      const hex = Buffer.from(hash).toString('hex')
      await tx.rows(sql`update change set hash = decode(${hex}, 'hex') where sequence = ${line.sequence}`)
    }
    await tx.rows(
      sql`update log_head set sequence = ${last}, hash = decode(${Buffer.from(hash).toString('hex')}, 'hex')`,
    )
  }

  it('finds out by a head that was kept who rewrote everything that follows', async () => {
    const size = await sizeOf(database.reader)
    const unknowing = await after((tx) => rewrite(tx, 7))
    expect(unknowing.findings).toEqual([])
    expect(unknowing.head).not.toBe(head)
    const knowing = await after((tx) => rewrite(tx, 7), head)
    expect(named(knowing)).toEqual([`EXPECTED ${size}`])
    const shorter = await after((tx) => rewrite(tx, 7, (sequence) => sequence < 100), head)
    expect(named(shorter)[0]).toBe('EXPECTED 100')
  })

  it('takes any head that was ever there, and the hash of nothing', async () => {
    const { lines } = await readLog(database.reader)
    const kept = [{ sequence: 0, hash: START }, lines[0]!, lines[41]!, lines.at(-1)!].map(headText)
    for (const expected of kept) expect((await verifyLog(database.reader, { expected })).findings).toEqual([])
    // Before the alteration all holds; after it nothing is proven.
    for (const [index, expected] of kept.entries())
      expect(named(await after((tx) => rewrite(tx, 20), expected)).length).toBe(index < 2 ? 0 : 1)
    await expect(verifyLog(database.reader, { expected: 'beef' })).rejects.toThrow('a colon between')
  })

  it.each<[string, Sql]>([
    ['points to another line', sql`update entry set last_sequence = 3 where number = 5`],
    ['has another version', sql`update entry set version = version + 1 where number = 5`],
    ['has another number', sql`update entry set number = 1005 where number = 5`],
    ['is retracted', sql`update entry set retracted_at = now() where number = 5`],
  ])('says which entry %s in the tables than in the log', async (_what, statement) => {
    const verified = await after(run(statement))
    expect(named(verified)).toEqual(['ENTRY 5'])
    expect(verified.findings[0]!.message).toContain(verified.findings[0]!.entryId)
    expect(verified.changes).toBe(await sizeOf(database.reader))
  })
})
