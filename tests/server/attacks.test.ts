import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ATTACKS, type Attack } from '../support/attacks.mjs'
import { asked, readEvents } from '../support/events.ts'
import { type RawSocket, openRaw } from '../support/raw-socket.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

interface Refusal {
  readonly message: string
  readonly extensions: { readonly code: string; readonly cost?: number; readonly limit?: number }
}
type Door = (attack: Pick<Attack, 'query' | 'variables'>) => Promise<readonly Refusal[]>

/** Of another order than the few milliseconds that each takes alone; test machines are busy. */
const SOON_MS = 2_000

let service: TestService
let socket: RawSocket
beforeAll(async () => {
  service = await startService()
  socket = await openRaw(service.url)
  await socket.begin()
})
afterAll(async () => {
  socket.socket.terminate()
  await service.stop()
})

const overHttp: Door = async ({ query, variables }) =>
  (await service.send(query, variables, null)).errors as readonly Refusal[]

const overEventStream: Door = async ({ query, variables }) => {
  const { events, leave } = await readEvents(`${service.url}/graphql/stream`, asked(query, variables))
  await until(() => events.length > 0)
  leave()
  return (events[0]!.data as { errors: Refusal[] }).errors
}

let count = 0
const overWebSocket: Door = async ({ query, variables }) => {
  const id = String((count += 1))
  socket.send({ type: 'subscribe', id, payload: { query, variables } })
  await until(() => socket.messages.some((each) => each.id === id))
  const { type, payload } = socket.messages.find((each) => each.id === id)!
  return type === 'error' ? (payload as Refusal[]) : (payload as { errors: Refusal[] }).errors
}

const DOORS: readonly (readonly [string, Door])[] = [
  ['HTTP', overHttp],
  ['an event stream', overEventStream],
  ['WebSocket', overWebSocket],
]

describe.each(DOORS)('an attack over %s', (_door, ask) => {
  it.each(ATTACKS)('is refused at once: $name', async ({ code, ...attack }) => {
    const begun = performance.now()
    const errors = await ask(attack)
    expect(performance.now() - begun).toBeLessThan(SOON_MS)
    expect(errors[0]?.extensions.code).toBe(code)
    expect(JSON.stringify(errors).length).toBeLessThan(100_000)
  })

  it('executes nothing of what it refuses', async () => {
    await ask({ query: '{ service { headCursor } }' })
    const before = service.statements.length
    for (const { code, ...attack } of ATTACKS) if (code === 'QUERY_TOO_COMPLEX') await ask(attack)
    // The log is looked at every second, whatever is asked.
    expect(service.statements.slice(before).filter((text) => /\bentry\b/.test(text))).toEqual([])
  })

  it('is told what it costs, what is allowed, and what to do', async () => {
    const errors = await ask({
      query: '{ events(first: 100) { nodes { statements(first: 100) { nodes { citations { source { title } } } } } } }',
    })
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/can cost [\d,]+; 20,000 is allowed.*first/) as string,
        extensions: { code: 'QUERY_TOO_COMPLEX', cost: expect.any(Number) as number, limit: 20_000 },
      }),
    ])
    expect(errors[0]!.extensions.cost).toBeGreaterThan(20_000)
  })

  it('is refused for the size of a page in a variable, and let through with a smaller one', async () => {
    const query =
      'query ($n: Int) { events(first: $n) { nodes { statements(first: $n) { nodes { citations { source { title } } } } } } }'
    expect((await ask({ query, variables: { n: 100 } }))[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX')
    expect(await ask({ query, variables: { n: 10 } })).toBeUndefined()
  })
})

describe('a list of operations', () => {
  const batch = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }])

  it.each(['/graphql', '/graphql/stream'])('is refused at %s', async (path) => {
    const response = await fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*' },
      body: batch,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
  })

  it('closes a WebSocket', async () => {
    const raw = await openRaw(service.url)
    await raw.begin()
    raw.send(`{"type":"subscribe","id":"1","payload":${batch}}`)
    await until(() => raw.closed() !== null)
    expect(raw.closed()?.code).toBe(4400)
  })
})
