// Batches through the log, as importers write them: the same rules and stores as the mutations, one transaction for each batch.
import 'reflect-metadata'
import { answer } from '../../child.mjs'
import { openDatabase } from '../../../dist/db/database.js'
import { kindOf } from '../../../dist/entry/entry.kinds.js'
import { DERIVED } from '../../../dist/event/derived.js'
import { addAll } from '../../../dist/live/edit.js'
import { Log } from '../../../dist/live/log.js'
import { newId } from '../../../dist/record/id.js'
import { eventInput } from '../event.mjs'

let log
let refer
let number = 0

answer({
  start: async ({ databaseUrl, ids }) => {
    log = await Log.open(await openDatabase({ url: databaseUrl }), DERIVED)
    refer = ids
  },
  /** Writes for some seconds, so many batches at a time. */
  run: async ({ size, seconds, atOnce }) => {
    const startedAt = performance.now()
    const until = startedAt + seconds * 1000
    let events = 0
    const write = async () => {
      while (performance.now() < until) {
        const batch = Array.from({ length: size }, () => ({
          kind: kindOf('EVENT'),
          id: newId(),
          input: eventInput(refer, String(++number)),
        }))
        await log.write(async (tx) => ({ drafts: await addAll(tx, batch, 'bench'), result: null }))
        events += size
      }
    }
    await Promise.all(Array.from({ length: atOnce }, write))
    return { events, perSecond: (events / (performance.now() - startedAt)) * 1000 }
  },
})
