import type { BoardData, PartyChoice } from '../board/data.ts'
import { type Filter, variablesOf } from '../board/filter.ts'
import { isShown } from '../board/record.ts'
import { type BoardNegotiation, matrixOf } from '../board/standing.ts'
import * as sent from '../generated/graphql.ts'
import type { Ask } from './asking.ts'

/** How many entries a page of the record holds. */
export const PAGE = 40
/** Parties that are offered as filters: a list that cannot be read at a glance is no filter. */
const MOST_PARTIES = 8

/** A board as it was read. */
export interface BoardRead {
  readonly board: sent.BoardQuery & { readonly negotiation: BoardNegotiation }
  readonly parties: readonly PartyChoice[]
  readonly placeName: string | null
}

/** All that the board of a negotiation shows under a filter; null when there is no such negotiation. Some ten questions, in two rounds. */
export async function boardOf(ask: Ask, id: string, filter: Filter): Promise<BoardRead | null> {
  const variables = variablesOf(filter)
  const [board, place] = await Promise.all([
    ask(sent.BoardDocument, { id, ...variables, first: PAGE, after: filter.after }),
    filter.place === null ? null : ask(sent.PlaceNameDocument, { id: filter.place }),
  ])
  const { negotiation } = board
  if (!negotiation) return null
  const parties = await Promise.all(
    matrixOf(negotiation)
      .parties.slice(0, MOST_PARTIES)
      .map(async (party) => {
        const counted = await ask(sent.PartyCountDocument, { id, ...variables, partyId: party.id })
        return { ...party, count: counted.negotiation?.timeline.totalCount ?? 0 }
      }),
  )
  return {
    board: { ...board, negotiation },
    parties,
    placeName: place && (place.location?.name ?? 'a place that is not known'),
  }
}

/** A board as it was read, ready to be shown. */
export function shownData(
  { board, parties, placeName }: BoardRead,
  filter: Filter,
  site: BoardData['site'],
): BoardData {
  const { negotiation, service, latest, sources } = board
  const { timeline, ...rest } = negotiation
  return {
    ...{ site, filter, parties, placeName },
    negotiation: { ...rest, timeline: { ...timeline, nodes: [] } },
    entries: timeline.nodes.filter(isShown),
    total: timeline.totalCount,
    older: timeline.pageInfo.hasNextPage ? (timeline.pageInfo.endCursor ?? null) : null,
    sources: sources.totalCount,
    updatedAt: latest.changes.at(-1)?.at ?? null,
    cursor: service.headCursor,
  }
}
