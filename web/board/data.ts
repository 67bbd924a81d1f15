import type { Filter } from './filter.ts'
import type { Shown } from './record.ts'
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
  readonly site: { readonly name: string; readonly zone: string }
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
  /** Whether there is a map of its places. */
  readonly hasMap: boolean
  /** The place in the log from which nothing can be missed. */
  readonly cursor: string
}
