// (b) graphql-ws as its documentation shows it: graphql's own execute and subscribe, one execution for each subscriber and update.
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { answer } from '../../child.mjs'
import { openPeer } from '../peer.mjs'

let peer
answer({
  start: async ({ databaseUrl }) => {
    peer = await openPeer(databaseUrl)
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/graphql' })
    useServer({ schema: peer.schema, context: () => peer.contextFor() }, server)
    await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
    return { url: `ws://127.0.0.1:${server.address().port}/graphql` }
  },
  listening: () => peer.listening(),
})
