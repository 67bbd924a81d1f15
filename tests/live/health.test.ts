import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Maker, maker } from '../support/make.ts'
import { metricsOf } from '../support/metrics.ts'
import { openRaw } from '../support/raw-socket.ts'
import { asked, readEvents } from '../support/events.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CHANGES = 'subscription Feed { changes { cursor change { sequence } } }'

describe('the probes', () => {
  let service: TestService
  let make: Maker

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
  })
  afterAll(() => service.stop())

  const metrics = async () => {
    const response = await fetch(`${service.url}/metrics`)
    return { response, text: await response.text() }
  }
  const value = (text: string, name: string) => {
    const line = text.split('\n').find((each) => each.startsWith(`${name} `))
    return line === undefined ? undefined : Number(line.slice(name.length + 1))
  }

  it('say that the process is up and ready, and up to where it has seen the log', async () => {
    const person = await make.person()
    expect(await (await fetch(`${service.url}/health`)).json()).toEqual({ status: 'ok' })
    await until(async () => {
      const response = await fetch(`${service.url}/ready`)
      const ready = (await response.json()) as { head: number }
      expect(ready).toEqual({ status: 'ok', head: expect.any(Number) as number })
      return ready.head === person.number
    })
  })

  it('count operations by name, door and outcome, and no more names than a bound', async () => {
    const send = (query: string) => service.send(query)
    await send('query Named { viewer { name } }')
    await send('query Wrong { changes(after: "x") { cursor } }')
    for (let count = 0; count < 250; count += 1) await send(`query Flood${count} { viewer { name } }`)
    const { response, text } = await metrics()
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const counted = (labels: string) => value(text, `parley_request_duration_seconds_count{${labels}}`)
    expect(counted('operation="Named",door="http",outcome="ok"')).toBe(1)
    expect(counted('operation="Wrong",door="http",outcome="CURSOR_INVALID"')).toBe(1)
    expect(counted('operation="other",door="http",outcome="ok"')).toBeGreaterThan(50)
    expect(
      text.split('\n').filter((line) => line.startsWith('parley_request_duration_seconds_count')).length,
    ).toBeLessThan(220)
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7)
    expect(text).not.toContain('viewer {')
  })

  it('show streams and subscriptions, the head, deliveries and the pool', async () => {
    const raw = await openRaw(service.url)
    await raw.begin()
    raw.send({ type: 'subscribe', id: '1', payload: { query: CHANGES } })
    const stream = await readEvents(`${service.url}/graphql/stream`, asked(CHANGES))
    await until(() => service.app.waiting() === 2)
    const before = await metricsOf(service)
    const person = await make.person()
    await until(() => stream.events.length === 1 && raw.messages.some(({ type }) => type === 'next'))
    await until(async () => {
      const deliveries = (await metricsOf(service))('feed_deliveries_total')
      return deliveries === before('feed_deliveries_total')! + 2
    })
    const value = await metricsOf(service)
    expect(value('feed_executions_total')).toBe(before('feed_executions_total')! + 1)
    // Of one delivery in eight, the first among them.
    expect(value('delivery_latency_seconds_count')).toBe(1)
    expect(value('open_websockets')).toBe(1)
    expect(value('open_event_streams')).toBe(1)
    expect(value('open_subscriptions')).toBe(2)
    expect(value('log_head')).toBe(person.number)
    expect(value('log_lag_seconds')).toBe(0)
    expect(value('database_connections')).toBeGreaterThan(0)
    raw.socket.terminate()
    stream.leave()
    await until(async () => {
      const after = await metricsOf(service)
      return ['open_websockets', 'open_event_streams', 'open_subscriptions'].every((name) => after(name) === 0)
    })
  })
})

describe('a service that stops', () => {
  it('is down at once, though a connection is open on which nothing was ever sent', async () => {
    const service = await startService()
    const { port, hostname } = new URL(service.url)
    const idle = connect(Number(port), hostname)
    await once(idle, 'connect')
    // Answered after the connection was taken in, for both came to one queue.
    await fetch(`${service.url}/health`)
    const startedAt = performance.now()
    await service.stop()
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    idle.destroy()
  })

  it('says so at /ready first, closes sockets with 1001 over the time it is given, and answers all that still comes (L15)', async () => {
    const service = await startService()
    const raws = await Promise.all(Array.from({ length: 30 }, () => openRaw(service.url)))
    const stream = await readEvents(`${service.url}/graphql/stream`, asked(CHANGES))
    for (const raw of raws) {
      await raw.begin()
      raw.send({ type: 'subscribe', id: '1', payload: { query: CHANGES } })
    }
    await until(() => service.app.waiting() === raws.length + 1)
    const startedAt = performance.now()
    const closedAt: number[] = []
    for (const { socket } of raws) socket.on('close', () => closedAt.push(performance.now() - startedAt))
    const stopping = service.app.stop(3_000)
    const ready = await fetch(`${service.url}/ready`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }])
    const late = await openRaw(service.url)
    await until(() => late.closed() !== null)
    expect(late.closed()).toMatchObject({ code: 1001 })
    const statuses = new Set<number>()
    // Up to the last but some: with the last the service itself is gone.
    while (closedAt.length < raws.length - 5) {
      const { status, errors } = await service.send('{ viewer { name } }')
      statuses.add(status)
      expect(errors).toBeUndefined()
    }
    expect([...statuses]).toEqual([200])
    await until(() => closedAt.length === raws.length)
    expect(raws.map((raw) => raw.closed()?.code)).toEqual(raws.map(() => 1001))
    expect(closedAt.at(-1)! - closedAt[0]!).toBeGreaterThan(1_500)
    await until(stream.ended)
    await stopping
    await expect(fetch(`${service.url}/health`)).rejects.toThrow()
    await service.stop()
  })
})
