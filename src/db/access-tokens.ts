import { createHash } from 'node:crypto'
import type { Database, Reader } from './database.ts'
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
export function findAccessTokens(reader: Reader): Promise<AccessToken[]> {
  return reader.rows<AccessToken>(sql`select encode(hash, 'hex') as hash, name, role from access_token`)
}

/**
 * Keeps the token that `make` answers as the administrator's, by its hash, and answers it; null, and nothing is made, where an administrator has
 * one already. Processes that start at once ask one after the other. Tokens are no entries of the record, so this is no change in the log.
 */
export function keepFirstAdminToken(database: Database, make: () => Promise<string>): Promise<string | null> {
  return database.transaction(async (tx) => {
    await tx.rows(sql`select pg_advisory_xact_lock(hashtext('parley admin token'))::text`)
    if ((await findAccessTokens(tx)).some(({ role }) => role === 'ADMIN')) return null
    const token = await make()
    const hash = new Uint8Array(Buffer.from(hashOfToken(token), 'hex'))
    await tx.prisma.accessToken.create({ data: { hash, name: 'admin', role: 'ADMIN' } })
    return token
  })
}
