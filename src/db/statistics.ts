import type { Database } from './database.ts'
import { sql } from './sql.ts'

/**
 * Has the database look at what its tables hold, so that it plans statements for that. The embedded one never does so by itself, having no autovacuum;
 * a server some minutes after a large change. Measured after a bundle of 5,000 entries: lists below 100 organisations went from 13 s to 2 s.
 */
export async function gatherStatistics(database: Database): Promise<void> {
  await database.transaction((tx) => tx.rows(sql`analyze`))
}
