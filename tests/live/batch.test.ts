import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { kindOf } from '../../src/entry/entry.kinds.ts'
import { type Adding, addAll } from '../../src/live/edit.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { Log } from '../../src/live/log.ts'
import type { EntryType } from '../../src/record/entry.ts'
import { newId } from '../../src/record/id.ts'
import { openTestDatabase } from '../support/database.ts'
import { dumpOf } from '../support/redaction.ts'

const SAMPLE = 'prisma/sample/'

const item = (type: EntryType, input: object): Adding => ({ kind: kindOf(type), id: newId(), input })

const write = (log: Log, batch: readonly Adding[]) =>
  log.write(async (tx) => ({ drafts: await addAll(tx, batch, 'desk'), result: null }))

/** The sample record as one batch. */
function sample(): readonly Adding[] {
  const { entries } = JSON.parse(readFileSync(`${SAMPLE}ceasefire-2025-03.json`, 'utf8')) as {
    entries: { key: string; type: EntryType; input: object }[]
  }
  const ids = new Map(entries.map(({ key }) => [key, newId()]))
  const filled = (given: unknown): unknown => {
    if (typeof given === 'string') return ids.get(given) ?? given
    if (Array.isArray(given)) return given.map(filled)
    if (typeof given !== 'object' || given === null) return given
    if ('$file' in given) return readFileSync(`${SAMPLE}${String(given.$file)}`, 'utf8')
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filled(value)]))
  }
  // Every input is an object.
  return entries.map(({ key, type, input }) => ({
    kind: kindOf(type),
    id: ids.get(key)!,
    input: filled(input) as object,
  }))
}

/** What the tables hold, less what no two records share: times, digests, epochs. */
const rowsIn = async ({ reader }: Database) =>
  (await dumpOf(reader))
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00)/g, 'then')
    .replace(/\\\\x[0-9a-f]{64}/g, 'digest')
    .split('\n')
    .filter((line) => !/^\(1,|_prisma_migrations/.test(line))
    .toSorted()

describe('a batch of entries', () => {
  let database: Database
  let log: Log
  const statements: string[] = []
  let source: Adding

  beforeAll(async () => {
    database = await openTestDatabase((text) => statements.push(text))
    log = await Log.open(database, DERIVED)
  })
  beforeEach(async () => {
    source = item('SOURCE', { title: 'Report', kind: 'NEWS_ARTICLE', text: 'They met and left.' })
    await write(log, [source])
    statements.length = 0
  })
  afterAll(() => database.close())

  const event = (title: string, more: object = {}) =>
    item('EVENT', {
      ...{ title, factuality: 'OCCURRED', date: { edtf: '2025-03-11' } },
      ...{ citations: [{ sourceId: source.id, exact: 'They met' }], ...more },
    })
  const refusal = (batch: readonly Adding[]) =>
    write(log, batch).then(
      () => Promise.reject(new Error('It was taken.')),
      (error: unknown) => error,
    )

  it('leaves what one after the other leaves', async () => {
    const [entries, alone, together] = [sample(), await openTestDatabase(), await openTestDatabase()]
    await write(await Log.open(together, DERIVED), entries)
    const one = await Log.open(alone, DERIVED)
    await one.write(async (tx) => {
      const drafts = []
      for (const entry of entries) drafts.push(...(await addAll(tx, [entry], 'desk')))
      return { drafts, result: null }
    })
    expect(await rowsIn(together)).toEqual(await rowsIn(alone))
    await Promise.all([alone.close(), together.close()])
  })

  it('takes as many statements as one entry, when none names another', async () => {
    await write(log, [event('The first')])
    const forOne = statements.splice(0).length
    await write(
      log,
      Array.from({ length: 50 }, (_, index) => event(`Number ${String(index)}`)),
    )
    expect(statements).toHaveLength(forOne)
    expect(forOne).toBeLessThanOrEqual(8)
  })

  it('may name entries further up', async () => {
    const whole = event('The whole')
    const part = event('The part', { partOfId: whole.id, links: [{ type: 'FOLLOWS', eventId: whole.id }] })
    const { appended } = await write(log, [whole, part, event('Another')])
    expect(appended.map(({ entry }) => entry)).toMatchObject([{}, { partOfId: whole.id }, { title: 'Another' }])
  })

  it('names the first that is refused, and writes nothing', async () => {
    const before = await log.head()
    const batch = [
      event('Fine'),
      event('Not said there', { citations: [{ sourceId: source.id, exact: 'They stayed' }] }),
      event('Nowhere', { locationIds: [newId()] }),
      event(''),
    ]
    expect(await refusal(batch)).toMatchObject({ of: batch[1]?.id, problems: [{ code: 'QUOTE_NOT_IN_SOURCE' }] })
    const [fine, , nowhere, untitled] = batch
    expect(await refusal([fine!, nowhere!, untitled!])).toMatchObject({
      of: nowhere?.id,
      problems: [{ code: 'NOT_FOUND', path: ['input', 'locationIds', '0'] }],
    })
    expect(await refusal([fine!, untitled!])).toMatchObject({ of: untitled?.id, problems: [{ code: 'REQUIRED' }] })
    expect(await log.head()).toBe(before)
  })

  it('does not hold the same event twice, unless the second is told from the first', async () => {
    const [first, again] = [event('Twins'), event('twins')]
    expect(await refusal([event('Before'), first, again])).toMatchObject({
      ...{ of: again.id, entryId: first.id },
      problems: [{ code: 'DUPLICATE', path: ['input', 'title'] }],
    })
    await write(log, [first, event('TWINS', { distinctFromIds: [first.id] })])
  })
})
