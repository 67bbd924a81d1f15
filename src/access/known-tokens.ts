import { setTimeout as sleep } from 'node:timers/promises'
import { type KeptToken, findAccessTokens } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { isLive } from './tokens.ts'

/** A token that another process revoked is refused here so soon. */
const LOOK_EVERY_MS = 500
/** So far apart are two looks at least: whoever sends tokens at random costs no statement each. */
const LOOK_APART_MS = 50

/**
 * The tokens of the database in memory, so that a request costs no statement. On a server other processes add and revoke too, so the small table
 * is looked at twice a second, and before a token that is not known is refused. The embedded database has this process alone.
 */
export class KnownTokens {
  readonly #database: Database
  readonly #onRevoked: (hash: string) => void
  #tokens: ReadonlyMap<string, KeptToken> = new Map()
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> = Promise.resolve()
  /** The look that has not begun yet. */
  #next: Promise<void> | null = null
  #lookedAt = 0
  #closed = false

  private constructor(database: Database, onRevoked: (hash: string) => void) {
    this.#database = database
    this.#onRevoked = onRevoked
  }

  /** Knows all tokens; from then on `onRevoked` is told the hash of each that is revoked. */
  static async open(database: Database, onRevoked: (hash: string) => void): Promise<KnownTokens> {
    const known = new KnownTokens(database, onRevoked)
    await known.look()
    if (database.kind === 'POSTGRESQL') {
      // While the database is away, what was known holds: nothing can be read then anyway.
      known.#timer = setInterval(() => void known.look().catch(() => undefined), LOOK_EVERY_MS)
      known.#timer.unref()
    }
    return known
  }

  /** The token of this hash, valid or not; undefined when it is not known here. */
  get(hash: string): KeptToken | undefined {
    return this.#tokens.get(hash)
  }

  /** As get, after a look at the database where others may have added one. */
  async find(hash: string): Promise<KeptToken | undefined> {
    if (this.#database.kind === 'POSTGRESQL') await this.look()
    return this.#tokens.get(hash)
  }

  /** Settles after a look that began after this call; all who ask meanwhile share one. */
  look(): Promise<void> {
    this.#next ??= this.#lookAfter(this.#reading)
    return this.#next
  }

  /** Stops looking. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await Promise.allSettled([this.#reading, this.#next])
  }

  async #lookAfter(reading: Promise<void>): Promise<void> {
    await reading.catch(() => undefined)
    const early = this.#lookedAt + LOOK_APART_MS - Date.now()
    if (early > 0) await sleep(early)
    this.#next = null
    this.#lookedAt = Date.now()
    this.#reading = this.#read()
    await this.#reading
  }

  async #read(): Promise<void> {
    if (this.#closed) return
    const before = this.#tokens
    this.#tokens = new Map((await findAccessTokens(this.#database.reader)).map((token) => [token.hash, token]))
    const now = Date.now()
    for (const [hash, token] of before) {
      const after = this.#tokens.get(hash)
      // Those that expire have a timer of their own where they are used.
      if (isLive(token, now) && after?.revokedAt !== null) this.#onRevoked(hash)
    }
  }
}
