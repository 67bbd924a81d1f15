import type { RecordEntryFragment } from '../generated/graphql.ts'
import type { Order } from './filter.ts'
import { type DayGroup, type Telling, groupOf, orderOf } from './date.ts'

/** An entry that a record shows. */
export type Shown = Extract<RecordEntryFragment, { __typename: 'Statement' | 'Event' | 'NegotiationStatusUpdate' }>

/** Whether a record shows entries of this type. */
export function isShown(entry: RecordEntryFragment): entry is Shown {
  return (
    entry.__typename === 'Statement' || entry.__typename === 'Event' || entry.__typename === 'NegotiationStatusUpdate'
  )
}

/** A day of the record with its entries, newest first. */
export interface RecordDay extends DayGroup {
  readonly entries: readonly Shown[]
  /** Whether an editor concluded the date of each of them. */
  readonly inferred: boolean
}

/**
 * Entries in days: each day once, the unknown last; newest first, certain days before what may lie anywhere up to them, or all of it the other way round. The same entries give the same
 * days, in whatever order they came.
 */
export function daysOf(entries: Iterable<Shown>, site: Telling, order: Order = 'newest'): readonly RecordDay[] {
  const groups = new Map<string, { readonly group: DayGroup; readonly entries: Shown[] }>()
  for (const entry of entries) {
    const group = groupOf(entry.date, site)
    const held = groups.get(group.key)
    if (held) held.entries.push(entry)
    else groups.set(group.key, { group, entries: [entry] })
  }
  return [...groups.values()]
    .sort((one, other) => compareGroups(one.group, other.group, order))
    .map(({ group, entries: held }) => ({
      ...group,
      entries: held.sort(comparing(order)),
      inferred: held.every(({ date }) => date.inferred),
    }))
}

function compareGroups(one: DayGroup, other: DayGroup, order: Order): number {
  return (
    byDate(one.order, other.order, order) ||
    turned(order, Number(other.exact) - Number(one.exact)) ||
    (one.key < other.key ? -1 : Number(one.key > other.key))
  )
}

/** As the record lists them: by date, then by number; what has no date is last either way. */
export const comparing =
  (order: Order) =>
  (one: Shown, other: Shown): number =>
    byDate(orderOf(one.date), orderOf(other.date), order) || turned(order, other.number - one.number)

function byDate(one: number | null, other: number | null, order: Order): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return turned(order, other - one)
}

const turned = (order: Order, newestFirst: number): number => (order === 'newest' ? newestFirst : -newestFirst)
