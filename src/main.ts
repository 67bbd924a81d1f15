import { type DestinationStream, type Logger, pino } from 'pino'
import { type App, startApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { ConfigurationError } from './db/errors.mjs'
import { version } from './package.ts'

try {
  const config = readConfig()
  const log = pino({ level: config.logLevel }, process.stdout.isTTY ? await prettily() : undefined)
  const app = await startApp(config, { log, onBroken: (error) => giveUp(error, log) })
  // An orchestrator gives time and has sent the clients elsewhere by then; a person at a terminal wants it down.
  process.once('SIGTERM', () => stop(app, log, config.drainMs))
  process.once('SIGINT', () => stop(app, log, 0))
  announce(app, config)
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error
  console.error(`Parley cannot start.\n${error.message}`)
  process.exitCode = 1
}

/** Lines for a person at a terminal; a file gets JSON, and does without what makes them. */
async function prettily(): Promise<DestinationStream> {
  const { PinoPretty } = await import('pino-pretty')
  return PinoPretty({ translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' })
}

/** At once, for the database may not be asked any more, not even to close. Whoever watches over the service starts it again. */
function giveUp(error: Error, log: Logger): never {
  log.fatal({ err: error }, 'The embedded database cannot go on')
  console.error(`Parley cannot go on.\n${error.message}`)
  process.exit(1)
}

function stop(app: App, log: Logger, drainMs: number): void {
  log.info({ drainMs }, 'Stopping')
  app.stop(drainMs).then(
    () => process.exit(0),
    (error: unknown) => {
      log.fatal({ err: error }, 'Stopping failed')
      process.exit(1)
    },
  )
}

/** What the person who started the service wants to know. The token itself goes to a terminal alone, never to where output is kept. */
function announce(app: App, { dataDir }: Config): void {
  const record = app.database === 'EMBEDDED' ? `embedded database in ${dataDir}` : 'PostgreSQL'
  const made = app.adminToken
  const lines = [
    `Parley ${version()} is ready.`,
    `  Board        ${app.url}/`,
    `  Editing      ${app.url}/edit`,
    `  Playground   ${app.url}/playground`,
    `  GraphQL      ${app.url}/graphql, subscriptions over WebSocket there too`,
    `  Record       ${record}, ${String(app.head)} changes${app.loaded > 0 ? `, of which ${String(app.loaded)} are the sample just loaded` : ''}`,
    `  Log head     ${app.logHead}`,
    ...(made ? [`  Admin token  in ${made.file}${made.token === null ? '' : ', made just now'}`] : []),
    ...(made?.token != null && process.stdout.isTTY ? [`               ${made.token}`] : []),
  ]
  console.log(lines.join('\n'))
}
