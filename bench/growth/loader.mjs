import 'reflect-metadata'
// Loads a record through the log of the built service, 500 entries in a transaction, in a process of its own.
import { answer } from '../child.mjs'
import { openDatabase } from '../../dist/db/database.js'
import { kindOf } from '../../dist/entry/entry.kinds.js'
import { DERIVED } from '../../dist/event/derived.js'
import { addAll } from '../../dist/live/edit.js'
import { Log } from '../../dist/live/log.js'
import { newId } from '../../dist/record/id.js'
import { recordOf } from './record.mjs'

let loaded = { entries: 0, events: 0 }

answer({ load, loaded: () => loaded })

/**
 * Answers what the queries ask about.
 *
 * @param {{ databaseUrl: string, events: number }} input
 */
async function load({ databaseUrl, events }) {
  const database = await openDatabase({ url: databaseUrl })
  const log = await Log.open(database, DERIVED)
  const record = recordOf(events, newId)
  for (;;) {
    const { value, done } = record.next()
    if (done) {
      await database.close()
      return value
    }
    const batch = value.batch.map(({ type, id, input }) => ({ kind: kindOf(type), id, input }))
    await log.write(async (tx) => ({ drafts: await addAll(tx, batch, 'bench'), result: null }))
    loaded = { entries: loaded.entries + batch.length, events: value.events }
  }
}
