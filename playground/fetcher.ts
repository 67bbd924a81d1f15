import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit'
import { Kind, parse, type DocumentNode } from 'graphql'
import { createClient } from 'graphql-ws'

/**
 * Sends queries and mutations over HTTP to where `askAt` says at each run, and subscriptions to `url` over WebSocket.
 * An `Authorization` typed into the headers editor goes to `url` with both, and wins over a session: on a socket, where a page cannot set headers, as `authorization` in the
 * payload of connection_init. Nothing is connected before a subscription runs.
 */
export function createFetcher(url: URL, askAt: () => URL): Fetcher {
  const socketUrl = new URL(url)
  socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return (params, { headers } = {}) => {
    const authorization = findAuthorization(headers)
    const at = authorization === undefined ? askAt() : url
    // A client for each run, so that a token changed between two runs is the one that is sent. It costs nothing until it is used.
    const wsClient = createClient({
      url: socketUrl.href,
      connectionParams: authorization === undefined ? {} : { authorization },
      // A retry would go on from now and lose what came in between without a word; better to show that the line is gone.
      retryAttempts: 0,
    })
    const send = createGraphiQLFetcher({ url: at.href, wsClient, enableIncrementalDelivery: false })
    // GraphiQL (5.4) learns 100 ms late what its editor holds: run right after a change of tab, it would name the operation of the tab
    // before and take a subscription for a query. The text itself is never late.
    const documentAST = parseIfValid(params.query)
    const operationName = documentAST === undefined ? undefined : chooseOperation(documentAST, params.operationName)
    return send({ ...params, operationName }, { headers, documentAST })
  }
}

function findAuthorization(headers: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const found = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
  return typeof found === 'string' ? found : undefined
}

/** Undefined for what is no GraphQL: the service then says what is wrong with it. */
function parseIfValid(query: string): DocumentNode | undefined {
  try {
    return parse(query)
  } catch {
    return undefined
  }
}

function chooseOperation(document: DocumentNode, wanted: string | null | undefined): string | undefined {
  const names = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ name }) => name?.value)
  return names.find((name) => name === wanted) ?? names[0]
}
