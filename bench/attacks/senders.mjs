// How an attack is sent. Each answers the code that it met, or "answered".
import { request } from 'node:http'
import { connect } from 'node:net'
import { WebSocket } from 'ws'

/** @typedef {{ readonly query: string, readonly variables?: Readonly<Record<string, unknown>> }} Operation */

/**
 * @param {string} text
 * @param {string} otherwise
 */
const codeIn = (text, otherwise = 'answered') => /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? otherwise

/**
 * Any body, over HTTP.
 *
 * @param {string} url
 * @param {string | Buffer} body
 * @param {Readonly<Record<string, string>>} [headers]
 * @returns {Promise<string>}
 */
export function postBody(url, body, headers = {}) {
  return new Promise((resolve) => {
    const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }
    const asking = request(`${url}/graphql`, { method: 'POST', headers: all }, (answer) => {
      let text = ''
      answer.on('data', (part) => (text += String(part)))
      answer.on('end', () =>
        resolve(codeIn(text, answer.statusCode === 200 ? 'answered' : `status ${answer.statusCode}`)),
      )
    })
    // It may hang up on a body that is too large before all of it is sent.
    asking.on('error', () => resolve('cut'))
    asking.end(body)
  })
}

/**
 * @param {string} url
 * @param {Operation} operation
 */
export const post = (url, { query, variables }) => postBody(url, JSON.stringify({ query, variables }))

/**
 * Messages on a new WebSocket, before or after the acknowledgement.
 *
 * @param {string} url
 * @param {readonly string[]} messages
 * @param {{ readonly early?: boolean }} [how]
 * @returns {Promise<string>} The code of the first answer, or what it was closed with.
 */
export function overSocket(url, messages, { early = false } = {}) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const sendAll = () => messages.forEach((each) => socket.send(each))
    const done = (/** @type {string} */ what) => {
      resolve(what)
      socket.terminate()
    }
    socket.on('open', () => (early ? sendAll() : socket.send('{"type":"connection_init"}')))
    socket.on('message', (data) => {
      const text = String(data)
      if (text.includes('connection_ack')) sendAll()
      else if (messages.length === 1) done(codeIn(text))
    })
    socket.on('error', () => undefined)
    socket.on('close', (code) => done(`closed ${code}`))
  })
}

/**
 * Connections that begin a request and go on by a byte now and then.
 *
 * @param {string} url
 * @param {string} beginning
 * @param {{ readonly connections: number, readonly withinMs: number }} how
 * @returns {Promise<string>} How many were cut, and after how long.
 */
export async function slowly(url, beginning, { connections, withinMs }) {
  const { port } = new URL(url)
  const begun = performance.now()
  let cut = 0
  let lastCutMs = 0
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(beginning))
    const dripping = setInterval(() => socket.write('x'), 250)
    socket.on('error', () => undefined)
    socket.on('data', () => undefined)
    socket.on('close', () => {
      clearInterval(dripping)
      cut += 1
      lastCutMs = performance.now() - begun
    })
    return socket
  })
  while (cut < connections && performance.now() - begun < withinMs)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const found = cut
  sockets.forEach((socket) => socket.destroy())
  return found === 0
    ? `open after ${Math.round(withinMs / 1000)} s`
    : `${found} of ${connections} cut within ${Math.round(lastCutMs / 1000)} s`
}
