import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { GraphQLError, execute } from 'graphql'
import { CloseCode, type Server as Protocol, handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { ANYONE, type Caller } from '../access/access.ts'
import { admit, identify } from './admission.ts'
import { Burst } from './burst.ts'
import { type Sink, deliver } from './delivery.ts'
import type { Door } from './door.ts'
import { masked, visible } from './errors.ts'
import type { Operation, OperationRequest } from './operation.ts'
import { Flow } from './flow.ts'
import { FrameHead } from './frame.ts'
import { mayOpenSocket } from './origins.ts'
import { finish, noteOf, outcomeOf } from './request-log.ts'
import type { Stream } from './streams.ts'

/** For so many questions in a row a client may give no sign of life but that it takes what is sent. */
const SLOW_BEATS = 5

/** Of the IANA registry, as streams.ts says it. */
const TRY_AGAIN_LATER = 1013

/** What one socket may ask for. */
export interface SocketLimits {
  readonly maxMessageBytes: number
  readonly maxSubscriptionsPerSocket: number
  readonly connectionInitTimeoutMs: number
  /** Of other sites whose pages may open sockets. */
  readonly corsOrigins: readonly string[]
}

/** A socket as the protocol's hooks see it. */
interface Connection {
  readonly socket: WebSocket
  /** What it runs on. */
  readonly transport: Socket
  readonly address: string
  caller: Caller
}

/** What subscribe() of the protocol is handed: the operation, and the message of the client that its results answer. */
type Asked = Operation & { readonly connection: Connection; readonly id: string }

/**
 * GraphQL over WebSocket (graphql-transport-ws) at /graphql of a server. A token goes as `authorization` into the payload of connection_init;
 * one that is not valid closes the socket with 4403. Limits close it too, each with its code (docs/live-feed.md).
 */
export function openSockets(server: Server, door: Door, limits: SocketLimits): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxMessageBytes,
    handleProtocols,
    perMessageDeflate: false,
  })
  const protocol = speak(door, limits)
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?', 1)[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    if (!mayOpenSocket(request.headers, limits.corsOrigins)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    const address = door.addressOf(request)
    // A client may be gone before it is answered; without a listener that would end the process.
    const lost = () => socket.destroy()
    socket.on('error', lost)
    void door.limits.connection(address).then((limited) => {
      socket.off('error', lost)
      sockets.handleUpgrade(request, socket, head, (client) => {
        if (limited) client.close(TRY_AGAIN_LATER, limited.message)
        else accept(client, { address, transport: request.socket }, protocol, door)
      })
    })
  })
}

function accept(
  socket: WebSocket,
  { address, transport }: { readonly address: string; readonly transport: Socket },
  protocol: Protocol<Connection>,
  door: Door,
): void {
  // A frame that breaks the rules ends the socket with a code of ws's own (1002, 1007, 1009); without a listener the process.
  socket.on('error', (error) => door.log.debug({ err: error }, 'A client broke the rules of WebSocket'))
  // After the handshake, since browsers are told of close codes and not of HTTP statuses.
  const refusal = door.streams.refusal(address)
  if (refusal) {
    socket.close(refusal.code, refusal.reason)
    return
  }
  const connection: Connection = { socket, transport, address, caller: ANYONE }
  const leave = door.streams.add(streamOf(connection))
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => sent(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => {
        socket.on('message', (message) => {
          // What had come before it was closed is still handed over: thousands of operations, of one that was closed for too many.
          if (socket.readyState !== socket.OPEN) return
          // ws hands messages over as one Buffer unless it is told otherwise.
          take((message as Buffer).toString()).catch((error: unknown) => {
            door.log.error({ err: error }, 'A message could not be answered through a fault of ours')
            socket.close(CloseCode.InternalServerError, 'Internal server error')
          })
        })
      },
    },
    connection,
  )
  socket.once('close', (code, reason) => {
    leave()
    void closed(code, reason.toString())
  })
}

