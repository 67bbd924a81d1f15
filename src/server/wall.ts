import fastifyCompress from '@fastify/compress'
import type { ServerOptions } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { COMPRESSED_FROM_BYTES, FAST_BROTLI, FAST_GZIP } from './answer.ts'
import { Unserved } from './errors.ts'

/** Largest body of a request: a source's text of 2,000,000 characters, escaped. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
/** A document in an address must fit; a larger one goes by POST. */
const MAX_HEADER_BYTES = 16 * 1024
const HEADERS_WITHIN_MS = 10_000
/** Longer than proxies keep theirs (nginx: 60 s), so that it is never we who close one just as it is used. */
const KEEP_ALIVE_MS = 72_000
const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'OPTIONS']

/** What the HTTP server takes in: how much, and within which time. */
export function limitsOfServer(requestTimeoutMs: number): ServerOptions & { readonly bodyLimit: number } {
  return {
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: Math.min(HEADERS_WITHIN_MS, requestTimeoutMs),
    connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs / 2),
  }
}

/** Compresses large answers, as fast as it goes; event streams are not among them. */
export async function compressAnswers(server: FastifyInstance): Promise<void> {
  await server.register(fastifyCompress, {
    threshold: COMPRESSED_FROM_BYTES,
    encodings: ['br', 'gzip'],
    brotliOptions: FAST_BROTLI,
    zlibOptions: FAST_GZIP,
    // A small body may unpack to a large one.
    globalDecompression: false,
  })
}

/**
 * Refuses what no route takes: compressed bodies with 415, other methods than an address has with 405, other addresses with 404, which who would rather read a
 * page is told by one.
 */
export function refuseTheRest(
  server: FastifyInstance,
  page: ((request: FastifyRequest, reply: FastifyReply) => string) | null,
): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding === 'identity') done()
    else done(new Unserved(415, 'BAD_REQUEST', 'Send the body as it is, without compression.'))
  })
  server.setNotFoundHandler((request, reply) => {
    const [url = ''] = request.url.split('?', 1)
    const allowed = METHODS.filter((method) => server.hasRoute({ url, method }))
    if (allowed.length === 0 && page && request.accepts().type(['json', 'html']) === 'html') return page(request, reply)
    if (allowed.length === 0) throw new Unserved(404, 'BAD_REQUEST', 'There is nothing at this address.')
    reply.header('allow', allowed.join(', '))
    throw new Unserved(405, 'BAD_REQUEST', `This address takes ${allowed.join(', ')}.`)
  })
}
