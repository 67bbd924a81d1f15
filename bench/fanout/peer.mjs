// What the peers get from Parley: its schema and, for each operation, a context as src/app.ts makes it.
import { openDatabase } from '../../dist/db/database.js'
import { DERIVED } from '../../dist/event/derived.js'
import { Live } from '../../dist/live/live.js'
import { Log } from '../../dist/live/log.js'
import { wakeByDatabase } from '../../dist/live/wake.js'
import { Loading } from '../../dist/record/loading.js'
import { buildParleySchema } from '../../dist/schema.js'

/**
 * Opens the record for a peer: it follows the log as the service does, through the subscription's own resolver.
 *
 * @param {string} databaseUrl
 */
export async function openPeer(databaseUrl) {
  const database = await openDatabase({ url: databaseUrl })
  const log = await Log.open(database, DERIVED)
  const live = await Live.start(database, log, (look) => wakeByDatabase(database, look))
  const { reader } = database
  return {
    schema: withFreshLoaders(buildParleySchema()),
    contextFor: () => ({
      viewer: { name: null, role: 'READER' },
      reader,
      loading: new Loading(reader),
      log,
      live,
      resumeAfter: null,
      service: { version: 'bench', database: database.kind },
      reactions: [],
    }),
    listening: () => live.waiting,
  }
}

/**
 * graphql-ws and Yoga make one context for each operation, which for a subscription is as long as the socket is open: its loaders would
 * remember every entry of every update. The first resolver of an event hangs new ones into it. Both wait for one event's result before
 * they take the next, so no two executions of an operation meet. It costs one object per event, and needs neither an own `execute` nor
 * a plugin.
 */
function withFreshLoaders(schema) {
  for (const field of Object.values(schema.getSubscriptionType().getFields())) {
    const { resolve } = field
    field.resolve = (root, args, context, info) => {
      context.loading = new Loading(context.reader)
      return resolve(root, args, context, info)
    }
  }
  return schema
}
