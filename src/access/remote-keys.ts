import {
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
} from 'jose'

/** An issuer that is away must hold nobody up for longer. */
const FETCH_WITHIN_MS = 3_000
/** A key that the issuer has withdrawn is taken no longer than this, also when no token with a new one comes. */
const FRESH_MS = 300_000
/** So far apart are two fetches at least: tokens with made-up keys must not make us flood the issuer. */
const FETCHES_APART_MS = 2_000

/** The keys of the issuer cannot be fetched. */
export class KeysAway extends Error {}

/**
 * The keys that an issuer publishes (JWKS, RFC 7517). They are fetched when a token names a key that is not known, and anew every five minutes.
 * While the issuer is away those that are known hold, and nobody waits.
 */
export class RemoteKeys {
  readonly #remote: ReturnType<typeof createRemoteJWKSet>
  readonly #onAway: (error: unknown) => void
  #keys: ReturnType<typeof createLocalJWKSet> | null = null
  #away = false
  #askedAt = -Infinity
  #fetching: Promise<void> | null = null

  /** `onAway` is told why the keys could not be fetched, each time. */
  constructor(url: URL, onAway: (error: unknown) => void) {
    this.#remote = createRemoteJWKSet(url, { timeoutDuration: FETCH_WITHIN_MS, cacheMaxAge: FRESH_MS })
    this.#onAway = onAway
  }

  /** The key that a token names. @throws JWKSNoMatchingKey when there is none, KeysAway when that cannot be known just now */
  async find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    // Nobody waits for this one.
    if (this.#keys && !this.#remote.fresh) void this.#fetch()
    return (await this.#among(header, token)) ?? (await this.#afterFetch(header, token))
  }

  async #afterFetch(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    await this.#fetch()
    const key = await this.#among(header, token)
    if (key) return key
    throw this.#away ? new KeysAway() : new errors.JWKSNoMatchingKey()
  }

  async #among(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey | null> {
    try {
      return this.#keys ? await this.#keys(header, token) : null
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return null
      throw error
    }
  }

  /** Never rejects: what is known then is all that can be known. All who ask meanwhile share one. */
  #fetch(): Promise<void> {
    if (this.#fetching) return this.#fetching
    if (performance.now() - this.#askedAt < FETCHES_APART_MS) return Promise.resolve()
    this.#askedAt = performance.now()
    this.#fetching = this.#reload().finally(() => (this.#fetching = null))
    return this.#fetching
  }

  async #reload(): Promise<void> {
    try {
      await this.#remote.reload()
      const keys = this.#remote.jwks()
      if (keys) this.#keys = createLocalJWKSet(keys)
      this.#away = false
    } catch (error) {
      this.#away = true
      this.#onAway(error)
    }
  }
}
