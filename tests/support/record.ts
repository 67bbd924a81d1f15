import type { Reader } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { verifyLog } from '../../src/live/verify.ts'

/** What is wrong with a record as it lies in its tables, one sentence each; empty when entries, rows and log agree and the chain holds. */
export async function flawsOf(reader: Reader): Promise<string[]> {
  const { findings } = await verifyLog(reader)
  const [counts] = await reader.rows<Record<string, number>>(sql`
    select (select count(*)::int from entry) as entries,
      (select count(*)::int from change where kind = 'ADDED') as added,
      (select count(distinct entry_id)::int from change) as told,
      (select count(*)::int from entry e left join change c on c.sequence = e.last_sequence and c.entry_id = e.id
        where c.sequence is null or e.version <> (c.snapshot->>'version')::int) as stale,
      (select count(*)::int from (select id from source union all select id from location union all select id from person
        union all select id from organization union all select id from negotiation union all select id from proposal
        union all select id from event union all select id from statement union all select id from negotiation_status_update) r) as rows,
      (select count(*)::int from idempotency_key where entry_id is null and sequence is null) as unanswered`)
  const { entries, added, told, stale, rows, unanswered } = counts!
  return [
    ...findings.map(({ message }) => message),
    ...(entries === added ? [] : [`There are ${String(entries)} entries and ${String(added)} lines that add one.`]),
    ...(entries === told ? [] : [`There are ${String(entries)} entries, and the log tells of ${String(told)}.`]),
    ...(entries === rows ? [] : [`There are ${String(entries)} entries and ${String(rows)} rows of slices.`]),
    ...(stale === 0 ? [] : [`${String(stale)} entries are not as their newest line says.`]),
    ...(unanswered === 0 ? [] : [`${String(unanswered)} keys are used and have no answer.`]),
  ]
}
