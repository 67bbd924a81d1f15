import { isDeepStrictEqual } from 'node:util'
import { CannotStart, startChild } from '../child.mjs'
import { CONTENDERS, requestOf } from './contenders.mjs'

/**
 * What a contender did with one query in one turn.
 *
 * @typedef {object} Measured
 * @property {number} perSecond Answers a second.
 * @property {number} cpuMicros Processor time of its process for each.
 * @property {number | null} statements SQL statements for each; null where there is no database.
 * @property {number} bytes Of the body.
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} manyP99Ms With the larger number of connections.
 * @property {number} busy Share of the time in which the clients' process was not waiting.
 * @property {readonly string[]} errors
 */

/**
 * Gives a contender its turn: a fresh process, and each query warmed up and measured.
 *
 * @param {string} name
 * @param {{ databaseUrl: string, variables: object, answers: Record<string, string> }} task The answers are Parley's.
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} options
 * @param {(doing: string) => void} say
 * @returns {Promise<Record<string, Measured>>} by query
 * @throws CannotStart
 */
export async function takeTurn(name, task, options, say) {
  const { script, child, settings } = CONTENDERS[name]
  const server = startChild(new URL(`contenders/${script}.mjs`, import.meta.url), child?.())
  const load = startChild(new URL('load.mjs', import.meta.url))
  try {
    say('starting')
    const { url } = await server
      .ask('start', { databaseUrl: task.databaseUrl, settings, answers: task.answers })
      .catch((error) => Promise.reject(new CannotStart(error.message, { cause: error })))
    const requests = options.queries.map((query) => [query, requestOf(name, query, { url, variables: task.variables })])
    // Half of it for all of them before the first is measured, which else would pay for what they have in common.
    say('warming up')
    for (const [, request] of requests) await warmUp(load, request, options)
    const measured = {}
    for (const [query, request] of requests) {
      measured[query] = await measure({ server, load, request, say: (doing) => say(`${query}: ${doing}`) }, options)
      const { errors, sample } = measured[query]
      errors.push(...wrongIn(name, query, sample, task.answers[query]))
    }
    return measured
  } finally {
    await Promise.all([load, server].map((each) => each.stop()))
  }
}

const warmUp = (load, request, options) =>
  load.ask('run', { ...request, connections: options.connections, seconds: options.warmUp / 2 })

async function measure({ server, load, request, say }, options) {
  const { seconds, connections, many, manySeconds } = options
  const run = (input) => load.ask('run', { ...request, ...input })
  say('warming up')
  const warm = await warmUp(load, request, options)
  say(`${connections} connections`)
  const before = await server.ask('usage')
  const main = await run({ connections, seconds })
  const after = await server.ask('usage')
  say(`${many} connections`)
  const crowd = await run({ connections: many, seconds: manySeconds })
  const perRequest = (key) => (after[key] - before[key]) / main.requests
  const each = [warm, main, crowd]
  return {
    perSecond: main.perSecond,
    cpuMicros: perRequest('cpuMicros'),
    statements: after.statements === undefined ? null : perRequest('statements'),
    bytes: main.bytes,
    p50Ms: main.p50Ms,
    p99Ms: main.p99Ms,
    manyP99Ms: crowd.p99Ms,
    busy: main.busy,
    sample: main.sample,
    errors: [
      ...new Set(each.flatMap(({ errors }) => errors)),
      ...(each.some(({ uneven }) => uneven) ? ['Not every answer was as long as the others.'] : []),
    ],
  }
}

/** What is wrong with an answer: it must say what Parley says. */
function wrongIn(name, query, sample, expected) {
  if (sample === null) return ['No answer came.']
  let data
  try {
    ;({ data } = JSON.parse(sample))
    const { inParleysShape } = CONTENDERS[name]
    if (inParleysShape) data = inParleysShape(query, data)
  } catch {
    return [`It answered: ${sample.slice(0, 300)}`]
  }
  if (isDeepStrictEqual(data, JSON.parse(expected).data)) return []
  return [`It says something else than Parley: ${JSON.stringify(data).slice(0, 300)}`]
}
