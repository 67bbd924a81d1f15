import type { Writable } from 'node:stream'
import { type ClientBase, Pool, type PoolConfig, type QueryResultRow, types } from 'pg'
import type { Sql } from './sql.ts'

// A session may be set otherwise by the server or its owner. Only a transaction that says so may write, whoever holds the connection. Counts of very
// many rows look worth compiling to the planner, which takes longer than they do.
const SESSION = "set default_transaction_read_only = on; set timezone = 'UTC'; set datestyle = 'ISO'; set jit = off"

/** Told of a statement that is sent, and of its values. */
export type OnQuery = (text: string, values: readonly unknown[]) => void

/** How a statement is asked. */
export interface ReadOptions {
  /**
   * Whether a server is to keep the statement, and its plan once that has proved good for all values. For statements that look up what they are
   * given, of which the code has a few dozen: kept statements are never let go. Values whose plans differ (searches, filters) are no case for it.
   */
  readonly prepared?: boolean
}

/** Connections that are read-only by default and in UTC. Losing one costs the statement on it and never the process. */
export function openPool(config: PoolConfig, onQuery: OnQuery | undefined): Pool {
  const pool = new Pool({
    ...config,
    // pg-pool awaits it before it hands the connection out; its types do not say so.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: (client) => client.query(SESSION),
  })
  // A connection that the server cuts shows in the statement on it, at the next one, or, where it was idle, not at all: then it is already out of
  // the pool. Without a listener the error would end the process besides, and the pool has none on a connection that it has handed out.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  if (onQuery !== undefined) pool.on('connect', (client) => observe(client, onQuery))
  return pool
}

/** The rows of `query`, asked on `client`: the promise of Reader.rows. With a name the connection keeps the statement under it. */
export async function readRows<Row>(client: ClientBase | Pool, query: Sql, name?: string): Promise<Row[]> {
  const { text, values } = query
  const { rows } = await client.query<QueryResultRow>({ name, text, values, types: TYPES })
  // The caller names the columns that it asked for.
  return rows as Row[]
}

/**
 * Has what is sent to the server from now until the process would wait leave in one piece: a call of the system costs this process more than most
 * statements do. Does nothing where there is no wire.
 */
export function sendTogether(client: ClientBase): void {
  // node-postgres does the same with the parts of a statement; its types do not show the wire.
  const { stream } = (client as unknown as Wired).connection
  if (stream.cork === undefined) return
  stream.cork()
  process.nextTick(() => stream.uncork?.())
}
interface Wired {
  readonly connection: { readonly stream: Partial<Pick<Writable, 'cork' | 'uncork'>> }
}

// Writes of entries have a text for each combination of lists. Each connection keeps all it has seen, so there is an end to it.
const MOST_NAMES = 200

/** Names for statements that are prepared, the same on all connections; none for others, nor for those that come when there are many. */
export function statementNames(): (query: Sql, options?: ReadOptions) => string | undefined {
  const names = new Map<string, string>()
  return ({ text }, { prepared = false } = {}) => {
    if (!prepared) return undefined
    const known = names.get(text)
    if (known !== undefined || names.size >= MOST_NAMES) return known
    const name = `kept_${names.size}`
    names.set(text, name)
    return name
  }
}

/** As node-postgres reads values, save that a day stays a day: it would make it midnight in the process's time zone. */
const getTypeParser: typeof types.getTypeParser = (type, format) => {
  if (type === types.builtins.DATE) return (text: string) => text
  const parser: unknown = types.getTypeParser(type, format)
  return parser
}
const TYPES = { getTypeParser }

function observe(client: ClientBase, onQuery: OnQuery): void {
  // One function behind many signatures: it is passed through as it came.
  const query = client.query.bind(client) as (...parameters: unknown[]) => unknown
  const observed = (...parameters: unknown[]): unknown => {
    const [statement, values] = parameters
    if (typeof statement === 'string') onQuery(statement, Array.isArray(values) ? values : [])
    else if (typeof statement === 'object' && statement !== null && 'text' in statement) {
      const given = 'values' in statement ? statement.values : undefined
      onQuery(String(statement.text), Array.isArray(given) ? given : [])
    }
    return query(...parameters)
  }
  Object.assign(client, { query: observed })
}
