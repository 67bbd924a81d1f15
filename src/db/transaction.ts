import type { Pool, PoolClient } from 'pg'
import { readRows } from './pool.ts'
import type { Sql } from './sql.ts'

/** Asks inside a transaction; by a name, the statement is prepared. */
type Ask = <Row>(query: Sql, name: string | undefined) => Promise<Row[]>

/**
 * What `work` answers, once all it wrote is committed; when it rejects, or takes longer than it may, nothing is written. The connection goes back to
 * the pool as it came: what the work still asks of the transaction after that is refused.
 */
export async function inTransaction<T>(pool: Pool, work: (ask: Ask) => Promise<T>, timeoutMs: number): Promise<T> {
  const client = await pool.connect()
  const scope = { open: true }
  let broken: Error | undefined
  try {
    // The pool's connections are read-only by default.
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE')
    const result = await inTime(
      work((query, name) => readInside(client, scope, query, name)),
      timeoutMs,
    )
    scope.open = false
    const { command } = await client.query('COMMIT')
    // So PostgreSQL says that an error, which the work has swallowed, had ended the transaction before.
    if (command !== 'COMMIT') throw new Error('The database had objected to a statement, so nothing was committed.')
    return result
  } catch (error) {
    scope.open = false
    await client
      .query('ROLLBACK')
      .catch((fault: unknown) => (broken = fault instanceof Error ? fault : new Error(String(fault))))
    throw error
  } finally {
    client.release(broken)
  }
}

async function readInside<Row>(
  client: PoolClient,
  { open }: { readonly open: boolean },
  query: Sql,
  name: string | undefined,
): Promise<Row[]> {
  if (!open) throw new Error('This transaction has ended; its connection may already serve another.')
  return await readRows<Row>(client, query, name)
}

async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`This transaction has ended: it took longer than ${String(timeoutMs)} ms.`)),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
