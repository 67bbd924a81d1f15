import { randomBytes } from 'node:crypto'
import {
  type KeptToken,
  findAccessTokens,
  hashOfToken,
  keepAccessToken,
  revokeAccessToken,
} from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { Refused, problem } from '../record/refusal.ts'
import { type TokenInput, readNewToken } from './token.rules.ts'

/** A token that was added: all that is known of it but its hash. */
export type AccessToken = Omit<KeptToken, 'hash'>

/** Where it is noted who added or revoked what; pino's loggers are such a place. */
export interface Notes {
  info(fields: object, message: string): void
}

/** What every token that is made here begins with, so that scanners of leaked secrets find it. */
const PREFIX = 'parley_'

/** A new token: 256 random bits. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`
}

/** Whether a token can be one that was made here; all others need no look at the database. */
export function isOurs(secret: string): boolean {
  return /^parley_[\w-]{43}$/.test(secret)
}

/** Whether the token is valid at a time. */
export function isLive({ expiresAt, revokedAt }: Pick<KeptToken, 'expiresAt' | 'revokedAt'>, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > now)
}

/**
 * The tokens that administrators add and revoke. Only SHA-256 sums of them are kept. Those of the environment (ADMIN_TOKEN, EDITOR_TOKEN) are
 * not among them.
 */
export class Tokens {
  readonly #database: Database
  readonly #notes: Notes
  #onChanged: () => Promise<void> = () => Promise.resolve()

  constructor(database: Database, notes: Notes) {
    this.#database = database
    this.#notes = notes
  }

  /** Calls after each change that is made here, and waits for it: whoever is told of a new token can use it. There is one such listener. */
  onChanged(call: () => Promise<void>): void {
    this.#onChanged = call
  }

  /**
   * Adds a token in the name of `by`. The secret is what its bearer sends; it can never be had again.
   * @throws Refused when the name is blank, too long or of several lines, or it would expire in the past
   */
  async add(input: TokenInput, by: string): Promise<{ readonly token: AccessToken; readonly secret: string }> {
    const given = readNewToken(input, new Date())
    const secret = newSecret()
    const token = shown(await keepAccessToken(this.#database, { ...given, hash: hashOfToken(secret), createdBy: by }))
    const { id, name, role, expiresAt } = token
    this.#notes.info({ by, token: id, name, role, expiresAt }, 'token added')
    await this.#onChanged()
    return { token, secret }
  }

  /** All of them, also those that have expired or were revoked, oldest first. */
  async list(): Promise<AccessToken[]> {
    return (await findAccessTokens(this.#database.reader)).map(shown)
  }

  /**
   * Revokes a token in the name of `by`; one that is revoked stays as it is. A name must lead to one token that is still valid.
   * @throws Refused when there is none, or several valid ones have the name; their ids are named
   */
  async revoke(idOrName: string, by: string): Promise<AccessToken> {
    const token = shown(await revokeAccessToken(this.#database, (tokens) => chosen(tokens, idOrName.trim())))
    this.#notes.info({ by, token: token.id, name: token.name }, 'token revoked')
    await this.#onChanged()
    return token
  }
}

function shown({ hash: _, ...token }: KeptToken): AccessToken {
  return token
}

function chosen(tokens: readonly KeptToken[], idOrName: string): KeptToken {
  const now = Date.now()
  const named = tokens.filter((token) => token.name === idOrName && isLive(token, now))
  const one = tokens.find(({ id }) => id === idOrName) ?? named[0]
  if (!one) {
    const message = 'No token has this id, and none that is valid has this name.'
    throw new Refused([problem('NOT_FOUND', ['idOrName'], message)])
  }
  if (named.length > 1 && one.id !== idOrName) {
    const ids = named.map(({ id }) => id).join(', ')
    throw new Refused([
      problem('INVALID_VALUE', ['idOrName'], `Several tokens have this name; say which by its id: ${ids}.`),
    ])
  }
  return one
}
