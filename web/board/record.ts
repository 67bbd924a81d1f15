import type { RecordEntryFragment } from '../generated/graphql.ts'
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
 * Entries in days: certain days before what may lie anywhere up to them, each day once, newest first, the unknown last. The same entries give the same
 * days, in whatever order they came.
 */
export function daysOf(entries: Iterable<Shown>, site: Telling): readonly RecordDay[] {
  const groups = new Map<string, { readonly group: DayGroup; readonly entries: Shown[] }>()
  for (const entry of entries) {
    const group = groupOf(entry.date, site)
    const held = groups.get(group.key)
    if (held) held.entries.push(entry)
    else groups.set(group.key, { group, entries: [entry] })
  }
  return [...groups.values()]
    .sort((one, other) => compareGroups(one.group, other.group))
    .map(({ group, entries: held }) => ({
      ...group,
      entries: held.sort(compareEntries),
      inferred: held.every(({ date }) => date.inferred),
    }))
}

function compareGroups(one: DayGroup, other: DayGroup): number {
  return (
    newestFirst(one.order, other.order) ||
    Number(other.exact) - Number(one.exact) ||
    (one.key < other.key ? -1 : Number(one.key > other.key))
  )
}

/** As the record lists them: newest first by date, then by number. */
export function compareEntries(one: Shown, other: Shown): number {
  return newestFirst(orderOf(one.date), orderOf(other.date)) || other.number - one.number
}

function newestFirst(one: number | null, other: number | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return other - one
}
