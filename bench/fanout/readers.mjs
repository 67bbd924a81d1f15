import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'

/**
 * One subscriber of each kind. `open` resolves when the subscription has been sent (WebSocket) or accepted (server-sent events); what comes
 * then goes to `arrivals`. The protocols are spoken by hand: a client library would cost more than the servers that are measured.
 *
 * @typedef {{ url: string, query: string, subscriber: number, arrivals: import('./arrivals.mjs').Arrivals }} Reader
 */

/** Listens to a bare ws server, which sends without being asked. @param {Reader} reader */
export function openBare({ url, subscriber, arrivals }) {
  const socket = connect(url, [], arrivals)
  socket.on('message', (message) => {
    if (!arrivals.note(subscriber, message)) arrivals.fail(`An unknown message: ${textOf(message)}`)
  })
  return new Promise((resolve) => socket.once('open', resolve).once('close', resolve))
}

/** Subscribes over graphql-transport-ws, with an operation id of its own as client libraries do. @param {Reader} reader */
export function openTransport({ url, query, subscriber, arrivals }) {
  const socket = connect(url, ['graphql-transport-ws'], arrivals)
  socket.on('open', () => socket.send('{"type":"connection_init"}'))
  return new Promise((resolve) => {
    socket.once('close', resolve)
    socket.on('message', (message) => {
      if (arrivals.note(subscriber, message)) return
      const { type } = JSON.parse(message)
      if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query } }), resolve)
      } else if (type === 'ping') socket.send('{"type":"pong"}')
      else if (type !== 'pong') arrivals.fail(`The server said: ${textOf(message)}`)
    })
  })
}

function connect(url, protocols, arrivals) {
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false, skipUTF8Validation: true })
  socket.on('error', (error) => arrivals.fail(error.message))
  socket.on('close', (code, reason) => arrivals.fail(`A socket was closed: ${code} ${reason}`))
  return socket
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
const END_OF_EVENT = '\n\n'

/** Subscribes over server-sent events, a connection for each. @param {Reader} reader */
export function openEvents({ url, query, subscriber, arrivals }) {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
    const asked = request(url, { agent, method: 'POST', headers }, (response) => {
      if (response.statusCode !== 200) arrivals.fail(`A subscription was answered with ${response.statusCode}.`)
      response.on(
        'data',
        splitter((event) => noteEvent(event, subscriber, arrivals)),
      )
      response.on('close', () => arrivals.fail('A stream of events ended.'))
      resolve()
    })
    asked.on('error', (error) => {
      arrivals.fail(error.message)
      resolve()
    })
    asked.end(JSON.stringify({ query }))
  })
}

/** Cuts a stream into events, each with its end. */
function splitter(take) {
  let rest = null
  return (bytes) => {
    let left = rest === null ? bytes : Buffer.concat([rest, bytes])
    for (let end = left.indexOf(END_OF_EVENT); end >= 0; end = left.indexOf(END_OF_EVENT)) {
      take(left.subarray(0, end + END_OF_EVENT.length))
      left = left.subarray(end + END_OF_EVENT.length)
    }
    rest = left.length > 0 ? left : null
  }
}

function noteEvent(event, subscriber, arrivals) {
  // A line that begins with a colon is a comment; Yoga sends one every twelve seconds.
  if (arrivals.note(subscriber, event) || event[0] === 0x3a) return
  arrivals.fail(`The server said: ${textOf(event)}`)
}

const textOf = (message) => message.toString().slice(0, 300)
