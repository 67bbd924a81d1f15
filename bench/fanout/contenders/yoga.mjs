// (c) GraphQL Yoga as its documentation shows it, over server-sent events.
import { createServer } from 'node:http'
import { answer } from '../../child.mjs'
import { openPeer } from '../peer.mjs'
import { createYoga } from 'graphql-yoga'

let peer
answer({
  start: async ({ databaseUrl }) => {
    peer = await openPeer(databaseUrl)
    const yoga = createYoga({ schema: peer.schema, context: () => peer.contextFor(), logging: false })
    const server = createServer(yoga)
    await new Promise((resolve, reject) => server.listen(0, '127.0.0.1', resolve).once('error', reject))
    return { url: `http://127.0.0.1:${server.address().port}/graphql` }
  },
  listening: () => peer.listening(),
})
