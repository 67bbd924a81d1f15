import type { Reader } from '../db/database.ts'
import { type Sql, arrayOf, empty, join, sql } from '../db/sql.ts'
import type { AsOf, Entry, EntryType } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { isId } from '../record/id.ts'
import { Later } from '../record/later.ts'
import {
  type Connection,
  type KeyType,
  type Page,
  type PageRequest,
  type Place,
  connection,
  pageOf,
  placeOf,
} from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import type { Context } from './context.ts'
import type { Snapshot } from './log.ts'

/** An entry of the log, rendered as of a sequence (null: now). */
export function rendered<Type extends Entry>(snapshot: Snapshot, asOf: AsOf): Type {
  // A snapshot is written by the slice of its type and read by it: the log need not know the types.
  return { ...snapshot, asOf } as unknown as Type
}

/** As rendered, for a snapshot that has just been read and that nobody else holds: it is not copied. */
export function renderedRow<Type extends Entry>(snapshot: Snapshot, asOf: AsOf): Type {
  return Object.assign(snapshot, { asOf }) as unknown as Type
}

/** The entry as of a sequence (null: now); null when there was none, or the id is no id. One statement for all that are asked in the same tick. */
export function entryById<Type extends Entry>(
  ctx: Context,
  id: string | null | undefined,
  asOf: AsOf,
): Later<Type | null> {
  if (!isId(id)) return Later.of(null)
  const entry = asOf === null ? ctx.loading.load(presentById, id, null) : ctx.loading.load(pastById, { id, asOf }, null)
  return entry as Later<Type | null>
}

/** As entryById, now; null too when the entry is of another type. */
export function findEntry<Type extends Entry>(ctx: Context, type: EntryType, id: string): Later<Type | null> {
  return entryById<Type>(ctx, id, null).map((entry) => (entry?.entryType === type ? entry : null))
}

/** As entryById, for a reference that the record holds: the database's foreign keys see to it that the entry is there. */
export function referred<Type extends Entry>(ctx: Context, id: string, asOf: AsOf): Later<Type> {
  return entryById<Type>(ctx, id, asOf).map((entry) => {
    if (entry) return entry
    throw new Error(`Entry ${id} is referred to and not in the log, which cannot happen: foreign keys hold references.`)
  })
}

/** As referred, for several; in the order of the ids. */
export function referredAll<Type extends Entry>(ctx: Context, ids: readonly string[], asOf: AsOf): Later<Type[]> {
  return Later.all(ids.map((id) => referred<Type>(ctx, id, asOf)))
}

/** As referred, where there may be none. */
export function maybeReferred<Type extends Entry>(ctx: Context, id: string | null, asOf: AsOf): Later<Type | null> {
  return id === null ? Later.of(null) : referred<Type>(ctx, id, asOf)
}

/** What an entry is, is its newest line in the log. */
async function presentById(reader: Reader, ids: readonly string[]): Promise<readonly (Entry | null)[]> {
  const query = sql`
    select k.at::int, c.snapshot from unnest(${arrayOf(ids, sql`uuid`)}) with ordinality as k(id, at)
    cross join lateral (select snapshot from change where entry_id = k.id order by sequence desc limit 1) c`
  const rows = await reader.rows<FoundRow>(query, { prepared: true })
  return entriesOf(rows, ids, () => null)
}

/** What an entry was at a sequence is its newest line in the log up to there. */
async function pastById(
  reader: Reader,
  keys: readonly { readonly id: string; readonly asOf: number }[],
): Promise<readonly (Entry | null)[]> {
  const ids = keys.map(({ id }) => id)
  const sequences = keys.map(({ asOf }) => asOf)
  const query = sql`
    select k.at::int, c.snapshot
    from unnest(${arrayOf(ids, sql`uuid`)}, ${arrayOf(sequences, sql`int`)}) with ordinality as k(id, sequence, at)
    cross join lateral (
      select snapshot from change where entry_id = k.id and sequence <= k.sequence order by sequence desc limit 1
    ) c`
  const rows = await reader.rows<FoundRow>(query, { prepared: true })
  return entriesOf(rows, keys, ({ asOf }) => asOf)
}

