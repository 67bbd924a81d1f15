import type { Filter } from './filter.ts'
import type { Shown } from './record.ts'
import type { BoardNegotiation } from './standing.ts'

/** A party that can be filtered by, with its count of entries. */
export interface PartyChoice {
  readonly id: string
  readonly name: string
  readonly count: number
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
  readonly sources: number
  /** When the negotiation last changed; null when it never did. */
  readonly updatedAt: string | null
  /** The place in the log from which nothing can be missed. */
  readonly cursor: string
}
