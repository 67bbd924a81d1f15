import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** So long a request may still take when the service stops. */
const GRACE_MS = 10_000

/**
 * Follows the connections of a server, so that its close() comes to an end. The answer is called before that: it ends the connections on which
 * nothing is under way, the others when they have been answered, and after ten seconds what is left.
 * Node's own closeIdleConnections() passes over a connection that has not sent a request yet, and browsers open those to be quick.
 */
export function followConnections(server: Server): () => void {
  const open = new Map<Socket, number>()
  let ending = false
  const endIfIdle = (socket: Socket) => {
    if (ending && open.get(socket) === 0) socket.destroySoon()
  }
  const change = (socket: Socket, by: number) => {
    const under = open.get(socket)
    if (under !== undefined) open.set(socket, under + by)
    endIfIdle(socket)
  }
  server.on('connection', (socket) => {
    open.set(socket, 0)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    change(socket, 1)
    response.once('close', () => change(socket, -1))
  })
  return () => {
    ending = true
    for (const socket of open.keys()) endIfIdle(socket)
    const late = setTimeout(() => {
      for (const socket of open.keys()) socket.destroy()
    }, GRACE_MS)
    late.unref()
    server.once('close', () => clearTimeout(late))
  }
}
