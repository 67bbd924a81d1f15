import { WebSocket } from 'ws'
import { until } from './until.ts'

const QUERY =
  'subscription Crowd($after: Cursor) { changes(after: $after) { cursor previousCursor change { sequence at } } }'

interface Item {
  readonly cursor: string
  readonly previousCursor: string
  readonly change: { readonly sequence: number; readonly at: string }
}

/**
 * Many readers of the whole log, who check what they get as it comes: each sequence is the one before and one, each item goes on from the
 * last. Whoever is cut off comes back with his last cursor, to wherever the address then leads.
 */
export class Crowd {
  readonly faults: string[] = []
  /** Milliseconds from commit to arrival, of what came live. */
  readonly latencies: number[] = []
  /** Close codes, with how often each came. */
  readonly codes = new Map<number, number>()
  readonly #url: () => string
  readonly #start: { readonly cursor: string; readonly sequence: number }
  readonly #readers: Reader[] = []
  #measuring = false

  constructor(url: () => string, start: { readonly cursor: string; readonly sequence: number }) {
    this.#url = url
    this.#start = start
  }

  /** Brings in so many more, some hundred at a time, and waits until all are subscribed. */
  async come(count: number): Promise<void> {
    const more = Array.from({ length: count }, () => new Reader(this, this.#url, this.#start))
    this.#readers.push(...more)
    for (let at = 0; at < more.length; at += 200) {
      const some = more.slice(at, at + 200)
      for (const reader of some) reader.come()
      await until(() => some.every((reader) => reader.isThere), 60_000)
    }
  }

  /** Waits until all have everything up to a sequence. */
  async reach(sequence: number, withinMs = 120_000): Promise<void> {
    await until(() => this.faults.length > 0 || this.#readers.every((reader) => reader.sequence >= sequence), withinMs)
  }

  /** Notes latencies from now on, or no more. */
  measure(on: boolean): void {
    this.#measuring = on
    if (on) this.latencies.length = 0
  }

  /** Takes a note of an item. */
  note(at: string): void {
    if (this.#measuring) this.latencies.push(Date.now() - Date.parse(at))
  }

  /** How many have exactly what the log has up to a sequence. */
  complete(sequence: number): number {
    return this.#readers.filter((reader) => reader.sequence === sequence).length
  }

  leave(): void {
    for (const reader of this.#readers) reader.leave()
  }
}

class Reader {
  sequence: number
  isThere = false
  #cursor: string
  #left = false
  #socket: WebSocket | null = null
  readonly #crowd: Crowd
  readonly #url: () => string

  constructor(crowd: Crowd, url: () => string, start: { readonly cursor: string; readonly sequence: number }) {
    this.#crowd = crowd
    this.#url = url
    this.#cursor = start.cursor
    this.sequence = start.sequence
  }

  come(): void {
    if (this.#left) return
    const socket = new WebSocket(`${this.#url().replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    })
    this.#socket = socket
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('message', (data) => this.#take((data as Buffer).toString(), socket))
    socket.on('error', () => undefined)
    socket.on('close', (code) => {
      this.isThere = false
      this.#crowd.codes.set(code, (this.#crowd.codes.get(code) ?? 0) + 1)
      // Not all at the same moment, as clients of good manners do.
      setTimeout(() => this.come(), 50 + Math.random() * 500)
    })
  }

  leave(): void {
    this.#left = true
    this.#socket?.terminate()
  }

  #take(text: string, socket: WebSocket): void {
    const { type, payload } = JSON.parse(text) as { type: string; payload?: { data?: { changes: Item } } }
    if (type === 'connection_ack') {
      const variables = { after: this.#cursor }
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: QUERY, variables } }))
      socket.send('{"type":"ping"}')
      return
    }
    // Pings are answered in turn, so by then the subscription has been read.
    if (type === 'pong') {
      this.isThere = true
      return
    }
    const item = payload?.data?.changes
    if (!item) {
      this.#crowd.faults.push(`no item: ${text.slice(0, 300)}`)
      return
    }
    const { cursor, previousCursor, change } = item
    if (change.sequence !== this.sequence + 1) this.#crowd.faults.push(`${change.sequence} after ${this.sequence}`)
    if (previousCursor !== this.#cursor) this.#crowd.faults.push(`a broken chain at ${change.sequence}`)
    this.sequence = change.sequence
    this.#cursor = cursor
    this.#crowd.note(change.at)
  }
}

/** The value below which so much of the list lies; 0 of an empty one. */
export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0
}
