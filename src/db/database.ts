import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { Pool, PoolClient } from 'pg'
import { embeddedPoolConfig, openEmbedded, refuseWhenFull } from './embedded.mjs'
import { IN_MEMORY } from './folder.mjs'
import { type OnNotify, listenOn } from './listen.ts'
import { migrate, readMigrations } from './migrate.ts'
import { type OnQuery, type ReadOptions, openPool, readRows, statementNames } from './pool.ts'
import { connectChecked, connectionTo, refuseOther } from './postgres.ts'
import type { Sql } from './sql.ts'
import { inTransaction } from './transaction.ts'

/** Asks and changes nothing: the database itself refuses a statement that would write. */
export interface Reader {
  /**
   * The rows of `query`, by column name. timestamptz is a Date, date a "2022-03-29" string, json its value; bigint and numeric are
   * strings, since a number could not hold them all. `Row` is the caller's word for the columns; nothing checks it.
   * On the embedded database it waits while a transaction is open, for there is one connection.
   */
  rows<Row>(query: Sql, options?: ReadOptions): Promise<Row[]>
}

/** One transaction, open until the work it was given to has ended. Its `rows` runs inside it and may write too. */
export interface Transaction extends Reader {
  /** So that no reader passes for a transaction. */
  readonly mayWrite: true
  /**
   * As rows, for a statement whose answer nobody waits for before the transaction has ended: what follows, the commit too, is sent along with it.
   * When it fails, the transaction does, for that reason. It may then be left alone.
   */
  tell<Row>(query: Sql, options?: ReadOptions): Promise<Row[]>
}

/** The record's database, on a server or inside this process; the same promises on both. */
export interface Database {
  readonly kind: 'EMBEDDED' | 'POSTGRESQL'
  /** What tells it from a copy of its files; the same after a restart. Empty on a server, which numbers its databases itself. */
  readonly birth: string
  readonly reader: Reader
  /**
   * What `work` answers, once all it wrote is committed; when it rejects, nothing is written and the reason is passed on. READ COMMITTED.
   * Rejects after 60 s, or after `timeoutMs`, undone; at once, with ConfigurationError, where the disk of the data folder is full or read-only.
   * Inside, ask through the transaction alone: on the one connection of the embedded database the outer `reader` and a second transaction would wait
   * for it, and it for them, until its time is over.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: { readonly timeoutMs?: number }): Promise<T>
  /**
   * Calls `onNotify`, with what the notification carries, after each commit that notified `channel` (lower-case letters and "_"), and once, with
   * nothing, after a lost connection to the server is back, until the returned function is called. Several commits that carry the same may be one call.
   */
  listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>>
  /** How its connections are used just now. */
  pool(): { readonly total: number; readonly idle: number; readonly waiting: number }
  /** Waits for what runs, ends the listeners and closes. Once. */
  close(): Promise<void>
}

/** Where the record lives: on the server at `url`, else in this process, in `dataDir`. */
export interface DatabaseOptions {
  /** postgresql://user:password@host:5432/database */
  readonly url?: string | undefined
  /** Where notifications are listened for, when `url` leads to a pooler that does not pass them on. */
  readonly listenUrl?: string | undefined
  /** The service's data folder, made when missing; the database is its subfolder "postgres". "memory" keeps nothing. */
  readonly dataDir?: string | undefined
  /** Told of every statement of reads and transactions, begin and commit included, and of its values. */
  readonly onQuery?: OnQuery | undefined
  /** A dump of PGlite's that a database in memory begins with. */
  readonly startFrom?: Blob | undefined
  /** Told that the disk keeps the embedded database from going on. It must end the process at once; what was committed is kept. */
  readonly onBroken?: ((error: Error) => void) | undefined
}

// Statements are sent without waiting for the answer to those before them. The types of node-postgres do not know it.
const PIPELINE: object = { pipeline: true }
const TRANSACTION_TIMEOUT_MS = 60_000
const POOL_SIZE = 10
const DEFAULT_DATA_DIR = './data'

