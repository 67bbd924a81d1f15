import type { Pool, PoolClient } from 'pg'
import { readRows, sendTogether } from './pool.ts'
import { type Sql, raw } from './sql.ts'

// The pool's connections are read-only by default.
const BEGIN = raw('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE')

/**
 * What `work` answers, once all it wrote is committed; when it rejects, or takes longer than it may, nothing is written. The connection goes back to
 * the pool as it came: what the work still asks of the transaction after that is refused.
 */
export async function inTransaction<T>(
  pool: Pool,
  pipelines: boolean,
  work: (asking: Asking) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  const client = await pool.connect()
  const asking = new Asking(client, pipelines)
  let broken: Error | undefined
  try {
    void asking.tell(BEGIN, undefined)
    const result = await inTime(work(asking), timeoutMs)
    const command = await asking.commit()
    // So PostgreSQL says that an error, which the work has swallowed, had ended the transaction before.
    if (command !== 'COMMIT') throw new Error('The database had objected to a statement, so nothing was committed.')
    return result
  } catch (error) {
    await asking.close()
    await client
      .query('ROLLBACK')
      .catch((fault: unknown) => (broken = fault instanceof Error ? fault : new Error(String(fault))))
    throw await asking.reasonOf(error)
  } finally {
    client.release(broken)
  }
}

/** The statements of one transaction, sent and carried out in the order in which they are given. */
export class Asking {
  readonly #client: PoolClient
  /** Whether a statement can be sent before the one before it is answered. */
  readonly #pipelines: boolean
  readonly #told: Promise<unknown>[] = []
  #last: Promise<unknown> = Promise.resolve()
  /** Why the first statement failed that did; the database answers in the order in which it was asked. */
  #fault: unknown
  /** Over when nothing more may be sent, not even what waits for its turn. */
  #state: 'open' | 'ending' | 'over' = 'open'

  constructor(client: PoolClient, pipelines: boolean) {
    this.#client = client
    this.#pipelines = pipelines
  }

  /** The rows of a statement; by a name, it is prepared. */
  async rows<Row>(query: Sql, name: string | undefined): Promise<Row[]> {
    if (this.#state !== 'open') throw ended()
    return await this.#send(() => readRows<Row>(this.#client, query, name))
  }

  /** As rows, for a statement whose answer nobody waits for before the end. When it fails, so does the transaction, for that reason. */
  tell<Row>(query: Sql, name: string | undefined): Promise<Row[]> {
    const told = this.rows<Row>(query, name)
    // Looked at when the transaction ends.
    told.catch(() => undefined)
    this.#told.push(told)
    return told
  }

  /** Commits; answers by which word the database says so. Rejects with the reason of the first statement that was told and failed. */
  async commit(): Promise<string> {
    this.#state = 'ending'
    const [{ command }] = await Promise.all([this.#send(() => this.#client.query('COMMIT')), ...this.#told])
    return command
  }

  /** Sends nothing more, and waits for what is under way. */
  async close(): Promise<void> {
    this.#state = 'over'
    await this.#last
  }

  /** Why the transaction failed, where its work says `error`: what was sent after a statement that failed was refused for that alone. */
  async reasonOf(error: unknown): Promise<unknown> {
    const outcomes = await Promise.allSettled(this.#told)
    if (outcomes.some(({ status }) => status === 'rejected')) return this.#fault
    return isInFailed(error) ? this.#fault : error
  }

  async #send<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    const inTurn = () => (this.#state === 'over' ? Promise.reject(ended()) : send())
    if (this.#pipelines) sendTogether(this.#client)
    const sent = this.#pipelines ? send() : this.#last.then(inTurn)
    this.#last = sent.catch((fault: unknown) => (this.#fault ??= fault))
    return await sent
  }
}

/** Whether a statement was refused because one before it had failed (in_failed_sql_transaction). */
const isInFailed = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '25P02'

const ended = () => new Error('This transaction has ended; its connection may already serve another.')

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
