// The one door to SQL as values: sql`… ${value}` keeps values apart from text, so no value is ever read as SQL.
export { Sql, empty, join, raw, sql } from '@prisma/client-runtime-utils'