/**
 * The database, checked, migrated and ready. Throws ConfigurationError with a message for the person who starts Parley when it cannot be
 * reached or used as it is, and Error when a migration fails. 30 ms on a server; embedded a third of a second, and 3 s in an empty folder.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url === undefined ? await openInside(options) : await openServer(options.url, options)
}

async function openServer(url: string, { listenUrl = url, onQuery }: DatabaseOptions): Promise<Database> {
  const migrations = readMigrations()
  // The migrations' lock belongs to a session, and a pooler would hand that to someone else.
  const client = await connectChecked(listenUrl, migrations)
  try {
    if (listenUrl !== url) await refuseOther(url, client)
    await migrate(client, migrations)
  } finally {
    await client.end()
  }
  const config = connectionTo(url)
  return databaseOn(openPool({ ...config, ...PIPELINE, max: POOL_SIZE }, onQuery), {
    kind: 'POSTGRESQL',
    birth: '',
    pipelines: true,
    // A pooler hands each statement to another connection.
    prepares: listenUrl === url,
    listen: (channel, onNotify) => listenOn(connectionTo(listenUrl), channel, onNotify),
    beforeWrite: () => undefined,
    close: () => Promise.resolve(),
  })
}

async function openInside({
  dataDir = DEFAULT_DATA_DIR,
  onQuery,
  startFrom,
  onBroken,
}: DatabaseOptions): Promise<Database> {
  const folder = dataDir === IN_MEMORY ? IN_MEMORY : join(dataDir, 'postgres')
  const { pglite, close } = await openEmbedded(folder, { startFrom, onBroken })
  try {
    const pool = openPool({ ...embeddedPoolConfig(pglite), idleTimeoutMillis: 0 }, onQuery)
    await withClient(pool, (client) => migrate(client, readMigrations()))
    const listen: Engine['listen'] = (channel, onNotify) => listenInside(pool, pglite, channel, onNotify)
    const beforeWrite = () => {
      if (folder !== IN_MEMORY) refuseWhenFull(folder)
    }
    return databaseOn(pool, {
      ...{ kind: 'EMBEDDED', birth: birthOf(folder), pipelines: false, prepares: false },
      ...{ listen, beforeWrite, close },
    })
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * A copy of a folder has every byte of it, the database's own number included, but not the birth of its files. The file looked at is written
 * once, when the folder is made. 0 where the file system notes no births: then a copy passes for the original.
 */
function birthOf(folder: string): string {
  if (folder === IN_MEMORY) return randomUUID()
  return String(statSync(join(folder, 'PG_VERSION'), { bigint: true }).birthtimeNs)
}

/** What differs between the two. */
interface Engine {
  readonly kind: Database['kind']
  readonly birth: Database['birth']
  /** Whether its connections take statements before they have answered the one before. */
  readonly pipelines: boolean
  /** Whether its connections keep statements. */
  readonly prepares: boolean
  readonly listen: Database['listen']
  /** Throws when nothing can be written just now. */
  readonly beforeWrite: () => void
  /** Called when the pool is closed. */
  readonly close: () => Promise<void>
}

function databaseOn(pool: Pool, engine: Engine): Database {
  const listeners = new Set<() => Promise<void>>()
  const nameOf = engine.prepares ? statementNames() : () => undefined
  return Object.freeze<Database>({
    kind: engine.kind,
    birth: engine.birth,
    reader: Object.freeze<Reader>({ rows: (query, options) => readRows(pool, query, nameOf(query, options)) }),
    transaction: async (work, { timeoutMs = TRANSACTION_TIMEOUT_MS } = {}) => {
      engine.beforeWrite()
      return await inTransaction(
        pool,
        engine.pipelines,
        (asking) =>
          work({
            rows: (query, options) => asking.rows(query, nameOf(query, options)),
            tell: (query, options) => asking.tell(query, nameOf(query, options)),
            mayWrite: true,
          }),
        timeoutMs,
      )
    },
    listen: async (channel, onNotify) => {
      if (!/^[a-z_]+$/.test(channel))
        throw new Error(`"${channel}" cannot be a channel: lower-case letters and "_" only.`)
      const stop = await engine.listen(channel, onNotify)
      listeners.add(stop)
      return async () => {
        if (listeners.delete(stop)) await stop()
      }
    },
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await Promise.all([...listeners].map((stop) => stop()))
      await pool.end()
      await engine.close()
    },
  })
}

async function listenInside(
  pool: Pool,
  pglite: PGlite,
  channel: string,
  onNotify: OnNotify,
): Promise<() => Promise<void>> {
  // PGlite's own LISTEN does not wait for a transaction open on the pool's client, and would be undone with it.
  const unlisten = await withClient(pool, () => pglite.listen(channel, onNotify))
  return () => withClient(pool, () => unlisten())
}

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}
