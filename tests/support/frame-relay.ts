import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'

/** A message of the service, as the protocol has it. */
export interface Frame {
  readonly type: string
  readonly id?: string
  readonly payload?: unknown
}

/** A stand-in for the network between a client and the service. */
export interface Relay {
  readonly url: string
  /** How many connections clients have made. */
  readonly connections: () => number
  /** What arrives of a message of the service; null when nothing does. At first all arrive as they are. */
  pass: (frame: Frame) => Frame | null
  /** Closes every connection of a client: with a code, or without a word. */
  readonly cut: (code?: number) => void
  readonly close: () => Promise<void>
}

/** Relays to a WebSocket address, frame by frame, until it is told otherwise. */
export async function startRelay(target: string): Promise<Relay> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  let connections = 0
  const relay: Relay = {
    // A server that listens on a port has an address of this form.
    url: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`,
    connections: () => connections,
    pass: (frame) => frame,
    cut: (code) => {
      for (const near of server.clients) {
        if (code === undefined) near.terminate()
        else near.close(code)
      }
    },
    close: async () => {
      relay.cut()
      server.close()
      await once(server, 'close')
    },
  }
  server.on('connection', (near) => {
    connections += 1
    const far = new WebSocket(target, 'graphql-transport-ws')
    const opened = once(far, 'open')
    near.on('message', (data: Buffer) => void opened.then(() => far.send(data.toString())))
    near.on('close', () => far.terminate())
    far.on('message', (data: Buffer) => {
      const frame = relay.pass(JSON.parse(data.toString()) as Frame)
      if (frame !== null) near.send(JSON.stringify(frame))
    })
    far.on('close', (code, reason) => {
      // These two say that there was no code; they cannot be sent.
      if (code === 1005 || code === 1006) near.terminate()
      else near.close(code, reason)
    })
    far.on('error', () => near.terminate())
  })
  return relay
}
