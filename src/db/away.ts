// Connection exceptions, and a server that is shutting down or starting up: https://www.postgresql.org/docs/current/errcodes-appendix.html
const AWAY = /^(08...|57P0[123]|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** node-postgres gives these no code. */
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether an error says that the database could not be reached, so that the same may succeed when it is back. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && AWAY.test(error.code)) return true
  if (error instanceof AggregateError && error.errors.some(isAway)) return true
  return AWAY_WORDS.test(error.message) || isAway(error.cause)
}
