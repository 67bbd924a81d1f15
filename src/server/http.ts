import fastifyAccepts from '@fastify/accepts'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { createServer } from 'node:http'
import type { Live } from '../live/live.ts'
import { Answers, type AnswersOptions } from './answers.ts'
import { openApollo } from './apollo.ts'
import { followConnections } from './connections.ts'
import type { BoardBuild, Site } from './board-build.ts'
import { sendNothing, serveBoard } from './board.ts'
import type { Door } from './door.ts'
import { serveEdit } from './edit.ts'
import { answerTo } from './errors.ts'
import { serveOperations } from './graphql.ts'
import { sendSecurityHeaders } from './headers.ts'
import { serveHealth } from './health.ts'
import { IssuerClient, type IssuerClientOptions } from './issuer-client.ts'
import { readLogo } from './logo.ts'
import { allowOrigins } from './origins.ts'
import { servePlayground } from './playground.ts'
import { type RequestNote, finish, noteOf, outcomeOf } from './request-log.ts'
import { ShortCut } from './short-cut.ts'
import { serveEventStreams } from './sse.ts'
import { compressAnswers, limitsOfServer, refuseTheRest } from './wall.ts'

/** What an operator may set of HTTP. */
export interface HttpOptions extends AnswersOptions {
  /** Of other sites that may read our answers: https://example.org */
  readonly corsOrigins: readonly string[]
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number
  /** What the pages of the board are called, the zone of their clock times, and their language. */
  readonly siteName: string
  readonly timeZone: string
  readonly language: Site['language']
  /** Path of a picture in place of their mark; undefined: the mark. */
  readonly logo: string | undefined
  readonly mapBoundaries: Site['boundaries']
  /** Id of the negotiation to which / leads; undefined: as many as there are decide. */
  readonly defaultNegotiation: string | undefined
  /** Under which address readers reach the service; undefined: as each request has it. */
  readonly publicUrl: string | undefined
  /** As what the service is known to the issuer of tokens; undefined: nobody signs in there. */
  readonly issuerClient: IssuerClientOptions | undefined
}

/** The HTTP server, not listening yet: the board at / and below, /edit, /graphql, /graphql/stream, /playground, /health, /ready, /metrics. */
export async function openHttp(
  door: Door,
  live: Live,
  build: BoardBuild | null,
  options: HttpOptions,
): Promise<FastifyInstance> {
  const { metrics, streams } = door
  const answers = new Answers(live, options)
  const shortCut = new ShortCut(door, answers)
  const limits = limitsOfServer(options.requestTimeoutMs)
  const server: FastifyInstance = Fastify({
    bodyLimit: limits.bodyLimit,
    // While it drains, what still comes is answered.
    ...{ logger: false, trustProxy: false, return503OnClosing: false },
    serverFactory: (usual) =>
      createServer(limits, (request, response) => shortCut.take(request, response, () => usual(request, response))),
  })
  sendSecurityHeaders(server)
  const noteFor = noteRequests(server, door)
  await allowOrigins(server, options.corsOrigins)
  await compressAnswers(server)
  const logo = options.logo === undefined ? null : readLogo(options.logo)
  const site: Site = {
    ...{ name: options.siteName, zone: options.timeZone, language: options.language },
    ...{ logo: logo?.address ?? null, boundaries: options.mapBoundaries, home: options.defaultNegotiation ?? null },
  }
  refuseTheRest(server, build && ((request, reply) => sendNothing(request, reply, { build, site })))
  const endConnections = followConnections(server.server)
  server.addHook('preClose', (done) => {
    endConnections()
    done()
  })
  const apollo = await openApollo(door)
  server.addHook('onClose', () => apollo.stop())
  // Nothing is read but JSON: what else there is a page of another site may send.
  server.removeContentTypeParser('text/plain')
  await server.register(fastifyAccepts, { decorateReply: false })
  shortCut.giveBack(server)
  const answering = { executor: apollo, answers, shortCut }
  serveOperations(server, door, answering, noteFor)
  serveEventStreams(server, door, noteFor)
  serveHealth(server, { live, streams, metrics })
  const pages = { door, live, answering, build, site, publicUrl: options.publicUrl ?? null }
  await server.register(serveBoard, { ...pages, logo })
  const issuer = options.issuerClient ? new IssuerClient(options.issuerClient) : null
  await server.register(serveEdit, { ...pages, issuer, noteOf: noteFor })
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
    return reply
      .code(answer.status)
      .headers(answer.headers)
      .send({ errors: [answer.error] })
  })
  return noteFor
}

// Queries may travel in the address; they are not for the log.
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''
