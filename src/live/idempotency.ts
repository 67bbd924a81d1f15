import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { Refused, problem } from '../record/refusal.ts'

/** A key as one token used it for one mutation. */
export interface Claim {
  /** Who used it: one token, or one person at an issuer of tokens. */
  readonly caller: string
  readonly mutation: string
  readonly key: string
  readonly input: Uint8Array
}

/** What the key was answered with the first time. */
export interface Answered {
  readonly entryId: string | null
  readonly sequence: number | null
}

/**
 * Takes the key for this transaction; null when it was free. A parallel call with the same key waits here until the first has committed,
 * and then gets its answer. A refused call gives the key back, since its transaction is rolled back.
 * @throws Refused with IDEMPOTENCY_KEY_REUSED when the key was used with another input
 */
export async function claimKey(tx: Transaction, { caller, mutation, key, input }: Claim): Promise<Answered | null> {
  const hash = Buffer.from(input).toString('hex')
  const free = await tx.rows(sql`
    insert into idempotency_key as k (caller, mutation, key, input) values (${caller}, ${mutation}, ${key}, decode(${hash}, 'hex'))
    on conflict (caller, mutation, key) do update set input = excluded.input, at = excluded.at, entry_id = null, sequence = null
    where k.at < now() - interval '30 days'
    returning 1 as free`)
  if (free.length > 0) return null
  const [used] = await tx.rows<{ input: string; entryId: string | null; sequence: number | null }>(sql`
    select encode(input, 'hex') as input, entry_id as "entryId", sequence from idempotency_key
    where caller = ${caller} and mutation = ${mutation} and key = ${key}`)
  if (used?.input === hash) return used
  throw new Refused([
    problem(
      'IDEMPOTENCY_KEY_REUSED',
      ['idempotencyKey'],
      'This key was used with another input within the last 30 days; take a new one.',
    ),
  ])
}

/** Remembers what the key was answered with, in the transaction that took it. */
export async function keepAnswer(tx: Transaction, { caller, mutation, key }: Claim, answer: Answered): Promise<void> {
  await tx.rows(sql`
    update idempotency_key set entry_id = ${answer.entryId}::uuid, sequence = ${answer.sequence}::int
    where caller = ${caller} and mutation = ${mutation} and key = ${key}`)
}
