import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql'
import type { Context } from '../live/context.ts'
import type { Door } from './door.ts'
import { type HttpHead, shown } from './errors.ts'
import type { Operation } from './operation.ts'
import { Plans } from './plans.ts'

/** What came of a query or mutation; without data when it could not be executed at all. */
export interface Executed {
  readonly result: {
    readonly data?: Readonly<Record<string, unknown>> | null
    readonly errors?: readonly GraphQLFormattedError[]
  }
  /** What the errors want of HTTP. */
  readonly head: HttpHead
}

/** What executes the queries and mutations that come over HTTP. */
export interface Executor {
  readonly execute: (operation: Operation) => Promise<Executed>
  readonly stop: () => Promise<void>
}

/** The hexadecimal digits of a SHA-256, with which the keys of Apollo's document store end. */
const HASH_LENGTH = 64

/** Apollo's pipeline behind our gate: it executes documents that `Documents` has read, and reads none itself. */
export async function openApollo({ schema, log, documents }: Door): Promise<Executor> {
  const apollo = new ApolloServer<Context>({
    gateway: executedByPlan(schema),
    // Whatever NODE_ENV says: no stack for clients, and no checks that only help to develop Apollo itself.
    nodeEnv: 'production',
    introspection: true,
    // main stops the whole service in order; Apollo would end the process under it.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => shown(error, formatted, log),
    logger: log,
    persistedQueries: false,
    documentStore: {
      get: (key) => Promise.resolve(documents.read(key.slice(-HASH_LENGTH))),
      set: (key) => {
        log.warn({ key }, 'Apollo has read a document that was read before')
        return Promise.resolve()
      },
      delete: () => Promise.resolve(false),
    },
    // The answers are cached by the head of the log, not by hints on fields; the plugin would wrap every field for nothing.
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
  })
  await apollo.start()
  return { execute: (operation) => execute(apollo, operation), stop: () => apollo.stop() }
}

/** Apollo's one way to have operations executed otherwise than by graphql-js. There is no gateway behind it: the schema is our own. */
function executedByPlan(schema: GraphQLSchema): ApolloServerOptionsWithGateway<Context>['gateway'] {
  const plans = new Plans(schema)
  return {
    onSchemaLoadOrUpdate: (take) => {
      take({ apiSchema: schema, coreSupergraphSdl: '' })
      return () => undefined
    },
    load: () =>
      Promise.resolve({
        executor: ({ document, operation: definition, request, context }) =>
          plans.execute({
            ...{ document, definition, variableValues: request.variables ?? {} },
            // Apollo's types forget which context it is.
            contextValue: context as Context,
          }),
      }),
    stop: () => Promise.resolve(),
  }
}

async function execute(apollo: ApolloServer<Context>, operation: Operation): Promise<Executed> {
  const { query, operationName, variableValues, contextValue } = operation
  const { body, http } = await apollo.executeOperation(
    { query, operationName: operationName ?? undefined, variables: variableValues },
    { contextValue },
  )
  if (body.kind !== 'single') throw new Error('A result in parts cannot happen: the schema has no @defer or @stream.')
  return { result: body.singleResult, head: { status: http.status, headers: [...http.headers] } }
}
