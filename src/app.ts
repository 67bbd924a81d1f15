import 'reflect-metadata'
import { fileURLToPath } from 'node:url'
import { pino, type Logger } from 'pino'
import { Access } from './access/access.ts'
import type { MadeToken } from './access/admin-token.ts'
import { Sessions } from './access/sessions.ts'
import { Tokens } from './access/tokens.ts'
import { openControl } from './commands/control.ts'
import { controlPlaceOf } from './commands/control-place.ts'
import type { Config } from './config.ts'
import { type Database, type DatabaseOptions, openDatabase } from './db/database.ts'
import { ConfigurationError } from './db/errors.mjs'
import { gatherStatistics } from './db/statistics.ts'
import { IN_MEMORY } from './db/folder.mjs'
import { DERIVED } from './event/derived.ts'
import { BundleError, loadBundle } from './importers/bundle.ts'
import { Live } from './live/live.ts'
import { Log } from './live/log.ts'
import { type Look, type Wake, noWake, wakeByDatabase, wakeByNats } from './live/wake.ts'
import { PROJECT, version } from './package.ts'
import { Loading } from './record/loading.ts'
import { buildParleySchema } from './schema.ts'
import { addressOf, comesOverTls, trusting } from './server/address.ts'
import type { Door } from './server/door.ts'
import { openHttp } from './server/http.ts'
import { Metrics } from './server/metrics.ts'
import { RateLimits } from './server/rate-limits.ts'
import { type BoardBuild, loadBoard } from './server/board-build.ts'
import { Documents } from './server/operation.ts'
import { Sharing } from './server/sharing.ts'
import { openSockets } from './server/socket.ts'
import { Streams } from './server/streams.ts'
import { verifyQuotes } from './statement/statement.kind.ts'
import { keepEvidence } from './status/evidence.ts'

/** What else a caller may bring: a log to write to, and who is told of every SQL statement. */
export interface AppOptions {
  readonly log?: Logger
  readonly onQuery?: DatabaseOptions['onQuery']
  /** A dump that a database in memory begins with. */
  readonly startFrom?: Blob
  /** Told that the disk keeps the embedded database from going on; must end the process at once. */
  readonly onBroken?: (error: Error) => void
}

/** A running service. */
export interface App {
  /** http://host:port */
  readonly url: string
  readonly database: Database['kind']
  /** The sequence of the newest change, at the start. */
  readonly head: number
  /** That sequence and the hash of its line, as `verify` expects them. */
  readonly logHead: string
  /** How many entries of a bundle were loaded at this start. */
  readonly loaded: number
  readonly adminToken: MadeToken | null
  /** How many subscriptions wait for the next change. */
  readonly waiting: () => number
  /** What its administrators can add and revoke. */
  readonly tokens: Tokens
  /**
   * Ends the open streams, spread over at most `drainMs` (not given: at once), while what still comes is answered; then finishes what runs
   * and closes the database. Once.
   */
  readonly stop: (drainMs?: number) => Promise<void>
}

const SAMPLE = fileURLToPath(new URL('prisma/sample/ceasefire-2025-03.json', PROJECT))

