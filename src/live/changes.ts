import type { Reader } from '../db/database.ts'
import { type Sql, join, sql } from '../db/sql.ts'
import { isId } from '../record/id.ts'
import type { LogFilter, LoggedChange } from './log.ts'

const COLUMNS = sql`sequence, at, kind, entry_type as "entryType", entry_id as "entryId", negotiation_ids as "negotiationIds", editor, reason,
  changed_fields as "changedFields", snapshot`

/** Which stretch of the log is read, ends included; at most `limit` lines, from its end when `backwards`. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly limit: number
  readonly backwards?: boolean
}

/** The lines of a stretch that match, in the order of the log. One statement. */
export async function readChanges(
  reader: Reader,
  filter: LogFilter,
  { from, to, limit, backwards = false }: Stretch,
): Promise<readonly LoggedChange[]> {
  const query = sql`
    select ${COLUMNS} from change where sequence between ${from}::int and ${to}::int and ${conditionOf(filter)}
    order by sequence ${backwards ? sql`desc` : sql`asc`} limit ${limit}`
  // Each commit has this read, without a filter.
  const rows = await reader.rows<LoggedChange>(query, { prepared: Object.keys(filter).length === 0 })
  return backwards ? rows.reverse() : rows
}

/** As readChanges, together with the head of the log, in one statement. */
export async function readWithHead(
  reader: Reader,
  filter: LogFilter,
  { from, to, limit, backwards = false }: Stretch,
): Promise<{ readonly head: number; readonly changes: readonly LoggedChange[] }> {
  const rows = await reader.rows<{ head: number } & LoggedChange>(sql`
    select h.sequence as head, c.* from log_head h left join lateral (
      select ${COLUMNS} from change where sequence between ${from}::int and ${to}::int and ${conditionOf(filter)}
      order by sequence ${backwards ? sql`desc` : sql`asc`} limit ${limit}
    ) c on true order by c.sequence`)
  // The join answers one row of nulls where nothing matches.
  return { head: rows[0]?.head ?? 0, changes: rows.filter((row) => Number.isInteger(row.sequence)) }
}

function conditionOf(filter: LogFilter): Sql {
  const conditions = [sql`true`]
  if (filter.entryTypes) conditions.push(sql`entry_type = any(${filter.entryTypes}::entry_type[])`)
  if (filter.kinds) conditions.push(sql`kind = any(${filter.kinds}::change_kind[])`)
  if (filter.entryId != null)
    conditions.push(isId(filter.entryId) ? sql`entry_id = ${filter.entryId}::uuid` : sql`false`)
  if (filter.negotiationId != null)
    conditions.push(
      isId(filter.negotiationId) ? sql`negotiation_ids @> array[${filter.negotiationId}::uuid]` : sql`false`,
    )
  return join(conditions, ' and ')
}

/** Whether a line matches; says the same as the statement does. */
export function matches(filter: LogFilter, change: LoggedChange): boolean {
  return (
    (filter.entryTypes?.includes(change.entryType) ?? true) &&
    (filter.kinds?.includes(change.kind) ?? true) &&
    (filter.entryId == null || change.entryId === filter.entryId) &&
    (filter.negotiationId == null || change.negotiationIds.includes(filter.negotiationId))
  )
}
