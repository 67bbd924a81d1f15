import { type Sql, empty, join, sql } from '../db/sql.ts'
import type { EntryType } from '../record/entry.ts'
import { type Overlap, overlaps } from './conditions.ts'

/** Which entries a list holds. All that is given must hold. */
export interface Selection {
  /** Of these types; null: of any. */
  readonly types: readonly EntryType[] | null
  /** Of events: of these types. */
  readonly eventTypes: readonly string[] | null
  /** Of events: under this place or actor, an SQL expression. */
  readonly under: Sql | null
  /** Of this negotiation, an SQL expression. */
  readonly negotiation: Sql | null
  readonly overlap: Overlap | null
  readonly includeRetracted: boolean
  /** Conditions over `e` (entry) and `v` (the slice's row). */
  readonly where: readonly Sql[]
  /** Joins the slice's rows as `v`, for conditions. */
  readonly join: Sql
}

/** All entries of some types that are not retracted, and of these what is said beside. */
export function selectionOf(types: readonly EntryType[] | null, more: Partial<Selection> = {}): Selection {
  return {
    ...{ types, eventTypes: null, under: null, negotiation: null, overlap: null, includeRetracted: false },
    ...{ where: [], join: empty },
    ...more,
  }
}

/** A selection less what a condition does not let through. */
export function restricted(selection: Selection, condition: Sql | null): Selection {
  return condition === null ? selection : { ...selection, where: [...selection.where, condition] }
}

/** Of a selection what belongs to a negotiation. */
export function belonging(selection: Selection, negotiation: Sql | null): Selection {
  return negotiation === null || selection.negotiation === null
    ? { ...selection, negotiation: negotiation ?? selection.negotiation }
    : restricted(selection, sql`e.negotiation_id = ${negotiation}`)
}

/** Of the events of a selection those under a place or an actor. */
export function underneath(selection: Selection, above: Sql | null): Selection {
  if (above === null) return selection
  if (selection.under === null) return { ...selection, under: above }
  return restricted(selection, sql`e.id in (select event_id from event_under where above_id = ${above})`)
}

/** Days between which something of a date must lie, as instants; null when neither is given. */
export function overlapOf(onOrAfter: string | null | undefined, onOrBefore: string | null | undefined): Overlap | null {
  if (onOrAfter == null && onOrBefore == null) return null
  return {
    from: onOrAfter == null ? null : `${onOrAfter}T00:00:00.000Z`,
    to: onOrBefore == null ? null : `${onOrBefore}T23:59:59.999Z`,
  }
}

/** The rows: `e`, `v` where a condition may speak of it, and `u` (event_under) where the selection is under something. */
export function fromOf({ under, where, join: rows }: Selection): Sql {
  const joined = where.length === 0 ? empty : rows
  return under === null
    ? sql`from entry e ${joined}`
    : sql`from event_under u join entry e on e.id = u.event_id ${joined}`
}

/** What holds for each row, less types and what it is under. */
export function conditionsOf({ under, negotiation, overlap, includeRetracted, where, eventTypes }: Selection): Sql[] {
  return [
    ...(negotiation === null ? [] : [sql`e.negotiation_id = ${negotiation}`]),
    ...(includeRetracted ? [] : [under === null ? sql`e.retracted_at is null` : sql`not u.retracted`]),
    ...(under !== null && eventTypes !== null ? [sql`e.event_type = any(${eventTypes}::event_type[])`] : []),
    ...(overlap === null ? [] : overlaps(overlap)),
    ...where,
  ]
}

/** What a row must be of: types, and what it lies under. */
function kindOf({ types, eventTypes, under }: Selection): Sql[] {
  if (under !== null) return [sql`u.above_id = ${under}`]
  return [
    ...(types === null ? [] : [ofTypes(types)]),
    ...(eventTypes === null ? [] : [sql`e.event_type = any(${eventTypes}::event_type[])`]),
  ]
}

function ofTypes(types: readonly EntryType[]): Sql {
  const [one, another] = types
  return one && !another ? sql`e.type = ${one}::entry_type` : sql`e.type = any(${types}::entry_type[])`
}

/** The whole of a selection: `from … where …`, with what else is joined. */
export function wholeOf(selection: Selection, joined: Sql = empty): Sql {
  return sql`${fromOf(selection)} ${joined} where ${allOf(selection)}`
}

/** Everything that holds for each row. */
export function allOf(selection: Selection): Sql {
  const conditions = [...kindOf(selection), ...conditionsOf(selection)]
  return conditions.length === 0 ? sql`true` : join(conditions, ' and ')
}
