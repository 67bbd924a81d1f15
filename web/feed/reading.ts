import type { BoardData, Moment, PartyChoice } from '../board/data.ts'
import { type Filter, directionOf, variablesOf } from '../board/filter.ts'
import { isShown } from '../board/record.ts'
import type { Site } from '../board/site.ts'
import { type NegotiationNow, comingAmong, matrixOf } from '../board/standing.ts'
import * as sent from '../generated/graphql.ts'
import type { Ask } from './asking.ts'

/** How many entries a page of the record holds. */
const PAGE = 40
/** Parties that are offered as filters: a list that cannot be read at a glance is no filter. */
const MOST_PARTIES = 8

/** All that the board of a negotiation shows under a filter, ready to be shown; null when there is no such negotiation, or was none then. */
export function boardOf(ask: Ask, id: string, filter: Filter, site: Site): Promise<BoardData | null> {
  return filter.asOf === null
    ? boardNow(ask, id, filter, site)
    : boardThen(ask, id, { ...filter, asOf: filter.asOf }, site)
}

/** Some ten questions, in two rounds. */
async function boardNow(ask: Ask, id: string, filter: Filter, site: Site): Promise<BoardData | null> {
  const variables = variablesOf(filter)
  const [board, place] = await Promise.all([
    ask(sent.BoardDocument, { id, ...variables, direction: directionOf(filter), first: PAGE, after: filter.after }),
    filter.place === null ? null : ask(sent.PlaceNameDocument, { id: filter.place }),
  ])
  const { negotiation, service, latest, sources } = board
  if (!negotiation) return null
  const { timeline, statements, events, steps, ...standing } = negotiation
  const counts = { statements: statements.totalCount, events: events.totalCount, steps: steps.totalCount }
  return {
    ...{ site, filter, parties: await partiesOf(ask, negotiation, filter) },
    placeName: place?.location?.name ?? null,
    negotiation: { ...standing, counts },
    ...pageOf(timeline),
    sources: sources.totalCount,
    updatedAt: latest.changes.at(-1)?.at ?? null,
    sequence: latest.changes.at(-1)?.sequence ?? null,
    cursor: service.headCursor,
    hasMap: false,
    origin: '',
    moments: momentsOf(negotiation.statusUpdates.nodes),
  }
}

async function boardThen(
  ask: Ask,
  id: string,
  filter: Filter & { readonly asOf: string },
  site: Site,
): Promise<BoardData | null> {
  const { asOf, after } = filter
  const { service, now, past } = await ask(sent.BoardThenDocument, { id, asOf, first: PAGE, after })
  if (past?.__typename !== 'Negotiation') return null
  const { timeline, events, ...standing } = past
  return {
    ...{ site, filter, parties: [], placeName: null, sources: null, cursor: service.headCursor },
    ...{ updatedAt: asOf, sequence: null, hasMap: false, origin: '' },
    negotiation: { ...standing, next: { nodes: comingAmong(events.nodes) }, counts: null },
    ...pageOf(timeline),
    moments: momentsOf(now?.statusUpdates.nodes ?? []),
  }
}

function pageOf({
  nodes,
  totalCount,
  pageInfo,
}: NegotiationNow['timeline']): Pick<BoardData, 'entries' | 'total' | 'older'> {
  return {
    entries: nodes.filter(isShown),
    total: totalCount,
    older: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
  }
}

async function partiesOf(ask: Ask, negotiation: NegotiationNow, filter: Filter): Promise<readonly PartyChoice[]> {
  const standing = { ...negotiation, counts: null }
  return Promise.all(
    matrixOf(standing)
      .parties.slice(0, MOST_PARTIES)
      .map(async (party) => {
        const variables = { ...variablesOf(filter), id: negotiation.id, partyId: party.id }
        const counted = await ask(sent.PartyCountDocument, variables)
        return { ...party, count: counted.negotiation?.timeline.totalCount ?? 0 }
      }),
  )
}

function momentsOf(steps: readonly { readonly recordedAt: string; readonly summary: string }[]): readonly Moment[] {
  const moments = new Map(steps.map(({ recordedAt, summary }) => [recordedAt, summary]))
  return [...moments]
    .map(([at, summary]) => ({ at, summary }))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
}
