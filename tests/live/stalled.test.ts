import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Maker, maker } from '../support/make.ts'
import { metricsOf } from '../support/metrics.ts'
import { openRaw } from '../support/raw-socket.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const KEEP_ALIVE_MS = 1_000
const QUERY =
  'subscription Texts($after: Cursor) { changes(after: $after, filter: { entryType: [SOURCE] }) { cursor change { entry { ... on Source { text } } } } }'

describe('a reader who takes nothing', () => {
  let service: TestService
  let make: Maker
  let beginning: string

  beforeAll(async () => {
    service = await startService({ config: { keepAliveMs: KEEP_ALIVE_MS } })
    make = maker(service)
    const head = (await service.send<{ service: { headCursor: string } }, object>('{ service { headCursor } }')).data
    beginning = head.service.headCursor
    // More than the buffers of a connection take.
    for (let count = 0; count < 8; count += 1) await make.source({ text: 'x'.repeat(2_000_000), textAccess: 'EDITORS' })
  })
  afterAll(() => service.stop())

  const openStreams = async () => {
    const value = await metricsOf(service)
    return {
      websockets: value('open_websockets'),
      eventStreams: value('open_event_streams'),
      subscriptions: value('open_subscriptions'),
    }
  }
  const none = { websockets: 0, eventStreams: 0, subscriptions: 0 }

  it('of a socket is cut when he has given no sign of life, and nothing of him stays (L6)', async () => {
    const raw = await openRaw(service.url)
    await raw.begin({ authorization: `Bearer ${EDITOR}` })
    raw.socket.pause()
    raw.send({ type: 'subscribe', id: '1', payload: { query: QUERY, variables: { after: beginning } } })
    await until(async () => (await openStreams()).subscriptions === 1)
    await until(async () => (await openStreams()).subscriptions === 0)
    expect(await openStreams()).toEqual(none)
    raw.socket.terminate()
  })

  it('of an event stream likewise (L6)', async () => {
    const { port, hostname } = new URL(service.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const body = JSON.stringify({ query: QUERY, variables: { after: beginning } })
    const head = [
      'POST /graphql/stream HTTP/1.1',
      `Host: ${hostname}`,
      'Content-Type: application/json',
      'Accept: text/event-stream',
      `Authorization: Bearer ${EDITOR}`,
      `Content-Length: ${body.length}`,
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
    await until(async () => (await openStreams()).eventStreams === 1)
    await until(async () => (await openStreams()).eventStreams === 0)
    expect(await openStreams()).toEqual(none)
    socket.destroy()
  })

  it('is told from one who is slow: who takes a little at a time gets everything', async () => {
    const raw = await openRaw(service.url)
    await raw.begin({ authorization: `Bearer ${EDITOR}` })
    raw.send({ type: 'subscribe', id: '1', payload: { query: QUERY, variables: { after: beginning } } })
    // Pauses after each message, a little.
    raw.socket.on('message', () => {
      raw.socket.pause()
      setTimeout(() => raw.socket.resume(), KEEP_ALIVE_MS / 5)
    })
    await until(() => raw.messages.filter(({ type }) => type === 'next').length === 8, 30_000)
    expect(raw.closed()).toBeNull()
    raw.socket.terminate()
    await until(async () => (await openStreams()).subscriptions === 0)
  })
})
