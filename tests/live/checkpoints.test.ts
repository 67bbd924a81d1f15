import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { follow } from '../support/follow.ts'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

/** More than memory keeps of the newest changes. */
const PERSONS = process.env['LIVE_SCALE'] === 'full' ? 5_000 : 800

const FEED = graphql(`
  subscription CheckedFeed($after: Cursor, $filter: ChangeFilter) {
    feed: changes(after: $after, filter: $filter, checkpoints: true) {
      cursor
      previousCursor
      change {
        entryType
        sequence
      }
    }
  }
`)

describe('a stream on which next to nothing matches', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  let service: TestService
  let make: Maker
  let beginning: string

  beforeAll(async () => {
    // One place, and after it nothing but persons.
    const entries = [
      { key: 'place', type: 'LOCATION', input: { name: 'Doha', kind: 'CITY' } },
      ...Array.from({ length: PERSONS }, (_, index) => ({
        ...{ key: `person ${index}`, type: 'PERSON', input: { name: `Person ${index}` } },
      })),
    ]
    const bundle = join(folder, 'bundle.json')
    writeFileSync(bundle, JSON.stringify({ format: 'parley-record/1', about: 'A test.', entries }))
    service = await startService({ sample: bundle })
    make = maker(service)
    const first = graphql(`
      query FirstOfAll {
        changes(first: 1) {
          changes {
            cursor
          }
        }
      }
    `)
    const { cursor } = (await service.ask(first)).changes.changes[0]!
    const text = Buffer.from(cursor, 'base64url').toString()
    beginning = Buffer.from(text.replace(/\d+$/, '0')).toString('base64url')
  }, 600_000)
  afterAll(async () => {
    await service.stop()
    rmSync(folder, { recursive: true })
  })

  /** How many pages were read from the table for a filter; the look at the log's end has none. */
  const pages = () =>
    service.statements.filter((text) => text.includes('from change') && text.includes('entry_type = any')).length

  it('moves its resume point: who comes back with a checkpoint reads nothing of what is before it (L10)', async () => {
    const filter = { entryType: ['LOCATION' as const] }
    const first = follow(service.socket(), FEED, { after: beginning, filter })
    await until(() => first.items.length === 1)
    expect(pages()).toBeGreaterThan(0)
    await until(() => first.items.length === 2, 15_000)
    const [place, checkpoint] = first.items
    expect(place).toMatchObject({ previousCursor: beginning, change: { entryType: 'LOCATION' } })
    expect(checkpoint).toMatchObject({ previousCursor: place!.cursor, change: null })
    first.leave()
    await until(() => service.app.waiting() === 0)

    const before = pages()
    const again = follow(service.socket(), FEED, { after: checkpoint!.cursor, filter })
    await until(() => service.app.waiting() === 1)
    const { number } = await make.location()
    await until(() => again.items.length === 1)
    expect(again.items[0]).toMatchObject({ previousCursor: checkpoint!.cursor, change: { sequence: number } })
    expect(pages()).toBe(before)

    // Without the checkpoint it would be read again from the place on.
    const late = follow(service.socket(), FEED, { after: place!.cursor, filter })
    await until(() => late.items.length === 1)
    expect(pages()).toBeGreaterThan(before)
    for (const feed of [again, late]) feed.leave()
  }, 30_000)
})
