import { type Sql, sql } from '@prisma/client-runtime-utils'

// The one door to SQL as values: sql`… ${value}` keeps values apart from text, so no value is ever read as SQL.
export { Sql, empty, join, raw, sql } from '@prisma/client-runtime-utils'

/**
 * Values as an array whose length the planner does not see. A statement that is prepared gets one plan for all values when that looks as good as a plan
 * for each; a plan for two values looks better than one for any number, and would be made anew each time, which takes longer than carrying it out.
 */
export function arrayOf(values: readonly unknown[], type: Sql): Sql {
  return sql`(select ${values}::${type}[])`
}
