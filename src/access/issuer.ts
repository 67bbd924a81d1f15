import { createPublicKey } from 'node:crypto'
import { type JWTPayload, type JWTVerifyGetKey, type KeyObject, errors, jwtVerify } from 'jose'
import { ConfigurationError } from '../db/errors.mjs'
import { KeysAway, RemoteKeys } from './remote-keys.ts'
import type { Role } from './role.ts'

/** Whose tokens are taken, and what they must say. */
export interface IssuerOptions {
  /** Where the issuer publishes its keys, or the one key in PEM. */
  readonly keys: { readonly url: string } | { readonly pem: string }
  readonly issuer: string
  readonly audience: string
  /** Where the roles stand: the name of a claim, or names with dots between them. */
  readonly roleClaim: string
  readonly adminRoles: readonly string[]
  readonly editorRoles: readonly string[]
  readonly nameClaim: string
  readonly clockSkewS: number
}

/** Who bears a token of an issuer. */
export interface Bearer {
  readonly name: string
  readonly role: Role
  /** The same for all tokens of one person. */
  readonly identity: string
  /** When the token is not taken any more, as Date.now says it. */
  readonly expiresAt: number
}

/** A token that is not taken; the message is a sentence for its bearer. */
export class NotTaken extends Error {}

/** Of two keys. With a shared secret, whoever can check tokens could make them; and "none" is no signature. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** Others that an issuer signs with the same key (of a logout, of an event) are no proof of who calls. */
const TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt', 'application/jwt']
const LONGEST_NAME = 500

/** Reads the tokens (JWT, RFC 7519) of one OpenID Connect issuer. */
export class Issuer {
  readonly #options: IssuerOptions
  readonly #key: KeyObject | JWTVerifyGetKey

  /** `onAway` is told why the issuer's keys cannot be fetched. @throws ConfigurationError when the key is none */
  constructor(options: IssuerOptions, onAway: (error: unknown) => void) {
    this.#options = options
    const { keys } = options
    if ('pem' in keys) this.#key = publicKey(keys.pem)
    else {
      const remote = new RemoteKeys(new URL(keys.url), onAway)
      this.#key = (header, token) => remote.find(header, token)
    }
  }

  /**
   * Who bears this token, which is for the audience.
   * @throws NotTaken with the reason
   */
  async read(token: string, audience = this.#options.audience): Promise<Bearer> {
    const { issuer, clockSkewS } = this.#options
    const rules = {
      ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: clockSkewS },
      requiredClaims: ['exp', 'sub'],
    }
    try {
      // Two signatures for one: the types of jose know a key or what finds one, not either.
      const { payload, protectedHeader } =
        typeof this.#key === 'function'
          ? await jwtVerify(token, this.#key, rules)
          : await jwtVerify(token, this.#key, rules)
      if (!TYPES.includes(protectedHeader.typ?.toLowerCase()))
        throw new NotTaken('it is of a type that proves nothing here')
      return this.#bearerOf(payload)
    } catch (error) {
      throw error instanceof NotTaken ? error : new NotTaken(reasonOf(error), { cause: error })
    }
  }

  /** Whether this identity is that of a bearer of its tokens. */
  gave(identity: string): boolean {
    return identity.startsWith(`${this.#options.issuer}#`)
  }

  #bearerOf(payload: JWTPayload): Bearer {
    const { issuer, nameClaim, clockSkewS } = this.#options
    const { sub = '', exp = 0 } = payload
    const name = claimOf(payload, nameClaim)
    if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME || /[\p{Cc}\p{Cs}]/u.test(name))
      throw new NotTaken(`its claim ${nameClaim} holds no name for the log`)
    const expiresAt = (exp + clockSkewS) * 1000
    return { name: name.trim(), role: this.#roleOf(payload), identity: `${issuer}#${sub}`, expiresAt }
  }

  #roleOf(payload: JWTPayload): Role {
    const { roleClaim, adminRoles, editorRoles } = this.#options
    const claim = claimOf(payload, roleClaim)
    // "scope" and its like are words with blanks between them.
    const given: readonly unknown[] =
      typeof claim === 'string' ? [claim, ...claim.split(' ')] : Array.isArray(claim) ? claim : []
    if (adminRoles.some((role) => given.includes(role))) return 'ADMIN'
    return editorRoles.some((role) => given.includes(role)) ? 'EDITOR' : 'READER'
  }
}

/** Names may hold dots themselves (https://parley.example/roles), so the whole is sought first. */
function claimOf(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path]
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      payload,
    )
}

function publicKey(pem: string): KeyObject {
  const refused = (cause?: unknown) =>
    new ConfigurationError('AUTH_PUBLIC_KEY takes a public key in PEM, of RSA, an elliptic curve or Ed25519.', {
      cause,
    })
  // createPublicKey would take a private key too and use its public half; whoever gives that has mixed up two files.
  if (pem.includes('PRIVATE KEY')) throw refused()
  try {
    return createPublicKey(pem)
  } catch (error) {
    throw refused(error)
  }
}

/** Why a token is not taken, in words that say nothing of keys. */
function reasonOf(error: unknown): string {
  if (error instanceof KeysAway) return 'the keys of the issuer cannot be fetched just now; try again later'
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return `its claim ${error.claim} is missing`
    return error.claim === 'nbf' ? 'it is not valid yet' : `its claim ${error.claim} is another than is wanted here`
  }
  if (error instanceof errors.JWKSNoMatchingKey) return 'the issuer has no such key'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not taken here'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not that of the issuer'
  if (error instanceof errors.JOSEError || error instanceof TypeError)
    return 'it is not of the form of a signed JWT that is taken here'
  throw error
}
