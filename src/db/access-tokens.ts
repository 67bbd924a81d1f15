import { createHash } from 'node:crypto'
import type { Database, Reader } from './database.ts'
import { type Sql, sql } from './sql.ts'

/** A token as the database knows it: by its hash. */
export interface KeptToken {
  /** SHA-256 of the token, in hex. */
  readonly hash: string
  /** The first characters of the hash, unique. */
  readonly id: string
  readonly name: string
  readonly role: 'READER' | 'EDITOR' | 'ADMIN'
  readonly createdAt: Date
  readonly createdBy: string
  /** Null: never. */
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** What a new one is kept with. */
export type NewToken = Pick<KeptToken, 'hash' | 'name' | 'role' | 'createdBy' | 'expiresAt'>

/** Who has made the administrator's first token. */
const THE_SERVICE = 'the service'
const ID_LENGTH = 8

const COLUMNS: Sql = sql`encode(hash, 'hex') as hash, id, name, role, created_at as "createdAt", created_by as "createdBy",
  expires_at as "expiresAt", revoked_at as "revokedAt"`

/** SHA-256 of a token, in hex. Tokens are long and random, so nothing slower is needed. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** All tokens that are kept, those that have expired or were revoked among them, oldest first. */
export function findAccessTokens(reader: Reader): Promise<KeptToken[]> {
  return reader.rows<KeptToken>(sql`select ${COLUMNS} from access_token order by created_at, id`)
}

/** Keeps a token. Tokens are no entries of the record, so this is no change in the log. */
export function keepAccessToken(database: Database, token: NewToken): Promise<KeptToken> {
  return database.transaction((tx) => insert(tx, token))
}

/** Revokes the token that `choose` picks of all; one that is revoked stays as it is. Answers it as it is then. */
export function revokeAccessToken(
  database: Database,
  choose: (tokens: readonly KeptToken[]) => KeptToken,
): Promise<KeptToken> {
  return database.transaction(async (tx) => {
    const { hash } = choose(await findAccessTokens(tx))
    const [revoked] = await tx.rows<KeptToken>(sql`
      update access_token set revoked_at = coalesce(revoked_at, clock_timestamp()) where hash = decode(${hash}, 'hex') returning ${COLUMNS}`)
    if (!revoked) throw new Error('A token that was just seen is not there, which cannot happen: none is ever deleted.')
    return revoked
  })
}

/**
 * Keeps the token that `make` answers as the administrator's, by its hash, and answers it; null, and nothing is made, where an administrator has
 * ever had one: who revoked the last one does not get it back by a restart. Processes that start at once ask one after the other.
 */
export function keepFirstAdminToken(database: Database, make: () => Promise<string>): Promise<string | null> {
  return database.transaction(async (tx) => {
    await tx.rows(sql`select pg_advisory_xact_lock(hashtext('parley admin token'))::text`)
    if ((await findAccessTokens(tx)).some(({ role }) => role === 'ADMIN')) return null
    const token = await make()
    await insert(tx, {
      hash: hashOfToken(token),
      name: 'admin',
      role: 'ADMIN',
      createdBy: THE_SERVICE,
      expiresAt: null,
    })
    return token
  })
}

async function insert(tx: Reader, { hash, name, role, createdBy, expiresAt }: NewToken): Promise<KeptToken> {
  const [kept] = await tx.rows<KeptToken>(sql`
    insert into access_token (hash, id, name, role, created_by, expires_at)
    values (decode(${hash}, 'hex'), ${hash.slice(0, ID_LENGTH)}, ${name}, ${role}::role, ${createdBy}, ${expiresAt?.toISOString() ?? null}::timestamptz)
    returning ${COLUMNS}`)
  if (!kept) throw new Error('An insert that returns no row cannot happen.')
  return kept
}
