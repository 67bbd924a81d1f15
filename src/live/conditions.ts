import { type Sql, sql } from '../db/sql.ts'
import { fold } from '../record/fold.ts'
import { isId } from '../record/id.ts'
import { MAX } from '../record/input.ts'
import { badUserInput } from '../record/request-error.ts'
import { searchFor } from '../record/words.ts'

/** Conditions of those that are there; what is null or undefined does not restrict. */
export function all(...conditions: readonly (Sql | null | undefined | false)[]): Sql[] {
  return conditions.filter((condition): condition is Sql => condition != null && condition !== false)
}

/** Whether a filter, or other arguments, leave anything out: null and false do not. */
export function restricts(filter: object | null | undefined): boolean {
  return Object.values(filter ?? {}).some((value) => value != null && value !== false)
}

/** A condition when a value is given. */
export function given<Value>(value: Value | null | undefined, condition: (value: Value) => Sql): Sql | null {
  return value == null ? null : condition(value)
}

/** A condition on an id; what cannot be an id names nothing and so matches nothing. */
export function givenId(id: string | null | undefined, condition: (id: Sql) => Sql): Sql | null {
  if (id == null) return null
  return isId(id) ? condition(sql`${id}::uuid`) : sql`false`
}

/** An id in SQL, null of what cannot be one; null when none is given. */
export function idOf(id: string | null | undefined): Sql | null {
  return id == null ? null : sql`${isId(id) ? id : null}::uuid`
}

/**
 * A condition that a column is one of what a subquery answers. As an array, which is read first: a list below many entries would otherwise be walked as
 * a whole for each of them (measured with 2,250 events below 100 organisations: 13 s against 0.8 s, without statistics; with, 2.1 against 0.5).
 */
export function among(column: Sql, ids: Sql): Sql {
  return sql`${column} = any(array(${ids}))`
}

/** A part of a name or alias; case and accents do not count. @throws BAD_USER_INPUT when it is longer than a name can be */
export function named(part: string | null | undefined): Sql | null {
  return given(part, (text) => contains(sql`e.folded_names`, text))
}

/** Folded text that contains a part. @throws BAD_USER_INPUT when the part is longer than a name can be */
export function contains(folded: Sql, part: string): Sql {
  const text = foldedWithin('A part of a name', part, MAX.name)
  return sql`${folded} like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

/** What full-text search finds, in web-search syntax. @throws BAD_USER_INPUT when the search is too long */
export function found(query: string | null | undefined): Sql | null {
  return given(query, (text) => sql`e.search @@ ${searched(text)}`)
}

/** A search in web-search syntax as the database takes it; every search goes through here. @throws BAD_USER_INPUT when it is too long */
export function searched(query: string): Sql {
  // PostgreSQL walks a search by recursion: 12,000 words hang the embedded database for good, and overflow a server's stack.
  return sql`websearch_to_tsquery('simple', ${searchFor(foldedWithin('A search', query, MAX.search))})`
}

/** Instants between which something of a date must lie; null where that side is open. */
export interface Overlap {
  readonly from: string | null
  readonly to: string | null
}

/**
 * Dates that can overlap a bound; an open or unknown date overlaps everything on its open side. Not as "null or": PostgreSQL would look for the two
 * apart, and sort what it finds.
 */
export function overlaps({ from, to }: Overlap): Sql[] {
  return all(
    given(from, (instant) => sql`coalesce(e.date_latest, 'infinity') >= ${instant}::timestamptz`),
    given(to, (instant) => sql`coalesce(e.date_earliest, '-infinity') <= ${instant}::timestamptz`),
  )
}

/** An id elsewhere, exactly. */
export function identified(
  identifier: { readonly scheme: string; readonly value: string } | null | undefined,
): Sql | null {
  return given(
    identifier,
    ({ scheme, value }) =>
      sql`e.id in (select entry_id from identifier where scheme = ${plain(scheme)} and value = ${plain(value)})`,
  )
}

/** A rectangle in degrees; across 180° where west is greater than east. */
export interface Box {
  readonly south: number
  readonly west: number
  readonly north: number
  readonly east: number
}

/** Places of a table `at` whose point lies in the box. @throws BAD_USER_INPUT when a bound is no degree, or south is north of north. */
export function inBox(at: Sql, { south, west, north, east }: Box): Sql {
  if ([south, north].some((degree) => Math.abs(degree) > 90) || [west, east].some((degree) => Math.abs(degree) > 180)) {
    throw badUserInput('within takes latitudes from -90 to 90 and longitudes from -180 to 180.')
  }
  if (south > north) throw badUserInput('within: south must not be greater than north.')
  const across = west > east
  return sql`(${at}.latitude between ${south}::float8 and ${north}::float8 and ${
    across
      ? sql`(${at}.longitude >= ${west}::float8 or ${at}.longitude <= ${east}::float8)`
      : sql`${at}.longitude between ${west}::float8 and ${east}::float8`
  })`
}

/** Text as PostgreSQL can take it: U+0000 stands in no text of the record, so nothing is found by it. */
export function plain(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}

/** Some signs fold to many letters (U+FDFA to 18), and what is looked for is as long as that: a search of 1,000 of them took 2 s. */
const MOST_FOLDED = 4

function foldedWithin(what: string, text: string, max: number): string {
  if (text.length > max)
    throw badUserInput(`${what} takes at most ${String(max)} characters; ${String(text.length)} were given.`)
  const folded = fold(plain(text))
  if (folded.length <= MOST_FOLDED * max) return folded
  throw badUserInput(`${what} takes at most ${String(MOST_FOLDED * max)} letters when its signs are written out.`)
}
