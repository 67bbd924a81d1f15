import { type Client, createClient } from 'graphql-ws/client'

/** How to reach the service. */
export interface ConnectionOptions {
  /** Absolute; http and https will do too. */
  readonly url: string
  /** A function is asked at each connection, so also when the token of an open one has run out. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>)
  /** The one of the package ws, for Node before 22, which has none of its own. */
  readonly webSocketImpl?: unknown
}

const PING_MS = 10_000
/** How long the service may take to let us in, or to answer a ping. A network that is gone says nothing. */
const ANSWER_MS = 10_000

/** Who is told of what becomes of a connection. */
export interface ConnectionWatch {
  /** The service has let us in. */
  readonly onOpen: () => void
  /**
   * It has failed or closed, also when that was ours; an error comes before the close that it causes. Told before graphql-ws acts on it:
   * after a close with 1000 it connects again for whoever has not left.
   */
  readonly onEnd: (problem: unknown) => void
}

/** A client for one connection, which it makes with its first operation. One that says nothing any more is closed with code 4499. */
export function clientOf({ url, token, webSocketImpl }: ConnectionOptions, watch: ConnectionWatch): Client {
  let silence: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: new URL(url.replace(/^http/, 'ws')).href,
    webSocketImpl,
    // It would send the operation with the cursor that it began with.
    retryAttempts: 0,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: ANSWER_MS,
    connectionParams: async () => {
      const given = typeof token === 'function' ? await token() : token
      return given ? { authorization: `Bearer ${given}` } : {}
    },
    on: {
      connected: watch.onOpen,
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), ANSWER_MS)
      },
      pong: () => clearTimeout(silence),
      closed: (event) => {
        clearTimeout(silence)
        watch.onEnd(event)
      },
      error: watch.onEnd,
    },
  })
  return client
}

/** What ended a connection. code: of the GraphQL error; of the close, as '4403'; or CHAIN_BROKEN. */
export class FeedError extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** Of what graphql-ws tells: the errors of an operation, a close, an error of the socket, or what token() threw. */
export function feedErrorOf(problem: unknown): FeedError {
  if (problem instanceof FeedError) return problem
  const [first] = Array.isArray(problem) ? (problem as unknown[]) : [problem]
  // Whichever it is, it is an object; which of these it has tells them apart.
  const { extensions, code, reason, message } = Object(first) as {
    readonly extensions?: { readonly code?: string }
    readonly code?: unknown
    readonly reason?: string
    readonly message?: string
  }
  const said = [reason, message].find(Boolean) ?? 'The connection was lost.'
  if (Array.isArray(problem)) return new FeedError(extensions?.code ?? 'INTERNAL_SERVER_ERROR', said, problem)
  return new FeedError(typeof code === 'number' ? String(code) : '1006', said, problem)
}

/** Faults of the service pass, and so do closes, save those that would come again (RFC 6455, 7.4.1; graphql-transport-ws). */
const PASSING = /^(INTERNAL_SERVER_ERROR|RATE_LIMITED|(?!100[2-47-9]|1010|44(?!08|99))\d+)$/

/** Whether trying again may help. */
export function mayPass({ code }: FeedError): boolean {
  return PASSING.test(code)
}

/** How long to wait after this many losses in a row: anything up to 1 s, then 2 s, 4 s and so on to 30 s, so that not all come back at once. */
export function waitMsAfter(losses: number): number {
  return Math.random() * Math.min(30_000, 1000 * 2 ** losses)
}
