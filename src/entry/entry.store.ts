import { sql } from '../db/sql.ts'
import { refuseFilter } from '../event/event.store.ts'
import { all, found, givenId } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { below, entryById, listBelow, renderedRow } from '../live/entries.ts'
import { PARTS, partsOf } from '../live/hierarchy.ts'
import type { Snapshot } from '../live/draft.ts'
import { newestFirst, oldestFirst } from '../live/order.ts'
import { isPast, listPast } from '../live/past.ts'
import { belonging, selectionOf } from '../live/selection.ts'
import type { Negotiation } from '../negotiation/negotiation.type.ts'
import type { Entry, EntryType } from '../record/entry.ts'
import type { Direction } from '../record/direction.ts'
import { isId } from '../record/id.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import { saidBy } from '../statement/statement.filter.ts'

const MAX_NODES = 100

/** Entries by id, in the order asked; null where there is none. @throws BAD_USER_INPUT for more than 100 */
export async function findNodes(ctx: Context, ids: readonly string[]): Promise<readonly (Entry | null)[]> {
  if (ids.length > MAX_NODES)
    throw badUserInput(`nodes takes at most ${String(MAX_NODES)} ids; ${String(ids.length)} were given.`)
  return Promise.all(ids.map((id) => entryById(ctx, id, null)))
}

/** The entry as the record held it at a moment, or now; null when it did not hold it then. One statement. */
export async function findEntryAsOf(ctx: Context, id: string, moment: Date | null): Promise<Entry | null> {
  if (moment === null || !isId(id)) return entryById(ctx, id, null)
  const [row] = await ctx.reader.rows<{ sequence: number; snapshot: Snapshot }>(sql`
    select s.sequence, c.snapshot
    from (select sequence from change where at <= ${moment.toISOString()}::timestamptz order by at desc, sequence desc limit 1) s
    cross join lateral (select snapshot from change where entry_id = ${id}::uuid and sequence <= s.sequence order by sequence desc limit 1) c`)
  return row ? renderedRow(row.snapshot, row.sequence) : null
}

/** What a timeline is asked for. */
export interface TimelineAsked {
  readonly entryType?: readonly EntryType[] | null
  readonly partyId?: string | null
  readonly locationId?: string | null
  readonly search?: string | null
}

const TYPES: readonly EntryType[] = ['EVENT', 'STATEMENT', 'NEGOTIATION_STATUS_UPDATE']

/** The same, and which way round. */
interface TimelineRun extends TimelineAsked {
  readonly direction: Direction
}

const orderOf = (direction: Direction) => (direction === 'ASC' ? oldestFirst : newestFirst)

const only = ({ entryType, partyId, locationId, search }: TimelineAsked): TimelineAsked => ({
  entryType,
  partyId,
  locationId,
  search,
})

/** Of the types asked for those that a timeline can hold. */
const typesOf = (asked: readonly EntryType[] | null | undefined) =>
  TYPES.filter((type) => asked?.includes(type) ?? true)

const timeline = below<TimelineRun>(({ entryType, partyId, locationId, search, direction }) => ({
  list: 'timeline',
  order: orderOf(direction),
  merged: true,
  of: belonging,
  selection: selectionOf(typesOf(entryType), {
    where: all(
      givenId(
        partyId,
        (id) => sql`e.id in (
        with party(id) as (${partsOf(PARTS.organization, id)})
        select event_id from participation where actor_id in (select id from party)
        union select id from negotiation_status_update where party_id in (select id from party)
        union (${saidBy(id)}))`,
      ),
      givenId(
        locationId,
        (id) => sql`e.id in (
        with place(id) as (${partsOf(PARTS.location, id)})
        select event_id from event_location where location_id in (select id from place)
        union select id from statement where location_id in (select id from place))`,
      ),
      found(search),
    ),
  }),
}))

/** Events, statements and status updates of a negotiation by date; of one of the past, those of then. */
export function timelineOf(
  ctx: Context,
  negotiation: Negotiation,
  asked: TimelineRun,
  page: PageArgs,
): Connection<Entry> {
  const run = { ...only(asked), direction: asked.direction }
  if (!isPast(negotiation)) return listBelow(ctx, timeline, negotiation, run, pageRequest(page))
  refuseFilter('timeline', only(asked))
  return listPast(
    ctx,
    negotiation,
    { list: 'timeline', types: TYPES, order: orderOf(asked.direction) },
    pageRequest(page),
  )
}
