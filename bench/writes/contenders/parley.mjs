// The built service, and the statements by which it writes: what lies between a begin and its commit, with values and whether it is prepared.
import { createRequire } from 'node:module'
import { answer, usageOfProcess } from '../../child.mjs'
import { startService } from '../../service.mjs'

const require = createRequire(new URL('../../../package.json', import.meta.url))
const { Client } = require('pg')
const { prepareValue } = require('pg/lib/utils')

let count = 0
/** Connections in a transaction, with what they have asked so far. */
const open = new Map()
let last = []
/** How the service sets its sessions. */
let session = ''

const { query } = Client.prototype
Client.prototype.query = function (...given) {
  count += 1
  const [asked, more] = given
  note(this, typeof asked === 'string' ? { text: asked, values: more } : asked)
  return query.apply(this, given)
}

function note(client, { text, values, name }) {
  if (text.startsWith('set ')) session = text
  if (text.startsWith('BEGIN')) open.set(client, [])
  const statements = open.get(client)
  if (statements === undefined) return
  statements.push({ text, values: (values ?? []).map((value) => prepareValue(value)), prepared: name !== undefined })
  if (text !== 'COMMIT') return
  last = statements
  open.delete(client)
}

answer({
  start: async ({ databaseUrl, settings }) => {
    const { url } = await startService(databaseUrl, settings)
    return { url: `${url}/graphql` }
  },
  usage: () => ({ ...usageOfProcess(), statements: count }),
  transaction: () => ({ statements: last, session }),
})
