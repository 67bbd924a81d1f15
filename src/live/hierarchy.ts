import type { Transaction } from '../db/database.ts'
import { type Sql, sql } from '../db/sql.ts'
import { Refused, problem } from '../record/refusal.ts'
import type { Settling } from './kind.ts'

/** Where one row names the row above it. */
export interface Hierarchy {
  readonly name: string
  readonly table: Sql
  readonly parent: Sql
}

const partOf = (name: string, table: Sql): Hierarchy => ({ name: `${name}.part_of_id`, table, parent: sql`part_of_id` })
const revisionOf = (name: string, table: Sql): Hierarchy => ({
  name: `${name}.revision_of_id`,
  table,
  parent: sql`revision_of_id`,
})

/** What can be part of its like. */
export const PARTS = {
  location: partOf('location', sql`location`),
  organization: partOf('organization', sql`organization`),
  proposal: partOf('proposal', sql`proposal`),
  event: partOf('event', sql`event`),
} as const

/** What can be a revision of its like. */
export const REVISIONS = {
  source: revisionOf('source', sql`source`),
  proposal: revisionOf('proposal', sql`proposal`),
} as const

/** Ids of a row and of all that is part of it, at any depth: a query with the one column id. */
export function partsOf({ table, parent }: Hierarchy, root: Sql): Sql {
  return sql`
    with recursive part(id) as (
      select ${root} union select child.id from ${table} child join part on child.${parent} = part.id
    ) select id from part`
}

/**
 * Refuses to put an entry below itself, at any depth. Only one that was there before can be above others. One such change at a time for each hierarchy:
 * two that run side by side could close a circle that neither sees.
 * @throws Refused with INVALID_VALUE at the field
 */
export async function refuseCircles<Field extends string>(
  tx: Transaction,
  hierarchy: Hierarchy,
  field: Field,
  changes: readonly Settling<Readonly<Record<Field, string | null>>>[],
): Promise<void> {
  for (const { id, own, before } of changes)
    if (before && own[field] !== before[field]) await refuseCircle(tx, hierarchy, id, own[field], field)
}

async function refuseCircle(
  tx: Transaction,
  hierarchy: Hierarchy,
  id: string,
  parentId: string | null,
  field: string,
): Promise<void> {
  if (parentId === null) return
  await tx.rows(sql`select pg_advisory_xact_lock(hashtext(${hierarchy.name}))::text`)
  const above = await tx.rows(sql`
    with recursive above(id) as (
      select ${parentId}::uuid union select child.${hierarchy.parent} from ${hierarchy.table} child join above on child.id = above.id where child.${hierarchy.parent} is not null
    ) select 1 as found from above where id = ${id}::uuid`)
  if (above.length > 0) throw new Refused([problem('INVALID_VALUE', [field], 'This would put the entry below itself.')])
}
