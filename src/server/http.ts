import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Context, Viewer } from '../live/context.ts'
import { shown } from './errors.ts'
import { servePlayground } from './playground.ts'
import { type RequestNote, logRequest, noteOf, outcomeOf } from './request-log.ts'

/** Largest body of a request: a source's text of 2,000,000 characters, escaped. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
/** A document of people and programs is far smaller; parsing is what costs. */
const MAX_TOKENS = 10_000

/** What the door needs. */
export interface HttpDoor {
  readonly schema: GraphQLSchema
  readonly log: Logger
  readonly viewerOf: (authorization: unknown) => Viewer
  readonly contextFor: (viewer: Viewer) => Context
}

type NotedContext = Context & { readonly note: RequestNote }

/** The HTTP server, not listening yet: /graphql, /playground, /health, and / which leads to the playground. */
export async function openHttp({ schema, log, viewerOf, contextFor }: HttpDoor): Promise<FastifyInstance> {
  const server = Fastify({ bodyLimit: MAX_BODY_BYTES, logger: false, trustProxy: false })
  const notes = new WeakMap<FastifyRequest, RequestNote>()
  server.addHook('onRequest', (request, reply, done) => {
    const note = noteOf()
    notes.set(request, note)
    reply.header('x-request-id', note.id)
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    const note = notes.get(request)
    if (note) logRequest(log, note, { method: request.method, path: pathOf(request), status: reply.statusCode })
    done()
  })
  const apollo = new ApolloServer<NotedContext>({
    schema,
    // Whatever NODE_ENV says: no stack for clients, and no checks that only help to develop Apollo itself.
    nodeEnv: 'production',
    introspection: true,
    // main stops the whole service in order; Apollo would end the process under it.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: (formatted, error) => shown(error, formatted, log),
    logger: log,
    // The answers are cached by the head of the log, not by hints on fields; the plugin would wrap every field for nothing.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: server.server }),
      noting,
    ],
  })
  await apollo.start()
  server.addHook('onClose', () => apollo.stop())
  server.route({
    url: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    handler: fastifyApolloHandler(apollo, {
      context: (request) => {
        const note = notes.get(request) ?? noteOf()
        return Promise.resolve().then(() => ({ ...contextFor(viewerOf(request.headers.authorization)), note }))
      },
    }),
  })
  server.get('/health', () => ({ status: 'ok' }))
  server.get('/', (_request, reply) => reply.redirect('/playground'))
  await server.register(servePlayground, {})
  return server
}

const noting: ApolloServerPlugin<NotedContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ contextValue, operationName }) => {
        contextValue.note.operation = operationName
        return Promise.resolve()
      },
      willSendResponse: ({ contextValue, response }) => {
        if (response.body.kind === 'single') contextValue.note.outcome = outcomeOf(response.body.singleResult.errors)
        return Promise.resolve()
      },
    }),
}

// Queries may travel in the address; they are not for the log.
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''
