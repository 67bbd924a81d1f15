import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node'
import type { Database } from '../db/database.ts'
import { ConfigurationError } from '../db/errors.mjs'
import { WAKE_CHANNEL } from './draft.ts'

/**
 * How processes on one database tell each other that the log has grown. A hint: it carries nothing, and losing it costs a second, for each
 * process also looks by itself.
 */
export interface Wake {
  /** Tells the others. Never waits, never fails. */
  readonly send: () => void
  readonly stop: () => Promise<void>
}

/** Asks to look at the end of the log, where that may be news: `upTo` is a sequence that is there; not given, it is not known. */
export type Look = (upTo?: number) => void

/** By the database: each commit notifies, and `look` is called. Nothing is sent, since the transaction does that itself. */
export async function wakeByDatabase(database: Database, look: Look): Promise<Wake> {
  const stop = await database.listen(WAKE_CHANNEL, (sequence) => (sequence === '' ? look() : look(Number(sequence))))
  return { send: () => undefined, stop }
}

/** Not at all: each process finds what others wrote when it looks by itself. */
export const noWake: Wake = { send: () => undefined, stop: () => Promise.resolve() }

const SUBJECT = 'parley.log'
const CONNECT_TIMEOUT_MS = 5_000
const AGAIN_MS = 500

/**
 * By a NATS server: an empty message on parley.log.<epoch>, so that several records can share one server. A connection that is lost is sought
 * again for ever. @throws ConfigurationError when the server cannot be reached at the start
 */
export async function wakeByNats(url: string, epoch: string, look: Look): Promise<Wake> {
  const connection = await connected(url)
  const subject = `${SUBJECT}.${epoch}`
  // noEcho: a process looks by itself at once when it has written.
  connection.subscribe(subject, { callback: () => look() })
  void lookAfterLoss(connection, look)
  return {
    send: () => {
      // While the server is away messages wait in the client; they are hints, so that none or many arrive later does no harm.
      if (!connection.isClosed()) connection.publish(subject)
    },
    stop: () => connection.close(),
  }
}

/** What was published while the connection was lost came to nobody. Ends with the connection. */
async function lookAfterLoss(connection: NatsConnection, look: Look): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') look()
}

async function connected(url: string): Promise<NatsConnection> {
  // Here alone, since most have no NATS.
  const { connect } = await import('@nats-io/transport-node')
  const { host, username, password, protocol } = new URL(url)
  const options: NodeConnectionOptions = {
    ...{ servers: host, name: 'parley', noEcho: true, maxReconnectAttempts: -1, reconnectTimeWait: AGAIN_MS },
    ...(username !== '' &&
      password !== '' && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(username !== '' && password === '' && { token: decodeURIComponent(username) }),
    ...(protocol === 'tls:' && { tls: {} }),
    timeout: CONNECT_TIMEOUT_MS,
  }
  try {
    return await connect(options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(`Cannot connect to NATS at ${host} (WAKE_URL): ${reason}.`, { cause: error })
  }
}
