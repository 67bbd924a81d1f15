import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { type Maker, maker } from '../support/make.ts'
import { metricsOf } from '../support/metrics.ts'
import { type Message, type RawSocket, openRaw } from '../support/raw-socket.ts'
import { ADMIN, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CHANGES = 'subscription Feed { changes { cursor change { sequence } } }'
const subscribe = (id: string, query = CHANGES, variables?: object): Message => ({
  ...{ type: 'subscribe', id, payload: { query, variables } },
})
const LIMITS = {
  ...{ maxMessageBytes: 64 * 1024, maxSubscriptionsPerSocket: 3, connectionInitTimeoutMs: 300 },
  ...{ maxSockets: 6, maxSocketsPerAddress: 5 },
}

describe('a socket', () => {
  let service: TestService
  let make: Maker
  const opened: RawSocket[] = []

  beforeAll(async () => {
    service = await startService({ config: LIMITS })
    make = maker(service)
  })
  afterEach(async () => {
    for (const { socket } of opened.splice(0)) socket.terminate()
    await until(() => service.app.waiting() === 0)
  })
  afterAll(() => service.stop())

  const open = async (protocol?: string) => {
    const raw = await openRaw(service.url, protocol)
    opened.push(raw)
    return raw
  }
  const begun = async (token?: string) => {
    const raw = await open()
    await raw.begin(token === undefined ? undefined : { authorization: `Bearer ${token}` })
    return raw
  }
  const closedWith = async (raw: RawSocket, code: number) => {
    await until(() => raw.closed() !== null)
    expect(raw.closed()).toMatchObject({ code })
    expect(raw.closed()!.reason).not.toBe('')
  }
  const openStreams = async () => {
    const value = await metricsOf(service)
    return { websockets: value('open_websockets'), eventStreams: value('open_event_streams') }
  }

  it.each<[string, number, (raw: RawSocket) => unknown]>([
    ['sends no connection_init', 4408, () => undefined],
    ['sends connection_init twice', 4429, (raw) => raw.send({ type: 'connection_init' }, { type: 'connection_init' })],
    ['subscribes before the acknowledgement', 4401, (raw) => raw.send(subscribe('1'))],
    ['sends a message of an unknown type', 4400, (raw) => raw.send({ type: 'connection_init' }, { type: 'hello' })],
    ['sends what is no JSON', 4400, (raw) => raw.send('{')],
    ['sends no object', 4400, (raw) => raw.send('[1]')],
    ['subscribes without a query', 4400, (raw) => raw.send({ type: 'subscribe', id: '1', payload: {} })],
    [
      'has a token that is not known',
      4403,
      (raw) => raw.send({ type: 'connection_init', payload: { authorization: 'Bearer nobody' } }),
    ],
  ])('is closed when its client %s, with %i', async (_what, code, act) => {
    const raw = await open()
    act(raw)
    await closedWith(raw, code)
  })

  it('is closed with 4409 when an id is used twice at a time, and with 4406 when it names no protocol', async () => {
    const raw = await begun()
    raw.send(subscribe('1'), subscribe('1'))
    await closedWith(raw, 4409)
    await closedWith(await open(''), 4406)
  })

  it('is closed with 1009 by a message over the limit, and takes one below it', async () => {
    const raw = await begun()
    raw.send(subscribe('small', `${CHANGES} #${' '.repeat(50 * 1024)}`))
    await until(() => service.app.waiting() === 1)
    raw.send(subscribe('large', `${CHANGES} #${' '.repeat(70 * 1024)}`))
    await until(() => raw.closed() !== null)
    expect(raw.closed()).toMatchObject({ code: 1009 })
    await until(() => service.app.waiting() === 0)
  })

  it('has so many subscriptions and no more: one more closes it with 4429, and nothing is held', async () => {
    const raw = await begun()
    raw.send(subscribe('1'), subscribe('2'), subscribe('3'))
    await until(() => service.app.waiting() === 3)
    raw.send({ type: 'complete', id: '2' })
    await until(() => service.app.waiting() === 2)
    raw.send(subscribe('4'))
    await until(() => service.app.waiting() === 3)
    raw.send(subscribe('5'))
    await closedWith(raw, 4429)
    await until(() => service.app.waiting() === 0)
  })

  it('is refused with 1013 when its address has too many, event streams among them, until one leaves', async () => {
    const url = `${service.url}/graphql/stream`
    const streams = [await readEvents(url, asked(CHANGES)), await readEvents(url, asked(CHANGES))]
    const raws = [await begun(), await begun(), await begun()]
    await closedWith(await open(), 1013)
    expect((await fetch(url, asked(CHANGES))).status).toBe(503)
    raws[0]!.socket.close()
    streams[0]!.leave()
    await until(async () => {
      const { websockets, eventStreams } = await openStreams()
      return websockets === 2 && eventStreams === 1
    })
    const again = await begun()
    expect(again.closed()).toBeNull()
    for (const { leave } of streams) leave()
    await until(async () => (await openStreams()).eventStreams === 0)
  })

  it.each<[string, string, object, string, string]>([
    ['cannot be parsed', 'subscription {', {}, 'error', 'GRAPHQL_PARSE_FAILED'],
    ['has too many words', `{ viewer { ${'name '.repeat(11_000)} } }`, {}, 'error', 'GRAPHQL_PARSE_FAILED'],
    ['asks for what does not exist', 'subscription { nothing }', {}, 'error', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'has two root fields',
      'subscription { changes { cursor } negotiationStatusAdded { cursor } }',
      {},
      'error',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'has two operations',
      'query A { __typename } query B { __typename }',
      {},
      'error',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'has a wrong variable',
      'subscription ($after: Cursor!) { changes(after: $after) { cursor } }',
      { after: 7 },
      'next',
      'BAD_USER_INPUT',
    ],
    ['has a cursor of nobody', 'subscription { changes(after: "x") { cursor } }', {}, 'next', 'CURSOR_INVALID'],
    [
      'names a negotiation of nobody',
      'subscription { negotiationStatusAdded(negotiationId: "x") { cursor } }',
      {},
      'next',
      'BAD_USER_INPUT',
    ],
  ])('says so when a document %s, and goes on with others', async (_what, query, variables, type, code) => {
    const raw = await begun()
    raw.send(subscribe('bad', query, variables), subscribe('good'))
    await until(() => service.app.waiting() === 1)
    await until(() => raw.messages.some(({ id }) => id === 'bad'))
    const { payload, ...message } = raw.messages.find(({ id }) => id === 'bad')!
    expect(message).toEqual({ type, id: 'bad' })
    const errors = (type === 'error' ? payload : (payload as { errors: unknown }).errors) as object[]
    expect(errors[0]).toMatchObject({ extensions: { code } })
    expect(JSON.stringify(errors)).not.toMatch(/node_modules|\.ts:/)
    const person = await make.person()
    await until(() => raw.messages.some(({ id, type: of }) => id === 'good' && of === 'next'))
    const next = raw.messages.find(({ id, type: of }) => id === 'good' && of === 'next')!
    expect(next.payload).toMatchObject({ data: { changes: { change: { sequence: person.number } } } })
  })

  it('answers pings, and messages after a complete stay away', async () => {
    const raw = await begun()
    raw.send({ type: 'ping' }, subscribe('1'))
    await until(() => raw.messages.some(({ type }) => type === 'pong') && service.app.waiting() === 1)
    raw.send({ type: 'complete', id: '1' }, subscribe('2'))
    await make.person()
    await until(() => raw.messages.some(({ id, type }) => id === '2' && type === 'next'))
    expect(raw.messages.filter(({ id }) => id === '1')).toEqual([])
  })

  it('of a token ends with 4403 when the token does, at once, and nothing is delivered after; others stay (L16)', async () => {
    const url = `${service.url}/graphql/stream`
    const desk = { name: 'Desk', role: 'EDITOR', expiresAt: null } as const
    const { token, secret } = await service.app.tokens.add(desk, 'admin')
    const [editor, admin] = [await begun(secret), await begun(ADMIN)]
    for (const raw of [editor, admin]) raw.send(subscribe('1'))
    const stream = await readEvents(url, asked(CHANGES, {}, { authorization: `Bearer ${secret}` }))
    await until(() => service.app.waiting() === 3)
    await service.app.tokens.revoke(token.id, 'admin')
    await make.person()
    await until(() => admin.messages.some(({ type }) => type === 'next'))
    await closedWith(editor, 4403)
    await until(stream.ended)
    expect(editor.messages.map(({ type }) => type)).toEqual(['connection_ack'])
    expect(stream.events).toEqual([])
    expect(admin.closed()).toBeNull()
    await until(() => service.app.waiting() === 1)
  })
})
