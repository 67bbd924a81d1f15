import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/**
 * Calls `onNotify` at each notification on `channel`, with what it carries, over a connection of its own, until the returned function is called.
 *
 *     connected ── cut ──▶ waiting 0.1 s, 0.2 s … 5 s ──▶ connected, onNotify('') once
 *
 * The call after a cut stands for whatever was notified meanwhile. Rejects when the first connection fails.
 */
export async function listenOn(
  config: ClientConfig,
  channel: string,
  onNotify: OnNotify,
): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  let current = await connect(config, channel, onNotify)
  const running = keepListening()

  async function keepListening(): Promise<void> {
    while (!stopping.signal.aborted) {
      await current.cut
      const next = await reconnect()
      if (next === undefined) return
      current = next
      onNotify('')
    }
  }

  async function reconnect(): Promise<Listening | undefined> {
    for (let pauseMs = FIRST_PAUSE_MS; !stopping.signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        await sleep(pauseMs, undefined, { signal: stopping.signal })
        return await connect(config, channel, onNotify)
      } catch {
        // Still away, or told to stop: the loop's condition knows which.
      }
    }
    return undefined
  }

  return async () => {
    stopping.abort()
    await current.client.end()
    await running
    // A reconnection may have been under way when it was told to stop.
    await current.client.end()
  }
}

/** Told what a notification carries. */
export type OnNotify = (payload: string) => void

interface Listening {
  readonly client: Client
  /** Settles when the connection has ended, for whatever reason; never rejects. */
  readonly cut: Promise<void>
}

async function connect(config: ClientConfig, channel: string, onNotify: OnNotify): Promise<Listening> {
  const client = new Client(config)
  const cut = new Promise<void>((resolve) => client.once('end', () => resolve()))
  // 'end' follows; without a listener an error would end the process.
  client.on('error', () => undefined)
  client.on('notification', ({ payload = '' }) => onNotify(payload))
  try {
    await client.connect()
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
  } catch (error) {
    await client.end()
    throw error
  }
  return { client, cut }
}
