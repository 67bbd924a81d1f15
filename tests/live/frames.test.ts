import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Maker, maker } from '../support/make.ts'
import { type RawSocket, openRaw } from '../support/raw-socket.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

/** The lengths at which the header of a frame changes (RFC 6455, 5.2), and those beside them. */
const SHORT = [124, 125, 126, 127]
const MIDDLE = [65_533, 65_534, 65_535, 65_536, 65_537]

describe('a message of the feed', () => {
  let service: TestService
  let make: Maker
  let raw: RawSocket
  /** Bytes of the messages, by the id of their subscription. */
  const lengths = new Map<string, number>()

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    raw = await openRaw(service.url)
    raw.socket.on('message', (data) => {
      const { id } = JSON.parse((data as Buffer).toString()) as { id?: string }
      if (id !== undefined) lengths.set(id, (data as Buffer).length)
    })
    await raw.begin()
  })
  afterAll(async () => {
    raw.socket.terminate()
    await service.stop()
  })

  const subscribe = (id: string, query: string) => raw.send({ type: 'subscribe', id, payload: { query } })
  const next = (id: string) => raw.messages.find((each) => each.id === id && each.type === 'next')

  it.each(SHORT)('arrives whole at %i bytes', async (length) => {
    const query = 'subscription { f: changes { __typename } }'
    const payload = { data: { f: { __typename: 'FeedItem' } } }
    const id = 'i'.repeat(length - JSON.stringify({ id: '', type: 'next', payload }).length)
    subscribe(id, query)
    await until(() => service.app.waiting() === 1)
    await make.person()
    await until(() => next(id) !== undefined)
    expect(next(id)).toEqual({ id, type: 'next', payload })
    expect(lengths.get(id)).toBe(length)
    raw.send({ type: 'complete', id })
    await until(() => service.app.waiting() === 0)
  })

  it.each(MIDDLE)('arrives whole at %i bytes', async (length) => {
    const query =
      'subscription { changes { change { entry { ... on Negotiation { a: summary b: summary c: summary d: summary } } } } }'
    const payloadOf = (summary: string) => ({
      data: { changes: { change: { entry: { a: summary, b: summary, c: summary, d: summary } } } },
    })
    const rest = length - JSON.stringify({ id: '', type: 'next', payload: payloadOf('') }).length
    // What four equal texts leave over is the id's.
    const id = String(MIDDLE.indexOf(length)).repeat((rest % 4) + 4)
    const summary = 'x'.repeat((rest - id.length) / 4)
    subscribe(id, query)
    await until(() => service.app.waiting() === 1)
    await make.negotiation({ summary })
    await until(() => next(id) !== undefined)
    expect(next(id)).toEqual({ id, type: 'next', payload: payloadOf(summary) })
    expect(lengths.get(id)).toBe(length)
    raw.send({ type: 'complete', id })
    await until(() => service.app.waiting() === 0)
  })

  it('arrives between others of the same socket, whole and in order', async () => {
    const query = 'subscription { changes { change { sequence entry { ... on Person { name } } } } }'
    const ids = ['first', 'second', 'third']
    for (const id of ids) subscribe(id, query)
    await until(() => service.app.waiting() === ids.length)
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => make.person({ name: `Персона ${index}` })))
    // Answers of graphql-ws's own go out by the same socket meanwhile.
    for (let count = 0; count < 20; count += 1) raw.send({ type: 'ping', payload: { count } })
    const of = (id: string) => raw.messages.filter((each) => each.id === id && each.type === 'next')
    await until(() => ids.every((id) => of(id).length === made.length))
    await until(() => raw.messages.filter(({ type }) => type === 'pong').length === 20)
    const sequences = made.map(({ number }) => number).toSorted((a, b) => a - b)
    for (const id of ids)
      expect(
        of(id).map(
          ({ payload }) =>
            (payload as { data: { changes: { change: { sequence: number } } } }).data.changes.change.sequence,
        ),
      ).toEqual(sequences)
  })
})
