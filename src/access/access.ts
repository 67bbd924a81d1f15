import { GraphQLError } from 'graphql'
import { type KeptToken, hashOfToken } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { type MadeToken, keepAdminToken } from './admin-token.ts'
import { type Bearer, Issuer, type IssuerOptions, NotTaken } from './issuer.ts'
import { KnownTokens } from './known-tokens.ts'
import { READER, type Role, type Viewer } from './role.ts'
import { isLive, isOurs } from './tokens.ts'

/** The tokens that are set from outside, and where one is kept that is made here. */
export interface AccessOptions {
  readonly adminToken: string | undefined
  readonly editorToken: string | undefined
  readonly dataDir: string
  /** Whether everyone may read, without a token. */
  readonly publicRead: boolean
  /** Whose tokens are taken beside our own; undefined: nobody's. */
  readonly issuer: IssuerOptions | undefined
}

/** What is told of what happens later. */
export interface AccessEvents {
  /** A token was revoked, here or by another process; by its hash. */
  readonly onRevoked: (hash: string) => void
  /** The keys of the issuer cannot be fetched. */
  readonly onIssuerAway: (error: unknown) => void
}

/** Who calls, and by what that is known. */
export interface Caller {
  readonly viewer: Viewer
  /** The hash of the token; null without one. */
  readonly token: string | null
  /** When the token expires, as Date.now says it; null for never. */
  readonly expiresAt: number | null
}

/** What an issuer gives for somebody who has signed in there. */
export interface IssuedTokens {
  /** Says who that is, to the client at which they signed in. */
  readonly idToken: string
  /** With what they may call others; not always a JWT, and not always for us. */
  readonly accessToken: string
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

  readonly #issuer: Issuer | null
  readonly #publicRead: boolean

  private constructor(options: AccessOptions, known: KnownTokens, issuer: Issuer | null, made: MadeToken | null) {
    const { adminToken, editorToken, publicRead } = options
    this.#fixed = new Map(
      [fixedCaller(editorToken, 'editor', 'EDITOR'), fixedCaller(adminToken, 'admin', 'ADMIN')].flat(),
    )
    this.#known = known
    this.#issuer = issuer
    this.#publicRead = publicRead
    this.made = made
  }

  /**
   * Knows the tokens that are set and those that are kept; where no admin token is set, one is made when there has never been any.
   * @throws ConfigurationError when that cannot be kept, or the issuer's key is none
   */
  static async open(database: Database, options: AccessOptions, events: AccessEvents): Promise<Access> {
    const { adminToken, dataDir, issuer } = options
    const issuing = issuer ? new Issuer(issuer, events.onIssuerAway) : null
    const made = adminToken === undefined ? await keepAdminToken(database, dataDir) : null
    return new Access(options, await KnownTokens.open(database, events.onRevoked), issuing, made)
  }

  /**
   * Who sends this `Bearer <token>`; a reader without any, where reading is open.
   * @throws UNAUTHENTICATED when the token is not known, has expired or was revoked
   */
  async callerOf(authorization: unknown): Promise<Caller> {
    if (authorization === undefined || authorization === null || authorization === '') {
      if (this.#publicRead) return ANYONE
      throw unauthenticated('Reading needs a token here. Send Authorization: Bearer <token>.')
    }
    const given = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined
    if (given === undefined || given.length > MAX_LENGTH) throw this.#notKnown()
    const hash = hashOfToken(given)
    const fixed = this.#fixed.get(hash)
    if (fixed) return fixed
    const kept = this.#known.get(hash) ?? (isOurs(given) ? await this.#known.find(hash) : undefined)
    if (kept) return this.#callerBy(kept)
    if (this.#issuer && given.split('.').length === 3) return callerOfIssuer(await borneBy(this.#issuer, given), hash)
    throw this.#notKnown()
  }

  /** Who bears the token of this hash that is set or kept here; null when it is not valid any more, and for a token of an issuer. */
  async callerByHash(hash: string): Promise<Caller | null> {
    const fixed = this.#fixed.get(hash)
    if (fixed) return fixed
    const kept = this.#known.get(hash) ?? (await this.#known.find(hash))
    return kept && isLive(kept, Date.now()) ? this.#callerBy(kept) : null
  }

  /**
   * Who has signed in at the issuer, through the client of this id: by the access token where it is one that is taken here, so that the roles are those
   * of a program which sends it, else by the ID token. How long that holds is not for these tokens to say; they live for minutes.
   * @throws UNAUTHENTICATED with the reason
   */
  async callerByIssuer({ idToken, accessToken }: IssuedTokens, clientId: string): Promise<Caller> {
    if (!this.#issuer) throw new Error('Nobody can sign in at an issuer where none is set.')
    const signedIn = await borneBy(this.#issuer, idToken, clientId)
    // One that is not for us, or no JWT, says nothing here.
    const { name, role, identity } = await this.#issuer.read(accessToken).catch(() => signedIn)
    if (identity !== signedIn.identity) throw unauthenticated('The issuer gave tokens of two persons.')
    return { viewer: { name, role, identity, ended: () => false }, token: null, expiresAt: null }
  }

  /** Whether an identity was given by the issuer whose tokens are taken. */
  believesIssuerOf(identity: string): boolean {
    return this.#issuer?.gave(identity) ?? false
  }

  /** To be called whenever tokens were added or revoked here; settles when that holds. */
  look(): Promise<void> {
    return this.#known.look()
  }

  /** Stops looking for what other processes do. */
  async close(): Promise<void> {
    await this.#known.close()
  }

  #notKnown(): GraphQLError {
    const otherwise = this.#publicRead ? ', or nothing to read as everyone' : ''
    return unauthenticated(`This token is not known. Send Authorization: Bearer <token>${otherwise}.`)
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

async function borneBy(issuer: Issuer, token: string, audience?: string): Promise<Bearer> {
  try {
    return await issuer.read(token, audience)
  } catch (error) {
    if (error instanceof NotTaken) throw unauthenticated(`This token is not taken: ${error.message}.`)
    throw error
  }
}

function callerOfIssuer({ name, role, identity, expiresAt }: Bearer, hash: string): Caller {
  return { viewer: { name, role, identity, ended: () => Date.now() >= expiresAt }, token: hash, expiresAt }
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } })
}
