import type { Server } from 'node:http'
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  execute,
  getOperationAST,
  parse,
  validate,
} from 'graphql'
import { CloseCode, type SubscribePayload } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { Context, Viewer } from '../live/context.ts'
import { shown } from './errors.ts'
import { type Operation, subscribe } from './execution.ts'
import { logRequest, noteOf, outcomeOf } from './request-log.ts'

/** As at the HTTP door. */
const MAX_TOKENS = 10_000
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024
const KEEP_ALIVE_MS = 12_000

/** What the door needs. */
export interface SocketDoor {
  readonly schema: GraphQLSchema
  readonly log: Logger
  readonly viewerOf: (authorization: unknown) => Viewer
  readonly contextFor: (viewer: Viewer) => Context
}

/**
 * GraphQL over WebSocket (graphql-transport-ws) at /graphql of a server. A token goes as `authorization` into the payload of connection_init;
 * one that is not known closes the socket with 4403. The answer closes the door: open sockets with 1001.
 */
export function openSockets(server: Server, { schema, log, viewerOf, contextFor }: SocketDoor): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?', 1)[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
  })
  const viewers = new WeakMap<object, Viewer>()
  const closing = useServer(
    {
      onConnect: (connection) => {
        try {
          viewers.set(connection.extra, viewerOf(connection.connectionParams?.['authorization']))
          return true
        } catch {
          connection.extra.socket.close(CloseCode.Forbidden, 'This token is not known')
          return false
        }
      },
      onSubscribe: (connection, _id, payload) =>
        prepare(schema, payload, contextFor(viewers.get(connection.extra) ?? { name: null, role: 'READER' }), log),
      // Both take what onSubscribe prepared, and answer with what a client may see.
      execute: async (operation) => {
        const note = { ...noteOf(), operation: operation.operationName ?? null }
        const result = await execute(operation)
        note.outcome = outcomeOf(result.errors)
        logRequest(log, note, { over: 'websocket' })
        return masked(result, log)
      },
      subscribe: async (operation) => {
        const note = { ...noteOf(), operation: operation.operationName ?? null }
        const results = await subscribe(operation as Operation)
        if (Symbol.asyncIterator in results) return results
        note.outcome = outcomeOf(results.errors)
        logRequest(log, note, { over: 'websocket' })
        return masked(results, log)
      },
      onNext: (_connection, _id, _payload, _operation, result) => masked(result, log),
    },
    sockets,
    KEEP_ALIVE_MS,
  )
  return async () => {
    for (const client of sockets.clients) client.close(1001, 'Going away')
    await closing.dispose()
  }
}

/** The operation of a message, or what is wrong with it. */
function prepare(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  contextValue: Context,
  log: Logger,
): Operation | GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS })
    const problems = validate(schema, document)
    if (problems.length > 0) return problems.map((each) => visible(coded(each, 'GRAPHQL_VALIDATION_FAILED'), log))
    if (!getOperationAST(document, operationName)) {
      return [
        new GraphQLError('Name which operation of the document is meant.', {
          extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
        }),
      ]
    }
    return { schema, document, operationName, variableValues: variables, contextValue }
  } catch (error) {
    if (error instanceof GraphQLError) return [visible(coded(error, 'GRAPHQL_PARSE_FAILED'), log)]
    throw error
  }
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return error.extensions['code'] === undefined
    ? new GraphQLError(error.message, { ...error, extensions: { code } })
    : error
}

function visible(error: GraphQLError, log: Logger): GraphQLError {
  const { message, extensions } = shown(error, error.toJSON(), log)
  return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions })
}

function masked(result: ExecutionResult, log: Logger): ExecutionResult {
  if (!result.errors) return result
  // Without data and without a field, it was the variables that were wrong.
  return {
    ...result,
    errors: result.errors.map((error) =>
      visible(result.data === undefined && !error.path ? coded(error, 'BAD_USER_INPUT') : error, log),
    ),
  }
}
