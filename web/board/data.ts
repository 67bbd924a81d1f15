import type { Filter } from './filter.ts'
import type { Shown } from './record.ts'
import type { Site, SiteFacts } from './site.ts'
import type { BoardNegotiation } from './standing.ts'

/** A party that can be filtered by, with its count of entries. */
export interface PartyChoice {
  readonly id: string
  readonly name: string
  readonly count: number
}

/** When a step was recorded. */
export interface Moment {
  readonly at: string
  readonly summary: string
}

/** What a page of the board is shown from, and what a browser goes on from. */
export interface BoardData {
  readonly site: Site
  readonly filter: Filter
  readonly negotiation: BoardNegotiation
  readonly entries: readonly Shown[]
  readonly total: number
  readonly older: string | null
  readonly parties: readonly PartyChoice[]
  readonly placeName: string | null
  /** Null in the past, which does not tell. */
  readonly sources: number | null
  /** When steps were recorded, oldest first, each moment once: the past can be seen as of these. */
  readonly moments: readonly Moment[]
  /** When the negotiation last changed; null when it never did. */
  readonly updatedAt: string | null
  /** The number of that change; null in the past. */
  readonly sequence: number | null
  /** https://record.example, for addresses that leave this site; only where a page is written. */
  readonly origin: string
  /** Whether there is a map of its places. */
  readonly hasMap: boolean
  /** The place in the log from which nothing can be missed. */
  readonly cursor: string
}

/** The same as a page holds it: words come in a file of their own. */
export type WrittenData = Omit<BoardData, 'site'> & { readonly site: SiteFacts }

/** Without words, to be written into a page. */
export function writtenOf(data: BoardData): WrittenData {
  const { words: _, ...site } = data.site
  return { ...data, site }
}
