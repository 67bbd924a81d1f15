import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import { ANYONE, type Caller } from '../access/access.ts'
import type { Context } from '../live/context.ts'
import { refuseBeyond } from '../live/cursor.ts'
import { admit, identify } from './admission.ts'
import { Answer } from './answer.ts'
import type { Answers, Outcome } from './answers.ts'
import type { Executed, Executor } from './apollo.ts'
import type { Door } from './door.ts'
import { Unserved, headOf, shown } from './errors.ts'
import type { Operation } from './operation.ts'
import { JSON_TYPE, VARY, encodingOf, isHeld, typeOf } from './representation.ts'
import { cursorIn, isShort, readOperation, requirePost } from './request.ts'
import { type RequestNote, outcomeOf } from './request-log.ts'
import { KEPT_COST, type ShortCut } from './short-cut.ts'

/** What answers are made by, and kept in. */
export interface Answering {
  readonly executor: Executor
  readonly answers: Answers
  readonly shortCut: ShortCut
}

/**
 * Of answers by GET. Shared caches may hand out what they have for a second, and ask again after that, which costs a look at the head of the log.
 * Whoever must see a change sends its cursor, for which caches keep an answer of its own.
 */
export const FOR_ALL = 'public, max-age=0, s-maxage=1, must-revalidate'
/** Of answers to somebody who is known. */
export const FOR_THE_CALLER = 'private, no-cache'

/** A request that is an operation, as it is answered. */
interface Asked {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly type: string
  readonly caller: Caller
  readonly operation: Operation
}

/**
 * GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/) at /graphql: queries and mutations by POST with JSON, queries by GET.
 * A page of another site can send nothing but such a GET without asking first; it changes nothing, bears no token (the cookie of the editor's sessions goes to /edit alone), and its
 * answer may be neither read nor run there.
 */
export function serveOperations(
  server: FastifyInstance,
  door: Door,
  answering: Answering,
  noteOf: (request: FastifyRequest) => RequestNote,
): void {
  const callerOf = ({ headers }: FastifyRequest, address: string) => identify(door, headers.authorization, address)
  const answer = (request: FastifyRequest, reply: FastifyReply): Promise<string | Buffer> =>
    answerOperation(request, reply, { door, answering, note: noteOf(request), callerOf })
  server.route({ url: '/graphql', method: ['GET', 'POST'], exposeHeadRoute: false, handler: answer })
  server.options('/graphql', (_request, reply) => reply.code(204).header('allow', 'GET, POST, OPTIONS').send())
}

/** With what an operation is answered. */
export interface AnswerMeans {
  readonly door: Door
  readonly answering: Answering
  readonly note: RequestNote
  /** Who sends the request; rejects when that is nobody who may. */
  readonly callerOf: (request: FastifyRequest, address: string) => Promise<Caller>
}

/** The answer to a request that is an operation, as GraphQL over HTTP has it. */
export async function answerOperation(
  request: FastifyRequest,
  reply: FastifyReply,
  { door, answering, note, callerOf }: AnswerMeans,
): Promise<string | Buffer> {
  const { answers } = answering
  const type = typeOf(request)
  // CORS may have said that it varies with more.
  reply.header('vary', [reply.getHeader('vary'), VARY].flat().filter(Boolean).join(', '))
  reply.header('cache-control', 'no-store').type(type)
  const address = door.addressOf(request.raw)
  const caller = await callerOf(request, address)
  const keyOf = (operation: Operation) => (isShort(request) ? answers.keyOf(operation) : null)
  const priceOf = (operation: Operation) => (answers.has(keyOf(operation)) ? KEPT_COST : operation.cost)
  const operation = await admit(door, readOperation(request), { caller, address, priceOf })
  if (Array.isArray(operation)) {
    const errors = operation.map((error) => shown(error, error.toJSON(), door.log))
    return written({ result: { errors }, head: headOf(operation) }, note, { reply, type })
  }
  note.operation = operation.operationName
  requirePost(operation, request, reply)
  refuseSubscription(operation)
  const key = keyOf(operation)
  const outcome = await outcomeFor(operation, key, cursorIn(request), answering)
  if (!(outcome instanceof Answer)) return written(outcome, note, { reply, type })
  return sent(outcome, key, { request, reply, type, caller, operation }, answering)
}

/**
 * What comes of an operation. One that may write sees what the database holds, though it was written through another process; so does one that names a
 * cursor, as far as that.
 */
export async function outcomeFor(
  operation: Operation,
  key: string | null,
  cursor: string | undefined,
  { answers, executor }: Answering,
): Promise<Outcome> {
  const { contextValue } = operation
  const { live, viewer } = contextValue
  if (cursor !== undefined) await reach(cursor, contextValue)
  if (key === null) return executor.execute(operation)
  if (viewer.role !== 'READER' && answers.has(key)) await live.catchUp()
  return answers.ask(key, (head) => executor.execute({ ...operation, contextValue: { ...contextValue, head } }))
}

/** @throws CURSOR_INVALID when the log cannot honour it */
async function reach(cursor: string, { live, log }: Context): Promise<void> {
  const sequence = log.decode(cursor)
  if (sequence > live.newest) refuseBeyond(await live.catchUp(), sequence)
}

/** An answer as bytes, with what caches need to know of it. */
async function sent(
  answer: Answer,
  key: string | null,
  { request, reply, type, caller, operation }: Asked,
  { shortCut }: Answering,
): Promise<Buffer> {
  const encoding = answer.encodingFor(encodingOf(request))
  const bytes = await answer.in(encoding)
  if (request.method === 'GET') {
    const tag = answer.tagOf(encoding, type)
    reply.headers({ etag: tag, 'cache-control': caller === ANYONE ? FOR_ALL : FOR_THE_CALLER })
    if (isHeld(request, tag)) {
      reply.code(304).removeHeader('content-type')
      return Buffer.alloc(0)
    }
  }
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  if (key !== null && caller === ANYONE) {
    const { operationName } = operation
    shortCut.learn(request.raw, { key, encoding, operation: operationName }, reply.getHeaders())
  }
  return bytes
}

function refuseSubscription({ definition }: Operation): void {
  if (definition.operation !== OperationTypeNode.SUBSCRIPTION) return
  const message = 'A subscription needs a WebSocket at this address, or an event stream at /graphql/stream.'
  throw new Unserved(400, 'BAD_REQUEST', message)
}

/** What came of an operation, as text. */
function written(
  { result, head }: Executed,
  note: RequestNote,
  { reply, type }: Pick<Asked, 'reply' | 'type'>,
): string {
  note.outcome = outcomeOf(result.errors)
  reply.headers(Object.fromEntries(head.headers)).code(statusOf(result, head.status, type))
  return JSON.stringify(result)
}

/**
 * Without data the operation was not executed. In the older media type that is no matter of the status, in the newer it is 400;
 * in both, what an error asks for comes first. Apollo asks 400 for wrong variables.
 */
function statusOf({ data }: Executed['result'], asked: number | undefined, type: string): number {
  if (data !== undefined) return asked ?? 200
  const refusal = type === JSON_TYPE ? 200 : 400
  return asked === undefined || asked === 400 ? refusal : asked
}
