import type { KeptToken } from './access-tokens.ts'
import type { Database, Reader } from './database.ts'
import { sql } from './sql.ts'

/** A session as the database knows it: by the hash of its secret. */
export interface KeptSession {
  /** SHA-256 of the secret, in hex. */
  readonly hash: string
  /** The hash of the token by which one signed in; null where only an issuer could say whether it still holds. */
  readonly token: string | null
  readonly identity: string
  readonly name: string
  readonly role: KeptToken['role']
  readonly expiresAt: Date
}

/** The session of this hash, also one that has expired; null when there is none. */
export async function findEditSession(reader: Reader, hash: string): Promise<KeptSession | null> {
  const [session] = await reader.rows<KeptSession>(sql`
    select encode(hash, 'hex') as hash, encode(token, 'hex') as token, identity, name, role, expires_at as "expiresAt"
    from edit_session where hash = decode(${hash}, 'hex')`)
  return session ?? null
}

/** Keeps a session, and removes those that have ended meanwhile. Sessions are no entries of the record, so this is no change in the log. */
export async function keepEditSession(database: Database, session: KeptSession): Promise<void> {
  const { hash, token, identity, name, role, expiresAt } = session
  await database.transaction(async (tx) => {
    await tx.rows(sql`
      delete from edit_session s where expires_at <= now()
      or exists (select from access_token t where t.hash = s.token and (t.revoked_at is not null or t.expires_at <= now()))`)
    await tx.rows(sql`
      insert into edit_session (hash, token, identity, name, role, expires_at)
      values (decode(${hash}, 'hex'), decode(${token}, 'hex'), ${identity}, ${name}, ${role}::role, ${expiresAt.toISOString()}::timestamptz)`)
  })
}

/** Removes a session; one that is not there is no matter. */
export async function removeEditSession(database: Database, hash: string): Promise<void> {
  await database.transaction((tx) => tx.rows(sql`delete from edit_session where hash = decode(${hash}, 'hex')`))
}
