// The clients, in a process of their own. They speak just enough HTTP by hand to cost less than what they measure.
import { connect } from 'node:net'
import { answer, usageOfProcess } from '../child.mjs'

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n')
const BUFFER_BYTES = 1 << 18
/** After this long without an answer something is broken. */
const LIMIT_MS = 20_000

answer({ run })

/**
 * Sends one request again and again over some connections, each the next when it has its answer, for some seconds. Where there is a number to count
 * from, which stands in the body, each request has the next in its place.
 *
 * @param {{ url: string, body: string, headers?: Record<string, string>, countFrom?: number, connections: number, seconds: number }} input
 */
async function run({ url, body, headers = {}, countFrom = null, connections, seconds }) {
  const { hostname, port, pathname } = new URL(url)
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nAccept: application/json\r\n` +
      `${more.join('')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  const numberAt = countFrom === null ? null : request.indexOf(String(countFrom))
  let number = countFrom
  const next = (own) => {
    if (numberAt !== null) own.write(String(++number), numberAt, 'latin1')
    return own
  }
  const tally = { latencies: [], shortest: Infinity, longest: 0, sample: null, errors: new Set(), until: Infinity }
  const clients = await Promise.all(
    Array.from({ length: connections }, () => open({ hostname, port, request: Buffer.from(request), next, tally })),
  )
  const before = { ...usageOfProcess(), loop: performance.eventLoopUtilization() }
  const startedAt = performance.now()
  tally.until = startedAt + seconds * 1000
  await Promise.all(clients.map((client) => client.run()))
  const tookMs = performance.now() - startedAt
  const busy = performance.eventLoopUtilization(before.loop).utilization
  for (const client of clients) client.close()
  const sorted = Float64Array.from(tally.latencies).sort()
  return {
    requests: sorted.length,
    perSecond: (sorted.length / tookMs) * 1000,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    busy,
    bytes: tally.longest,
    uneven: tally.shortest !== tally.longest,
    sample: tally.sample?.toString() ?? null,
    errors: [...tally.errors],
  }
}

const quantile = (sorted, share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN

/** One connection. Request and buffer are its own and used again, so that nothing is allocated for an answer. */
function open({ hostname, port, request, next, tally }) {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  const answers = new Answers(tally)
  let sentAt = 0
  let settle = () => undefined
  const timer = setTimeout(() => fail('No answer came for 20 seconds.'), LIMIT_MS)
  const fail = (error) => {
    tally.errors.add(error)
    settle()
  }
  const send = () => {
    sentAt = performance.now()
    socket.write(next(request))
  }
  const take = (length, bytes) => {
    if (!answers.take(bytes.subarray(0, length))) return true
    const now = performance.now()
    tally.latencies.push(now - sentAt)
    if (now < tally.until) send()
    else settle()
    return true
  }
  const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer, callback: take } })
  socket.on('error', (error) => fail(error.message)).on('close', () => fail('The server closed a connection.'))
  const run = () =>
    new Promise((resolve) => {
      settle = resolve
      timer.refresh()
      send()
    })
  const close = () => {
    clearTimeout(timer)
    socket.removeAllListeners('close')
    socket.destroy()
  }
  return new Promise((resolve) => {
    settle = () => resolve({ run: () => Promise.resolve(), close })
    socket.once('connect', () => resolve({ run, close }))
  })
}

/** Finds where an answer ends: by its length or, without one, by the last chunk. */
class Answers {
  #tally
  #left = 0
  #chunked = false
  #length = 0
  #head = null
  #sample = []

  constructor(tally) {
    this.#tally = tally
  }

  /** @returns {boolean} whether the answer is complete */
  take(bytes) {
    const body = this.#left === 0 && !this.#chunked ? this.#begin(bytes) : bytes
    if (body === null) return false
    if (this.#tally.sample === null) this.#sample.push(Buffer.from(body))
    if (this.#chunked) {
      this.#length += body.length
      if (!endsWith(body, LAST_CHUNK)) return false
      this.#chunked = false
    } else {
      this.#left -= body.length
      if (this.#left > 0) return false
    }
    const { shortest, longest } = this.#tally
    this.#tally.shortest = Math.min(shortest, this.#length)
    this.#tally.longest = Math.max(longest, this.#length)
    this.#tally.sample ??= Buffer.concat(this.#sample)
    return true
  }

  /** Reads the head. @returns what there is of the body; null when the head is not complete */
  #begin(bytes) {
    const all = this.#head === null ? bytes : Buffer.concat([this.#head, bytes])
    const end = all.indexOf(HEAD_END)
    this.#head = end < 0 ? Buffer.from(all) : null
    if (end < 0) return null
    const head = all.latin1Slice(0, end)
    if (!head.startsWith('HTTP/1.1 200'))
      this.#tally.errors.add(`The server answered: ${head.slice(0, head.indexOf('\r'))}`)
    const length = /content-length: (\d+)/i.exec(head)
    this.#chunked = length === null
    this.#left = length === null ? 0 : Number(length[1])
    this.#length = this.#left
    return all.subarray(end + HEAD_END.length)
  }
}

// A JSON text has no line break of this kind, so that none but the last chunk looks like it. Servers write it in one piece with what is before.
const endsWith = (bytes, end) => bytes.length >= end.length && bytes.subarray(-end.length).equals(end)
