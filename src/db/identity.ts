import { sql } from './sql.ts'

/** Asks which database this is, as `identity`: the cluster and the database in it. A copy of either is another one. */
export const IDENTITY = sql`
  select (select system_identifier from pg_control_system())::text || '/' || oid::text as identity
  from pg_database where datname = current_database()`
