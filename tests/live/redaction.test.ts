import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { redact } from '../../src/entry/redaction.store.ts'
import { digestOf } from '../../src/live/chain.ts'
import { Live } from '../../src/live/live.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { type LoggedChange, Log } from '../../src/live/log.ts'
import { verifyLog } from '../../src/live/verify.ts'
import { noWake } from '../../src/live/wake.ts'
import { openTestDatabase } from '../support/database.ts'
import { type Target, addEverywhere, change, dumpOf } from '../support/redaction.ts'
import { until } from '../support/until.ts'

const WORD = 'Zanzibarovich'
const REASON = 'asked for by the person'

describe('a redaction', () => {
  let database: Database
  let log: Log
  let targets: readonly Target[]

  beforeAll(async () => {
    database = await openTestDatabase()
    log = await Log.open(database, DERIVED)
    targets = await addEverywhere(log, WORD)
  })
  afterAll(() => database.close())

  const wordsIn = (text: string) => text.toLowerCase().split(WORD.toLowerCase()).length - 1
  const countIn = async (table: string) => wordsIn((await dumpOf(database.reader)).split(`\n${table}\n`)[1] ?? '')
  const linesOf = async ({ id }: Target) =>
    await database.reader.rows<{ sequence: number; stored: string }>(
      sql`select sequence, snapshot::text as stored from change where entry_id = ${id}::uuid order by sequence`,
    )
  const person = () => targets.find(({ type }) => type === 'PERSON')!

  it('takes a word out of every entry, snapshot and index, whatever the entry; the log holds and says so', async () => {
    expect(await countIn('change')).toBeGreaterThan(50)
    expect(wordsIn(await dumpOf(database.reader))).toBeGreaterThan(100)
    for (const { id } of targets)
      expect(await redact(log, { id, reason: REASON }, 'admin')).toBe((await log.end()).sequence)
    expect(await dumpOf(database.reader)).not.toMatch(new RegExp(`${WORD}|12\\.3456`, 'i'))
    const { findings, redactions, changes } = await verifyLog(database.reader)
    expect(findings).toEqual([])
    expect(changes).toBe(await log.head())
    expect(redactions.map(({ entryId, editor, reason }) => ({ entryId, editor, reason }))).toEqual(
      targets.map(({ id }) => ({ entryId: id, editor: 'admin', reason: REASON })),
    )
    for (const { lines, sequence, entryId } of redactions) {
      const before = (await linesOf({ type: 'PERSON', id: entryId })).map((line) => line.sequence)
      expect(lines).toEqual(before.filter((line) => line < sequence))
    }
  })

  it('leaves entries that can be changed, and redacted again', async () => {
    for (const target of targets) await change(log, target, { verification: 'DISPUTED' })
    expect(await redact(log, { id: person().id, reason: REASON }, 'admin')).toBeNull()
    await change(log, person(), { name: `${WORD} again`, aliases: ['An alias'] })
    expect(wordsIn(await dumpOf(database.reader))).toBeGreaterThan(2)
    const again = await redact(log, { id: person().id, fields: ['name'], reason: REASON }, 'admin')
    expect(wordsIn(await dumpOf(database.reader))).toBe(0)
    const { findings, redactions } = await verifyLog(database.reader)
    expect(findings).toEqual([])
    expect(redactions.at(-1)).toMatchObject({ sequence: again, changedFields: ['name'], lines: [again! - 1] })
    expect((await linesOf(person())).at(-1)!.stored).toContain('An alias')
  })

  it('covers no other alteration, before or after it, and does not pass for one that was taken back', async () => {
    const back = new Error('taken back')
    const put = (sequence: number, stored: string) =>
      sql`update change set snapshot = ${stored}::json where sequence = ${sequence}`
    const found = async (work: (log: Log) => Promise<unknown>, expected: readonly string[]) => {
      // The log writes in a transaction of its own, so what was done is undone by hand.
      const before = await database.reader.rows<{ sequence: number; stored: string }>(
        sql`select sequence, snapshot::text as stored from change`,
      )
      await work(log)
      const { findings } = await verifyLog(database.reader)
      expect(findings.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual(expected)
      await database.transaction(async (tx) => {
        for (const { sequence, stored } of before) await tx.rows(put(sequence, stored))
      })
    }
    const alter = (sequence: number, stored: string) => database.transaction((tx) => tx.rows(put(sequence, stored)))
    const [added, updated] = await linesOf(person())
    // After: other words where the redacted ones stood, or the redacted ones again.
    await found(
      () => alter(updated!.sequence, updated!.stored.replace('[redacted]', 'Somebody else')),
      [`ALTERED ${updated!.sequence}`],
    )
    await change(log, person(), { name: 'Kept for later' })
    const kept = (await linesOf(person())).at(-1)!
    await redact(log, { id: person().id, reason: REASON }, 'admin')
    await found(() => alter(kept.sequence, kept.stored), [`ALTERED ${kept.sequence}`])
    // Pretended: a redaction whose line was never hashed.
    const forged = JSON.stringify([[added!.sequence, Buffer.from(digestOf('{}')).toString('hex')]])
    const pretend = database.transaction(async (tx) => {
      await tx.rows(put(added!.sequence, '{}'))
      await tx.rows(
        sql`update change set redacts = ${forged}::json where sequence = (select max(sequence) from change)`,
      )
      const { findings } = await verifyLog(tx)
      expect(findings.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual([`ALTERED ${added!.sequence}`])
      throw back
    })
    await expect(pretend).rejects.toBe(back)
    // Before: what was altered is blanked too, and found out all the same.
    await change(log, person(), { name: 'Altered soon' })
    const soon = (await linesOf(person())).at(-1)!
    await alter(soon.sequence, soon.stored.replace('"DISPUTED"', '"CONFIRMED"'))
    await redact(log, { id: person().id, reason: REASON }, 'admin')
    expect((await linesOf(person())).map(({ stored }) => stored).join()).not.toContain('Altered soon')
    const { findings } = await verifyLog(database.reader)
    expect(findings.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual([`ALTERED ${soon.sequence}`])
  })

  it('reaches what a reader was about to get from memory, and leaves no hole', async () => {
    const live = await Live.start(database, log, () => Promise.resolve(noWake))
    const follower = live.follow({ after: 0, filter: {}, checkpoints: false })
    const taken: LoggedChange[] = []
    const take = async (count: number) => {
      while (taken.length < count) {
        const { value } = await follower.next()
        taken.push(value!.change!)
      }
    }
    await change(log, person(), { name: `${WORD} at last` })
    const sequence = (await log.end()).sequence
    await until(() => live.head === sequence)
    // A page has been read by now, and the newest change is in memory.
    await take(3)
    await redact(log, { id: person().id, reason: REASON }, 'admin')
    await until(() => live.head === sequence + 1)
    await take(sequence + 1)
    expect(taken.map((each) => each.sequence)).toEqual(taken.map((_, index) => index + 1))
    expect(wordsIn(JSON.stringify(taken))).toBe(0)
    expect(taken.at(-1)).toMatchObject({ kind: 'REDACTED', editor: 'admin', reason: REASON })
    const late = live.follow({ after: sequence - 1, filter: {}, checkpoints: false })
    const newest = [await late.next(), await late.next()].map(({ value }) => value!.change!)
    expect(newest.map((each) => each.sequence)).toEqual([sequence, sequence + 1])
    expect(wordsIn(JSON.stringify(newest))).toBe(0)
    for (const each of [follower, late]) await each.return()
    await live.close()
  })
})
