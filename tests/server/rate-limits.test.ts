import { once } from 'node:events'
import { type RawData, WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { openRelay, through } from '../support/relay.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const REDIS = 'redis://127.0.0.1:6379/0'
const LIMITS = {
  trustedProxies: ['loopback'],
  rateLimit: true,
  rateLimitCostPerMinute: 200,
  rateLimitMutationsPerMinute: 3,
  rateLimitConnectionsPerMinute: 4,
}
const CHEAP = '{ viewer { role } }'
/** As many searches as are dearer than a minute's cost. */
const DEAR = `{ ${Array.from({ length: 6 }, (_, at) => `s${at}: search(query: "talks", first: 5) { edges { field } }`).join(' ')} }`
const ADD = 'mutation Add($input: AddPersonInput!) { addPerson(input: $input) { errors { code } } }'
const FEED = 'subscription { changes { cursor } }'

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly code: string | undefined
  readonly body: { readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[] }
}

let addresses = 0
/** An address that nobody else counts for: a Redis may be shared. */
const someone = () => `2001:db8:${process.pid.toString(16)}:${(addresses += 1).toString(16)}::1`

async function send(
  service: { readonly url: string },
  query: string,
  headers: Record<string, string>,
  variables = {},
): Promise<Answer> {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const body = (await response.json()) as Answer['body']
  const code = body.errors?.[0]?.extensions['code']
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    code: typeof code === 'string' ? code : undefined,
    body,
  }
}

/** Sends the same until it is refused; answers how often it was answered before. */
async function untilRefused(ask: () => Promise<Answer>, most: number): Promise<number> {
  for (let count = 0; count <= most; count += 1) if ((await ask()).code === 'RATE_LIMITED') return count
  throw new Error(`Nothing was refused of ${most}.`)
}

