import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type GraphQLError, OperationTypeNode, execute } from 'graphql'
import { admit, identify } from './admission.ts'
import { type Sink, deliver } from './delivery.ts'
import type { Door } from './door.ts'
import { Unserved, masked } from './errors.ts'
import { EventStream } from './event-stream.ts'
import type { Operation } from './operation.ts'
import { readOperation, requirePost } from './request.ts'
import { type RequestNote, finish, outcomeOf } from './request-log.ts'

/**
 * GraphQL over server-sent events (graphql-sse, distinct connections mode) at /graphql/stream, by POST with JSON and by GET. Each event of a
 * subscription has its cursor as `id:`, and a request with Last-Event-ID goes on after that, whatever its document says.
 */
export function serveEventStreams(
  server: FastifyInstance,
  door: Door,
  noteOf: (request: FastifyRequest) => RequestNote,
): void {
  server.route({
    url: '/graphql/stream',
    method: ['GET', 'POST'],
    exposeHeadRoute: false,
    handler: (asked, reply) => answer(asked, reply, door, noteOf(asked)),
  })
}

async function answer(asked: FastifyRequest, reply: FastifyReply, door: Door, note: RequestNote): Promise<void> {
  const address = door.addressOf(asked.raw)
  const accepted = asked.headers.accept ?? ''
  if (!/text\/event-stream|\*\/\*/.test(accepted))
    throw new Unserved(406, 'BAD_REQUEST', 'This address answers with text/event-stream: send it in Accept.')
  const caller = await identify(door, asked.headers.authorization, address)
  const operation = await admit(door, readOperation(asked), { caller, address, resumeAfter: lastEventId(asked) })
  if (!Array.isArray(operation)) requirePost(operation, asked, reply)
  const refusal = door.streams.refusal(address)
  if (refusal) throw new Unserved(503, 'RATE_LIMITED', `${refusal.reason}.`)
  const limited = await door.limits.connection(address)
  if (limited) throw limited
  note.operation = Array.isArray(operation) ? null : operation.operationName
  const opened = { address, token: caller.token, headers: reply.getHeaders() }
  door.streams.endInTime(caller)
  reply.hijack()
  const events = new EventStream(reply.raw, door.streams, opened)
  try {
    await stream(events, operation, door, note)
  } catch (error) {
    // Too late for a status: the client finds the stream cut, and asks again.
    door.log.error({ err: error }, 'An event stream broke through a fault of ours')
    events.cut()
  }
}

async function stream(
  events: EventStream,
  operation: Operation | GraphQLError[],
  door: Door,
  note: RequestNote,
): Promise<void> {
  const result = Array.isArray(operation) ? { errors: operation } : await begin(events, operation, door)
  if (Symbol.asyncIterator in result) {
    finish(door.log, door.metrics, note, { over: 'sse' })
    // Ends when the reader leaves, the token ends or the service stops.
    events.onceClosed(() => void result.return?.())
    await result.next()
  } else {
    const shown = masked(result, door.log)
    note.outcome = outcomeOf(shown.errors)
    finish(door.log, door.metrics, note, { over: 'sse' })
    await events.send(Buffer.from(JSON.stringify(shown)), null)
  }
  events.complete()
}

function begin(events: EventStream, operation: Operation, door: Door): ReturnType<typeof deliver> {
  const sink: Sink = {
    send: ({ json, cursor }, sent) => void events.send(json, cursor).then(() => sent()),
    closed: () => events.closed,
  }
  return operation.definition.operation === OperationTypeNode.SUBSCRIPTION
    ? deliver(operation, sink, door)
    : Promise.resolve(execute(operation))
}

function lastEventId({ headers }: FastifyRequest): string | null {
  const id = headers['last-event-id']
  return typeof id === 'string' && id !== '' ? id : null
}
