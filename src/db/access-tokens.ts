import { createHash } from 'node:crypto'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** A token as the database knows it: by its hash. */
export interface AccessToken {
  /** SHA-256 of the token, in hex. */
  readonly hash: string
  readonly name: string
  readonly role: 'READER' | 'EDITOR' | 'ADMIN'
}

/** SHA-256 of a token, in hex. Tokens are long and random, so nothing slower is needed. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** All tokens that are kept. */
export function findAccessTokens(database: Database): Promise<AccessToken[]> {
  return database.reader.rows<AccessToken>(sql`select encode(hash, 'hex') as hash, name, role from access_token`)
}

/** Keeps a token by its hash. Tokens are no entries of the record, so this is not a change in the log. */
export async function addAccessToken(database: Database, { hash, name, role }: AccessToken): Promise<void> {
  await database.transaction((tx) =>
    tx.prisma.accessToken.create({ data: { hash: new Uint8Array(Buffer.from(hash, 'hex')), name, role } }),
  )
}
