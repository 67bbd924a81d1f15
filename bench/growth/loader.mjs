// Loads a record through the log of the built service, 500 entries in a transaction, in a process of its own.
import 'reflect-metadata'
import { answer } from '../child.mjs'
import { openDatabase } from '../../dist/db/database.js'
import { kindOf } from '../../dist/entry/entry.kinds.js'
import { DERIVED } from '../../dist/event/derived.js'
import { addAll } from '../../dist/live/edit.js'
import { Log } from '../../dist/live/log.js'
import { newId } from '../../dist/record/id.js'
import { recordOf } from './record.mjs'

const loaded = { entries: 0, events: 0, done: false }
let failed = null

answer({
  begin: (input) => {
    load(input).catch((error) => (failed = error))
  },
  loaded: () => {
    if (failed) throw failed
    return loaded
  },
})

/** @param {{ databaseUrl: string, events: number }} input */
async function load({ databaseUrl, events }) {
  const database = await openDatabase({ url: databaseUrl })
  const log = await Log.open(database, DERIVED)
  for (const { batch, events: added } of recordOf(events, newId)) {
    const adding = batch.map(({ type, id, input }) => ({ kind: kindOf(type), id, input }))
    await log.write(async (tx) => ({ drafts: await addAll(tx, adding, 'bench'), result: null }))
    loaded.entries += batch.length
    loaded.events = added
  }
  await database.close()
  loaded.done = true
}
