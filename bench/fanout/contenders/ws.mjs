// (a) A bare ws server. It renders each update once and sends every socket the same frame: what cannot be had cheaper with ws.
import { createSourceEventStream, execute, parse } from 'graphql'
import { WebSocketServer } from 'ws'
import { answer, usageOfProcess } from '../../child.mjs'
import { openPeer } from '../peer.mjs'

let server
let renderingMicros = 0

answer({
  start: async ({ databaseUrl, query, id }) => {
    const peer = await openPeer(databaseUrl)
    const operation = { schema: peer.schema, document: parse(query), contextValue: peer.contextFor() }
    const events = await createSourceEventStream(operation)
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
    void sendAll(events, operation, id)
    return { url: `ws://127.0.0.1:${server.address().port}` }
  },
  listening: () => server.clients.size,
  usage: () => ({ ...usageOfProcess(), renderingMicros }),
})

async function sendAll(events, operation, id) {
  for await (const rootValue of events) {
    const before = usageOfProcess().cpuMicros
    const payload = await execute({ ...operation, rootValue })
    const frame = Buffer.from(JSON.stringify({ id, type: 'next', payload }))
    renderingMicros += usageOfProcess().cpuMicros - before
    for (const client of server.clients) client.send(frame, { binary: false })
  }
}
