// npm run bench:fanout -- --help
import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { CannotStart, startChild } from '../child.mjs'
import { dropDatabases, makeDatabase } from '../database.mjs'
import { loadNow } from '../figures.mjs'
import { versionOf, versionOfParley } from '../prepare.mjs'
import { inTurn } from '../order.mjs'
import { progress } from '../progress.mjs'
import { isAbandoned, runBench } from '../runner.mjs'
import { tooFewFiles } from './files.mjs'
import { readOptions } from './options.mjs'
import { describeRun, describeTurns } from './report.mjs'
import { COPY, SAMPLE, takeTurn } from './turn.mjs'

const RESULTS = new URL('RESULTS.md', import.meta.url)
const INTRO = `# Fan-out

What one new status update costs the server for each subscriber it goes to, and how long it takes to get there. Written by \`npm run bench:fanout\`
(\`-- --help\` tells how it measures). Absolute figures hold for this run on this machine only: quote ratios. Each figure is the median of the rounds,
with the lowest and the highest; a ratio is taken within each round. p50 and p99 count from the numbering of the change in the database, right before its
commit, to the arrival in the readers' process, to the millisecond; all readers are one process on the same machine, and where it is the slowest part,
it is so for all. Errors are counted over all rounds.`

const options = readOptions(process.argv.slice(2))
const startedAt = new Date()
const loadBefore = loadNow()
const tell = progress(options.subscribers.length * options.rounds * options.contenders.length)

await runBench(run, () => dropDatabases([COPY, SAMPLE]))

/** @returns {Promise<boolean>} whether nothing was wrong */
async function run(postgres) {
  await fillSample()
  return await measureAll(describeRun({ versions: versions(), postgres, options, startedAt, loadBefore }))
}

async function fillSample() {
  tell.say('loading the sample record')
  const filler = startChild(new URL('contenders/parley.mjs', import.meta.url))
  await filler.ask('start', { databaseUrl: await makeDatabase(SAMPLE) })
  await filler.stop()
}

async function measureAll(about) {
  const sections = []
  const wrong = []
  for (const subscribers of options.subscribers) {
    const { turns, failures, errors } = await takeTurns(subscribers)
    sections.push(describeTurns(subscribers, turns, failures))
    wrong.push(...errors)
    console.log(`\n${sections.at(-1)}\n`)
    // After each table, so that a run that is ended later has kept it.
    writeFileSync(RESULTS, `${[INTRO, about, ...sections].join('\n\n')}\n`)
  }
  console.log(`${about}\n\nWritten to bench/fanout/RESULTS.md.`)
  for (const line of wrong) console.error(`WRONG: ${line}`)
  return wrong.length === 0
}

/**
 * All rounds with one number of subscribers. The order turns with each round, so that none always follows the same. `failures` is what a
 * reader of the table must know; `errors` what makes the run one that failed.
 */
async function takeTurns(subscribers) {
  const few = tooFewFiles(subscribers)
  if (few) return { turns: new Map(), failures: [few], errors: [few] }
  const turns = new Map(options.contenders.map((name) => [name, []]))
  const failures = []
  const errors = []
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const name of inTurn(options.contenders, round).filter((each) => turns.has(each))) {
      try {
        const turn = await takeTurn(name, subscribers, options, tell.turn(titleOf(subscribers, round, name)))
        tell.done(summaryOf(turn))
        turns.get(name).push({ ...turn, round })
        errors.push(...turn.errors.map((error) => `${name}, ${subscribers} subscribers, round ${round}: ${error}`))
      } catch (error) {
        if (isAbandoned()) throw error
        const absent = error instanceof CannotStart
        failures.push(`${name} ${absent ? 'could not start' : 'failed'} in round ${round}: ${error.message}`)
        tell.done(failures.at(-1))
        if (name === 'parley' || !absent) errors.push(failures.at(-1))
        // Whoever could not start at the first time is spared the other rounds.
        if (turns.get(name).length === 0) turns.delete(name)
      }
    }
  }
  const unequal = differences(turns)
  return { turns, failures: [...failures, ...unequal], errors: [...errors, ...unequal] }
}

function titleOf(subscribers, round, name) {
  return `${subscribers} subscribers, round ${round}, ${name.padEnd(10)}`
}

function summaryOf({ cpuMicros, p99Ms, updates, errors }) {
  const wrong = errors.length > 0 ? `, ERRORS: ${errors.join(' ')}` : ''
  return `${cpuMicros.toFixed(1)} µs, p99 ${p99Ms} ms, ${updates} updates${wrong}`
}

/** The versions of what takes part. */
function versions() {
  return {
    Parley: versionOfParley(),
    graphql: versionOf('graphql'),
    ws: versionOf('ws', ['./']),
    "Parley's ws": versionOf('ws', ['../']),
    'graphql-ws': versionOf('graphql-ws', ['./']),
    'graphql-yoga': versionOf('graphql-yoga'),
  }
}
/** Who does not send what the others send, so that its figures say nothing. */
function differences(turns) {
  const [first, ...others] = [...turns].map(([name, [turn]]) => ({ name, ...turn }))
  const unequal = others
    .filter(({ payload }) => !isDeepStrictEqual(payload, first.payload))
    .map(({ name }) => `${name} sends another result than ${first.name}.`)
  const [parley, bare] = [turns.get('parley')?.[0], turns.get('ws')?.[0]]
  // Cursors grow by a digit now and then.
  if (parley && bare && Math.abs(parley.bytes / bare.bytes - 1) > 0.01)
    unequal.push('ws does not send as many bytes as Parley.')
  return unequal
}
