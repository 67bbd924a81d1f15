import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { type RawSocket, openRaw } from '../support/raw-socket.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CHANGES = 'subscription Feed { changes { cursor } }'

describe('the request log', () => {
  let service: TestService
  let raw: RawSocket
  const lines: Record<string, unknown>[] = []

  beforeAll(async () => {
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line) as never) })
    service = await startService({ log })
    raw = await openRaw(service.url)
    await raw.begin({ authorization: `Bearer ${EDITOR}` })
  })
  afterAll(async () => {
    raw.socket.terminate()
    await service.stop()
  })

  const subscribe = (query: string, variables?: object) => {
    const id = String(lines.length)
    raw.send({ type: 'subscribe', id, payload: { query, variables } })
    return id
  }

  it.each<[string, string, object, object]>([
    ['a query', 'query Named { viewer { name } }', {}, { operation: 'Named', outcome: 'ok' }],
    ['a subscription, when it begins', CHANGES, {}, { operation: 'Feed', outcome: 'ok' }],
    ['what cannot be parsed', 'query {', {}, { operation: null, outcome: 'GRAPHQL_PARSE_FAILED' }],
    ['what is not in the schema', 'query A { nothing }', {}, { outcome: 'GRAPHQL_VALIDATION_FAILED' }],
    [
      'wrong variables',
      'query Wrong($id: ID!) { entry(id: $id) { id } }',
      {},
      { operation: 'Wrong', outcome: 'BAD_USER_INPUT' },
    ],
    [
      'what is nested too deeply',
      `query Deep ${'{ a '.repeat(4_000)}${'}'.repeat(4_000)}`,
      {},
      { outcome: 'GRAPHQL_PARSE_FAILED' },
    ],
  ])('has one line for %s, at each door, with id, name, time and outcome', async (_what, query, variables, line) => {
    const found = (over: string) => lines.filter((each) => each['over'] === over)
    const before = ['websocket', 'sse', 'http'].map((over) => found(over).length)
    subscribe(query, variables)
    const stream = await readEvents(`${service.url}/graphql/stream`, asked(query, variables))
    await until(() => found('websocket').length > before[0]! && found('sse').length > before[1]!)
    const doors = [found('websocket').at(-1)!, found('sse').at(-1)!]
    if (!query.startsWith('subscription')) {
      await service.send(query, variables)
      await until(() => found('http').length > before[2]!)
    }
    for (const each of doors) {
      expect(each).toMatchObject({ msg: 'request', ...line })
      expect(each).toMatchObject({ request: expect.any(String) as string, ms: expect.any(Number) as number })
    }
    stream.leave()
    expect(lines.length).toBe(before.reduce((sum, count) => sum + count) + (query.startsWith('subscription') ? 2 : 3))
  })

  it('says of a subscription by POST that it needs another door', async () => {
    const { status, errors } = await service.send(CHANGES)
    expect(status).toBe(400)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
    await until(() => lines.at(-1)?.['outcome'] === 'BAD_REQUEST')
  })

  it('never holds a token, a query or a variable', () => {
    const text = JSON.stringify(lines)
    for (const secret of [EDITOR, 'viewer {', 'changes {']) expect(text).not.toContain(secret)
  })
})