interface FoundRow {
  /** Which key it is of, from 1. */
  readonly at: number
  readonly snapshot: Snapshot
}

function entriesOf<Key>(rows: readonly FoundRow[], keys: readonly Key[], asOf: (key: Key) => AsOf): (Entry | null)[] {
  const found = new Map(rows.map((row) => [row.at - 1, row.snapshot]))
  return keys.map((key, index) => {
    const snapshot = found.get(index)
    return snapshot ? renderedRow(snapshot, asOf(key)) : null
  })
}

/** How a list is ordered: an SQL expression over `e` (the entry row) and `v` (the slice's row), then the number; null: by number alone. */
export interface ListOrder {
  readonly name: string
  readonly key: Sql | null
  /** SQL type of the key, to read it back from a cursor. */
  readonly type: KeyType
  readonly descending: boolean
}

/** By number: the order in which the record learned of them. */
export const byNumber: ListOrder = { name: 'number', key: null, type: 'none', descending: false }
/** By folded name. */
export const byName: ListOrder = { name: 'name', key: sql`e.sort_name`, type: 'text', descending: false }
/** Oldest first by date; unknown dates last. */
export const oldestFirst: ListOrder = {
  name: 'oldest',
  key: sql`coalesce(e.ordered_at, 'infinity'::timestamptz)`,
  type: 'timestamptz',
  descending: false,
}
/** Newest first by date; unknown dates last. */
export const newestFirst: ListOrder = {
  name: 'newest',
  key: sql`coalesce(e.ordered_at, '-infinity'::timestamptz)`,
  type: 'timestamptz',
  descending: true,
}
/** Newest first by when the record learned of them. */
export const latestRecorded: ListOrder = { name: 'recorded', key: null, type: 'none', descending: true }

/** A list of entries: which rows (over `e` and `v`), in which order. */
export interface ListQuery {
  /** Names the list in its cursors: events, statements. */
  readonly list: string
  /** Joins the slice's rows as `v`; empty where `e` is enough. */
  readonly join: Sql
  readonly where: readonly Sql[]
  readonly order: ListOrder
  /** Whether one plan is good for all that it can be asked with (ReadOptions). */
  readonly prepared?: boolean
}

/** A list below an entry. `of` says which rows belong to the entry whose id the given SQL names. */
export interface ListBelow extends ListQuery {
  readonly of: (parent: Sql) => Sql
}

/** A list of the whole record: one statement for the page, one more for totalCount. */
export function listEntries<Type extends Entry>(
  ctx: Context,
  query: ListQuery,
  request: PageRequest,
): Connection<Type> {
  const list = `${query.list}:${query.order.name}`
  checkCursors(list, query.order, request)
  return connection(
    async () => pageFrom<Type>(list, request, await ctx.reader.rows<ListRow>(selectPage(query, request, list, null))),
    async () => (await ctx.reader.rows<{ count: number }>(selectCount(query, null)))[0]?.count ?? 0,
  )
}

/**
 * A list below an entry, read for all parents of the same field at once: one statement for their pages, one more for totalCount.
 * `variant` must tell apart what `build` makes of it.
 * @throws BAD_USER_INPUT below an entry of the past: its tables hold the present alone
 */
export function listBelow<Type extends Entry, Variant>(
  ctx: Context,
  below: BelowBatch<Variant>,
  parent: Entry,
  variant: Variant,
  request: PageRequest,
): Connection<Type> {
  const query = below.build(variant)
  if (parent.asOf !== null)
    throw badUserInput(`${query.list} cannot be listed as of the past here; ask for them below the entry as it is now.`)
  const list = `${query.list}:${query.order.name}`
  checkCursors(list, query.order, request)
  return connection(
    () =>
      ctx.loading.load(below.page, parent.id, { variant, request }).map((rows) => pageFrom<Type>(list, request, rows)),
    () => ctx.loading.load(below.count, parent.id, variant),
  )
}