describe('the limits of what a client may ask for within a minute', () => {
  let service: TestService

  beforeAll(async () => {
    service = await startService({ config: LIMITS })
  })
  afterAll(() => service.stop())

  const from = (address: string) => ({ 'x-forwarded-for': address })

  it('refuse what costs too much with 429, the seconds to wait, and a sentence', async () => {
    const refused = await send(service, DEAR, from(someone()))
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect(Number(refused.retryAfter)).toBeGreaterThan(50)
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(60)
    expect(refused.body.errors?.[0]?.extensions['retryAfter']).toBe(Number(refused.retryAfter))
    expect(refused.body.errors?.[0]?.message).toMatch(/Try again in \d+ s\.$/)
  })

  it('count each address, each network of IPv6 and each token for itself', async () => {
    const address = someone()
    await send(service, DEAR, from(address))
    const neighbour = address.replace('::1', '::abcd:2')
    expect((await send(service, CHEAP, from(address))).code).toBe('RATE_LIMITED')
    expect((await send(service, CHEAP, from(neighbour))).code).toBe('RATE_LIMITED')
    expect((await send(service, CHEAP, from(someone()))).status).toBe(200)
    const withToken = { ...from(address), authorization: `Bearer ${ADMIN}` }
    expect((await send(service, CHEAP, withToken)).status).toBe(200)
  })

  it('count what cannot be read, too', async () => {
    const address = someone()
    expect(await untilRefused(() => send(service, '{ nonsense', from(address)), 60)).toBe(20)
  })

  it('hold back who tries tokens, the right one too from then on, and nobody elsewhere', async () => {
    const address = someone()
    const guess = { ...from(address), authorization: 'Bearer guess' }
    expect(await untilRefused(() => send(service, CHEAP, guess), 200)).toBe(100)
    const right = { ...from(address), authorization: `Bearer ${EDITOR}` }
    expect((await send(service, CHEAP, right)).code).toBe('RATE_LIMITED')
    expect((await send(service, CHEAP, { ...right, ...from(someone()) })).status).toBe(200)
  })

  it('count mutations, however many stand in one document', async () => {
    const variables = { input: { name: 'Somebody' } }
    const two = ADD.replace('addPerson', 'a: addPerson').replace(' }\n', '').replace(/\}$/, '...More }')
    const document = `${two} fragment More on Mutation { b: addPerson(input: $input) { errors { code } } }`
    const headers = { ...from(someone()), authorization: `Bearer ${EDITOR}` }
    expect((await send(service, document, headers, variables)).status).toBe(200)
    expect((await send(service, document, headers, variables)).code).toBe('RATE_LIMITED')
    const { data } = await service.send<{ persons: { totalCount: number } }, object>(
      '{ persons { totalCount } }',
      {},
      null,
    )
    expect(data.persons.totalCount).toBe(2)
  })

  it('hold for the operations of a socket, which stays open', async () => {
    const socket = openSocket(service, someone())
    await once(socket, 'open')
    const messages: { type: string; id?: string; payload?: { extensions: { code: string } }[] }[] = []
    socket.on('message', (data: RawData) =>
      messages.push(JSON.parse((data as Buffer).toString()) as (typeof messages)[0]),
    )
    socket.send(JSON.stringify({ type: 'connection_init' }))
    await until(() => messages.some(({ type }) => type === 'connection_ack'))
    socket.send(JSON.stringify({ id: 'dear', type: 'subscribe', payload: { query: DEAR } }))
    await until(() => messages.some(({ id }) => id === 'dear'))
    expect(messages.find(({ id }) => id === 'dear')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) as number } }],
    })
    expect(socket.readyState).toBe(socket.OPEN)
    socket.close()
    await once(socket, 'close')
  })

  it('hold for connections that stay open, sockets and event streams together', async () => {
    const address = someone()
    const sockets = [openSocket(service, address), openSocket(service, address)]
    await Promise.all(sockets.map((socket) => once(socket, 'open')))
    const streams = await Promise.all(
      [1, 2].map(() => readEvents(`${service.url}/graphql/stream`, asked(FEED, {}, from(address)))),
    )
    expect(streams.map(({ response }) => response.status)).toEqual([200, 200])
    const late = openSocket(service, address)
    const [code, reason] = (await once(late, 'close')) as [number, Buffer]
    expect([code, reason.toString()]).toEqual([1013, expect.stringMatching(/Try again in \d+ s\.$/)])
    const stream = await fetch(`${service.url}/graphql/stream`, asked(FEED, {}, from(address)))
    expect([stream.status, Number(stream.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
    for (const socket of sockets) socket.close()
    for (const { leave } of streams) leave()
  })

  it('believe X-Forwarded-For of trusted proxies alone, and of it what they added', async () => {
    const naive = await startService({ config: { ...LIMITS, trustedProxies: [] } })
    try {
      await send(naive, DEAR, from(someone()))
      expect((await send(naive, CHEAP, from(someone()))).code).toBe('RATE_LIMITED')
    } finally {
      await naive.stop()
    }
    const address = someone()
    await send(service, DEAR, from(address))
    expect((await send(service, CHEAP, from(`${someone()}, ${address}`))).code).toBe('RATE_LIMITED')
  })

  it('are counted together by processes that share a Redis, and by each for itself while it is away', async () => {
    const relay = await openRelay(6379)
    const one = await startService({ config: { ...LIMITS, rateLimitRedisUrl: REDIS } })
    const other = await startService({ config: { ...LIMITS, rateLimitRedisUrl: through(REDIS, relay) } })
    try {
      const address = someone()
      await send(one, DEAR, from(address))
      expect((await send(other, CHEAP, from(address))).code).toBe('RATE_LIMITED')
      relay.cut()
      expect((await send(other, CHEAP, from(address))).status).toBe(200)
      relay.restore()
      await until(async () => (await send(other, CHEAP, from(address))).code === 'RATE_LIMITED')
    } finally {
      await Promise.all([one.stop(), other.stop()])
      await relay.close()
    }
  })
})

function openSocket({ url }: { readonly url: string }, address: string): WebSocket {
  return new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { 'x-forwarded-for': address },
  })
}
