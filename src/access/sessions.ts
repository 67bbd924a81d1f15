import { randomBytes } from 'node:crypto'
import { hashOfToken } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { type KeptSession, findEditSession, keepEditSession, removeEditSession } from '../db/edit-sessions.ts'
import type { Access, Caller } from './access.ts'
import type { Notes } from './tokens.ts'

/** Who calls by a session. */
export interface SessionCaller extends Caller {
  readonly viewer: Caller['viewer'] & { readonly name: string; readonly identity: string }
  readonly expiresAt: number
}

/** A session that has begun. The secret is what a browser sends; it can never be had again. */
export interface NewSession {
  readonly secret: string
  readonly caller: SessionCaller
}

const HOUR_MS = 3_600_000

/**
 * The sessions of those who have signed in to edit. Whoever calls by one is the bearer of the token by which they signed in: of the same identity, so that
 * idempotency keys hold from one session to the next, and no longer than that token is valid.
 */
export class Sessions {
  readonly #database: Database
  readonly #access: Access
  readonly #lifetimeMs: number
  readonly #notes: Notes

  constructor(database: Database, access: Access, { sessionHours }: { readonly sessionHours: number }, notes: Notes) {
    this.#database = database
    this.#access = access
    this.#lifetimeMs = sessionHours * HOUR_MS
    this.#notes = notes
  }

  /** Begins one for somebody who is known. Sessions that have ended are removed. */
  async begin({ viewer, token, expiresAt }: Caller): Promise<NewSession> {
    const { name, role, identity } = viewer
    if (name === null || identity === null)
      throw new Error('A session of nobody cannot begin: it needs a caller with a token.')
    const secret = randomBytes(32).toString('base64url')
    const session: KeptSession = {
      ...{ hash: hashOfToken(secret), name, role, identity },
      token: token !== null && (await this.#access.callerByHash(token)) ? token : null,
      expiresAt: new Date(Math.min(Date.now() + this.#lifetimeMs, expiresAt ?? Infinity)),
    }
    await keepEditSession(this.#database, session)
    const caller = await this.#callerBy(session)
    if (!caller) throw new Error(`A session of ${name} that has just begun is over, which can only be if its token is.`)
    this.#notes.info({ by: name, role, expiresAt: session.expiresAt }, 'signed in')
    return { secret, caller }
  }

  /** Who calls by this secret; null when there is no such session, or it has ended, or its token has. */
  async callerOf(secret: string): Promise<SessionCaller | null> {
    if (!/^[\w-]{43}$/.test(secret)) return null
    const session = await findEditSession(this.#database.reader, hashOfToken(secret))
    return session && this.#callerBy(session)
  }

  /** Ends one; what is none is no matter. */
  async end(secret: string): Promise<void> {
    await removeEditSession(this.#database, hashOfToken(secret))
  }

  async #callerBy(session: KeptSession): Promise<SessionCaller | null> {
    const expiresAt = session.expiresAt.getTime()
    const bearer = await this.#bearerOf(session)
    const ended = () => Date.now() >= expiresAt || bearer === null || bearer.viewer.ended()
    if (ended()) return null
    const { name, identity } = session
    const role = bearer?.viewer.role ?? session.role
    return { viewer: { name, identity, role, ended }, token: bearer?.token ?? session.hash, expiresAt }
  }

  /** Of an issuer's tokens none is kept: there the session is all that is known, for as long as the issuer is believed. */
  async #bearerOf({ hash, token, identity, name, role }: KeptSession): Promise<Caller | null> {
    if (token !== null) return this.#access.callerByHash(token)
    if (!this.#access.believesIssuerOf(identity)) return null
    return { viewer: { name, identity, role, ended: () => false }, token: hash, expiresAt: null }
  }
}
