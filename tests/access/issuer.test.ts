import { createHmac } from 'node:crypto'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type CryptoKey,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
  base64url,
  exportJWK,
  exportSPKI,
  generateKeyPair,
} from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { graphql } from '../generated/gql.ts'
import { follow } from '../support/follow.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const ISSUER = 'https://login.example/realms/desk'
const AUDIENCE = 'parley'
const RULES = {
  ...{ issuer: ISSUER, audience: AUDIENCE, roleClaim: 'realm_access.roles', nameClaim: 'sub', clockSkewS: 5 },
  ...{ adminRoles: ['parley-admin'], editorRoles: ['parley-editor', 'desk'] },
}
const CHANGES = graphql(`
  subscription ChangesWithJwt {
    feed: changes {
      cursor
    }
  }
`)
const ADD_PERSON = graphql(`
  mutation AddPersonWithJwt {
    addPerson(input: { name: "Somebody", idempotencyKey: "of a person" }) {
      person {
        id
        history {
          nodes {
            editor
          }
        }
      }
    }
  }
`)

const now = () => Math.floor(Date.now() / 1000)
const claims = (more: JWTPayload = {}): JWTPayload => ({
  ...{ iss: ISSUER, aud: AUDIENCE, sub: 'anna', exp: now() + 60, realm_access: { roles: ['parley-editor'] } },
  ...more,
})
const signed = (key: CryptoKey, payload = claims(), header: JWTHeaderParameters = { alg: 'RS256' }) =>
  new SignJWT(payload).setProtectedHeader(header).sign(key)

async function viewerOf(service: TestService, token: string): Promise<unknown> {
  const { status, data, errors } = await service.send<{ viewer: object }, object>('{ viewer { name role } }', {}, token)
  return errors?.[0] ? `${status} ${errors[0].extensions.code} ${errors[0].message}` : data.viewer
}
const start = (issuer: NonNullable<Config['issuer']>) => startService({ config: { issuer } })

