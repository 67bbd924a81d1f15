import type { BoardData } from '../board/data.ts'
import type { Filter } from '../board/filter.ts'
import type { Happening } from '../board/live.ts'
import { BoardChangesDocument, BoardHeadDocument } from '../generated/graphql.ts'
import { followChanges } from './follow.ts'
import { askAt } from './over-http.ts'
import { boardOf } from './reading.ts'

/** After a change, so that not all who watch ask at the same instant, and changes that come together are asked for once. */
const GATHER_MS = 100
const SPREAD_MS = 150

/** What keeps a board going. */
export interface LiveMeans {
  readonly origin: string
  /** What a reader wants to see now. */
  readonly filterNow: () => Filter
  readonly tell: (happening: Happening) => void
  /** The log is another than the one that the page is of; nothing more is told. */
  readonly onStale: () => void
}

/**
 * Keeps a board going: tells of every change, and after it of what follows from it, as the service has it then.
 */
export function keepLive(data: BoardData, means: LiveMeans): void {
  const { origin, tell } = means
  const graphql = new URL('/graphql', origin)
  const { id } = data.negotiation
  const reading = new Reading(data, graphql.href, means)
  const connection = (name: 'live' | 'reconnecting' | 'offline' | 'still') => {
    tell({ type: 'connection', connection: name, at: new Date().toISOString() })
  }
  // Up to this change all were missed; none before the first loss.
  let missedUpTo = 0
  let lost = false
  let open = false
  const end = followChanges({
    ...{ url: graphql.href.replace(/^http/, 'ws'), document: BoardChangesDocument, variables: { id } },
    cursor: data.cursor,
    onItem: ({ cursor, change }) => {
      if (!change) return
      tell({ type: 'change', change, missed: change.sequence <= missedUpTo })
      reading.askAfter(cursor)
    },
    onOpen: () => {
      if (lost) {
        // What comes before the answer was missed: it was there already.
        missedUpTo = Infinity
        void headAt(graphql.href).then((head) => (missedUpTo = head))
      }
      ;[lost, open] = [false, true]
      connection('live')
    },
    onLost: (losses) => {
      ;[lost, open] = [true, false]
      connection(losses > 1 || !navigator.onLine ? 'offline' : 'reconnecting')
    },
    onRefused: (stale) => {
      if (!stale) connection('still')
      else {
        leave()
        means.onStale()
      }
    },
  })
  const offline = () => connection('offline')
  // The network was away for so short a time that the connection outlived it.
  const online = () => {
    if (open) connection('live')
  }
  globalThis.addEventListener('offline', offline)
  globalThis.addEventListener('online', online)
  const leave = (): void => {
    globalThis.removeEventListener('offline', offline)
    globalThis.removeEventListener('online', online)
    reading.end()
    end()
  }
}

async function headAt(url: string): Promise<number> {
  try {
    const { service } = await askAt(url, null)(BoardHeadDocument, {})
    return service.logHead.sequence
  } catch {
    // Then nothing more counts as missed; it is shown all the same.
    return 0
  }
}

/** Reads the board anew, one reading at a time, so that none overtakes another. */
class Reading {
  readonly #data: BoardData
  readonly #url: string
  readonly #means: LiveMeans
  #wanted: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #underWay = false
  #failures = 0

  constructor(data: BoardData, url: string, means: LiveMeans) {
    ;[this.#data, this.#url, this.#means] = [data, url, means]
  }

  askAfter(cursor: string): void {
    this.#wanted = cursor
    if (!this.#underWay) this.#timer ??= setTimeout(() => void this.#read(), GATHER_MS + Math.random() * SPREAD_MS)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#wanted = null
  }

  async #read(): Promise<void> {
    const cursor = this.#wanted
    const { negotiation, site } = this.#data
    const { filterNow, tell } = this.#means
    ;[this.#wanted, this.#timer, this.#underWay] = [null, undefined, true]
    try {
      const read = await boardOf(askAt(this.#url, cursor), negotiation.id, filterNow(), site)
      if (read) tell({ type: 'read', data: read })
      this.#failures = 0
    } catch {
      // The connection may be gone, or the limit of questions reached; what was asked for is asked for again.
      this.#wanted ??= cursor
      this.#failures += 1
    }
    this.#underWay = false
    if (this.#wanted === null) return
    const again = this.#wanted
    if (this.#failures === 0) this.askAfter(again)
    else this.#timer ??= setTimeout(() => void this.#read(), Math.min(30_000, 1_000 * 2 ** this.#failures))
  }
}
