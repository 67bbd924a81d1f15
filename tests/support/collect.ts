import { WebSocket } from 'ws'
import type { Feed, FeedOptions, FeedState } from '../../src/client/client.ts'

/** What a feed has brought so far. */
export interface Collected<Item> {
  readonly items: readonly Item[]
  /** What it threw, once it did. */
  readonly error: () => unknown
  readonly leave: () => Promise<void>
}

/** Reads a feed to its end in the background. */
export function collect<Item extends { readonly cursor: string; readonly previousCursor: string }>(
  feed: Feed<Item>,
): Collected<Item> {
  const items: Item[] = []
  let thrown: unknown
  const read = async () => {
    for await (const item of feed) items.push(item)
  }
  const ended = read().catch((error: unknown) => (thrown = error))
  return {
    items,
    error: () => thrown,
    leave: async () => {
      await feed.return()
      await ended
    },
  }
}

/** Options for a feed of this address, and the states that it reports: with what ended the connection, where something did. */
export function watched(url: string): { readonly states: readonly string[]; readonly options: FeedOptions } {
  const states: string[] = []
  const onState = (state: FeedState, why?: { readonly code: string }) =>
    states.push(why === undefined ? state : `${state} ${why.code}`)
  return { states, options: { url, webSocketImpl: WebSocket, onState } }
}
