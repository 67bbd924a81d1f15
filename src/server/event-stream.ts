import type { ServerResponse } from 'node:http'
import { Flow } from './flow.ts'
import type { Streams } from './streams.ts'

/** How soon a browser that lost the stream asks again. */
const RETRY_MS = 1_000

const NEXT = Buffer.from('event: next\ndata: ')
const END = Buffer.from('\n\n')

/** Who opened a stream, and the headers that its answer has anyway. */
interface Opened {
  readonly address: string
  readonly token: string | null
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>
}

/** An answer of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), in the words of graphql-sse. */
export class EventStream {
  readonly #response: ServerResponse
  readonly #flow: Flow
  readonly #closing = new Set<() => void>()
  #closed = false

  constructor(response: ServerResponse, streams: Streams, { address, token, headers }: Opened) {
    this.#response = response
    this.#flow = new Flow(response.req.socket)
    const leave = streams.add({
      transport: 'sse',
      address,
      token: () => token,
      // Cut, not ended: clients take an orderly end for the end of the feed, and would not come back.
      end: () => this.cut(),
      cut: () => this.cut(),
      beat: () => this.#beat(),
    })
    response.once('close', () => {
      leave()
      this.#close()
    })
    response.on('error', () => undefined)
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx would wait for a page full.
      'x-accel-buffering': 'no',
      ...headers,
    })
    response.write(`retry: ${String(RETRY_MS)}\n\n`)
  }

  /** Whether nobody reads any more. */
  get closed(): boolean {
    return this.#closed
  }

  /** Calls once when it closes, or now. */
  onceClosed(call: () => void): void {
    if (this.#closed) call()
    else this.#closing.add(call)
  }

  /** Sends a result, under a cursor when it has one. Settles when it has left this process, or nobody reads any more. */
  async send(result: Buffer, cursor: string | null): Promise<void> {
    if (this.#closed) return
    const id = cursor === null ? [] : [Buffer.from(`id: ${cursor}\n`)]
    if (this.#response.write(Buffer.concat([...id, NEXT, result, END]))) return
    await new Promise<void>((resolve) => {
      const settle = () => {
        this.#response.off('drain', settle)
        this.#closing.delete(settle)
        resolve()
      }
      this.#response.once('drain', settle)
      this.onceClosed(settle)
    })
  }

  /** Says that the operation is over. */
  complete(): void {
    if (this.#closed) return
    this.#response.end('event: complete\ndata: \n\n')
    this.#close()
  }

  /** Ends it without a word. */
  cut(): void {
    this.#response.destroy()
    this.#close()
  }

  #close(): void {
    this.#closed = true
    for (const call of this.#closing) call()
    this.#closing.clear()
  }

  /** A comment keeps proxies from closing an idle stream. */
  #beat(): void {
    if (this.#flow.waiting === 0) this.#response.write(':\n\n')
    else if (!this.#flow.moved()) this.cut()
    this.#flow.mark()
  }
}
