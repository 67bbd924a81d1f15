import { type Sql, sql } from '../db/sql.ts'
import { all, given, givenId, identified, inBox, named, plain } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { listEntries } from '../live/entries.ts'
import { PARTS, partsOf, refuseCircles } from '../live/hierarchy.ts'
import type { Kind } from '../live/kind.ts'
import { byName } from '../live/order.ts'
import { one } from '../live/references.ts'
import { rowsOf } from '../live/rows.ts'
import { selectionOf } from '../live/selection.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { noItems, noWords, nothing } from '../record/redaction.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import { type LocationFields, readLocation } from './location.rules.ts'
import type { AddLocationInput, Location, LocationFilter, UpdateLocationInput } from './location.type.ts'

/** How a place is written. */
export const locationKind: Kind<LocationFields> = {
  type: 'LOCATION',
  read: readLocation,
  references: (own) => [...citedSources(own.citations), ...one(own.partOfId, ['LOCATION'], ['partOfId'])],
  settle: async (tx, changes) => {
    await refuseCircles(tx, PARTS.location, 'partOfId', changes)
    return placeCitations(tx, changes)
  },
  card: (own) => ({
    negotiationId: null,
    date: null,
    names: [own.name, ...own.aliases],
    search: [{ field: 'name', text: own.name }, ...own.aliases.map((text) => ({ field: 'alias' as const, text }))],
    citations: own.citations,
    identifiers: own.identifiers,
  }),
  rows: ({ name, aliases, kind, countryCode, resolution, partOfId, point }) =>
    rowsOf('Location', {
      ...{ name, aliases, kind, countryCode, resolution, partOfId },
      ...{ latitude: point?.latitude ?? null, longitude: point?.longitude ?? null },
    }),
  blanks: { name: noWords, aliases: noItems, point: nothing, identifiers: noItems, citations: sourcesAlone },
}

/** Adds a place. */
export function addLocation(ctx: Context, input: AddLocationInput): Promise<Outcome> {
  return mutate(ctx, 'addLocation', input, (tx, editor) => add(tx, locationKind, input, editor))
}

/** Changes a place. */
export function updateLocation(ctx: Context, input: UpdateLocationInput): Promise<Outcome> {
  return mutate(ctx, 'updateLocation', input, (tx, editor) => update(tx, locationKind, input, editor))
}

/** Places by name. */
export function findLocations(ctx: Context, filter: LocationFilter | null, page: PageArgs): Connection<Location> {
  const where = all(
    given(filter?.kind, (kinds) => sql`v.kind = any(${kinds}::location_kind[])`),
    givenId(filter?.partOfId, (id) => sql`(e.id in (${partsOf(PARTS.location, id)}) and e.id <> ${id})`),
    named(filter?.name),
    given(filter?.countryCode, (codes) => sql`e.id in (${placesIn(codes)})`),
    given(filter?.within, (box) => inBox(sql`v`, box)),
    identified(filter?.identifier),
  )
  const selection = selectionOf(['LOCATION'], {
    includeRetracted: filter?.includeRetracted ?? false,
    where,
    join: sql`join location v on v.id = e.id`,
  })
  return listEntries(ctx, { list: 'locations', selection, order: byName }, pageRequest(page))
}

/** Ids of the places whose country is one of these: by their own code, or by that of the nearest place they are part of. */
export function placesIn(codes: readonly string[]): Sql {
  return sql`
    with recursive inside(id) as (
      select id from location where country_code = any(${codes.map(plain)}::text[])
      union select child.id from location child join inside on child.part_of_id = inside.id where child.country_code is null
    ) select id from inside`
}
