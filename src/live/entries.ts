import type { Reader } from '../db/database.ts'
import type { ReadOptions } from '../db/pool.ts'
import { type Sql, arrayOf, empty, raw, sql } from '../db/sql.ts'
import type { AsOf, Entry, EntryType } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { isId } from '../record/id.ts'
import { Later } from '../record/later.ts'
import {
  type Connection,
  type Page,
  type PageRequest,
  type Place,
  USUAL_PAGE,
  connection,
  pageOf,
  placeOf,
} from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import type { Context } from './context.ts'
import type { Snapshot } from './draft.ts'
import { type ListOrder, beyond } from './order.ts'
import { countOf, mergedRuns } from './runs.ts'
import { type Selection, wholeOf } from './selection.ts'

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

/** A list of entries: which, in which order. */
export interface ListQuery {
  /** Names the list in its cursors: events, statements. */
  readonly list: string
  readonly selection: Selection
  readonly order: ListOrder
  /**
   * Whether it is read along the order of dates, which costs the same however many there are; else the selected ones are sorted, which is cheaper
   * where a condition leaves few of very many.
   */
  readonly merged?: boolean
  /** Whether one plan is good for all that it can be asked with (ReadOptions), when a page of the usual size is. */
  readonly prepared?: boolean
}

/** A list below an entry. `of` gives of the selection what belongs to the entry whose id the given SQL names. */
export interface ListBelow extends ListQuery {
  readonly of: (selection: Selection, parent: Sql) => Selection
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
    async () => {
      const rows = await ctx.reader.rows<ListRow>(selectPage(query, request, list), preparedFor(query, request))
      return pageFrom<Type>(list, request, rows)
    },
    async () => (await ctx.reader.rows<{ count: number }>(countOf(query.selection)))[0]?.count ?? 0,
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
      const of = query.of(query.selection, sql`p.id`)
      const page = selectPage({ ...query, selection: of }, request, `${query.list}:${query.order.name}`)
      const rows = await reader.rows<ListRow & { parent: string }>(
        sql`select p.id as parent, page.* from unnest(${arrayOf(parents, sql`uuid`)}) as p(id) cross join lateral (${page}) page`,
        preparedFor(query, request),
      )
      const pages = groupedBy(rows, (row) => row.parent)
      return parents.map((parent) => pages.get(parent) ?? [])
    },
    count: async (reader, parents, variant) => {
      const query = build(variant)
      const rows = await reader.rows<{ parent: string; count: number }>(sql`
        select p.id as parent, total.count from unnest(${parents}::uuid[]) as p(id)
        cross join lateral (${countOf(query.of(query.selection, sql`p.id`))}) total`)
      const of = new Map(rows.map((row) => [row.parent, row.count]))
      return parents.map((parent) => of.get(parent) ?? 0)
    },
  }
}

/** A row of a list. */
export interface ListRow extends Place {
  readonly snapshot: Snapshot
}

/** The statement has the size of the page in its text, since plans depend on it: only the usual one is kept. */
function preparedFor({ prepared = false }: ListQuery, { count }: PageRequest): ReadOptions {
  return { prepared: prepared && count === USUAL_PAGE }
}

function pageFrom<Type extends Entry>(list: string, request: PageRequest, rows: readonly ListRow[]): Page<Type> {
  return pageOf(list, request, rows, (row) => renderedRow<Type>(row.snapshot, null))
}

/** @throws BAD_USER_INPUT before anything is read. */
function checkCursors(list: string, { type }: ListOrder, request: PageRequest): void {
  if (request.after !== null) placeOf(list, request.after, type)
  if (request.before !== null) placeOf(list, request.before, type)
}

function selectPage({ selection, order, merged = false }: ListQuery, request: PageRequest, list: string): Sql {
  const byDate = merged && order.type === 'timestamptz'
  const direction = order.descending !== request.backwards ? sql`desc` : sql`asc`
  // The page is cut before its snapshots are fetched: they are large and stand apart.
  return sql`
    select page.key::text as key, page.number, c.snapshot
    from (${byDate ? mergedRuns(selection, order, request, list) : sortedRows(selection, order, request, list)}) page
    join change c on c.sequence = page.last_sequence
    order by page.key ${direction}, page.number ${direction}`
}

function sortedRows(selection: Selection, order: ListOrder, request: PageRequest, list: string): Sql {
  const conditions: Sql[] = []
  if (request.after !== null) conditions.push(beyond(order, placeOf(list, request.after, order.type), order.descending))
  if (request.before !== null)
    conditions.push(beyond(order, placeOf(list, request.before, order.type), !order.descending))
  const direction = order.descending !== request.backwards ? sql`desc` : sql`asc`
  return sql`
    select ${order.key ?? sql`null::text`} as key, e.number, e.last_sequence
    ${wholeOf({ ...selection, where: [...selection.where, ...conditions] })}
    order by ${order.key ? sql`${order.key} ${direction}, ` : empty} e.number ${direction}
    limit ${raw(String(request.count + 1))}`
}
