import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import { admit, identify } from './admission.ts'
import type { Executed, Executor } from './apollo.ts'
import type { Door } from './door.ts'
import { Unserved, headOf, shown } from './errors.ts'
import type { Operation } from './operation.ts'
import { readOperation, requirePost } from './request.ts'
import { type RequestNote, outcomeOf } from './request-log.ts'

const JSON_TYPE = 'application/json; charset=utf-8'
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8'

/**
 * GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/) at /graphql: queries and mutations by POST with JSON, queries by GET.
 * A page of another site can send nothing but such a GET without asking first; it changes nothing, bears no token (we have no cookies), and its
 * answer may be neither read nor run there.
 */
export function serveOperations(
  server: FastifyInstance,
  door: Door,
  { execute }: Executor,
  noteOf: (request: FastifyRequest) => RequestNote,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const note = noteOf(request)
    const type = typeOf(request)
    // CORS may have said that it varies with more.
    reply.header('vary', [reply.getHeader('vary'), 'accept'].flat().filter(Boolean).join(', '))
    reply.header('cache-control', 'no-store').type(type)
    const address = door.addressOf(request.raw)
    const caller = await identify(door, request.headers.authorization, address)
    const operation = await admit(door, readOperation(request), { caller, address })
    if (!Array.isArray(operation)) {
      note.operation = operation.operationName
      requirePost(operation, request, reply)
      refuseSubscription(operation)
    }
    const { result, head } = Array.isArray(operation) ? refused(operation, door) : await execute(operation)
    note.outcome = outcomeOf(result.errors)
    reply.headers(Object.fromEntries(head.headers)).code(statusOf(result, head.status, type))
    return JSON.stringify(result)
  }
  server.route({ url: '/graphql', method: ['GET', 'POST'], exposeHeadRoute: false, handler: answer })
  server.options('/graphql', (_request, reply) => reply.code(204).header('allow', 'GET, POST, OPTIONS').send())
}

/** The media type that the client likes best; JSON when it does not care. */
function typeOf(request: FastifyRequest): string {
  const type = request.accepts().type([JSON_TYPE, RESPONSE_TYPE])
  if (typeof type === 'string') return type
  const message = 'This address answers with application/graphql-response+json or application/json: send one in Accept.'
  throw new Unserved(406, 'BAD_REQUEST', message)
}

function refuseSubscription({ definition }: Operation): void {
  if (definition.operation !== OperationTypeNode.SUBSCRIPTION) return
  const message = 'A subscription needs a WebSocket at this address, or an event stream at /graphql/stream.'
  throw new Unserved(400, 'BAD_REQUEST', message)
}

function refused(errors: Extract<ReturnType<Door['documents']['operation']>, unknown[]>, { log }: Door): Executed {
  return { result: { errors: errors.map((error) => shown(error, error.toJSON(), log)) }, head: headOf(errors) }
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
