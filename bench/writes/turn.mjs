import { startChild } from '../child.mjs'
import { copyDatabase, dropDatabases } from '../database.mjs'
import { TOKEN } from '../service.mjs'
import { ADD_EVENT, FIND_IDS, eventInput } from './event.mjs'
import { runPgbench, scriptOf } from './pgbench.mjs'

const PARLEY = new URL('contenders/parley.mjs', import.meta.url)
const BATCHES = new URL('contenders/batches.mjs', import.meta.url)
const LOAD = new URL('../reads/load.mjs', import.meta.url)
const FIRST = 100_000_000_000
const MANY = 32
const HEADERS = { Authorization: `Bearer ${TOKEN}` }

/** The databases of this run. */
export const RECORD = `parley_bench_writes_${process.pid}`
export const COPY = `${RECORD}_copy`

const bodyOf = (ids, number) =>
  JSON.stringify({ query: ADD_EVENT, variables: { input: eventInput(ids, String(number)) } })

async function ask(url, body) {
  const headers = { ...HEADERS, 'content-type': 'application/json' }
  const { data, errors } = await (await fetch(url, { method: 'POST', headers, body })).json()
  if (errors) throw new Error(errors.map(({ message }) => message).join(' '))
  return data
}

/** What the events name, and where the log ends. */
async function look(url) {
  const { sources, persons, locations, service } = await ask(url, JSON.stringify({ query: FIND_IDS }))
  const idsOf = ({ nodes }) => nodes.map(({ id }) => id)
  return {
    ids: { sources: idsOf(sources), persons: idsOf(persons), locations: idsOf(locations) },
    sequence: service.logHead.sequence,
  }
}

/** Gives `work` a fresh copy of the record and the processes that it starts, and cleans up after it. */
async function onCopy(work) {
  const children = []
  const start = (script) => {
    children.push(startChild(script))
    return children.at(-1)
  }
  try {
    return await work(await copyDatabase(COPY, RECORD), start)
  } finally {
    await Promise.all(children.map((each) => each.stop()))
    await dropDatabases([COPY])
  }
}

/**
 * Has the service add some events, one after the other, and answers the statements of the last as a script for pgbench, and what events name.
 */
export function recordStatements() {
  return onCopy(async (databaseUrl, start) => {
    const service = start(PARLEY)
    const { url } = await service.ask('start', { databaseUrl })
    const { ids } = await look(url)
    let number = FIRST
    const add = async () => (await ask(url, bodyOf(ids, ++number))).addEvent
    // Some before: statements are then prepared, where they are.
    for (let count = 0; count < 5; count += 1) await add()
    const { event, errors } = await add()
    if (event === null) throw new Error(errors.map(({ message }) => message).join(' '))
    const { statements, session } = await service.ask('transaction')
    const { sequence } = await look(url)
    const fingerprint = /"fingerprint":"([0-9a-f]+)"/.exec(statements.flatMap(({ values }) => values).join('\n'))?.[1]
    if (fingerprint === undefined)
      throw new Error('The statements hold no fingerprint, by which the bench tells events apart.')
    return {
      ids,
      statements,
      script: scriptOf({ statements, session }, { id: event.id, number: String(number), fingerprint, sequence }),
    }
  })
}

/** The service with so many clients. */
export function addByService(clients, { warmUp, seconds }, say) {
  return onCopy(async (databaseUrl, start) => {
    const [service, load] = [start(PARLEY), start(LOAD)]
    const { url } = await service.ask('start', { databaseUrl })
    const { ids } = await look(url)
    const run = (from, connections, time) =>
      load.ask('run', {
        url,
        headers: HEADERS,
        body: bodyOf(ids, from),
        countFrom: from,
        connections,
        seconds: time,
      })
    say('warming up')
    // All at once, so that its code is compiled as in a service that has run for a while, however few it is measured with.
    await run(FIRST, MANY, warmUp)
    say('measuring')
    const [before, earlier] = [await look(url), await service.ask('usage')]
    const { requests, perSecond, p50Ms, p99Ms, busy, errors } = await run(2 * FIRST, clients, seconds)
    const [after, later] = [await look(url), await service.ask('usage')]
    const missing = requests - (after.sequence - before.sequence)
    return {
      ...{ perSecond, p50Ms, p99Ms, busy },
      cpuMicros: (later.cpuMicros - earlier.cpuMicros) / requests,
      statements: (later.statements - earlier.statements) / requests,
      errors: missing === 0 ? errors : [...errors, `Of ${requests} answers, ${missing} have no line in the log.`],
    }
  })
}

/** pgbench with so many clients. */
export function addByPgbench(clients, { warmUp, seconds }, { pgbench, script }, say) {
  return onCopy(async (databaseUrl) => {
    const run = (time, base) => runPgbench({ pgbench, databaseUrl, clients, seconds: time, base }, script)
    say('warming up')
    await run(warmUp, 0)
    say('measuring')
    const { perSecond, meanMs } = await run(seconds, FIRST)
    return { perSecond, meanMs, errors: [] }
  })
}

/** Batches, so many at once. */
export function addInBatches(atOnce, { warmUp, seconds, batch }, { ids }, say) {
  return onCopy(async (databaseUrl, start) => {
    const writer = start(BATCHES)
    await writer.ask('start', { databaseUrl, ids })
    const run = (time) => writer.ask('run', { size: batch, seconds: time, atOnce })
    say('warming up')
    await run(warmUp)
    say('measuring')
    const earlier = await writer.ask('usage')
    const { perSecond, events } = await run(seconds)
    const later = await writer.ask('usage')
    return { perSecond, cpuMicros: (later.cpuMicros - earlier.cpuMicros) / events, errors: [] }
  })
}
