import { GraphQLError } from 'graphql'
import { type KeptToken, hashOfToken } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { type MadeToken, keepAdminToken } from './admin-token.ts'
import { KnownTokens } from './known-tokens.ts'
import { READER, type Role, type Viewer } from './role.ts'
import { isLive, isOurs } from './tokens.ts'

/** The tokens that are set from outside, and where one is kept that is made here. */
export interface AccessOptions {
  readonly adminToken: string | undefined
  readonly editorToken: string | undefined
  readonly dataDir: string
}

/** Who calls, and by what that is known. */
export interface Caller {
  readonly viewer: Viewer
  /** The hash of the token; null without one. */
  readonly token: string | null
  /** When the token expires, as Date.now says it; null for never. */
  readonly expiresAt: number | null
}

/** Who calls without a token. */
export const ANYONE: Caller = { viewer: READER, token: null, expiresAt: null }

/** Longer than any token of ours or of an issuer's; nothing is spent on more. */
const MAX_LENGTH = 8_192

/** Who calls, by token. Tokens are compared by their hashes, so neither memory nor time gives one away. */
export class Access {
  /** Where the admin token lies that was made here; null when it is set from outside. */
  readonly made: MadeToken | null
  readonly #fixed: ReadonlyMap<string, Caller>
  readonly #known: KnownTokens

  private constructor(fixed: ReadonlyMap<string, Caller>, known: KnownTokens, made: MadeToken | null) {
    this.#fixed = fixed
    this.#known = known
    this.made = made
  }

  /**
   * Knows the tokens that are set and those that are kept; where no admin token is set, one is made when there has never been any. `onRevoked`
   * is told the hash of each token that is revoked from now on, here or by another process.
   */
  static async open(
    database: Database,
    { adminToken, editorToken, dataDir }: AccessOptions,
    onRevoked: (hash: string) => void,
  ): Promise<Access> {
    const made = adminToken === undefined ? await keepAdminToken(database, dataDir) : null
    const fixed = [fixedCaller(editorToken, 'editor', 'EDITOR'), fixedCaller(adminToken, 'admin', 'ADMIN')].flat()
    return new Access(new Map(fixed), await KnownTokens.open(database, onRevoked), made)
  }

  /**
   * Who sends this `Bearer <token>`; a reader without any.
   * @throws UNAUTHENTICATED when the token is not known, has expired or was revoked
   */
  async callerOf(authorization: unknown): Promise<Caller> {
    if (authorization === undefined || authorization === null || authorization === '') return ANYONE
    const given = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined
    if (given === undefined || given.length > MAX_LENGTH) throw notKnown()
    const hash = hashOfToken(given)
    const fixed = this.#fixed.get(hash)
    if (fixed) return fixed
    const kept = this.#known.get(hash) ?? (isOurs(given) ? await this.#known.find(hash) : undefined)
    if (kept) return this.#callerBy(kept)
    throw notKnown()
  }

  /** To be called whenever tokens were added or revoked here; settles when that holds. */
  look(): Promise<void> {
    return this.#known.look()
  }

  /** Stops looking for what other processes do. */
  async close(): Promise<void> {
    await this.#known.close()
  }

  #callerBy({ hash, name, role, expiresAt, revokedAt }: KeptToken): Caller {
    if (revokedAt !== null) throw unauthenticated('This token has been revoked. An administrator can add another.')
    const isValid = () => isLive(this.#known.get(hash) ?? { expiresAt, revokedAt: new Date() }, Date.now())
    if (!isValid()) throw unauthenticated('This token has expired. An administrator can add another.')
    const viewer = { name, role, identity: hash, ended: () => !isValid() }
    return { viewer, token: hash, expiresAt: expiresAt?.getTime() ?? null }
  }
}

function fixedCaller(token: string | undefined, name: string, role: Role): [string, Caller][] {
  if (token === undefined) return []
  const hash = hashOfToken(token)
  return [[hash, { viewer: { name, role, identity: hash, ended: () => false }, token: hash, expiresAt: null }]]
}

function notKnown(): GraphQLError {
  return unauthenticated('This token is not known. Send Authorization: Bearer <token>, or nothing to read as everyone.')
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } })
}
