import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { GraphQLError, OperationTypeNode } from 'graphql'
import type { Context } from '../live/context.ts'
import type { Live } from '../live/live.ts'
import { followConnections } from './connections.ts'
import type { Door } from './door.ts'
import { answerTo, shown } from './errors.ts'
import { serveHealth } from './health.ts'
import { MAX_TOKENS } from './operation.ts'
import { servePlayground } from './playground.ts'
import { type RequestNote, finish, noteOf, outcomeOf } from './request-log.ts'
import { serveEventStreams } from './sse.ts'

/** Largest body of a request: a source's text of 2,000,000 characters, escaped. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
type NotedContext = Context & { readonly note: RequestNote }

/** The HTTP server, not listening yet: /graphql, /graphql/stream, /playground, /health, /ready, /metrics, and / which leads to the playground. */
export async function openHttp(door: Door, live: Live): Promise<FastifyInstance> {
  const { schema, log, metrics, streams, callerOf, contextFor } = door
  // While it drains, what still comes is answered.
  const server = Fastify({ bodyLimit: MAX_BODY_BYTES, logger: false, trustProxy: false, return503OnClosing: false })
  const noteFor = noteRequests(server, door)
  const endConnections = followConnections(server.server)
  server.addHook('preClose', (done) => {
    endConnections()
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
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), noting],
  })
  await apollo.start()
  server.addHook('onClose', () => apollo.stop())
  server.route({
    url: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    handler: fastifyApolloHandler(apollo, {
      context: (request) => {
        const note = noteFor(request)
        return Promise.resolve().then(() => ({ ...contextFor(callerOf(request.headers.authorization)), note }))
      },
    }),
  })
  serveEventStreams(server, door, noteFor)
  serveHealth(server, { live, streams, metrics })
  server.get('/', (_request, reply) => reply.redirect('/playground'))
  await server.register(servePlayground, {})
  return server
}

/** Has a line written for each request, and a failure told as GraphQL over HTTP tells it. Answers the note of a request that is an operation. */
function noteRequests(
  server: FastifyInstance,
  { log, metrics, streams }: Door,
): (request: FastifyRequest) => RequestNote {
  const notes = new WeakMap<FastifyRequest, RequestNote>()
  const noteFor = (request: FastifyRequest): RequestNote => {
    const note = notes.get(request) ?? noteOf()
    note.counts = true
    return note
  }
  server.addHook('onRequest', (request, reply, done) => {
    const note = noteOf()
    notes.set(request, note)
    reply.header('x-request-id', note.id)
    // Whoever comes again is to come to another process.
    if (streams.draining) reply.header('connection', 'close')
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    const note = notes.get(request)
    const path = pathOf(request)
    const over = path === '/graphql/stream' ? 'sse' : 'http'
    if (note) finish(log, metrics, note, { over, method: request.method, path, status: reply.statusCode })
    done()
  })
  server.setErrorHandler((error, request, reply) => {
    const answer = answerTo(error, log)
    const note = notes.get(request)
    if (note) note.outcome = outcomeOf([answer.error])
    return reply.code(answer.status).send({ errors: [answer.error] })
  })
  return noteFor
}

const noting: ApolloServerPlugin<NotedContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ contextValue, operationName, operation }) => {
        contextValue.note.operation = operationName
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve()
        const message = 'A subscription needs a WebSocket at this address, or an event stream at /graphql/stream.'
        return Promise.reject(new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } }))
      },
      willSendResponse: ({ contextValue, response }) => {
        if (response.body.kind === 'single') contextValue.note.outcome = outcomeOf(response.body.singleResult.errors)
        return Promise.resolve()
      },
    }),
}

// Queries may travel in the address; they are not for the log.
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''
