import { type Sql, empty, join, raw, sql } from '../db/sql.ts'
import { type DateSpan, LONGEST_DAYS } from '../record/date.ts'
import { type PageRequest, type Place, placeOf } from '../record/page.ts'
import type { ListOrder } from './order.ts'
import { type Selection, allOf, conditionsOf, fromOf, wholeOf } from './selection.ts'

/** The spans of dates of which something is known, in no order. */
const DATED = ['BEFORE', 'AFTER', 'DAY', 'MONTH', 'YEAR', 'LONGER'] as const satisfies readonly DateSpan[]
type Dated = (typeof DATED)[number]

/**
 * The rows of a page in the order of dates, as key, number and last_sequence, sorted: merged from runs of an index, each of which has one type, one
 * type of events where they are asked for, and one span of dates, and is read no further than the page is long. So a page costs the same wherever it
 * stands and however many rows there are.
 */
export function mergedRuns(selection: Selection, order: ListOrder, request: PageRequest, list: string): Sql {
  const descending = order.descending !== request.backwards
  const direction = descending ? sql`desc` : sql`asc`
  const limit = raw(String(request.count + 1))
  const [dated, undated] = boundsOf(order, request, list)
  const runs: Sql[] = []
  const at = selection.under === null ? sql`e` : sql`u`
  // Where there is no date it does not tell rows apart, but an index has it before the number.
  const run = (key: Sql, conditions: readonly Sql[]) => sql`
    select ${key} as key, ${at}.number, e.last_sequence ${fromOf(selection)}
    where ${join([...conditions, ...kindsIn(selection), ...conditionsOf(selection)], ' and ')}
    order by ${at}.ordered_at ${direction}, ${at}.number ${direction} limit ${limit}`
  if (dated !== null) {
    const each = run(sql`${at}.ordered_at`, [...dated.map((bound) => bound(at)), ...within(selection, at)])
    runs.push(sql`select run.* from ${spans(selection)}${kinds(selection)} cross join lateral (${each}) run`)
  }
  if (undated !== null) {
    const last = order.descending ? sql`'-infinity'::timestamptz` : sql`'infinity'::timestamptz`
    const each = run(last, [
      sql`${at}.date_span = 'UNKNOWN'`,
      sql`${at}.ordered_at is null`,
      ...undated.map((bound) => bound(at)),
    ])
    runs.push(sql`select run.* from (values (1)) once(one)${kinds(selection)} cross join lateral (${each}) run`)
  }
  if (runs.length === 0)
    runs.push(sql`select null::timestamptz as key, null::int as number, null::int as last_sequence where false`)
  return sql`
    select key, number, last_sequence from (${join(runs, ' union all ')}) merged
    order by key ${direction}, number ${direction} limit ${limit}`
}

/**
 * How many a selection holds, as count. What is under something is counted without its entries, when nothing is asked of them; what can lie between two
 * days along the runs by span.
 */
export function countOf(selection: Selection): Sql {
  const { under, eventTypes, negotiation, overlap, where } = selection
  if (under !== null && eventTypes === null && negotiation === null && overlap === null && where.length === 0)
    return sql`select count(*)::int as count from event_under u where ${allOf(selection)}`
  if (under !== null || overlap === null) return sql`select count(*)::int as count ${wholeOf(selection)}`
  const [from, all] = [fromOf(selection), allOf(selection)]
  return sql`
    select ((
      select coalesce(sum(run.count), 0) from ${spans(selection)}
      cross join lateral (select count(*) as count ${from} where ${join([...within(selection, sql`e`), all], ' and ')}) run
    ) + (
      select count(*) ${from} where e.date_span = 'UNKNOWN' and e.ordered_at is null and ${all}
    ))::int as count`
}

type Bound = (at: Sql) => Sql

/** What cursors let through of the dated rows and of those without a date, which stand last: null when nothing. */
function boundsOf(order: ListOrder, request: PageRequest, list: string): readonly [Bound[] | null, Bound[] | null] {
  let [dated, undated]: [Bound[] | null, Bound[] | null] = [[], []]
  const cut = (cursor: string | null, onwards: boolean) => {
    if (cursor === null) return
    const place = placeOf(list, cursor, order.type)
    // Those without a date stand at one end, by number alone.
    const amongUndated = place.key === (order.descending ? '-infinity' : 'infinity')
    const greater = onwards !== order.descending
    const beyond = rowBeyond(place, greater, amongUndated)
    if (amongUndated) {
      undated?.push(beyond)
      if (onwards) dated = null
    } else {
      dated?.push(beyond)
      if (!onwards) undated = null
    }
  }
  cut(request.after, true)
  cut(request.before, false)
  return [dated, undated]
}

function rowBeyond({ key, number }: Place, greater: boolean, byNumberAlone: boolean): Bound {
  const operator = greater ? sql`>` : sql`<`
  return (at) =>
    byNumberAlone
      ? sql`${at}.number ${operator} ${number}::int`
      : sql`(${at}.ordered_at, ${at}.number) ${operator} (${key}::timestamptz, ${number}::int)`
}

/** The runs by type, where there are several to choose from. */
function kinds({ types, eventTypes, under }: Selection): Sql {
  const ofType =
    under !== null || types === null || types.length === 1
      ? empty
      : sql` cross join unnest(${types}::entry_type[]) of_type(type)`
  const ofEventType =
    under !== null || eventTypes === null ? empty : sql` cross join unnest(${eventTypes}::event_type[]) of_event(type)`
  return sql`${ofType}${ofEventType}`
}

function kindsIn({ types, eventTypes, under }: Selection): Sql[] {
  if (under !== null) return [sql`u.above_id = ${under}`]
  return [
    ...(types === null
      ? []
      : [types.length === 1 ? sql`e.type = ${types[0]}::entry_type` : sql`e.type = of_type.type`]),
    ...(eventTypes === null ? [] : [sql`e.event_type = of_event.type`]),
  ]
}

/** The runs by span, with the bounds between which the dates of a span can overlap what is asked for. */
function spans({ overlap }: Selection): Sql {
  if (overlap === null) return sql`unnest(${DATED}::date_span[]) span(span)`
  const [from, to] = [overlap.from, overlap.to]
  const rows = DATED.map((span) => sql`(${span}::date_span, ${lowest(span, from)}, ${highest(span, to)})`)
  return sql`(values ${join(rows)}) span(span, low, high)`
}

const within = ({ overlap }: Selection, at: Sql): Sql[] => [
  sql`${at}.date_span = span.span`,
  ...(overlap === null ? [] : [sql`${at}.ordered_at >= span.low`, sql`${at}.ordered_at <= span.high`]),
]

/** A date that reaches a day was ordered no earlier than this: its period is as long as its span allows. */
function lowest(span: Dated, from: string | null): Sql {
  if (from === null || span === 'AFTER' || span === 'LONGER') return sql`'-infinity'::timestamptz`
  const days = span === 'BEFORE' ? 0 : LONGEST_DAYS[span]
  return sql`${from}::timestamptz - make_interval(days => ${days}::int)`
}

/** A date that begins by a day was ordered no later than that; one whose beginning is open may be. */
function highest(span: Dated, to: string | null): Sql {
  return to === null || span === 'BEFORE' ? sql`'infinity'::timestamptz` : sql`${to}::timestamptz`
}
