import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from '../access/access.ts'

/** How many streams there may be, and how long one may be silent. */
export interface StreamLimits {
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  readonly keepAliveMs: number
}

/** A connection that stays open: a WebSocket or an event stream. */
export interface Stream {
  readonly transport: 'websocket' | 'sse'
  readonly address: string
  /** The hash of the token that it was opened with; null without one, or before it has come. */
  readonly token: () => string | null
  /** Ends it in words of its protocol. Nothing is delivered from now on. */
  readonly end: (code: number, reason: string) => void
  /** Cuts it. */
  readonly cut: () => void
  /** Called every keepAliveMs: asks whether the other side is there, and cuts it when the last question was not answered. */
  readonly beat: () => void
}

/** Why a stream is refused, with the close code of WebSockets. */
export interface Refusal {
  readonly code: number
  readonly reason: string
}

/** RFC 6455: going away; try again later is the IANA registry's. */
const GOING_AWAY: Refusal = { code: 1001, reason: 'Going away' }
const TOO_MANY_HERE: Refusal = { code: 1013, reason: 'Too many connections; try again later' }
const TOO_MANY_OF_YOURS: Refusal = { code: 1013, reason: 'Too many connections from this address; try again later' }
const TOKEN_ENDED: Refusal = { code: 4403, reason: 'The token has ended' }

/** So often at least what is due is looked at: the clock may be set, and timers do not take long times. */
const LONGEST_WAIT_MS = 60_000
const STEP_MS = 20
/** For the other half of the closing handshake. */
const ANSWER_WITHIN_MS = 1_000

/** All streams of this process. */
export class Streams {
  readonly #limits: StreamLimits
  readonly #open = new Set<Stream>()
  readonly #addresses = new Map<string, number>()
  readonly #beating: NodeJS.Timeout
  /** When tokens by which streams were opened expire. */
  readonly #expiries = new Map<string, number>()
  #expiring: NodeJS.Timeout | undefined
  #draining = false
  #onLast: () => void = () => undefined

  constructor(limits: StreamLimits) {
    this.#limits = limits
    const beat = () => {
      for (const stream of this.#open) stream.beat()
    }
    // After what has come in is read: a process that was suspended must not take all its clients for dead because it slept itself.
    this.#beating = setInterval(() => setImmediate(beat), limits.keepAliveMs)
    this.#beating.unref()
  }

  /** Whether the service is on its way down. */
  get draining(): boolean {
    return this.#draining
  }

  /** How many there are. */
  count(transport: Stream['transport']): number {
    return [...this.#open].filter((stream) => stream.transport === transport).length
  }

  /** Why no further stream from this address is taken in; null when one is. */
  refusal(address: string): Refusal | null {
    if (this.#draining) return GOING_AWAY
    if (this.#open.size >= this.#limits.maxSockets) return TOO_MANY_HERE
    if ((this.#addresses.get(address) ?? 0) >= this.#limits.maxSocketsPerAddress) return TOO_MANY_OF_YOURS
    return null
  }

  /** Counts a stream in. The answer counts it out; calling that twice is allowed. */
  add(stream: Stream): () => void {
    const { address } = stream
    this.#open.add(stream)
    this.#addresses.set(address, (this.#addresses.get(address) ?? 0) + 1)
    return () => {
      if (!this.#open.delete(stream)) return
      const left = (this.#addresses.get(address) ?? 1) - 1
      if (left > 0) this.#addresses.set(address, left)
      else this.#addresses.delete(address)
      if (this.#open.size === 0) this.#onLast()
    }
  }

  /** Ends every stream that was opened with a token, by its hash, with 4403: the token is not valid any more. */
  endToken(hash: string): void {
    for (const stream of this.#open) if (stream.token() === hash) stream.end(TOKEN_ENDED.code, TOKEN_ENDED.reason)
  }

  /** Ends every stream of a caller when the token expires. To be told of each caller that opens one. */
  endInTime({ token, expiresAt }: Pick<Caller, 'token' | 'expiresAt'>): void {
    if (token === null || expiresAt === null || this.#expiries.has(token)) return
    this.#expiries.set(token, expiresAt)
    this.#awaitExpiry()
  }

  #awaitExpiry(): void {
    clearTimeout(this.#expiring)
    if (this.#expiries.size === 0) return
    const nearest = [...this.#expiries.values()].reduce((one, other) => Math.min(one, other))
    const waitMs = Math.min(Math.max(0, nearest - Date.now()), LONGEST_WAIT_MS)
    this.#expiring = setTimeout(() => {
      const now = Date.now()
      for (const [token, at] of this.#expiries) {
        if (at > now) continue
        this.#expiries.delete(token)
        this.endToken(token)
      }
      this.#awaitExpiry()
    }, waitMs)
    this.#expiring.unref()
  }

  /**
   * Takes in no more streams and ends those that are open with 1001, spread evenly over `spreadMs`, so that their clients do not all come to
   * another process in the same moment, and whoever sends clients here sees in time that we are going. Settles after that time.
   */
  async drain(spreadMs: number): Promise<void> {
    this.#draining = true
    const open = [...this.#open]
    const steps = Math.floor(spreadMs / STEP_MS)
    const startedAt = performance.now()
    for (let step = 0, ended = 0; step <= steps; step += 1) {
      const due = Math.round((open.length * (step + 1)) / (steps + 1))
      for (const stream of open.slice(ended, due)) stream.end(GOING_AWAY.code, GOING_AWAY.reason)
      ended = due
      // By the clock: ending thousands takes time itself.
      const dueIn = startedAt + (step + 1) * STEP_MS - performance.now()
      if (step < steps) await sleep(Math.max(0, dueIn))
    }
  }

  /** Ends what is still there, and cuts what has not answered that within a second. */
  async close(): Promise<void> {
    clearInterval(this.#beating)
    clearTimeout(this.#expiring)
    this.#draining = true
    for (const stream of this.#open) stream.end(GOING_AWAY.code, GOING_AWAY.reason)
    const gone = new Promise<void>((resolve) => (this.#onLast = resolve))
    const waiting = new AbortController()
    if (this.#open.size > 0) await Promise.race([gone, sleep(ANSWER_WITHIN_MS, undefined, { signal: waiting.signal })])
    waiting.abort()
    for (const stream of this.#open) stream.cut()
  }
}
