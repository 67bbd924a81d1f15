// Serialization failure, deadlock, a lock not had in time, unique violation: https://www.postgresql.org/docs/current/errcodes-appendix.html
// A unique violation passes too: the second attempt sees the row of the parallel writer and its rules say what is wrong.
// A connection that breaks is none of them, however it breaks: at the commit nobody knows whether it was carried out. The caller may ask again
// with the same idempotency key.
const PASSING: ReadonlySet<unknown> = new Set(['40001', '40P01', '55P03', '23505'])

/** Whether a failed transaction may succeed when it is simply run again. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && PASSING.has(error.code)
}
