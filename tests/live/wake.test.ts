import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { administer, testServer } from '../support/database.ts'
import { follow } from '../support/follow.ts'
import { graphql } from '../generated/gql.ts'
import { maker } from '../support/make.ts'
import { type Relay, openRelay, through } from '../support/relay.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const NATS = { host: '127.0.0.1', port: 4222 }
const withNats = await new Promise<boolean>((resolve) => {
  const socket = connect(NATS.port, NATS.host)
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  socket.once('connect', () => socket.destroy())
})

const FEED = graphql(`
  subscription WokenFeed($after: Cursor) {
    feed: changes(after: $after) {
      cursor
      previousCursor
      change {
        sequence
        at
      }
    }
  }
`)

/** The promise of L8. */
const AT_MOST_MS = 1_500

describe.skipIf(testServer === undefined)('two processes on one database', () => {
  const opened: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close()
  })

  /** Two services on one database; the second is configured as given, with the database's address. */
  async function startTwo(given: (url: string) => Partial<Config>) {
    const one = await startService()
    opened.push(() => one.stop())
    const databaseUrl = one.config.databaseUrl ?? ''
    const two = await one.beside(given(databaseUrl))
    opened.push(() => two.stop())
    return { one, two, databaseUrl, make: maker(one) }
  }
  const relayTo = async (port: number, change?: (bytes: Buffer) => Buffer): Promise<Relay> => {
    const relay = await openRelay(port, change)
    opened.push(() => relay.close())
    return relay
  }
  const followAt = async (service: Pick<TestService, 'app' | 'socket'>) => {
    const feed = follow(service.socket(), FEED, {})
    await until(() => service.app.waiting() === 1)
    return feed
  }
  /** Adds a person at the one and waits until it has arrived at the other; answers how long that took. */
  const timed = async (make: ReturnType<typeof maker>, feed: Awaited<ReturnType<typeof followAt>>) => {
    const count = feed.items.length
    const { number } = await make.person()
    const committedAt = performance.now()
    await until(() => feed.items.length > count)
    expect(feed.items.at(-1)!.change!.sequence).toBe(number)
    return feed.arrivedAt.at(-1)! - committedAt
  }
  const unbroken = (items: readonly { cursor: string; previousCursor: string }[]) =>
    items.slice(1).every((item, index) => item.previousCursor === items[index]!.cursor)

  it('are one service: what is written at either arrives at the followers of both, in one order (L14)', async () => {
    const { one, two, make } = await startTwo(() => ({}))
    const feeds = [await followAt(one), await followAt(two)]
    const others = maker(two)
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? make.person() : others.location())),
    )
    await until(() => feeds.every((feed) => feed.items.length === made.length))
    expect(feeds[0]!.items).toEqual(feeds[1]!.items)
    expect(feeds[0]!.items.map(({ change }) => change!.sequence)).toEqual(
      made.map(({ number }) => number).toSorted((a, b) => a - b),
    )
    expect(unbroken(feeds[0]!.items)).toBe(true)
  })

  it('take over each other: who goes on with a cursor of the one at the other misses nothing (L14)', async () => {
    const { one, two, make } = await startTwo(() => ({}))
    const first = await followAt(two)
    await make.person()
    await until(() => first.items.length === 1)
    const { cursor } = first.items[0]!
    await two.stop()
    const made = [await make.person(), await make.person()]
    const second = follow(one.socket(), FEED, { after: cursor })
    await until(() => second.items.length === 2)
    expect(second.items.map(({ change }) => change!.sequence)).toEqual(made.map(({ number }) => number))
    expect(second.items[0]!.previousCursor).toBe(cursor)
  })

  it('lose no change and at most 1.5 s when the listening connection is ended on the server (L8)', async () => {
    const { two, databaseUrl, make } = await startTwo(() => ({}))
    const following = await followAt(two)
    await timed(make, following)
    for (let round = 0; round < 3; round += 1) {
      await administer(databaseUrl, (client) =>
        client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
        ),
      )
      expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
    }
    expect(unbroken(following.items)).toBe(true)
  })

  it('lose no change and at most 1.5 s when the way to the listener is cut, and when it stays so (L8)', async () => {
    const relay = await relayTo(Number(new URL(testServer!).port || 5432))
    const { two, make } = await startTwo((url) => ({ listenDatabaseUrl: through(url, relay) }))
    const following = await followAt(two)
    await timed(make, following)
    expect(relay.open()).toBe(1)
    relay.cut()
    expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
    expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
    relay.restore()
    await until(() => relay.open() === 1)
    expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
    expect(unbroken(following.items)).toBe(true)
  })

  it('lose no change and at most 1.5 s when every notification is dropped (L8)', async () => {
    // A notification of the protocol begins with "A"; as a notice ("N") with no fields it says nothing.
    const channel = Buffer.from('parley_log')
    const relay = await relayTo(Number(new URL(testServer!).port || 5432), (bytes) => {
      const at = bytes.indexOf(channel)
      if (at < 9 || bytes[at - 9] !== 0x41) return bytes
      return Buffer.concat([bytes.subarray(0, at - 9), bytes.subarray(at - 9 + 1 + bytes.readUInt32BE(at - 8))])
    })
    const { two, make } = await startTwo((url) => ({ listenDatabaseUrl: through(url, relay) }))
    const following = await followAt(two)
    for (let round = 0; round < 3; round += 1) expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
  })

  it('lose no change and at most 1.5 s after the database has been away altogether (L8)', async () => {
    const relay = await relayTo(Number(new URL(testServer!).port || 5432))
    const { two, make } = await startTwo((url) => ({ databaseUrl: through(url, relay) }))
    const following = await followAt(two)
    await timed(make, following)
    relay.cut()
    const missed = await make.person()
    await until(async () => (await fetch(`${two.url}/ready`)).status === 503)
    const restoredAt = performance.now()
    relay.restore()
    await until(() => following.items.at(-1)!.change!.sequence === missed.number)
    expect(following.arrivedAt.at(-1)! - restoredAt).toBeLessThan(AT_MOST_MS)
    await until(async () => (await fetch(`${two.url}/ready`)).status === 200)
    expect(unbroken(following.items)).toBe(true)
  })

  it('deliver no error in place of a change while the database is away: it comes when that is back', async () => {
    const relay = await relayTo(Number(new URL(testServer!).port || 5432))
    const { two, make } = await startTwo((url) => ({ databaseUrl: through(url, relay) }))
    const nested = graphql(`
      subscription NestedFeed($after: Cursor) {
        feed: changes(after: $after) {
          change {
            entry {
              history {
                totalCount
              }
            }
          }
        }
      }
    `)
    const following = await followAt(two)
    await timed(make, following)
    const { previousCursor: after } = following.items[0]!
    relay.cut()
    // The change is in memory, what it leads to is not.
    const feed = follow(two.socket(), nested, { after })
    await until(async () => (await fetch(`${two.url}/ready`)).status === 503)
    expect(feed.items).toEqual([])
    relay.restore()
    await until(() => feed.items.length === 1)
    expect(feed.items).toEqual([{ change: { entry: { history: { totalCount: 1 } } } }])
    expect(feed.codes).toEqual([])
  })

  it('need no notifications at all: each looks by itself', async () => {
    const { two, databaseUrl, make } = await startTwo(() => ({ listenDatabaseUrl: null }))
    const following = await followAt(two)
    expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
    const { rowCount } = await administer(databaseUrl, (client) =>
      client.query("select from pg_stat_activity where datname = current_database() and query ilike 'listen%'"),
    )
    // The one that the first service has.
    expect(rowCount).toBe(1)
  })

  it.skipIf(!withNats)('wake each other through NATS, and go on without it when it is away', async () => {
    const relay = await relayTo(NATS.port)
    const natsOnly = { listenDatabaseUrl: null, wakeUrl: `nats://127.0.0.1:${relay.port}` }
    const first = await startService({ config: natsOnly })
    opened.push(() => first.stop())
    const two = await first.beside(natsOnly)
    opened.push(() => two.stop())
    const make = maker(first)
    const following = await followAt(two)
    const times: number[] = []
    for (let round = 0; round < 8; round += 1) times.push(await timed(make, following))
    // Without it half of them would take longer than half a second.
    expect(times.filter((ms) => ms > 300)).toEqual([])
    relay.cut()
    expect(await timed(make, following)).toBeLessThan(AT_MOST_MS)
    relay.restore()
    await until(() => relay.open() === 2)
    await timed(make, following)
    expect(await timed(make, following)).toBeLessThan(300)
    expect(unbroken(following.items)).toBe(true)
  })

  it('are refused with a sentence when NATS cannot be reached, or the listener would be at another database', async () => {
    await expect(startService({ config: { wakeUrl: 'nats://127.0.0.1:1' } })).rejects.toThrow(
      /^Cannot connect to NATS at 127\.0\.0\.1:1 \(WAKE_URL\)/,
    )
    await expect(startService({ config: { listenDatabaseUrl: testServer } })).rejects.toThrow(
      'LISTEN_DATABASE_URL and DATABASE_URL must lead to the same database.',
    )
  })
})
