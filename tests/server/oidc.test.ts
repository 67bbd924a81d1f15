import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { AUDIENCE, CLIENT, type Manner, type TestIssuer, USUAL, startIssuer } from '../support/issuer.ts'
import { type TestService, startService } from '../support/service.ts'

const ADD = 'mutation { addPerson(input: { name: "Anna", idempotencyKey: "at-issuer" }) { person { id } } }'

describe('signing in with an account of an issuer', () => {
  let issuer: TestIssuer
  let service: TestService

  beforeAll(async () => {
    issuer = await startIssuer()
    service = await startService({ config: configOf(issuer) })
  })
  beforeEach(() => Object.assign(issuer.manner, USUAL))
  afterAll(async () => {
    await service.stop()
    issuer.stop()
  })

  it('is offered on the page on which one signs in, where an issuer is set', async () => {
    const html = await (await fetch(`${service.url}/edit?negotiation=x`)).text()
    expect(html).toContain('href="/edit/oidc?to=%2Fedit%3Fnegotiation%3Dx"')
    expect(html).toContain(new URL(issuer.url).host)
  })

  it('leads there and back to where one wanted to go, with a session', async () => {
    const visitor = new Visitor(service.url)
    const answer = await visitor.signIn('/edit?negotiation=x')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/edit?negotiation=x'])
    expect(Object.fromEntries(issuer.asked())).toMatchObject({
      ...{ client_id: CLIENT, response_type: 'code', scope: 'openid profile', code_challenge_method: 'S256' },
      redirect_uri: `${service.url}/edit/oidc/callback`,
    })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^parley_sign_in=; .*Path=\/edit; Expires=Thu, 01 Jan 1970/),
      expect.stringMatching(/^parley_session=[\w-]{43}; Max-Age=\d+; Path=\/edit; HttpOnly; SameSite=Lax$/),
    ])
    // The tokens lived for a minute; a session lives for what is set.
    const session = (await (await visitor.get('/edit/session')).json()) as { expiresAt: string }
    expect(session).toMatchObject({ name: 'anna', role: 'EDITOR' })
    expect(Date.parse(session.expiresAt) - Date.now()).toBeGreaterThan(11 * 3_600_000)
  })

  it('makes one the caller that a token of the same person makes', async () => {
    const visitor = new Visitor(service.url)
    await visitor.signIn()
    const first = await visitor.ask(ADD)
    const token = await issuer.tokenFor(USUAL.claims)
    expect((await service.send<unknown, object>(ADD, {}, token)).data).toEqual(first)
  })

  it.each<[string, Partial<Manner>, string]>([
    ['the ID token, where the access token is no JWT', { claims: { sub: 'b', roles: ['parley-admin'] } }, 'ADMIN'],
    [
      'the access token, where that is for us',
      { idClaims: { roles: [] }, accessClaims: { roles: ['parley-admin'] } },
      'ADMIN',
    ],
    [
      'the ID token, where the access token is for others',
      { accessClaims: { aud: 'other', roles: ['parley-admin'] } },
      'EDITOR',
    ],
  ])('takes roles from %s', async (_which, manner, role) => {
    Object.assign(issuer.manner, manner)
    const visitor = new Visitor(service.url)
    await visitor.signIn()
    expect(await (await visitor.get('/edit/session')).json()).toMatchObject({ role })
  })

  it.each<[string, Partial<Manner>, number, RegExp]>([
    ['may only read', { claims: { sub: 'carl' } }, 403, /you may only read/],
    ['says no', { refusal: 'access_denied' }, 401, /was not finished/],
    ['brings the answer to another leaving', { idClaims: { nonce: 'of-another' } }, 401, /was not finished/],
    ['brings a token for another client', { idClaims: { aud: 'another' } }, 401, /was not finished/],
    ['brings a token of another issuer', { idClaims: { iss: 'https://other.example' } }, 401, /was not finished/],
    ['brings a token that has expired', { idClaims: { exp: 1 } }, 401, /was not finished/],
    ['brings a token that another has signed', { forges: true }, 401, /signature/],
    ['brings tokens of two persons', { accessClaims: { sub: 'ben' } }, 401, /two persons/],
    ['has no name', { claims: { sub: 'a\nb' } }, 401, /no name/],
  ])('is refused plainly to whoever %s', async (_who, manner, status, said) => {
    Object.assign(issuer.manner, manner)
    const visitor = new Visitor(service.url)
    const answer = await visitor.signIn('/edit?negotiation=x')
    expect(answer.status).toBe(status)
    const html = await answer.text()
    expect(html).toMatch(said)
    expect(html).toContain('name="to" value="/edit?negotiation=x"')
    expect(answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('parley_session'))).toEqual([])
    expect((await visitor.get('/edit/session')).status).toBe(401)
  })

  it('works once: an answer that is sent again, or by somebody else, begins nothing', async () => {
    const visitor = new Visitor(service.url)
    const back = await visitor.leave()
    const other = new Visitor(service.url)
    for (const [who, path] of [
      [other, back],
      [visitor, back.replace(/state=[^&]+/, 'state=another')],
    ] as const)
      expect((await who.get(path)).status).toBe(401)
    // The second was the visitor's own, and took what the browser remembered with it.
    expect((await visitor.get(back)).status).toBe(401)
  })

  it.each(['//evil.test/', 'https://evil.test/edit', '/n/x'])('leads nobody away from /edit: %s', async (to) => {
    expect((await new Visitor(service.url).signIn(to)).headers.get('location')).toBe('/edit')
  })

  it.each(['client_secret_basic', 'client_secret_post'])('proves who we are by %s', async (method) => {
    Object.assign(issuer.manner, { secret: 'of the client', methods: [method] })
    const { issuerClient, ...config } = configOf(issuer)
    const known = await startService({
      config: { ...config, issuerClient: { ...issuerClient, clientSecret: 'of the client' } },
    })
    const wrong = await startService({
      config: { ...config, issuerClient: { ...issuerClient, clientSecret: 'guessed' } },
    })
    try {
      expect((await new Visitor(known.url).signIn()).status).toBe(303)
      expect((await new Visitor(wrong.url).signIn()).status).toBe(401)
    } finally {
      await Promise.all([known.stop(), wrong.stop()])
    }
  })

  it('says so while the issuer is away, and works when it is back', async () => {
    const away = await startIssuer()
    away.stop()
    const alone = await startService({ config: configOf(away) })
    try {
      const answer = await new Visitor(alone.url).get('/edit/oidc')
      expect(answer.status).toBe(401)
      expect(await answer.text()).toContain('was not finished. Try again.')
      const back = await startIssuer(Number(new URL(away.url).port))
      expect((await new Visitor(alone.url).signIn()).status).toBe(303)
      back.stop()
    } finally {
      await alone.stop()
    }
  })

  it('ends when that issuer is believed no more', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-issuer-'))
    const visitor = new Visitor()
    const signedInAt = async (config: Partial<Config>, act: () => Promise<unknown> = () => Promise.resolve()) => {
      const started = await startService({ config: { ...config, dataDir, databaseUrl: undefined } })
      visitor.goTo(started.url)
      await act()
      const { status } = await visitor.get('/edit/session')
      await started.stop()
      return status
    }
    const config = configOf(issuer)
    expect(await signedInAt(config, () => visitor.signIn())).toBe(200)
    expect(await signedInAt(config)).toBe(200)
    expect(await signedInAt({ ...config, issuer: { ...config.issuer, issuer: 'https://other.example' } })).toBe(401)
    await rm(dataDir, { recursive: true })
  })
})

