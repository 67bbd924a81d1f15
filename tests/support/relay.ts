import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { once } from 'node:events'

/** A way to a server that a test can cut. */
export interface Relay {
  readonly port: number
  /** How many connections lead through it now. */
  readonly open: () => number
  /** Cuts what is open. New connections are cut at once until restore(). */
  readonly cut: () => void
  readonly restore: () => void
  readonly close: () => Promise<void>
}

/** What passes: bytes from the server, which a test may change. */
type Passing = (bytes: Buffer) => Buffer

/** Passes everything on to a port of this machine. */
export async function openRelay(to: number, fromServer: Passing = (bytes) => bytes): Promise<Relay> {
  const pairs = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    client.on('error', () => undefined)
    if (isCut) {
      client.destroy()
      return
    }
    const remote = connect(to, '127.0.0.1')
    remote.on('error', () => undefined)
    pairs.add(client)
    client.on('data', (bytes) => remote.write(bytes))
    remote.on('data', (bytes) => client.write(fromServer(bytes)))
    client.on('close', () => {
      pairs.delete(client)
      remote.destroy()
    })
    remote.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    isCut = true
    for (const client of pairs) client.destroy()
  }
  return {
    // A server that listens on a port has an address of that form.
    port: (server.address() as AddressInfo).port,
    open: () => pairs.size,
    cut,
    restore: () => (isCut = false),
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The same address with another port. */
export function through(address: string, { port }: Relay): string {
  const changed = new URL(address)
  changed.port = String(port)
  return changed.href
}