describe('a token of an issuer', () => {
  let service: TestService
  let keys: { publicKey: CryptoKey; privateKey: CryptoKey }
  let other: CryptoKey
  let pem: string

  beforeAll(async () => {
    keys = await generateKeyPair('RS256')
    other = (await generateKeyPair('RS256')).privateKey
    pem = await exportSPKI(keys.publicKey)
    service = await start({ ...RULES, keys: { pem } })
  })
  afterAll(() => service.stop())

  it.each<[string, JWTPayload, object]>([
    ['an editor', {}, { name: 'anna', role: 'EDITOR' }],
    ['an editor by another word', { realm_access: { roles: ['x', 'desk'] } }, { name: 'anna', role: 'EDITOR' }],
    ['an administrator', { realm_access: { roles: ['desk', 'parley-admin'] } }, { name: 'anna', role: 'ADMIN' }],
    ['an editor by a claim that is text', { realm_access: { roles: 'openid desk' } }, { name: 'anna', role: 'EDITOR' }],
    [
      'a reader by other roles',
      { realm_access: { roles: ['PARLEY-ADMIN', 'parley'] } },
      { name: 'anna', role: 'READER' },
    ],
    ['a reader by no roles', { realm_access: undefined, roles: ['parley-admin'] }, { name: 'anna', role: 'READER' }],
    [
      'a reader by roles that are no words',
      { realm_access: { roles: [['desk'], { desk: 1 }] } },
      { name: 'anna', role: 'READER' },
    ],
    ['for several audiences', { aud: ['other', AUDIENCE] }, { name: 'anna', role: 'EDITOR' }],
  ])('makes its bearer %s', async (_what, more, viewer) => {
    expect(await viewerOf(service, await signed(keys.privateKey, claims(more)))).toEqual(viewer)
  })

  it('holds beyond its end for as long as clocks may differ', async () => {
    const token = await signed(keys.privateKey, claims({ exp: now() - 2 }))
    expect(await viewerOf(service, token)).toEqual({ name: 'anna', role: 'EDITOR' })
  })

  const unsigned = (header: object, payload = claims()) =>
    [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.')

  it.each<[string, () => string | Promise<string>, RegExp]>([
    ['has no signature (none)', () => new UnsecuredJWT(claims()).encode(), /algorithm|form/],
    ['says none and has a signature', () => `${unsigned({ alg: 'none' })}.c2ln`, /algorithm|form/],
    [
      'is signed with the public key as a secret (HS256)',
      () => {
        const text = unsigned({ alg: 'HS256', typ: 'JWT' })
        return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`
      },
      /algorithm/,
    ],
    ['is signed with another key', () => signed(other), /signature/],
    [
      'brings a key of its own',
      async () =>
        signed(other, claims(), { alg: 'RS256', jwk: await exportJWK((await generateKeyPair('RS256')).publicKey) }),
      /signature/,
    ],
    [
      'was changed after it was signed',
      async () => {
        const [head, , signature] = (await signed(keys.privateKey)).split('.')
        const body = base64url.encode(JSON.stringify(claims({ realm_access: { roles: ['parley-admin'] } })))
        return `${head}.${body}.${signature}`
      },
      /signature/,
    ],
    ['is of another issuer', () => signed(keys.privateKey, claims({ iss: `${ISSUER}/` })), /claim iss/],
    ['is of no issuer', () => signed(keys.privateKey, claims({ iss: undefined })), /claim iss/],
    ['is for another audience', () => signed(keys.privateKey, claims({ aud: 'parley2' })), /claim aud/],
    ['is for no audience', () => signed(keys.privateKey, claims({ aud: undefined })), /claim aud/],
    ['has expired beyond the skew', () => signed(keys.privateKey, claims({ exp: now() - 6 })), /expired/],
    ['is not valid yet', () => signed(keys.privateKey, claims({ nbf: now() + 30 })), /not valid yet/],
    ['does not expire', () => signed(keys.privateKey, claims({ exp: undefined })), /claim exp is missing/],
    ['is of nobody', () => signed(keys.privateKey, claims({ sub: undefined })), /claim sub is missing/],
    ['has a name of two lines', () => signed(keys.privateKey, claims({ sub: 'a\nb' })), /no name/],
    ['is of another type', () => signed(keys.privateKey, claims(), { alg: 'RS256', typ: 'logout+jwt' }), /type/],
    [
      'demands what is not understood (crit)',
      () => {
        const header = { alg: 'RS256', crit: ['x'], x: 1 }
        return `${unsigned(header)}.c2ln`
      },
      /form/,
    ],
    ['is cut short', async () => (await signed(keys.privateKey)).slice(0, -9), /signature|form/],
    ['is three words', () => 'a.b.c', /form/],
    ['is long', () => `a.b.${'c'.repeat(9_000)}`, /not known/],
  ])('is refused when it %s', async (_what, make, reason) => {
    const answer = await viewerOf(service, await make())
    expect(answer).toMatch(/^401 UNAUTHENTICATED /)
    expect(answer).toMatch(reason)
  })

  it('gives its name to the log, and idempotency keys to its bearer, not to the one token', async () => {
    const tokens = await Promise.all([60, 61].map((more) => signed(keys.privateKey, claims({ exp: now() + more }))))
    const answers = [await service.ask(ADD_PERSON, {}, tokens[0]), await service.ask(ADD_PERSON, {}, tokens[1])]
    expect(answers[0]!.addPerson.person).toEqual(answers[1]!.addPerson.person)
    expect(answers[0]!.addPerson.person!.history.nodes).toEqual([{ editor: 'anna' }])
    const ofBen = await service.ask(ADD_PERSON, {}, await signed(keys.privateKey, claims({ sub: 'ben' })))
    expect(ofBen.addPerson.person!.id).not.toBe(answers[0]!.addPerson.person!.id)
  })

  it('ends its sockets with 4403 when it expires (L16)', async () => {
    const token = await signed(keys.privateKey, claims({ exp: now() - 3 }))
    const feed = follow(service.socket(token), CHANGES, {})
    await until(() => service.app.waiting() === 1)
    await until(feed.ended)
    expect(feed.codes).toEqual(['4403'])
    expect(await viewerOf(service, token)).toMatch(/expired/)
  })
})

describe('the keys that an issuer publishes', () => {
  let server: Server
  let url: string
  let published: object = {}
  let fetches = 0
  /** Takes no time, refuses, or never answers. */
  let manner: 'answers' | 'fails' | 'hangs' = 'answers'

  beforeAll(async () => {
    server = createServer((_request, response) => {
      fetches += 1
      if (manner === 'hangs') return
      response.statusCode = manner === 'fails' ? 500 : 200
      response.end(JSON.stringify(published))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/keys`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  async function newKey(kid: string) {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
    return { jwk, token: () => signed(privateKey, claims(), { alg: 'ES256', kid }) }
  }

  it('may change while the service runs: the old one is refused then, the new one taken', async () => {
    const [old, next, unknown] = [await newKey('old'), await newKey('next'), await newKey('unknown')]
    published = { keys: [old.jwk] }
    const service = await start({ ...RULES, keys: { url } })
    try {
      expect(await viewerOf(service, await old.token())).toMatchObject({ role: 'EDITOR' })
      expect(await viewerOf(service, await unknown.token())).toMatch(/^401 UNAUTHENTICATED .*no such key/)
      published = { keys: [next.jwk] }
      // Fetches are two seconds apart.
      await until(async () => typeof (await viewerOf(service, await next.token())) === 'object')
      expect(await viewerOf(service, await old.token())).toMatch(/no such key/)

      const before = fetches
      manner = 'hangs'
      const made = await Promise.all(Array.from({ length: 50 }, () => unknown.token()))
      await Promise.all(made.map((token) => viewerOf(service, token)))
      expect(fetches - before).toBeLessThanOrEqual(2)
      const startedAt = performance.now()
      expect(await viewerOf(service, await next.token())).toMatchObject({ role: 'EDITOR' })
      expect(performance.now() - startedAt).toBeLessThan(2_000)
    } finally {
      manner = 'answers'
      await service.stop()
    }
  })

  it('may be out of reach when the service starts: tokens are refused with a sentence then, and taken later', async () => {
    const key = await newKey('one')
    published = { keys: [key.jwk] }
    manner = 'fails'
    const service = await start({ ...RULES, keys: { url } })
    try {
      expect(await viewerOf(service, await key.token())).toMatch(/^401 UNAUTHENTICATED .*cannot be fetched just now/)
      manner = 'answers'
      await until(async () => typeof (await viewerOf(service, await key.token())) === 'object')
    } finally {
      await service.stop()
    }
  })
})