const configOf = ({ url }: TestIssuer) => ({
  issuer: {
    ...{ keys: { url: `${url}/keys` }, issuer: url, audience: AUDIENCE, roleClaim: 'roles', nameClaim: 'sub' },
    ...{ adminRoles: ['parley-admin'], editorRoles: ['parley-editor'], clockSkewS: 5 },
  },
  issuerClient: {
    ...{ issuer: url, clientId: CLIENT, clientSecret: undefined },
    scopes: 'openid profile',
    clockSkewS: 5,
  },
})

/** Somebody with a browser that remembers cookies. */
class Visitor {
  #url: string
  readonly #cookies = new Map<string, string>()

  constructor(url = '') {
    this.#url = url
  }

  goTo(url: string): void {
    this.#url = url
  }

  async get(path: string): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(this.#url + path, { redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }

  /** Goes to the issuer and answers where that sends one back to. */
  async leave(to = '/edit'): Promise<string> {
    const left = await this.get(`/edit/oidc?${new URLSearchParams({ to }).toString()}`)
    const there = await fetch(left.headers.get('location')!, { redirect: 'manual' })
    const { pathname, search } = new URL(there.headers.get('location')!)
    return pathname + search
  }

  async signIn(to?: string): Promise<Response> {
    return this.get(await this.leave(to))
  }

  async ask(query: string): Promise<unknown> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin: this.#url, 'content-type': 'application/json' }
    const answer = await fetch(`${this.#url}/edit/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    })
    return ((await answer.json()) as { data: unknown }).data
  }
}
