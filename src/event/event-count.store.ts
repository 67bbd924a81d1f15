import { empty, join, sql } from '../db/sql.ts'
import type { Context } from '../live/context.ts'
import type { EventCount } from './event-count.type.ts'
import { type EventFilter, eventConditions } from './event.filter.ts'
import type { EventDimension, TimeBucket } from './event.words.ts'

/** Of each place the country: its own code, or that of the nearest place it is part of. */
const COUNTRIES = sql`
  country(id, code) as (
    select id, country_code from location where part_of_id is null
    union all select child.id, coalesce(child.country_code, country.code) from location child join country on child.part_of_id = country.id
  )`

/**
 * Counts of events by group, in the order of period, then of the vocabularies, then country, nulls last. Without groups one count of all.
 * One statement. An event in several countries counts once in each.
 */
export function countEvents(
  ctx: Context,
  filter: EventFilter | null,
  by: readonly EventDimension[],
  bucket: TimeBucket | null,
): Promise<readonly EventCount[]> {
  const has = (dimension: EventDimension) => by.includes(dimension)
  const period =
    bucket === null
      ? sql`null::text`
      : sql`to_char(date_trunc(${bucket.toLowerCase()}, e.ordered_at at time zone 'UTC'), 'YYYY-MM-DD')`
  const country = has('COUNTRY')
    ? sql`join lateral (
        select distinct country.code from event_location l join country on country.id = l.location_id where l.event_id = e.id
        union all select null where not exists (select 1 from event_location l where l.event_id = e.id)
      ) at on true`
    : empty
  const groups = sql`
    select ${period} as "periodStart", ${has('TYPE') ? sql`v.type` : sql`null::event_type`} as type,
      ${has('FACTUALITY') ? sql`v.factuality` : sql`null::factuality`} as factuality, ${has('COUNTRY') ? sql`at.code` : sql`null::text`} as "countryCode",
      ${has('NEGOTIATION') ? sql`v.negotiation_id` : sql`null::uuid`} as "negotiationId"
    from entry e join event v on v.id = e.id ${country} where ${join(eventConditions(filter), ' and ')}`
  if (by.length === 0 && bucket === null) {
    return ctx.reader.rows<EventCount>(sql`
      select null as type, null as factuality, null as "countryCode", null as "negotiationId", null as "periodStart", count(*)::int as count from (${groups}) g`)
  }
  return ctx.reader.rows<EventCount>(sql`
    with recursive ${COUNTRIES}
    select g.*, count(*)::int as count from (${groups}) g left join entry n on n.id = g."negotiationId"
    group by g."periodStart", g.type, g.factuality, g."countryCode", g."negotiationId", n.number
    order by g."periodStart" nulls last, g.type nulls last, g.factuality nulls last, g."countryCode" nulls last, n.number nulls last`)
}
