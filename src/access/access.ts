import { GraphQLError } from 'graphql'
import { findAccessTokens, hashOfToken } from '../db/access-tokens.ts'
import type { Database } from '../db/database.ts'
import { type MadeToken, keepAdminToken } from './admin-token.ts'
import { READER, type Role, type Viewer } from './role.ts'

/** The tokens that are set from outside, and where one is kept that is made here. */
export interface AccessOptions {
  readonly adminToken: string | undefined
  readonly editorToken: string | undefined
  readonly dataDir: string
}

/** Who calls, and the hash of the token by which that is known; null without one. */
export interface Caller {
  readonly viewer: Viewer
  readonly token: string | null
}

/** Who calls, by token. Tokens are compared by their hashes, so neither memory nor time gives one away. */
export class Access {
  /** Where the admin token lies that was made here; null when it is set from outside. */
  readonly made: MadeToken | null
  readonly #viewers: ReadonlyMap<string, Viewer>

  private constructor(viewers: ReadonlyMap<string, Viewer>, made: MadeToken | null) {
    this.#viewers = viewers
    this.made = made
  }

  /** Knows the tokens that are set; where no admin token is, the one that was made, or makes one. */
  static async open(database: Database, { adminToken, editorToken, dataDir }: AccessOptions): Promise<Access> {
    const viewers = new Map<string, Viewer>()
    const know = (hash: string, name: string, role: Role) =>
      viewers.set(hash, { name, role, identity: hash, ended: () => false })
    if (editorToken !== undefined) know(hashOfToken(editorToken), 'editor', 'EDITOR')
    if (adminToken !== undefined) {
      know(hashOfToken(adminToken), 'admin', 'ADMIN')
      return new Access(viewers, null)
    }
    const made = await keepAdminToken(database, dataDir)
    for (const { hash, name, role } of await findAccessTokens(database.reader)) know(hash, name, role)
    return new Access(viewers, made)
  }

  /**
   * Who sends this `Bearer <token>`; a reader without any.
   * @throws UNAUTHENTICATED when the token is not known
   */
  callerOf(authorization: unknown): Caller {
    if (authorization === undefined || authorization === null || authorization === '')
      return { viewer: READER, token: null }
    const given = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined
    const token = given === undefined ? null : hashOfToken(given)
    const viewer = token === null ? undefined : this.#viewers.get(token)
    if (viewer) return { viewer, token }
    throw unauthenticated(
      'This token is not known. Send Authorization: Bearer <token>, or nothing to read as everyone.',
    )
  }
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } })
}
