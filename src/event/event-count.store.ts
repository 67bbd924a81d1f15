import { type Sql, empty, join, raw, sql } from '../db/sql.ts'
import { restricts } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { wholeOf } from '../live/selection.ts'
import type { EventCount } from './event-count.type.ts'
import { type EventFilter, eventsFound } from './event.filter.ts'
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
  const groups = isTallied(filter, by, bucket) ? talliedGroups(filter, by, bucket) : countedGroups(filter, by, bucket)
  if (by.length === 0 && bucket === null) {
    return ctx.reader.rows<EventCount>(sql`
      with recursive ${COUNTRIES}
      select null as type, null as factuality, null as "countryCode", null as "negotiationId", null as "periodStart", coalesce(sum(count), 0)::int as count
      from (${groups}) g`)
  }
  return ctx.reader.rows<EventCount>(sql`
    with recursive ${COUNTRIES}
    select to_char(g.period, 'YYYY-MM-DD') as "periodStart", g.type, g.factuality, g."countryCode", g."negotiationId", g.count::int
    from (${groups}) g left join entry n on n.id = g."negotiationId"
    order by g.period nulls last, g.type nulls last, g.factuality nulls last, g."countryCode" nulls last, n.number nulls last`)
}

/** Each event is looked at. */
function countedGroups(filter: EventFilter | null, by: readonly EventDimension[], bucket: TimeBucket | null): Sql {
  const asked = eventsFound(filter)
  const country = by.includes('COUNTRY')
    ? sql`join lateral (
        select distinct country.code from event_location l join country on country.id = l.location_id where l.event_id = e.id
        union all select null where not exists (select 1 from event_location l where l.event_id = e.id)
      ) place on true`
    : empty
  const factuality = by.includes('FACTUALITY') && asked.where.length === 0 ? asked.join : empty
  const columns = [
    { name: sql`at`, value: bucket === null ? null : sql`e.ordered_at`, none: sql`null::timestamptz` },
    { name: sql`type`, value: by.includes('TYPE') ? sql`e.event_type` : null, none: sql`null::event_type` },
    { name: sql`factuality`, value: by.includes('FACTUALITY') ? sql`v.factuality` : null, none: sql`null::factuality` },
    { name: sql`"countryCode"`, value: by.includes('COUNTRY') ? sql`place.code` : null, none: sql`null::text` },
    {
      name: sql`"negotiationId"`,
      value: by.includes('NEGOTIATION') ? sql`e.negotiation_id` : null,
      none: sql`null::uuid`,
    },
  ]
  const selected = columns.map(({ name, value, none }) => sql`${value ?? none} as ${name}`)
  // Only what is asked for: hashing nulls takes time too.
  const groups = columns.flatMap(({ value }, index) => (value === null ? [] : [raw(String(index + 1))]))
  // By date first: there are far fewer dates than events, and to find the period of each takes longer than to count.
  return sql`
    select ${bucket === null ? sql`null::timestamp` : sql`date_trunc(${bucket.toLowerCase()}, at at time zone 'UTC')`} as period,
      type, factuality, "countryCode", "negotiationId", sum(count) as count
    from (
      select ${join(selected)}, count(*) as count ${wholeOf(asked, sql`${factuality} ${country}`)}
      ${groups.length === 0 ? empty : sql`group by ${join(groups)}`}
    ) dated
    group by 1, 2, 3, 4, 5`
}

/** Whether the tally, which has months, types and factualities of all that is not retracted, can answer. */
function isTallied(filter: EventFilter | null, by: readonly EventDimension[], bucket: TimeBucket | null): boolean {
  return (
    !restricts({ ...filter, type: null, factuality: null }) &&
    by.every((dimension) => dimension === 'TYPE' || dimension === 'FACTUALITY') &&
    (bucket === null || bucket === 'MONTH' || bucket === 'YEAR')
  )
}

function talliedGroups(filter: EventFilter | null, by: readonly EventDimension[], bucket: TimeBucket | null): Sql {
  const [types, factualities] = [filter?.type ?? null, filter?.factuality ?? null]
  return sql`
    select ${bucket === null ? sql`null::timestamp` : sql`date_trunc(${bucket.toLowerCase()}, month::timestamp)`} as period,
      ${by.includes('TYPE') ? sql`type` : sql`null::event_type`} as type,
      ${by.includes('FACTUALITY') ? sql`factuality` : sql`null::factuality`} as factuality,
      null::text as "countryCode", null::uuid as "negotiationId", sum(count) as count
    from event_tally where count > 0
      ${types === null ? empty : sql`and type = any(${types}::event_type[])`}
      ${factualities === null ? empty : sql`and factuality = any(${factualities}::factuality[])`}
    group by 1, 2, 3`
}
