import { WebSocket } from 'ws'
import { until } from './until.ts'

/** A message of graphql-transport-ws. */
export interface Message {
  readonly type: string
  readonly id?: string
  readonly payload?: unknown
}

/** A WebSocket without a client's good manners. */
export interface RawSocket {
  readonly socket: WebSocket
  readonly messages: readonly Message[]
  /** The code and reason it was closed with; null while it is open. */
  readonly closed: () => { readonly code: number; readonly reason: string } | null
  readonly send: (...messages: readonly (Message | string)[]) => void
  /** Waits for the acknowledgement of a connection_init that it sends. */
  readonly begin: (payload?: object) => Promise<void>
}

/** Opens one at /graphql of a service, without a subprotocol when that is "". Never rejects: what goes wrong shows in `closed`. */
export async function openRaw(url: string, protocol = 'graphql-transport-ws'): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol === '' ? [] : protocol)
  const messages: Message[] = []
  let closed: { code: number; reason: string } | null = null
  socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString()) as Message))
  socket.on('close', (code, reason) => (closed = { code, reason: reason.toString() }))
  socket.on('error', () => undefined)
  const send: RawSocket['send'] = (...out) => {
    for (const each of out) socket.send(typeof each === 'string' ? each : JSON.stringify(each))
  }
  await until(() => socket.readyState === WebSocket.OPEN || closed !== null)
  return {
    ...{ socket, messages, send },
    closed: () => closed,
    begin: async (payload) => {
      send({ type: 'connection_init', payload })
      await until(() => messages.some(({ type }) => type === 'connection_ack') || closed !== null)
    },
  }
}
