import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { headOf } from '../support/polling.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'

const QUERY = 'query Mine { viewer { role } }'
const MUTATION = 'mutation { addPerson(input: { name: "Mallory" }) { cursor } }'
const JSON_TYPE = { 'content-type': 'application/json' }
const STREAM = { accept: 'text/event-stream' }

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

/** What a page may send to any other site without being asked first (the CORS-safelisted types), and what has no type. */
const SIMPLE: readonly (readonly [what: string, request: (body: string) => RequestInit])[] = [
  ['as text', (body) => ({ body, headers: { 'content-type': 'text/plain' } })],
  ['as text that claims to be JSON', (body) => ({ body, headers: { 'content-type': 'text/plain; application/json' } })],
  ['as a form', (body) => ({ body: new URLSearchParams(JSON.parse(body) as Record<string, string>) })],
  ['as a form in parts', (body) => ({ body: formOf(JSON.parse(body) as Record<string, string>) })],
  ['as a part that is JSON', (body) => ({ body: formOf({ operations: body, map: '{}' }) })],
  ['without a type', (body) => ({ body: new TextEncoder().encode(body) })],
  ['with an empty type', (body) => ({ body, headers: { 'content-type': '' } })],
  ['with the type in a list', (body) => ({ body, headers: { 'content-type': 'application/json, text/plain' } })],
  ['in another encoding', (body) => ({ body, headers: { 'content-type': 'application/json; charset=utf-7' } })],
]

describe('a page of another site', () => {
  let service: TestService
  const lines: string[] = []

  beforeAll(async () => {
    service = await startService({ log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }) })
  })
  afterAll(() => service.stop())

  const ask = async (path: string, { headers, ...init }: RequestInit) => {
    const sent = { ...(headers as Record<string, string>), authorization: `Bearer ${EDITOR}` }
    const response = await fetch(`${service.url}${path}`, {
      ...init,
      headers: { ...sent, origin: 'https://evil.test' },
    })
    const text = await response.text()
    return {
      response,
      status: response.status,
      text,
      json: () => JSON.parse(text) as { errors?: { message: string }[] },
    }
  }
  const post = (path: string, body: string, headers: object = JSON_TYPE) =>
    ask(path, { method: 'POST', body, headers: { ...headers } })
  const get = (path: string, query: string, init: RequestInit = {}) =>
    ask(`${path}?${new URLSearchParams({ query }).toString()}`, init)

  it.each(SIMPLE.flatMap(([what, make]) => ['/graphql', '/graphql/stream'].map((path) => ({ what, make, path }))))(
    'sends nothing to $path $what, not even as an editor',
    async ({ make, path }) => {
      const before = await headOf(service)
      for (const query of [QUERY, MUTATION]) {
        const { headers, ...init } = make(JSON.stringify({ query }))
        const all = path === '/graphql' ? headers : { ...(headers as Record<string, string>), ...STREAM }
        const { status, json } = await ask(path, { method: 'POST', ...init, headers: all })
        expect(status).toBe(415)
        expect(json()).toMatchObject({
          errors: [
            { message: 'Send the operation as application/json in UTF-8.', extensions: { code: 'BAD_REQUEST' } },
          ],
        })
      }
      expect(await headOf(service)).toBe(before)
    },
  )

  it.each(['/graphql', '/graphql/stream'])('changes nothing at %s by an address', async (path) => {
    const before = await headOf(service)
    const { response, status, json } = await get(path, MUTATION, { headers: path === '/graphql' ? {} : STREAM })
    expect(status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect(json()).toMatchObject({
      errors: [{ message: 'A mutation needs POST.', extensions: { code: 'BAD_REQUEST' } }],
    })
    expect((await get(path, MUTATION, { method: 'HEAD', headers: STREAM })).status).toBeGreaterThanOrEqual(400)
    expect(await headOf(service)).toBe(before)
  })

  it('sends no batches', async () => {
    const before = await headOf(service)
    for (const batch of [[], [{ query: QUERY }], [{ query: MUTATION }, { query: MUTATION }]]) {
      const { status, json } = await post('/graphql', JSON.stringify(batch))
      expect(status).toBe(400)
      expect(json().errors?.map(({ message }) => message)).toEqual([
        'The body must be one object with query and variables; several at once are not served.',
      ])
    }
    expect(await headOf(service)).toBe(before)
  })

  it('may neither read nor run nor show the answer to an address', async () => {
    const { response, status } = await get('/graphql', QUERY)
    expect(status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  it.each(['/graphql', '/graphql/stream'])('is promised nothing when it asks first, at %s', async (path) => {
    const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
    const { response, text } = await ask(path, { method: 'OPTIONS', headers })
    expect(text).not.toContain('data')
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  it('leaves no document to be read a second time behind the gate', () => {
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => line.includes('Apollo has read'))).toEqual([])
  })
})