/** The batches of a list below an entry; made once per list, since batches are told apart by identity. */
export interface BelowBatch<Variant> {
  readonly build: (variant: Variant) => ListBelow
  readonly page: (
    reader: Reader,
    parents: readonly string[],
    options: { variant: Variant; request: PageRequest },
  ) => Promise<readonly (readonly ListRow[])[]>
  readonly count: (reader: Reader, parents: readonly string[], variant: Variant) => Promise<readonly number[]>
}

/** Names a list below entries, so that its reads can be collected. */
export function below<Variant>(build: (variant: Variant) => ListBelow): BelowBatch<Variant> {
  return {
    build,
    page: async (reader, parents, { variant, request }) => {
      const query = build(variant)
      const page = selectPage(query, request, `${query.list}:${query.order.name}`, query.of(sql`p.id`))
      const rows = await reader.rows<ListRow & { parent: string }>(
        sql`select p.id as parent, page.* from unnest(${arrayOf(parents, sql`uuid`)}) as p(id) cross join lateral (${page}) page`,
        { prepared: query.prepared ?? false },
      )
      const of = groupedBy(rows, (row) => row.parent)
      return parents.map((parent) => of.get(parent) ?? [])
    },
    count: async (reader, parents, variant) => {
      const query = build(variant)
      const rows = await reader.rows<{ parent: string; count: number }>(sql`
        select p.id as parent, total.count from unnest(${parents}::uuid[]) as p(id) cross join lateral (${selectCount(query, query.of(sql`p.id`))}) total`)
      const of = new Map(rows.map((row) => [row.parent, row.count]))
      return parents.map((parent) => of.get(parent) ?? 0)
    },
  }
}

/** A row of a list. */
export interface ListRow extends Place {
  readonly snapshot: Snapshot
}

function pageFrom<Type extends Entry>(list: string, request: PageRequest, rows: readonly ListRow[]): Page<Type> {
  return pageOf(list, request, rows, (row) => renderedRow<Type>(row.snapshot, null))
}

/** @throws BAD_USER_INPUT before anything is read. */
function checkCursors(list: string, { type }: ListOrder, request: PageRequest): void {
  if (request.after !== null) placeOf(list, request.after, type)
  if (request.before !== null) placeOf(list, request.before, type)
}

function selectPage(
  { join: joined, where, order }: ListQuery,
  request: PageRequest,
  list: string,
  link: Sql | null,
): Sql {
  const descending = order.descending !== request.backwards
  const conditions = conditionsOf(where, link)
  if (request.after !== null) conditions.push(beyond(order, placeOf(list, request.after, order.type), order.descending))
  if (request.before !== null)
    conditions.push(beyond(order, placeOf(list, request.before, order.type), !order.descending))
  const direction = descending ? sql`desc` : sql`asc`
  // The page is cut before its snapshots are fetched: they are large and stand apart.
  return sql`
    select page.key::text as key, page.number, c.snapshot
    from (
      select ${order.key ?? sql`null::text`} as key, e.number, e.last_sequence
      from entry e ${joined} where ${join(conditions, ' and ')}
      order by ${order.key ? sql`${order.key} ${direction}, ` : empty} e.number ${direction}
      limit ${request.count + 1}
    ) page join change c on c.sequence = page.last_sequence
    order by page.key ${direction}, page.number ${direction}`
}

function selectCount({ join: joined, where }: ListQuery, link: Sql | null): Sql {
  return sql`select count(*)::int as count from entry e ${joined} where ${join(conditionsOf(where, link), ' and ')}`
}

function conditionsOf(where: readonly Sql[], link: Sql | null): Sql[] {
  const conditions = link === null ? [...where] : [link, ...where]
  return conditions.length > 0 ? conditions : [sql`true`]
}

/** Rows beyond a place, in the given direction. */
export function beyond(order: ListOrder, place: Place, below: boolean): Sql {
  const operator = below ? sql`<` : sql`>`
  if (order.key === null) return sql`e.number ${operator} ${place.number}::int`
  const key = order.type === 'timestamptz' ? sql`${place.key}::timestamptz` : sql`${place.key}::text collate "C"`
  return sql`(${order.key}, e.number) ${operator} (${key}, ${place.number}::int)`
}
