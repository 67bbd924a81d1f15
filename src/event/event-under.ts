import { sql } from '../db/sql.ts'
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
    const changed = JSON.stringify(
      events.map(({ id, number, retraction }) => ({ id, number, retracted: !!retraction })),
    )
    // What is no longer above is told from what is: one statement cannot change the same row twice.
    const reach = sql`
      with recursive touched as (
        select * from json_to_recordset(${changed}::json) as c(id uuid, number int, retracted boolean)
        union select event_id, number, retracted from event_under where above_id = any(${moved}::uuid[])
      ), part as (
        select id, part_of_id from location where part_of_id is not null union all select id, part_of_id from organization where part_of_id is not null
      ), up(event_id, above_id) as (
        select * from (
          select l.event_id, l.location_id from event_location l join touched on touched.id = l.event_id
          union select p.event_id, p.actor_id from participation p join touched on touched.id = p.event_id where p.actor_id is not null
        ) named
        union select up.event_id, part.part_of_id from up join part on part.id = up.above_id
      )
      select touched.id as event_id, up.above_id, touched.number, e.date_span, e.ordered_at, touched.retracted
      from touched join entry e on e.id = touched.id left join up on up.event_id = touched.id`
    return [
      reach,
      sql`
        insert into event_under (event_id, above_id, number, date_span, ordered_at, retracted)
        select * from event_under_0 where above_id is not null
        on conflict (event_id, above_id) do update set number = excluded.number, date_span = excluded.date_span, ordered_at = excluded.ordered_at,
          retracted = excluded.retracted`,
      sql`
        delete from event_under u where u.event_id in (select event_id from event_under_0)
        and not exists (select 1 from event_under_0 r where r.event_id = u.event_id and r.above_id = u.above_id)`,
    ]
  },
}

const isOfEvent = ({ after }: Step): boolean => after.entryType === 'EVENT'

/** Whether what lies above a place or an organisation, and so above events, is another. One that is new has no events yet. */
function isMove({ before, after }: Step): boolean {
  if (before === null || (after.entryType !== 'LOCATION' && after.entryType !== 'ORGANIZATION')) return false
  return wholeOf(before) !== wholeOf(after)
}

const wholeOf = (place: object): unknown => ('partOfId' in place ? place.partOfId : null)
