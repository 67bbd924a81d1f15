import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import type { Draft } from '../../src/live/draft.ts'
import { newId } from '../../src/record/id.ts'

/** Puts a bare person into the table of entries, for tests of the log alone; answers the line that goes with it. */
export async function addBarePerson(tx: Transaction, name: string): Promise<Draft> {
  const id = newId()
  await tx.rows(sql`insert into entry (id, type, verification) values (${id}::uuid, 'PERSON', 'UNVERIFIED')`)
  const what = {
    kind: 'ADDED',
    entryType: 'PERSON',
    before: null,
    negotiationIds: [],
    changedFields: ['name'],
  } as const
  return { ...what, entryId: id, fields: { name, verification: 'UNVERIFIED' }, editor: 'a test', reason: null }
}
