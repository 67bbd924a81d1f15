import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { Crowd, quantile } from '../support/crowd.ts'
import { migratedTemplate, newServerDatabase, testServer } from '../support/database.ts'
import { metricsOf } from '../support/metrics.ts'
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts'
import { until } from '../support/until.ts'

/** LIVE_SCALE=full runs the numbers of the laws; without it, what fits into a minute. */
const full = process.env['LIVE_SCALE'] === 'full'
const SOCKETS = full ? 10_000 : 200
const LARGE_CHANGES = full ? 20_000 : 200
const LIMIT_MS = full ? 1_800_000 : 120_000
const TOKEN = 'token-of-the-scale-tests'
const MB = 1024 * 1024

/** What a run found, for the report of a full one. */
const report = (words: string) => {
  if (full) process.stdout.write(`${words}\n`)
}

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
}, LIMIT_MS)

/** Variables that lead to one record, empty at first, for as many processes as the database allows. */
async function newPlace(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  opened.push(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const place = { DATA_DIR: folder, ADMIN_TOKEN: TOKEN }
  if (testServer === undefined) return place
  const { url, drop } = await newServerDatabase(testServer, await migratedTemplate(testServer))
  opened.push(drop)
  return { ...place, DATABASE_URL: url }
}

async function start(env: Record<string, string>): Promise<ServiceProcess> {
  const service = await startServiceProcess(env)
  opened.push(() => service.end('SIGKILL'))
  return service
}

async function send<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query, variables }),
  })
  if (response.status >= 500) throw new Error(`Status ${String(response.status)}`)
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown }
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const headOf = async (url: string) => {
  const { service, changes } = await send<{
    service: { headCursor: string }
    changes: { changes: { sequence: number }[] }
  }>(url, '{ service { headCursor } changes(last: 1) { changes { sequence } } }')
  return { cursor: service.headCursor, sequence: changes.changes[0]?.sequence ?? 0 }
}
const ADD = 'mutation Add($input: AddNegotiationInput!) { addNegotiation(input: $input) { negotiation { id number } } }'
/** Adds a negotiation; answers its number, which is its sequence. */
const add = async (url: string, summary = '') => {
  const input = { name: 'Talks', stage: 'CEASEFIRE', summary: summary === '' ? null : summary }
  return (await send<{ addNegotiation: { negotiation: { number: number } } }>(url, ADD, { input })).addNegotiation
    .negotiation.number
}

