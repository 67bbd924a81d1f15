import type { Reader } from '../db/database.ts'
import { type Sql, empty, join, sql } from '../db/sql.ts'
import type { AsOf, Entry, EntryType } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { type Connection, type PageRequest, connection, pageOf, placeOf } from '../record/page.ts'
import type { Context } from './context.ts'
import { type ListRow, renderedRow } from './entries.ts'
import { type ListOrder, beyond } from './order.ts'

/** A list below a negotiation of the past. */
export interface PastQuery {
  /** Names the list in its cursors. */
  readonly list: string
  readonly types: readonly EntryType[]
  readonly order: ListOrder
}

interface PastKey {
  readonly id: string
  readonly sequence: number
}

/**
 * What belonged to a negotiation as of a sequence and was not retracted then, rendered as of then: read from the log alone. One statement for
 * all negotiations of the same field; each costs as much as the negotiation has changes.
 */
export function listPast<Type extends Entry>(
  ctx: Context,
  parent: Entry & { readonly asOf: number },
  query: PastQuery,
  request: PageRequest,
): Connection<Type> {
  const list = `${query.list}:${query.order.name}`
  const key: PastKey = { id: parent.id, sequence: parent.asOf }
  for (const cursor of [request.after, request.before]) if (cursor !== null) placeOf(list, cursor, query.order.type)
  return connection(
    () =>
      ctx.loading
        .load(pastPages, key, { query, request })
        .map((rows) => pageOf(list, request, rows, (row) => renderedRow<Type>(row.snapshot, key.sequence))),
    () => ctx.loading.load(pastCounts, key, query.types),
  )
}

/** As listPast, whole. */
export function allPast<Type extends Entry>(
  ctx: Context,
  parent: Entry & { readonly asOf: number },
  query: PastQuery,
): Promise<Type[]> {
  const request = { count: 2_000_000_000, backwards: false, after: null, before: null }
  return ctx.loading
    .load(pastPages, { id: parent.id, sequence: parent.asOf }, { query, request })
    .map((rows) => rows.map((row) => renderedRow<Type>(row.snapshot, parent.asOf)))
}

/** Whether an entry is rendered as of the past. */
export function isPast<Type extends { readonly asOf: AsOf }>(entry: Type): entry is Type & { readonly asOf: number } {
  return entry.asOf !== null
}

const keysOf = (keys: readonly PastKey[]): Sql => sql`
  unnest(${keys.map((key) => key.id)}::uuid[], ${keys.map((key) => key.sequence)}::int[]) with ordinality as k(id, sequence, place)`

/** What belonged to the negotiation k.id at k.sequence, with the columns by which lists are ordered. */
const belonging = (types: readonly EntryType[]): Sql => sql`
  select l.snapshot, (l.snapshot->>'number')::int as number,
    coalesce((l.date->>'earliest')::timestamptz, date_trunc('day', (l.date->>'latest')::timestamptz, 'UTC')) as ordered_at
  from (
    select distinct on (c.entry_id) c.snapshot, coalesce(c.snapshot->'date', c.snapshot->'effectiveOn') as date
    from change c
    where c.sequence <= k.sequence and c.entry_id in (
      select entry_id from change where negotiation_ids @> array[k.id] and sequence <= k.sequence and entry_type = any(${types}::entry_type[]))
    order by c.entry_id, c.sequence desc
  ) l
  where l.snapshot->>'negotiationId' = k.id::text and l.snapshot->>'retraction' is null`

async function pastPages(
  reader: Reader,
  keys: readonly PastKey[],
  { query, request }: { query: PastQuery; request: PageRequest },
): Promise<readonly ListRow[][]> {
  const { order, types } = query
  const list = `${query.list}:${order.name}`
  const direction = order.descending !== request.backwards ? sql`desc` : sql`asc`
  const conditions = [sql`true`]
  if (request.after !== null) conditions.push(beyond(order, placeOf(list, request.after, order.type), order.descending))
  if (request.before !== null)
    conditions.push(beyond(order, placeOf(list, request.before, order.type), !order.descending))
  const rows = await reader.rows<ListRow & { place: number }>(sql`
    select k.place::int, page.key::text as key, page.number, page.snapshot from ${keysOf(keys)} cross join lateral (
      select ${order.key ?? sql`null::text`} as key, e.number, e.snapshot from (${belonging(types)}) e where ${join(conditions, ' and ')}
      order by ${order.key ? sql`${order.key} ${direction}, ` : empty} e.number ${direction} limit ${request.count + 1}::int
    ) page order by k.place, page.key ${direction}, page.number ${direction}`)
  const pages = groupedBy(rows, (row) => row.place - 1)
  return keys.map((_, index) => pages.get(index) ?? [])
}

async function pastCounts(
  reader: Reader,
  keys: readonly PastKey[],
  types: readonly EntryType[],
): Promise<readonly number[]> {
  const rows = await reader.rows<{ count: number }>(sql`
    select (select count(*)::int from (${belonging(types)}) e) as count from ${keysOf(keys)} order by k.place`)
  return rows.map((row) => row.count)
}
