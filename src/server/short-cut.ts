import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Encoding } from './answer.ts'
import type { Answers } from './answers.ts'
import type { Door } from './door.ts'
import { JSON_IN_UTF8, MAX_QUESTION_BYTES } from './request.ts'
import { finish, noteOf } from './request-log.ts'

/** What a kept answer takes of the client's limit, whatever the question can cost. */
export const KEPT_COST = 1
const LEARNED_BYTES = 8 * 1024 * 1024
const LEARNING_BYTES = 500

/** How a question in these words was answered the usual way. */
interface Learned {
  /** Under what the answer is kept. */
  readonly key: string
  readonly encoding: Encoding
  readonly operation: string | null
  /** Names and values in turn. */
  readonly headers: readonly string[]
}

/**
 * Answers readers who ask by POST in the very words of an earlier question, byte for byte, before Fastify begins: reading, checking and admitting the
 * operation came to the same the last time. Who sends a token, an Origin or a cursor goes the usual way, and so does whoever asks what is not kept.
 */
export class ShortCut {
  readonly #door: Door
  readonly #answers: Answers
  readonly #learned = new LRUCache<string, Learned>({ maxSize: LEARNED_BYTES })
  /** Of questions that went the usual way after all. */
  readonly #bodies = new WeakMap<IncomingMessage, Buffer>()

  constructor(door: Door, answers: Answers) {
    this.#door = door
    this.#answers = answers
  }

  /** Answers the request, or has it go the usual way. */
  take(request: IncomingMessage, response: ServerResponse, usual: () => void): void {
    if (this.#door.streams.draining || !isQuestion(request)) {
      usual()
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      if (this.#answer(request, response, body, usual)) return
      this.#bodies.set(request, body)
      usual()
    })
  }

  /** Has Fastify read the bodies that were read here already. */
  giveBack(server: FastifyInstance): void {
    server.addHook('preParsing', (request, _reply, payload, done) => {
      const body = this.#bodies.get(request.raw)
      done(null, body === undefined ? payload : again(body))
    })
  }

  /** Remembers how a question of a reader was answered, with the headers of that answer. */
  learn(
    request: IncomingMessage,
    learned: Omit<Learned, 'headers'>,
    given: ReturnType<FastifyReply['getHeaders']>,
  ): void {
    const body = this.#bodies.get(request)
    if (body === undefined) return
    const words = wordsOf(request, body)
    const { 'x-request-id': _, ...headers } = given
    const named = Object.entries(headers).flatMap(([name, value]) => [name, String(value)])
    this.#learned.set(words, { ...learned, headers: named }, { size: words.length + LEARNING_BYTES })
  }

  #answer(request: IncomingMessage, response: ServerResponse, body: Buffer, usual: () => void): boolean {
    const learned = this.#learned.get(wordsOf(request, body))
    const bytes = learned && this.#answers.get(learned.key)?.ready(learned.encoding)
    if (!bytes) return false
    const { log, metrics, limits, addressOf } = this.#door
    const note = { ...noteOf(), counts: true, operation: learned.operation }
    limits.take({ client: addressOf(request), cost: KEPT_COST, mutations: 0 }).then(
      () => {
        response.writeHead(200, [...learned.headers, 'content-length', String(bytes.length), 'x-request-id', note.id])
        response.end(bytes)
        finish(log, metrics, note, { over: 'http', method: 'POST', path: '/graphql', status: 200 })
      },
      // There it is refused once more, and told so.
      () => {
        this.#bodies.set(request, body)
        usual()
      },
    )
    return true
  }
}

/** Whether a request is a short question of somebody who need not be known, in JSON by POST. */
function isQuestion({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === '/graphql' &&
    JSON_IN_UTF8.test(headers['content-type'] ?? '') &&
    headers.authorization === undefined &&
    headers.origin === undefined &&
    headers['parley-cursor'] === undefined &&
    headers['content-encoding'] === undefined &&
    Number(headers['content-length']) <= MAX_QUESTION_BYTES
  )
}

/** All of a question that its answer depends on. */
function wordsOf({ headers }: IncomingMessage, body: Buffer): string {
  const { accept = '', 'accept-encoding': encoding = '' } = headers
  return `${accept}\n${encoding}\n${body.toString('latin1')}`
}

function again(body: Buffer): Readable {
  const stream = new Readable({ read: () => undefined })
  stream.push(body)
  stream.push(null)
  return stream
}
