import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart, startChild } from '../child.mjs'
import { copyDatabase } from '../database.mjs'
import { summaryOf } from './arrivals.mjs'

const QUERY = readFileSync(new URL('subscription.graphql', import.meta.url), 'utf8')
/** The database of the sample record, and the copy that each turn gets: what is derived from status updates costs more with each that a turn before has added. */
export const SAMPLE = 'parley_bench_fanout_sample'
export const COPY = 'parley_bench_fanout'
const FEWEST_UPDATES = 3
const WARM_UP_MS = 15_000
/** How many updates may pass before every subscriber gets one, while subscriptions are still being set up. */
const PROBES = 10
const SETTLE_MS = 300
const UPDATE_LIMIT_MS = 120_000
/** A server that used less than this in two seconds in which nothing arrived has nothing more to send. */
const IDLE_MICROS = 300_000

/**
 * What a contender cost in one turn.
 *
 * @typedef {object} Turn
 * @property {number} updates
 * @property {number} cpuMicros Processor time of the server per delivered message.
 * @property {number} renderingMicros Of which the rendering; known of `ws` alone, else 0.
 * @property {number} readersCpuMicros Processor time of the readers' process per delivered message.
 * @property {number} rssBytes The server's memory at the end.
 * @property {number} bytes Mean size of a message.
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {readonly string[]} errors
 * @property {object} payload What a subscriber got, less what differs between copies of the record.
 */

/**
 * Gives a contender its turn: a fresh copy of the record, a fresh process, all subscribers, some updates to warm up, and those that are measured.
 *
 * @param {string} contender
 * @param {number} subscribers
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} options
 * @param {(doing: string) => void} say
 * @returns {Promise<Turn>}
 * @throws CannotStart
 */
export async function takeTurn(contender, subscribers, options, say) {
  const databaseUrl = await copyDatabase(COPY, SAMPLE)
  const server = start(`contenders/${contender}.mjs`)
  const writer = start('writer.mjs')
  const load = start('load.mjs')
  try {
    say('starting')
    const { url } = await server
      .ask('start', { databaseUrl, query: QUERY, id: randomUUID() })
      .catch((error) => Promise.reject(new CannotStart(error.message, { cause: error })))
    await writer.ask('start', { databaseUrl })
    await open(load, { contender, url, subscribers }, say)
    await untilListening(server, subscribers)
    const updates = writeThrough({ server, writer, load, subscribers, pauseMs: options.pauseMs })
    await warmUp(updates, options.warmUp, say)
    return await measure({ server, load, updates, subscribers }, options, say)
  } finally {
    await Promise.all([load, server, writer].map((child) => child.stop()))
  }
}

const start = (script) => startChild(new URL(script, import.meta.url))

async function open(load, { contender, url, subscribers }, say) {
  const telling = setInterval(
    () =>
      void load.ask('opened').then(
        (opened) => say(`${opened} subscribed`),
        () => undefined,
      ),
    1000,
  )
  try {
    const { errors } = await load.ask('open', { contender, url, query: QUERY, subscribers })
    if (errors.length > 0) throw new CannotStart(`Not everyone could subscribe. ${errors.join(' ')}`)
  } finally {
    clearInterval(telling)
  }
}

/** Only a hint, for it says nothing where followers are shared: whether all are really there is seen by who gets the first updates. */
async function untilListening(server, subscribers) {
  let [before, same] = [-1, 0]
  while (same < 5) {
    const now = await server.ask('listening')
    if (now >= subscribers) return
    same = now === before ? same + 1 : 0
    before = now
    await sleep(300)
  }
}

/** Writes one update at a time and waits until all have it. Numbers go on from one to the next. */
function writeThrough({ server, writer, load, subscribers, pauseMs }) {
  let number = 0
  return {
    next: async () => {
      number += 1
      const { committedAt } = await writer.ask('add', { summary: summaryOf(number) })
      const endAt = Date.now() + UPDATE_LIMIT_MS
      let before = await server.ask('usage')
      for (;;) {
        const { arrived } = await load.ask('wait', { number })
        const after = await server.ask('usage')
        const idle = after.cpuMicros - before.cpuMicros < IDLE_MICROS
        if (arrived === subscribers || idle || Date.now() >= endAt) {
          await sleep(pauseMs)
          return { number, committedAt, arrived, complete: arrived === subscribers }
        }
        before = after
      }
    },
  }
}

async function warmUp(updates, wanted, say) {
  const endAt = Date.now() + WARM_UP_MS
  for (let count = 1; ; count += 1) {
    say(`warming up, update ${count}`)
    const { complete, arrived } = await updates.next()
    if (complete && (count >= wanted || Date.now() >= endAt)) return
    if (!complete && count >= PROBES) throw new Error(`Only ${arrived} of the subscribers receive anything.`)
  }
}

/** @returns {Promise<Turn>} */
async function measure({ server, load, updates, subscribers }, options, say) {
  await sleep(SETTLE_MS)
  const before = await usages(server, load)
  const endAt = Date.now() + options.seconds * 1000
  const measured = []
  while (measured.length < options.updates && (measured.length < FEWEST_UPDATES || Date.now() < endAt)) {
    say(`update ${measured.length + 1} of ${options.updates}`)
    measured.push(await updates.next())
  }
  await sleep(SETTLE_MS)
  const after = await usages(server, load)
  const { lost, twice, uneven, sample, errors, ...report } = await load.ask('report', { measured })
  const messages = measured.length * subscribers
  const payload = payloadIn(sample)
  const perMessage = (part, key) => (after[part][key] - before[part][key]) / messages
  return {
    ...report,
    updates: measured.length,
    cpuMicros: perMessage('server', 'cpuMicros'),
    renderingMicros: after.server.renderingMicros === undefined ? 0 : perMessage('server', 'renderingMicros'),
    readersCpuMicros: perMessage('load', 'cpuMicros'),
    rssBytes: after.server.rssBytes,
    errors: [
      ...errors,
      ...(payload?.data === undefined || payload.errors ? ['What was sent is no result, or one with errors.'] : []),
      ...(lost > 0 ? [`${lost} of ${messages} messages were lost.`] : []),
      ...(twice > 0 ? [`${twice} messages came twice.`] : []),
      ...(uneven > 0 ? [`${uneven} updates were not as long for one subscriber as for another.`] : []),
    ],
    payload,
  }
}

async function usages(server, load) {
  return { server: await server.ask('usage'), load: await load.ask('usage') }
}

/**
 * The result that was sent, less cursors, the number, and the id of the update, which are new in each copy of the record; undefined when
 * nothing was.
 */
function payloadIn(sample) {
  if (sample === null) return undefined
  const message = JSON.parse(sample.replace(/^event:.*\ndata:/, '').replaceAll(/Update \d+:/g, 'Update:'))
  // The frame of graphql-transport-ws holds the result; an event is the result.
  const payload = message.payload ?? message
  const item = payload.data?.negotiationStatusAdded
  if (item) Object.assign(item, { cursor: null, previousCursor: null }).statusUpdate.id = null
  return payload
}
