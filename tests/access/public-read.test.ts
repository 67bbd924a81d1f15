import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { openRaw } from '../support/raw-socket.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

describe('a record that is not public (PUBLIC_READ=false)', () => {
  let service: TestService
  let reader: string
  beforeAll(async () => {
    service = await startService({ config: { publicRead: false } })
    const desk = { name: 'Reader', role: 'READER', expiresAt: null } as const
    reader = (await service.app.tokens.add(desk, 'admin')).secret
  })
  afterAll(() => service.stop())

  const QUERIES = [
    '{ viewer { role } }',
    '{ __typename }',
    '{ __schema { queryType { name } } }',
    'mutation { __typename }',
  ]

  it.each(QUERIES)(
    'answers nothing without a token, over HTTP and as an event stream, and opens no WebSocket: %s',
    async (query) => {
      const post = await service.send(query, {}, null)
      expect(post).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
      expect(post.errors?.[0]?.message).toMatch(/^Reading needs a token here/)
      const get = await fetch(`${service.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { 'apollo-require-preflight': '1' },
      })
      expect(get.status).toBe(401)
      const stream = await readEvents(`${service.url}/graphql/stream`, asked(query))
      expect(stream.response.status).toBe(401)
      stream.leave()
      const raw = await openRaw(service.url)
      raw.send({ type: 'connection_init' })
      await until(() => raw.closed() !== null)
      expect(raw.closed()).toMatchObject({ code: 4403, reason: 'Reading needs a token here' })
      expect(raw.messages).toEqual([])
    },
  )

  it('is read with a token of each role', async () => {
    for (const [token, role] of [
      [reader, 'READER'],
      [EDITOR, 'EDITOR'],
      [ADMIN, 'ADMIN'],
    ] as const) {
      expect((await service.send('{ viewer { role } }', {}, token)).data).toEqual({ viewer: { role } })
    }
  })

  it('shows its probes and the page of the playground to all', async () => {
    const statuses = await Promise.all(
      ['/health', '/ready', '/metrics', '/playground'].map(
        async (path) => (await fetch(`${service.url}${path}`)).status,
      ),
    )
    // Without a build the page says so with 503.
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200])
    expect([200, 503]).toContain(statuses[3])
  })
})