/** Writes without a pause until told to stop; answers what was acknowledged. A write that fails is tried again, as another one. */
function keepWriting(url: () => string) {
  const acknowledged: number[] = []
  const state = { on: true, statuses: [] as string[] }
  const writing = (async () => {
    while (state.on) {
      try {
        acknowledged.push(await add(url()))
      } catch (error) {
        state.statuses.push(String(error))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  })()
  return {
    acknowledged,
    failures: state.statuses,
    stop: async () => {
      state.on = false
      await writing
    },
  }
}

describe('a crowd of sockets', () => {
  it(
    'loses nothing and gets nothing twice when the service is killed while it listens (L5)',
    async () => {
      const env = await newPlace()
      let service = await start(env)
      const start0 = await headOf(service.url)
      const crowd = new Crowd(() => service.url, start0)
      opened.push(() => {
        crowd.leave()
      })
      await crowd.come(SOCKETS)
      crowd.measure(true)
      // One after the other, each read by all before the next: how long a change takes to so many.
      for (let count = 0; count < 10; count += 1) await crowd.reach(await add(service.url), LIMIT_MS)
      crowd.measure(false)
      const [p50, p99] = [0.5, 0.99].map((part) => quantile(crowd.latencies, part))
      const peakMb = Math.round(service.peak() / MB)
      const writer = keepWriting(() => service.url)
      for (const round of full ? [1, 2, 3] : [1]) {
        await until(() => writer.acknowledged.length >= 20 * round, LIMIT_MS)
        await service.end('SIGKILL')
        service = await start({ ...env, PORT: new URL(service.url).port })
      }
      await until(() => writer.acknowledged.length >= (full ? 80 : 40), LIMIT_MS)
      await writer.stop()
      const { sequence } = await headOf(service.url)
      await crowd.reach(sequence, LIMIT_MS)
      expect(crowd.faults.slice(0, 5)).toEqual([])
      expect(crowd.complete(sequence)).toBe(SOCKETS)
      // Acknowledged means committed: every number that was answered is in the log that all have read.
      expect(writer.acknowledged.filter((number) => number > sequence)).toEqual([])
      expect(new Set(writer.acknowledged).size).toBe(writer.acknowledged.length)
      report(
        `L5: ${SOCKETS} sockets, ${sequence} changes, 3 kills: 0 lost, 0 twice, 0 out of order; p50 ${p50} ms, p99 ${p99} ms, peak memory ${peakMb} MB`,
      )
    },
    LIMIT_MS,
  )

  it(
    'is told to go by SIGTERM with 1001, over a time; what is under way is finished, and nothing is lost (L15)',
    async () => {
      const env = await newPlace()
      let service = await start({ ...env, DRAIN_MS: full ? '5000' : '1000' })
      const port = new URL(service.url).port
      const crowd = new Crowd(() => service.url, await headOf(service.url))
      opened.push(() => {
        crowd.leave()
      })
      const count = full ? 2_000 : SOCKETS
      await crowd.come(count)
      const writers = [keepWriting(() => service.url), keepWriting(() => service.url)]
      await until(() => writers.every(({ acknowledged }) => acknowledged.length > 20), LIMIT_MS)
      expect(await service.end('SIGTERM')).toBe(0)
      service = await start({ ...env, PORT: port })
      await until(() => writers.every(({ acknowledged }) => acknowledged.length > 40), LIMIT_MS)
      for (const writer of writers) await writer.stop()
      // Once it is down nobody answers; until then nobody was answered with a fault of the service.
      expect(
        writers.flatMap(({ failures }) => failures).filter((failure) => !failure.includes('fetch failed')),
      ).toEqual([])
      const { sequence } = await headOf(service.url)
      await crowd.reach(sequence, LIMIT_MS)
      expect(crowd.faults.slice(0, 5)).toEqual([])
      expect(crowd.complete(sequence)).toBe(count)
      expect(crowd.codes.get(1001)).toBeGreaterThanOrEqual(count)
      expect([...crowd.codes.keys()].filter((code) => code !== 1001 && code !== 1006)).toEqual([])
      expect(Math.max(...writers.flatMap(({ acknowledged }) => acknowledged))).toBe(sequence)
      report(`L15: ${count} sockets drained with 1001 under two writers: 0 answered with 5xx, 0 lost`)
    },
    LIMIT_MS,
  )

  it.skipIf(testServer === undefined)(
    'moves to the other process when one of two is killed, and loses nothing (L14)',
    async () => {
      const env = await newPlace()
      const [one, two] = [await start(env), await start(env)]
      let address = one.url
      const crowd = new Crowd(() => address, await headOf(one.url))
      opened.push(() => {
        crowd.leave()
      })
      const half = SOCKETS / 2
      await crowd.come(half)
      address = two.url
      await crowd.come(half)
      const writers = [keepWriting(() => one.url), keepWriting(() => two.url)]
      await until(() => writers.every(({ acknowledged }) => acknowledged.length > 20), LIMIT_MS)
      await one.end('SIGKILL')
      await writers[0]!.stop()
      const before = writers[1]!.acknowledged.length
      await until(() => writers[1]!.acknowledged.length > before + 40, LIMIT_MS)
      await writers[1]!.stop()
      const { sequence } = await headOf(two.url)
      await crowd.reach(sequence, LIMIT_MS)
      expect(crowd.faults.slice(0, 5)).toEqual([])
      expect(crowd.complete(sequence)).toBe(SOCKETS)
      report(`L14: ${half} of ${SOCKETS} sockets moved to the other process: 0 lost, 0 twice`)
    },
    LIMIT_MS,
  )
})

describe('a reader who has stalled', () => {
  it(
    'costs others nothing and the service no memory, is cut by the keep-alive, and comes back complete (L6)',
    async () => {
      const env = await newPlace()
      const service = await start({ ...env, KEEP_ALIVE_MS: full ? '12000' : '1500' })
      const summary = 'x'.repeat(10_000)
      const start0 = await headOf(service.url)
      const crowd = new Crowd(() => service.url, start0)
      opened.push(() => {
        crowd.leave()
      })
      await crowd.come(20)
      let written = 0
      const write = async (count: number) => {
        const dueAt = written + count
        const numbers = await Promise.all(
          Array.from({ length: 4 }, async () => {
            let last = 0
            for (; written < dueAt;) {
              written += 1
              last = await add(service.url, summary)
            }
            return last
          }),
        )
        await crowd.reach(Math.max(...numbers), LIMIT_MS)
      }
      // First what memory holds anyway: the newest changes, rendered ones, compiled code.
      await write(full ? 2_000 : 560)
      crowd.measure(true)
      await write(LARGE_CHANGES / 4)
      const p99Before = quantile(crowd.latencies, 0.99)
      const heapBefore = await service.heap()

      const stalled = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      let closed: number | null = null
      stalled.on('close', (code) => (closed = code)).on('error', () => undefined)
      await until(() => stalled.readyState === WebSocket.OPEN)
      const query =
        'subscription Stalled($after: Cursor) { changes(after: $after) { cursor change { sequence entry { ... on Negotiation { summary } } } } }'
      stalled.send('{"type":"connection_init"}')
      let acknowledged = false
      stalled.once('message', () => (acknowledged = true))
      await until(() => acknowledged)
      // From the beginning, so that there is more to send than any buffer of the transport takes.
      stalled.send(
        JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables: { after: start0.cursor } } }),
      )
      stalled.pause()
      crowd.measure(true)
      await write(LARGE_CHANGES)
      const p99 = quantile(crowd.latencies, 0.99)
      const heap = await service.heap()
      expect(crowd.faults.slice(0, 5)).toEqual([])
      expect(heap - heapBefore).toBeLessThan(5 * MB)
      expect(p99).toBeLessThan(2 * p99Before + 50)

      // Cut, though it does not read that either: the service says how many sockets it has.
      await until(async () => (await metricsOf(service))('open_websockets') === 20, LIMIT_MS)
      stalled.resume()
      await until(() => closed !== null)
      const { sequence } = await headOf(service.url)
      await crowd.come(1)
      await crowd.reach(sequence, LIMIT_MS)
      expect(crowd.complete(sequence)).toBe(21)
      report(
        `L6: ${LARGE_CHANGES} changes of 10 kB: heap ${((heap - heapBefore) / MB).toFixed(1)} MB more, others' p99 ${p99} ms (before ${p99Before} ms), peak memory ${Math.round(service.peak() / MB)} MB`,
      )
    },
    LIMIT_MS,
  )
})
