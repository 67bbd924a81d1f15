// Prints status updates as they are added: node examples/subscribe.mjs [url] [cursor to go on after] [token]
// Reading needs no token; with one, what only editors may read is there too.
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

const [url = 'ws://127.0.0.1:4000/graphql', after = '', token = ''] = process.argv.slice(2)

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  connectionParams: token === '' ? {} : { authorization: `Bearer ${token}` },
  retryAttempts: 0,
})

const query = `subscription StatusFeed($after: Cursor) {
  negotiationStatusAdded(after: $after) {
    cursor
    statusUpdate {
      kind
      summary
      party { name }
      evidenceStatements {
        speaker { ... on Person { name } ... on Organization { name } }
        quotes { exact }
      }
    }
  }
}`

try {
  for await (const { data, errors } of client.iterate({ query, variables: { after: after === '' ? null : after } })) {
    console.log(JSON.stringify(errors ?? data.negotiationStatusAdded, null, 2))
    if (errors) process.exitCode = 1
  }
} catch (problem) {
  // An error of the connection, the close of the socket, or the errors of the operation.
  const said = Array.isArray(problem)
    ? problem.map(({ message }) => message).join(' ')
    : problem.message || problem.reason
  console.error(`${url}: ${said || `closed with code ${problem.code}`}`)
  process.exitCode = 1
}
