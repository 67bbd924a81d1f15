import { type Sql, sql } from '../db/sql.ts'
import type { Derived, Step } from '../live/derived.ts'

/**
 * Under which places and actors each event lies: those that it names, and what these are part of. Written for the events that change, and for all
 * events under a place or an organisation that becomes part of another.
 */
export const eventUnder: Derived = {
  name: 'event_under',
  parts: (steps) => {
    const events = [...new Map(steps.filter(isOfEvent).map(({ after }) => [after.id, after])).values()]
    const moved = steps.filter(isMove).map(({ after }) => after.id)
    if (events.length === 0 && moved.length === 0) return []
    const given = JSON.stringify(events.map(({ id, number, retraction }) => ({ id, number, retracted: !!retraction })))
    const touched = sql`select * from json_to_recordset(${given}::json) as c(id uuid, number int, retracted boolean)`
    if (steps.every(({ before }) => before === null)) return [sql`${insert} ${reach(touched)}`]
    const below = sql`select event_id, number, retracted from event_under where above_id = any(${moved}::uuid[])`
    return [
      reach(sql`${touched} union ${below}`),
      sql`
        ${insert} select * from event_under_0
        on conflict (event_id, above_id) do update set number = excluded.number, date_span = excluded.date_span, ordered_at = excluded.ordered_at,
          retracted = excluded.retracted`,
      // What is above is written there, what no longer is goes here: one statement cannot change the same row twice.
      sql`
        delete from event_under u
        where u.event_id in (select id from (${touched} union ${below}) touched)
        and not exists (select 1 from event_under_0 r where r.event_id = u.event_id and r.above_id = u.above_id)`,
    ]
  },
}

const insert = sql`insert into event_under (event_id, above_id, number, date_span, ordered_at, retracted)`

/**
 * The rows of events, given as id, number and retracted. All is looked up by key, one by one: the planner takes what is given for a hundred events, and
 * would read whole tables for them.
 */
function reach(touched: Sql): Sql {
  return sql`
    with recursive touched as materialized (
      select t.id, t.number, t.retracted, e.date_span, e.ordered_at
      from (${touched}) t cross join lateral (select date_span, ordered_at from entry where entry.id = t.id) e
    ), up(event_id, above_id) as (
      select touched.id, named.id from touched cross join lateral (
        select location_id as id from event_location where event_id = touched.id
        union select actor_id from participation where event_id = touched.id and actor_id is not null
      ) named
      union select up.event_id, whole.id from up cross join lateral (
        select part_of_id as id from location where location.id = up.above_id
        union all select part_of_id from organization where organization.id = up.above_id
      ) whole where whole.id is not null
    )
    select up.event_id, up.above_id, touched.number, touched.date_span, touched.ordered_at, touched.retracted
    from up join touched on touched.id = up.event_id`
}

const isOfEvent = ({ after }: Step): boolean => after.entryType === 'EVENT'

/** Whether what lies above a place or an organisation, and so above events, is another. One that is new has no events yet. */
function isMove({ before, after }: Step): boolean {
  if (before === null || (after.entryType !== 'LOCATION' && after.entryType !== 'ORGANIZATION')) return false
  return wholeOf(before) !== wholeOf(after)
}

const wholeOf = (place: object): unknown => ('partOfId' in place ? place.partOfId : null)
