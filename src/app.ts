import 'reflect-metadata'
import { fileURLToPath } from 'node:url'
import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'
import { type Database, openDatabase } from './db/database.ts'
import { ConfigurationError } from './db/errors.mjs'
import { BundleError, loadBundle } from './importers/bundle.ts'
import type { Context, Viewer } from './live/context.ts'
import { Live } from './live/live.ts'
import { Log } from './live/log.ts'
import { PROJECT, version } from './package.ts'
import { Loading } from './record/loading.ts'
import { buildParleySchema } from './schema.ts'
import { Access, type MadeToken } from './server/access.ts'
import { openHttp } from './server/http.ts'
import { openSockets } from './server/socket.ts'
import { verifyQuotesOfSource } from './statement/statement.kind.ts'

/** What else a caller may bring: a log to write to, and who is told of every SQL statement. */
export interface AppOptions {
  readonly log?: Logger
  readonly onQuery?: (text: string) => void
  /** A dump that a database in memory begins with. */
  readonly startFrom?: Blob
}

/** A running service. */
export interface App {
  /** http://host:port */
  readonly url: string
  readonly database: Database['kind']
  /** The sequence of the newest change, at the start. */
  readonly head: number
  /** How many entries of a bundle were loaded at this start. */
  readonly loaded: number
  readonly adminToken: MadeToken | null
  /** How many subscriptions wait for the next change. */
  readonly waiting: () => number
  /** Ends sockets, finishes what runs, closes the database. Once. */
  readonly stop: () => Promise<void>
}

const SAMPLE = fileURLToPath(new URL('prisma/sample/ceasefire-2025-03.json', PROJECT))

/** Starts the service. @throws ConfigurationError with a sentence for whoever starts it */
export async function startApp(config: Config, options: AppOptions = {}): Promise<App> {
  const log = options.log ?? pino({ level: config.logLevel })
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    onQuery: options.onQuery,
    startFrom: options.startFrom,
  })
  const opened: (() => Promise<unknown>)[] = [() => database.close()]
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    const schema = buildParleySchema()
    const theLog = await Log.open(database)
    const access = await Access.open(database, config)
    const loaded = config.sampleRecord === null ? 0 : await load(theLog, schema, config.sampleRecord ?? SAMPLE)
    const live = await Live.start(database, theLog)
    opened.push(() => live.close())
    const service = { version: version(), database: database.kind }
    const door = {
      schema,
      log,
      viewerOf: (authorization: unknown) => access.viewerOf(authorization),
      contextFor: (viewer: Viewer): Context => ({
        viewer,
        reader: database.reader,
        loading: new Loading(database.reader),
        log: theLog,
        live,
        service,
        reactions: [verifyQuotesOfSource],
      }),
    }
    const http = await openHttp(door)
    opened.push(() => http.close())
    opened.push(openSockets(http.server, door))
    const url = await listen(http, config)
    return {
      url,
      database: database.kind,
      head: await theLog.head(),
      loaded,
      adminToken: access.made,
      waiting: () => live.waiting,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function load(log: Log, schema: ReturnType<typeof buildParleySchema>, file: string): Promise<number> {
  if ((await log.head()) > 0) return 0
  try {
    return await loadBundle(log, schema, file, 'sample')
  } catch (error) {
    if (error instanceof BundleError) throw new ConfigurationError(error.message, { cause: error })
    throw error
  }
}

async function listen(http: Awaited<ReturnType<typeof openHttp>>, { host, port }: Config): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE')
      throw new ConfigurationError(
        `Port ${String(port)} on ${host} is in use; set PORT to another, or stop what uses it.`,
        { cause: error },
      )
    if (code === 'EACCES')
      throw new ConfigurationError(
        `Port ${String(port)} on ${host} may not be used by this user; set PORT to one above 1023.`,
        { cause: error },
      )
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new ConfigurationError(`HOST ${host} is no address of this machine.`, { cause: error })
    throw error
  }
}
