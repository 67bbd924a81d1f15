import { createClient, type Client } from 'graphql-ws'
import { type Logger, pino } from 'pino'
import { WebSocket } from 'ws'
import { type App, type AppOptions, startApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import type { TypedDocumentString } from '../generated/graphql.ts'
import { migratedDump, migratedTemplate, newServerDatabase, testServer } from './database.ts'

export const ADMIN = 'admin-token-of-the-tests'
export const EDITOR = 'editor-token-of-the-tests'

/** An answer over HTTP. */
export interface Answer<Data> {
  readonly status: number
  readonly data: Data
  readonly errors:
    | readonly { message: string; path?: (string | number)[]; extensions: { code: string; incident?: string } }[]
    | undefined
}

/** A service of its own for a test file, on a fresh database. */
export interface TestService {
  readonly url: string
  readonly app: App
  /** What it was started with; its database outlives the app until stop() drops it. */
  readonly config: Config
  /** Every SQL statement since the service started. */
  readonly statements: readonly string[]
  /** Sends an operation; as editor unless told otherwise, null for a reader without a token. */
  readonly send: <Data, Variables>(
    document: TypedDocumentString<Data, Variables> | string,
    variables?: Variables,
    token?: string | null,
  ) => Promise<Answer<Data>>
  /** As send, and fails the test on any error. */
  readonly ask: <Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables?: Variables,
    token?: string | null,
  ) => Promise<Data>
  /** A graphql-ws client; closed with the service. */
  readonly socket: (token?: string | null) => Client
  /** Another process, as it were, on the same database; on a server alone. Stopped by whoever asked for it. */
  readonly beside: (config: Partial<Config>) => Promise<Omit<TestService, 'beside'>>
  readonly stop: () => Promise<void>
}

/** What a test may choose: whether the sample is there, or another bundle. */
export interface TestOptions {
  readonly sample?: boolean | string
  readonly config?: Partial<Config>
  /** Where it logs; nowhere without. */
  readonly log?: Logger
}

/** As when no variable is set. */
const LIMITS = {
  ...{ listenDatabaseUrl: undefined, wakeUrl: undefined, maxSockets: 20_000, maxSocketsPerAddress: 20_000 },
  ...{ maxSubscriptionsPerSocket: 100, maxMessageBytes: 16 * 1024 * 1024, connectionInitTimeoutMs: 3_000 },
  ...{
    keepAliveMs: 12_000,
    drainMs: 0,
    ...{ siteName: 'Parley', timeZone: 'UTC', publicUrl: undefined, logo: undefined, defaultNegotiation: undefined },
    answerCacheMb: 64,
    maxQueryCost: 20_000,
    maxQueryDepth: 20,
    introspection: true,
  },
  ...{ publicRead: true, issuer: undefined, issuerClient: undefined, sessionHours: 12 },
  trustedDocuments: undefined,
  trustedDocumentsFor: 'readers',
  language: 'en',
  mapBoundaries: 'un',
  ...{ trustedProxies: [], rateLimitRedisUrl: undefined },
  // One address asks for whatever all tests of a file do.
  ...{ rateLimit: false, rateLimitCostPerMinute: 300_000, rateLimitMutationsPerMinute: 600 },
  rateLimitConnectionsPerMinute: 12_000,
  ...{ corsOrigins: [], requestTimeoutMs: 60_000 },
} as const

/** Starts the service as a user would, on the embedded database in memory, or on a new database of TEST_DATABASE_URL. */
export async function startService({ sample = false, config = {}, log }: TestOptions = {}): Promise<TestService> {
  const database = await newDatabase()
  const given: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDir: 'memory',
    databaseUrl: database.url,
    adminToken: ADMIN,
    editorToken: EDITOR,
    sampleRecord: sample === true ? undefined : sample === false ? null : sample,
    logLevel: 'silent',
    ...LIMITS,
    ...config,
  }
  try {
    const service = await serve(given, { log, startFrom: database.startFrom })
    const stop = async () => {
      await service.stop()
      await database.drop()
    }
    return { ...service, beside: (more) => serve({ ...given, ...more }), stop }
  } catch (error) {
    await database.drop()
    throw error
  }
}

async function serve(config: Config, options: AppOptions = {}): Promise<Omit<TestService, 'beside'>> {
  const statements: string[] = []
  const app = await startApp(config, {
    ...options,
    log: options.log ?? pino({ level: config.logLevel }),
    onQuery: (text) => {
      // On a server the service looks for tokens twice a second; whoever counts what a query costs must not count these.
      if (!text.includes('from access_token')) statements.push(text)
    },
  })
  const clients: Client[] = []
  const send: TestService['send'] = async (document, variables, token = EDITOR) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: document.toString(), variables }),
    })
    return { status: response.status, ...((await response.json()) as Omit<Answer<never>, 'status'>) }
  }
  return {
    url: app.url,
    app,
    config,
    statements,
    send,
    ask: async (document, variables, token) => {
      const { data, errors } = await send(document, variables, token)
      if (errors) throw new Error(JSON.stringify(errors, null, 1))
      return data
    },
    socket: (token = null) => {
      const client = createClient({
        url: `${app.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      })
      clients.push(client)
      return client
    },
    stop: async () => {
      for (const client of clients.splice(0)) await client.dispose()
      await app.stop()
    },
  }
}

/** A database of its own: a copy of the migrated one, in memory or on the server that TEST_DATABASE_URL names. */
async function newDatabase(): Promise<{
  readonly url?: string
  readonly startFrom?: Blob
  readonly drop: () => Promise<void>
}> {
  if (testServer === undefined) return { startFrom: await migratedDump(), drop: () => Promise.resolve() }
  return await newServerDatabase(testServer, await migratedTemplate(testServer))
}