function streamOf(connection: Connection): Stream {
  const { socket, transport, address } = connection
  const flow = new Flow(transport)
  let unanswered = 0
  socket.on('pong', () => (unanswered = 0))
  return {
    transport: 'websocket',
    address,
    token: () => connection.caller.token,
    end: (code, reason) => socket.close(code, reason),
    cut: () => socket.terminate(),
    beat: () => {
      // A slow client comes to the question late, behind what it has not read yet; one that has stalled takes nothing at all.
      if (unanswered >= SLOW_BEATS || (unanswered > 0 && !flow.moved())) socket.terminate()
      unanswered += 1
      if (socket.readyState === socket.OPEN) socket.ping()
      flow.mark()
    },
  }
}

/** Settles when the text has left the process: graphql-ws waits for that before it goes on. */
function sent(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) {
      resolve()
      return
    }
    // Whatever hinders a write also closes the socket, and that is told elsewhere.
    socket.send(text, () => resolve())
  })
}

/** The protocol with our answers. */
function speak(door: Door, limits: SocketLimits): Protocol<Connection> {
  const { log, metrics } = door
  const burst = new Burst()
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: limits.connectionInitTimeoutMs,
    onConnect: async ({ extra, connectionParams }) => {
      try {
        extra.caller = await identify(door, connectionParams?.['authorization'], extra.address)
        door.streams.endInTime(extra.caller)
        return true
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error
        // Of what is said, the first sentence: the reason of a close has room for 123 bytes.
        extra.socket.close(CloseCode.Forbidden, error.message.split('.', 1)[0])
        return false
      }
    },
    onSubscribe: async ({ extra, subscriptions }, id, payload) => {
      if (Object.keys(subscriptions).length > limits.maxSubscriptionsPerSocket) {
        extra.socket.close(CloseCode.TooManyInitialisationRequests, 'Too many subscriptions on this socket')
        return []
      }
      const note = { ...noteOf(), counts: true, operation: payload.operationName ?? null }
      const operation = await admitted(door, payload, extra)
      if (!Array.isArray(operation)) return { ...operation, connection: extra, id }
      const errors = operation.map((error) => visible(error, log))
      finish(log, metrics, { ...note, outcome: outcomeOf(errors) }, { over: 'websocket' })
      return errors
    },
    execute: async (args) => {
      const note = { ...noteOf(), counts: true, operation: args.operationName ?? null }
      const result = masked(await execute(args), log)
      finish(log, metrics, { ...note, outcome: outcomeOf(result.errors) }, { over: 'websocket' })
      return result
    },
    subscribe: async (args) => {
      // As onSubscribe made it.
      const asked = args as unknown as Asked
      const note = { ...noteOf(), counts: true, operation: asked.operationName }
      const answer = await deliver(asked, sinkOf(asked, burst), door)
      const begun = Symbol.asyncIterator in answer
      const result = begun ? answer : masked(answer, log)
      finish(log, metrics, { ...note, outcome: begun ? 'ok' : outcomeOf(answer.errors) }, { over: 'websocket' })
      return result
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => visible(error, log)),
  })
}

/** As admit; what is wrong is told by a message, and the socket stays. */
async function admitted(
  door: Door,
  wanted: OperationRequest,
  connection: Connection,
): Promise<Operation | GraphQLError[]> {
  try {
    return await admit(door, wanted, connection)
  } catch (error) {
    if (error instanceof GraphQLError) return [visible(error, door.log)]
    throw error
  }
}

/**
 * The next messages of one subscription. Thousands get the same bytes of a result, so these are not copied for each: a message goes out as
 * one frame in one write of two buffers, of which only the first is of this subscription.
 *
 * ws frames a message that is one buffer. So this one is framed here (RFC 6455, 5.2) and goes to the connection below ws, between whole
 * frames of its own: without compression, which we do not offer, ws hands each frame to the connection at once.
 */
function sinkOf({ connection: { socket, transport }, id }: Asked, burst: Burst): Sink {
  const head = new FrameHead(Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`))
  return {
    send: ({ closing }, sent) => {
      burst.hold(transport)
      transport.write(head.before(closing.length))
      transport.write(closing, sent)
    },
    closed: () => socket.readyState !== socket.OPEN,
  }
}
