import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const FORM = 'application/x-www-form-urlencoded'
const ADD =
  'mutation Add($key: ID!) { addPerson(input: { name: "Anna", idempotencyKey: $key }) { person { id } cursor } }'
const ADD_TOKEN =
  'mutation Token($input: AddAccessTokenInput!) { addAccessToken(input: $input) { accessToken { id } secret } }'
const REVOKE = 'mutation Revoke($id: ID!) { revokeAccessToken(input: { idOrName: $id }) { accessToken { id } } }'

interface Refused {
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

describe('a session of the editor', () => {
  let service: TestService
  const lines: string[] = []

  beforeAll(async () => {
    service = await startService({ log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }) })
  })
  afterAll(() => service.stop())

  const own = (at = service) => ({ origin: at.url })
  const post = (path: string, init: RequestInit, at = service) =>
    fetch(`${at.url}${path}`, { method: 'POST', redirect: 'manual', ...init })
  const signIn = (
    token: string,
    { to = '/edit', at = service, headers = own(at) }: { to?: string; at?: TestService; headers?: object } = {},
  ) => post('/edit/session', { headers: { ...headers }, body: new URLSearchParams({ token, to }) }, at)
  const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]!.split(';')[0]!
  const signedIn = async (token = EDITOR, at = service) => cookieOf(await signIn(token, { at }))
  const ask = async (
    cookie: string | null,
    query: string,
    variables: object = {},
    { at = service, headers = {} } = {},
  ) => {
    const sent = { ...own(at), 'content-type': 'application/json', ...(cookie === null ? {} : { cookie }), ...headers }
    const answer = await post('/edit/graphql', { headers: sent, body: JSON.stringify({ query, variables }) }, at)
    return { status: answer.status, json: (await answer.json()) as { data?: Record<string, never> } & Partial<Refused> }
  }
  const codeOf = async (answer: Response) => ((await answer.json()) as Refused).errors[0]!.extensions.code
  const newToken = async (role: string) => {
    const { data } = await service.send<{ addAccessToken: { accessToken: { id: string }; secret: string } }, object>(
      ADD_TOKEN,
      { input: { name: 'Desk', role } },
      ADMIN,
    )
    return { id: data.addAccessToken.accessToken.id, secret: data.addAccessToken.secret }
  }

  it('begins by a form that works without scripts, and leads where one wanted to go', async () => {
    const asked = await fetch(`${service.url}/edit?negotiation=x&a="`)
    expect(asked.status).toBe(200)
    const page = await asked.text()
    expect(page).toContain('<form class="sign-in-form" method="post" action="/edit/session">')
    expect(page).toContain('name="to" value="/edit?negotiation=x&amp;a=%22"')
    expect(page).not.toContain('<script')

    const answer = await signIn(EDITOR, { to: '/edit?negotiation=x' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/edit?negotiation=x'])
    const { html, headers } = await pageOf(cookieOf(answer))
    expect(html).toContain('"viewer":{"name":"editor","role":"EDITOR"}')
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  const pageOf = async (cookie: string, path = '/edit') => {
    const answer = await fetch(`${service.url}${path}`, { headers: { cookie } })
    return { status: answer.status, headers: answer.headers, html: await answer.text() }
  }

  it('is a cookie that no script reads and that goes to /edit alone', async () => {
    const [cookie] = (await signIn(EDITOR)).headers.getSetCookie()
    expect(cookie).toMatch(/^parley_session=[\w-]{43}; Max-Age=43\d{3}; Path=\/edit; HttpOnly; SameSite=Lax$/)
    const sent = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie! },
      body: JSON.stringify({ query: '{ viewer { role } }' }),
    })
    expect(await sent.json()).toEqual({ data: { viewer: { role: 'READER' } } })
  })

  it('goes over https alone where the service is reached so', async () => {
    const proxied = await startService({ config: { trustedProxies: ['loopback'] } })
    const told = await startService({ config: { publicUrl: 'https://record.example' } })
    try {
      const secure = /^__Secure-parley_session=[\w-]{43}; Max-Age=\d+; Path=\/edit; HttpOnly; Secure; SameSite=Lax$/
      const { host } = new URL(proxied.url)
      const behind = { origin: `https://${host}`, 'x-forwarded-proto': 'https' }
      expect((await signIn(EDITOR, { at: proxied, headers: behind })).headers.getSetCookie()[0]).toMatch(secure)
      expect((await signIn(EDITOR, { at: proxied })).headers.getSetCookie()[0]).toMatch(/^parley_session=/)
      expect((await signIn(EDITOR, { at: proxied, headers: { ...behind, origin: proxied.url } })).status).toBe(403)
      const headers = { origin: 'https://record.example' }
      expect((await signIn(EDITOR, { at: told, headers })).headers.getSetCookie()[0]).toMatch(secure)
      const unheard = await signIn(EDITOR, { headers: { 'x-forwarded-proto': 'https', ...own() } })
      expect(unheard.headers.getSetCookie()[0]).toMatch(/^parley_session=/)
    } finally {
      await Promise.all([proxied.stop(), told.stop()])
    }
  })

  it.each([
    ['another site', { origin: 'https://evil.test' }],
    ['no site that can be named', { origin: 'null' }],
    ['a sub-domain', { origin: 'http://evil.127.0.0.1', 'sec-fetch-site': 'same-site' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a site that a browser calls another', { 'sec-fetch-site': 'cross-site' }],
    ['nobody who says so', {}],
  ])('is neither begun nor used nor ended by a page of %s', async (_whose, headers) => {
    const cookie = await signedIn()
    for (const answer of [
      await signIn(EDITOR, { headers }),
      await post('/edit/session/end', { headers: { ...headers, cookie } }),
      await post('/edit/graphql', {
        headers: { ...headers, cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ query: ADD, variables: { key: 'forged' } }),
      }),
    ]) {
      expect(answer.status).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(await codeOf(answer)).toBe('FORBIDDEN')
    }
    expect((await ask(cookie, '{ viewer { name } persons { totalCount } }')).json.data).toEqual({
      viewer: { name: 'editor' },
      persons: { totalCount: 0 },
    })
  })

  it('is told to no page of a site that CORS allows to read elsewhere', async () => {
    const at = await startService({ config: { corsOrigins: ['https://friend.example'] } })
    try {
      const headers = { origin: 'https://friend.example', cookie: await signedIn(EDITOR, at) }
      for (const init of [{}, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }]) {
        const answer = await fetch(`${at.url}/edit/session`, { ...init, headers: { ...headers, ...init.headers } })
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
      expect((await ask(headers.cookie, '{ viewer { name } }', {}, { at, headers })).status).toBe(403)
    } finally {
      await at.stop()
    }
  })

  it('may be used where a browser says that the page is ours, whatever it says of the origin', async () => {
    const cookie = await signedIn()
    const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' }
    expect((await ask(cookie, '{ viewer { name } }', {}, { headers })).status).toBe(200)
  })

  it('writes as whoever signed in, and what is sent again in the next session adds nothing', async () => {
    const first = await ask(await signedIn(), ADD, { key: 'k1' })
    const second = await ask(await signedIn(), ADD, { key: 'k1' })
    expect(first.json.errors).toBeUndefined()
    expect(second.json).toEqual(first.json)
    const { json } = await ask(await signedIn(), '{ persons { nodes { history { nodes { editor } } } } }')
    expect(json.data).toEqual({ persons: { nodes: [{ history: { nodes: [{ editor: 'editor' }] } }] } })
    // The same token sent by a program is the same caller.
    const { data } = await service.send<object, object>(ADD, { key: 'k1' }, EDITOR)
    expect(data).toEqual(first.json.data)
  })

  it('takes what /graphql takes: JSON by POST, and no subscription', async () => {
    const cookie = await signedIn()
    const form = await post('/edit/graphql', {
      headers: { ...own(), cookie, 'content-type': FORM },
      body: 'query={viewer{name}}',
    })
    expect(form.status).toBe(415)
    const get = await fetch(`${service.url}/edit/graphql?query={viewer{name}}`, { headers: { cookie } })
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
    const { json } = await ask(cookie, 'subscription { changes { cursor } }')
    expect(json.errors?.[0]?.message).toMatch(/needs a WebSocket/)
    expect((await ask(cookie, '{ nothing }')).json.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  it('is kept by no cache', async () => {
    const cookie = await signedIn()
    const answers = [
      await fetch(`${service.url}/edit`),
      await fetch(`${service.url}/edit/anything`, { headers: { cookie } }),
      await fetch(`${service.url}/edit/session`, { headers: { cookie } }),
      await fetch(`${service.url}/edit/session`),
      await signIn('wrong'),
      await post('/edit/graphql', {
        headers: { ...own(), cookie, 'content-type': 'application/json' },
        body: '{"query":"{viewer{name}}"}',
      }),
    ]
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'))
  })

  it('says who has signed in, and until when', async () => {
    const answer = await fetch(`${service.url}/edit/session`, { headers: { cookie: await signedIn(ADMIN) } })
    const { expiresAt, ...who } = (await answer.json()) as { expiresAt: string }
    expect(who).toEqual({ name: 'admin', role: 'ADMIN' })
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(11.9 * 3_600_000)
    const nobody = await fetch(`${service.url}/edit/session`)
    expect(nobody.status).toBe(401)
    expect(await codeOf(nobody)).toBe('UNAUTHENTICATED')
    const orNull = await fetch(`${service.url}/edit/session?orNull`)
    expect([orNull.status, await orNull.json()]).toEqual([200, null])
  })

  it('leads whoever loads a failed page again to the page on which one signs in', async () => {
    const again = await fetch(`${service.url}/edit/session`, { redirect: 'manual', headers: { accept: 'text/html' } })
    expect([again.status, again.headers.get('location')]).toEqual([302, '/edit'])
  })

  it('begins anew from a page whose session has ended, by JSON', async () => {
    const send = (token: string) =>
      post('/edit/session', {
        headers: { ...own(), 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      })
    const answer = await send(EDITOR)
    expect(await answer.json()).toMatchObject({ name: 'editor', role: 'EDITOR' })
    expect((await ask(cookieOf(answer), '{ viewer { name } }')).json.data).toEqual({ viewer: { name: 'editor' } })
    const wrong = await send('wrong')
    expect(wrong.status).toBe(401)
    expect(await codeOf(wrong)).toBe('UNAUTHENTICATED')
    expect(
      (await post('/edit/session', { headers: { ...own(), 'content-type': 'application/json' }, body: '{}' })).status,
    ).toBe(400)
  })

  it('does not begin with a token that is not known, which is told at the field and not repeated', async () => {
    const answer = await signIn('secret-of-another', { to: '/edit?negotiation=x' })
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
    const html = await answer.text()
    expect(html).toContain('<a href="#token">This token is not known. Look whether all of it was copied.</a>')
    expect(html).toContain('aria-describedby="token-problem"')
    expect(html).toContain('value="/edit?negotiation=x"')
    expect(html).not.toContain('secret-of-another')
  })

  it('does not begin for a reader', async () => {
    const { secret } = await newToken('READER')
    const answer = await signIn(secret)
    expect(answer.status).toBe(403)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.text()).toContain('This token may only read.')
  })

  it('ends when its token is revoked, and does not begin with it again', async () => {
    const { id, secret } = await newToken('EDITOR')
    const cookie = await signedIn(secret)
    expect((await ask(cookie, '{ viewer { name } }')).json.data).toEqual({ viewer: { name: 'Desk' } })
    await service.send(REVOKE, { id }, ADMIN)
    const { status, json } = await ask(cookie, ADD, { key: 'revoked' })
    expect([status, json.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
    expect((await pageOf(cookie)).html).toContain('Sign in to edit')
    const again = await signIn(secret)
    expect(again.status).toBe(401)
    expect(await again.text()).toContain('This token has been revoked.')
  })

  it('ends in time', async () => {
    const brief = await startService({ config: { sessionHours: 0.5 / 3_600 } })
    try {
      const cookie = await signedIn(EDITOR, brief)
      await until(async () => (await ask(cookie, '{ viewer { name } }', {}, { at: brief })).status === 401)
      const { json } = await ask(cookie, ADD, { key: 'late' }, { at: brief })
      expect(json.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    } finally {
      await brief.stop()
    }
  })

  it('ends when one signs out', async () => {
    const cookie = await signedIn()
    const answer = await post('/edit/session/end', { headers: { ...own(), cookie }, body: new URLSearchParams() })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect(answer.headers.getSetCookie()[0]).toMatch(/^parley_session=; .*Path=\/edit; Expires=Thu, 01 Jan 1970/)
    expect((await ask(cookie, '{ viewer { name } }')).status).toBe(401)
    const again = await post('/edit/session/end', { headers: { ...own(), cookie } })
    expect(again.status).toBe(204)
  })

  it('ends when the same browser signs in anew', async () => {
    const before = await signedIn()
    const after = cookieOf(await signIn(ADMIN, { headers: { ...own(), cookie: before } }))
    expect((await ask(before, '{ viewer { name } }')).status).toBe(401)
    expect((await ask(after, '{ viewer { name } }')).json.data).toEqual({ viewer: { name: 'admin' } })
  })

  it.each([
    'https://evil.test/',
    '//evil.test/edit',
    '/\\evil.test',
    '/edit\\..\\..',
    '/edit/../../evil',
    '/edit/../n/x',
    '/editor',
    '/edit\r\nset-cookie: a=b',
    'javascript:alert(1)',
    '',
  ])('leads nobody away from /edit: %j', async (to) => {
    expect((await signIn(EDITOR, { to })).headers.get('location')).toBe('/edit')
  })

  it('leaves no secret in the log', async () => {
    const cookie = await signedIn()
    await ask(cookie, '{ viewer { name } }')
    expect(lines.some((line) => line.includes('signed in'))).toBe(true)
    expect(lines.filter((line) => line.includes(cookie.split('=')[1]!) || line.includes(EDITOR))).toEqual([])
  })
})
