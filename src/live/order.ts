import { type Sql, sql } from '../db/sql.ts'
import type { KeyType, Place } from '../record/page.ts'

/** How a list is ordered: an SQL expression over `e` (the entry row) and `v` (the slice's row), then the number; null: by number alone. */
export interface ListOrder {
  readonly name: string
  readonly key: Sql | null
  /** SQL type of the key, to read it back from a cursor. */
  readonly type: KeyType
  readonly descending: boolean
}

/** By number: the order in which the record learned of them. */
export const byNumber: ListOrder = { name: 'number', key: null, type: 'none', descending: false }
/** By folded name. */
export const byName: ListOrder = { name: 'name', key: sql`e.sort_name`, type: 'text', descending: false }
/** Oldest first by date; unknown dates last. */
export const oldestFirst: ListOrder = {
  name: 'oldest',
  key: sql`coalesce(e.ordered_at, 'infinity'::timestamptz)`,
  type: 'timestamptz',
  descending: false,
}
/** Newest first by date; unknown dates last. */
export const newestFirst: ListOrder = {
  name: 'newest',
  key: sql`coalesce(e.ordered_at, '-infinity'::timestamptz)`,
  type: 'timestamptz',
  descending: true,
}
/** Newest first by when the record learned of them. */
export const latestRecorded: ListOrder = { name: 'recorded', key: null, type: 'none', descending: true }

/** Rows beyond a place, in the given direction. */
export function beyond(order: ListOrder, place: Place, below: boolean): Sql {
  const operator = below ? sql`<` : sql`>`
  if (order.key === null) return sql`e.number ${operator} ${place.number}::int`
  const key = order.type === 'timestamptz' ? sql`${place.key}::timestamptz` : sql`${place.key}::text collate "C"`
  return sql`(${order.key}, e.number) ${operator} (${key}, ${place.number}::int)`
}
