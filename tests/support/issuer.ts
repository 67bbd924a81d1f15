import { createHash, randomUUID } from 'node:crypto'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose'

/** How the issuer behaves; each test sets what it is about. */
export interface Manner {
  /** Claims of both tokens, beside those that every token has. */
  claims: JWTPayload
  /** Claims of the ID token alone: they win. */
  idClaims: JWTPayload
  /** Claims of the access token alone; null: it is no JWT. */
  accessClaims: JWTPayload | null
  /** What people answer when they are asked; null: they sign in. */
  refusal: string | null
  /** Signs with a key that it does not publish. */
  forges: boolean
  secret: string | null
  methods: string[]
}

/** An OpenID Connect issuer of our own making: an authorization code with PKCE, for one client. */
export interface TestIssuer {
  readonly url: string
  readonly manner: Manner
  /** What was asked of a person who came to sign in, last. */
  readonly asked: () => URLSearchParams
  /** A token as it gives to a program. */
  readonly tokenFor: (claims: JWTPayload) => Promise<string>
  readonly stop: () => void
}

export const CLIENT = 'parley-editor-pages'
export const AUDIENCE = 'parley'

/** As it behaves when nobody says otherwise. */
export const USUAL: Readonly<Manner> = {
  ...{ claims: { sub: 'anna', roles: ['parley-editor'] }, idClaims: {}, accessClaims: null, refusal: null },
  ...{ forges: false, secret: null, methods: ['none'] },
}

/** Starts one; whoever starts it stops it. */
export async function startIssuer(port = 0): Promise<TestIssuer> {
  const [known, unknown] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const jwk = { ...(await exportJWK(known.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const manner: Manner = { ...USUAL }
  const codes = new Map<string, URLSearchParams>()
  let asked = new URLSearchParams()
  let url = ''
  const sign = (claims: JWTPayload, key: CryptoKey = manner.forges ? unknown.privateKey : known.privateKey) =>
    new SignJWT({ iss: url, iat: seconds(), exp: seconds() + 60, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(key)

  const tokens = async (request: IncomingMessage): Promise<[status: number, body: object]> => {
    const given = new URLSearchParams(await bodyOf(request))
    const left = codes.get(given.get('code') ?? '')
    codes.delete(given.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url')
    if (left?.get('code_challenge') !== challenge || left.get('redirect_uri') !== given.get('redirect_uri'))
      return [400, { error: 'invalid_grant' }]
    if (!isClient(request, given, manner)) return [401, { error: 'invalid_client' }]
    const { claims, idClaims, accessClaims } = manner
    const nonce = left.get('nonce')
    return [
      200,
      {
        token_type: 'Bearer',
        expires_in: 60,
        id_token: await sign({ aud: CLIENT, nonce, ...claims, ...idClaims }),
        access_token: accessClaims ? await sign({ aud: AUDIENCE, ...claims, ...accessClaims }) : randomUUID(),
      },
    ]
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', url)
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (pathname === '/.well-known/openid-configuration')
      send(200, { ...descriptionOf(url), token_endpoint_auth_methods_supported: manner.methods })
    else if (pathname === '/keys') send(200, { keys: [jwk] })
    else if (pathname === '/token') void tokens(request).then(([status, body]) => send(status, body))
    else {
      asked = searchParams
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      const code = randomUUID()
      codes.set(code, searchParams)
      const [what, said] = manner.refusal === null ? ['code', code] : ['error', manner.refusal]
      back.search = new URLSearchParams({ [what]: said, state: searchParams.get('state') ?? '' }).toString()
      response.writeHead(302, { location: back.href }).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return {
    ...{ url, manner, asked: () => asked },
    tokenFor: (claims) => sign({ aud: AUDIENCE, ...claims }, known.privateKey),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const seconds = () => Math.floor(Date.now() / 1000)

const descriptionOf = (url: string): object => ({
  issuer: url,
  authorization_endpoint: `${url}/authorize`,
  token_endpoint: `${url}/token`,
  jwks_uri: `${url}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
})

/** Whether whoever asks for tokens is the client, by the way in which the issuer wants to be told. */
function isClient({ headers }: IncomingMessage, given: URLSearchParams, { secret, methods }: Manner): boolean {
  if (secret === null) return given.get('client_id') === CLIENT && headers.authorization === undefined
  if (methods.includes('client_secret_post')) return given.get('client_secret') === secret
  const [, basic = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? []
  // Each half is written as in a form (RFC 6749, 2.3.1).
  const [id, own] = new URLSearchParams(
    Buffer.from(basic, 'base64')
      .toString()
      .replace(/^(.*?):/, 'id=$1&own='),
  ).values()
  return id === CLIENT && own === secret
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
