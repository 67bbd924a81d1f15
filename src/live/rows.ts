import type { Prisma } from '../db/generated/client.ts'
import { type Sql, join, raw, sql } from '../db/sql.ts'

type Model = Prisma.ModelName
type Scalars<Name extends Model> = Prisma.TypeMap['model'][Name]['payload']['scalars']
/** A row of a model's table, by the names of the model. What is of any form there is an object here. */
type Row<Name extends Model> = {
  readonly [Column in keyof Scalars<Name>]: Prisma.JsonValue extends Scalars<Name>[Column]
    ? object | null
    : Scalars<Name>[Column]
}

/** The rows of an entry in the tables of its slice. */
export interface EntryRows {
  readonly model: Model
  readonly row: object
  readonly lists: readonly List[]
}

/** A list inside an entry; its order is kept in `ordinal`. */
export interface List {
  readonly model: Model
  /** The column that names the entry. */
  readonly owner: string
  readonly rows: readonly object[]
}

/** An entry's row, less its id, and its lists. */
export function rowsOf<Name extends Model>(model: Name, row: Partial<Row<Name>>, ...lists: readonly List[]): EntryRows {
  return { model, row, lists }
}

/** A list of an entry. */
export function listOf<Name extends Model, Owner extends keyof Row<Name> & string>(
  model: Name,
  owner: Owner,
  rows: readonly Omit<Row<Name>, Owner | 'ordinal'>[],
): List {
  return { model, owner, rows }
}

/** Rows of one table that have the same columns. */
interface Group {
  readonly model: Model
  readonly columns: readonly string[]
  readonly rows: object[]
}

/**
 * Inserts of all these rows, one for each table: parts of one statement, so that foreign keys are looked at when all of them are there. `again` when
 * the entries have a row already, which is changed, and lists that are cleared.
 */
export function insertsOf(entries: readonly (EntryRows & { readonly id: string })[], again: boolean): readonly Sql[] {
  const groups = new Map<string, Group>()
  const put = (model: Model, row: object) => {
    const columns = Object.keys(row)
    const values: unknown[] = Object.values(row)
    const key = `${model} ${columns.join(' ')}`
    const group = groups.get(key) ?? { model, columns: columns.map(nameInDatabase), rows: [] }
    groups.set(key, group)
    group.rows.push(Object.fromEntries<unknown>(group.columns.map((column, at) => [column, values[at]])))
  }
  for (const { id, model, row, lists } of entries) {
    put(model, { id, ...row })
    for (const { model: of, owner, rows } of lists)
      for (const [ordinal, each] of rows.entries()) put(of, { [owner]: id, ordinal, ...each })
  }
  return [...groups.values()].map((group) => insertOf(group, again))
}

function insertOf({ model, columns, rows }: Group, again: boolean): Sql {
  const table = raw(nameInDatabase(model))
  const all = join(columns.map(quoted))
  const insert = sql`insert into ${table} (${all}) select ${all} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)`
  if (!again || columns[0] !== 'id') return insert
  const changes = columns.slice(1).map((name) => sql`${quoted(name)} = excluded.${quoted(name)}`)
  return sql`${insert} on conflict (id) do update set ${join(changes)}`
}

/** Deletes of all rows that these lists have. */
export function clearingOf(
  entries: readonly { readonly id: string; readonly lists: readonly List[] }[],
): readonly Sql[] {
  const owned = new Map<string, { readonly list: List; readonly ids: string[] }>()
  for (const { id, lists } of entries) {
    for (const list of lists) {
      const found = owned.get(list.model) ?? { list, ids: [] }
      owned.set(list.model, found)
      found.ids.push(id)
    }
  }
  return [...owned.values()].map(
    ({ list: { model, owner }, ids }) =>
      sql`delete from ${raw(nameInDatabase(model))} where ${quoted(nameInDatabase(owner))} = any(${ids}::uuid[])`,
  )
}

/** Statements as one, which answers nothing. */
export function asOne(parts: readonly Sql[]): Sql {
  return sql`with ${join(parts.map((part, at) => sql`${raw(`part_${at}`)} as (${part})`))} select 1 as done`
}

// `end` is a word of SQL.
const quoted = (name: string): Sql => raw(`"${name}"`)

/** As the schema maps names: EventLocation is event_location, onBehalfOfId on_behalf_of_id. */
function nameInDatabase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase()
}