/** Starts the service. @throws ConfigurationError with a sentence for whoever starts it */
export async function startApp(config: Config, options: AppOptions = {}): Promise<App> {
  const log = options.log ?? pino({ level: config.logLevel })
  const database = await openRecord(config, options)
  const opened: (() => Promise<unknown>)[] = [() => database.close()]
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each()
  }
  try {
    const schema = buildParleySchema()
    const theLog = await Log.open(database, DERIVED)
    const streams = new Streams(config)
    const { access, tokens } = await openAccess(config, database, streams, log)
    opened.push(() => access.close())
    const loaded = config.sampleRecord === null ? 0 : await load(theLog, schema, config.sampleRecord ?? SAMPLE, log)
    if (loaded > 0) await gatherStatistics(database)
    const live = await Live.start(database, theLog, (look) => openWake(config, database, theLog, look))
    opened.push(() => live.close())
    const limits = await RateLimits.open(config, log)
    opened.push(() => limits.close())
    const metrics = new Metrics()
    metrics.watch({ live, streams, database })
    const build = await loadBoard()
    const door = doorOf(config, build, {
      schema,
      log,
      metrics,
      streams,
      limits,
      access,
      tokens,
      database,
      live,
      theLog,
    })
    const http = await openHttp(door, live, build, config)
    opened.push(() => http.close())
    openSockets(http.server, door, config)
    opened.push(() => streams.close())
    opened.push(await takeOrders(config, database, { log, tokens, theLog }))
    const url = await listen(http, config)
    const { sequence: head, text: logHead } = await theLog.end()
    return {
      url,
      database: database.kind,
      ...{ head, logHead, loaded },
      adminToken: access.made,
      waiting: () => live.waiting,
      tokens,
      stop: async (drainMs = 0) => {
        await streams.drain(drainMs)
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the doors are made of. */
interface Parts extends Pick<Door, 'schema' | 'log' | 'metrics' | 'streams' | 'limits'> {
  readonly access: Access
  readonly tokens: Tokens
  readonly database: Database
  readonly live: Live
  readonly theLog: Log
}

function doorOf(
  config: Config,
  build: BoardBuild | null,
  { access, tokens, database, live, theLog, ...shared }: Parts,
): Door {
  const trust = trusting(config.trustedProxies)
  const service = { version: version(), database: database.kind }
  return {
    ...shared,
    addressOf: (request) => addressOf(request, trust),
    overTls: (request) => comesOverTls(request, trust),
    sessions: new Sessions(database, access, config, shared.log),
    documents: new Documents(shared.schema, config, build?.documents),
    sharing: new Sharing(live, shared.log, shared.metrics),
    callerByIssuer: (tokens, clientId) => access.callerByIssuer(tokens, clientId),
    callerOf: (authorization) => access.callerOf(authorization),
    contextFor: ({ viewer }, resumeAfter = null) => ({
      ...{ viewer, live, service, tokens, resumeAfter, reader: database.reader, log: theLog, head: live.newest },
      loading: new Loading(database.reader),
      reactions: [verifyQuotes, keepEvidence],
    }),
  }
}

/** Who calls, and the tokens by which that is known. What an administrator changes holds at once; the streams of a revoked token end. */
async function openAccess(
  config: Config,
  database: Database,
  streams: Streams,
  log: Logger,
): Promise<{ readonly access: Access; readonly tokens: Tokens }> {
  const access = await Access.open(database, config, {
    onRevoked: (hash) => streams.endToken(hash),
    onIssuerAway: (error) => log.warn({ err: error }, 'The keys of the issuer of tokens cannot be fetched'),
  })
  const tokens = new Tokens(database, log)
  tokens.onChanged(() => access.look())
  return { access, tokens }
}

function openRecord(config: Config, options: AppOptions): Promise<Database> {
  const { databaseUrl: url, listenDatabaseUrl, dataDir } = config
  return openDatabase({ ...options, url, listenUrl: listenDatabaseUrl ?? undefined, dataDir })
}

function openWake(config: Config, database: Database, log: Log, look: Look): Promise<Wake> {
  if (config.wakeUrl !== undefined) return wakeByNats(config.wakeUrl, log.epoch, look)
  return config.listenDatabaseUrl === null ? Promise.resolve(noWake) : wakeByDatabase(database, look)
}

/** A folder has one owner, so what commands beside the service want of its record they have to ask of us. Answers how to end that. */
async function takeOrders(
  { dataDir }: Config,
  { kind, reader }: Database,
  { log, tokens, theLog }: { readonly log: Logger; readonly tokens: Tokens; readonly theLog: Log },
): Promise<() => Promise<void>> {
  if (kind !== 'EMBEDDED' || dataDir === IN_MEMORY) return () => Promise.resolve()
  const means = { reader, log: () => Promise.resolve(theLog), tokens }
  return await openControl(controlPlaceOf(dataDir), { means, log, version: version() })
}

async function load(
  theLog: Log,
  schema: ReturnType<typeof buildParleySchema>,
  file: string,
  log: Logger,
): Promise<number> {
  if ((await theLog.head()) > 0) return 0
  try {
    return await loadBundle(theLog, schema, file, 'sample', (done, of) => log.info({ done, of }, 'Loading the bundle'))
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
