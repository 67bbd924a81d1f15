// Serialization failure, deadlock, a lock not had in time, unique violation: https://www.postgresql.org/docs/current/errcodes-appendix.html
// A unique violation passes too: the second attempt sees the row of the parallel writer and its rules say what is wrong.
// A connection that breaks is none of them, however it breaks: at the commit nobody knows whether it was carried out. The caller may ask again
// with the same idempotency key.
const PASSING = new Set([
  '40001',
  '40P01',
  '55P03',
  '23505',
  'P2002',
  'P2034',
  'TransactionWriteConflict',
  'UniqueConstraintViolation',
])

/** Whether a failed transaction may succeed when it is simply run again. */
export function isPassing(error: unknown): boolean {
  return codesOf(error, 0).some((code) => PASSING.has(code))
}

/** The codes anywhere in an error: Prisma wraps the driver's error, which wraps PostgreSQL's. */
function codesOf(error: unknown, depth: number): string[] {
  if (typeof error !== 'object' || error === null || depth > 6) return []
  return Object.entries(error)
    .concat([['cause', 'cause' in error ? error.cause : undefined]])
    .flatMap(([name, value]: [string, unknown]) => {
      if (typeof value === 'string') return name === 'code' || name === 'originalCode' || name === 'kind' ? [value] : []
      return name === 'meta' || name === 'cause' || name === 'driverAdapterError' ? codesOf(value, depth + 1) : []
    })
}
