// npm run bench:writes -- --help
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotStart, startChild } from '../child.mjs'
import { dropDatabases, makeDatabase, runSql } from '../database.mjs'
import { loadNow } from '../figures.mjs'
import { inTurn } from '../order.mjs'
import { versionOf, versionOfParley } from '../prepare.mjs'
import { progress } from '../progress.mjs'
import { isAbandoned, runBench } from '../runner.mjs'
import { bundle } from '../reads/record.mjs'
import { CONTENDERS, readOptions } from './options.mjs'
import { findPgbench, versionOfPgbench } from './pgbench.mjs'
import { describeAll, describeRun } from './report.mjs'
import { COPY, RECORD, addByPgbench, addByService, addInBatches, recordStatements } from './turn.mjs'

const RESULTS = new URL('RESULTS.md', import.meta.url)

const options = readOptions(process.argv.slice(2))
const whole = options.contenders.length === Object.keys(CONTENDERS).length
const failures = []
const pgbench = lookForPgbench()
const contenders = options.contenders.filter((name) => name !== 'pgbench' || pgbench !== null)
/** What a round consists of: with each number of clients those who are compared follow each other. */
const ROUND = [
  ...options.clients.map((many) => contenders.filter((name) => name !== 'batches').map((name) => ({ name, many }))),
  ...options.atOnce.map((many) => contenders.filter((name) => name === 'batches').map((name) => ({ name, many }))),
]
const tell = progress(options.rounds * ROUND.flat().length)

await runBench(run, () => dropDatabases([COPY, RECORD]))

/** Not having it is no failure of the run. */
function lookForPgbench() {
  if (!options.contenders.includes('pgbench')) return null
  try {
    return findPgbench()
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
    failures.push(`pgbench could not start: ${error.message}`)
    console.error(failures.at(-1))
    return null
  }
}

/** @returns {Promise<boolean>} whether nothing was wrong */
async function run(postgres) {
  await loadRecord()
  const [startedAt, loadBefore] = [new Date(), loadNow()]
  const task = { ...(await recordStatements()), pgbench }
  const versions = {
    pgbench: pgbench && (await versionOfPgbench(pgbench)),
    Parley: versionOfParley(),
    pg: versionOf('pg'),
  }
  return await measureAll(task, describeRun({ versions, postgres, options, startedAt, loadBefore }))
}

/** The record that is written to: that of the reads, some 3,700 entries. */
async function loadRecord() {
  tell.say('loading the record')
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const file = join(folder, 'record.json')
    writeFileSync(file, JSON.stringify(bundle()))
    const databaseUrl = await makeDatabase(RECORD)
    const filler = startChild(new URL('contenders/parley.mjs', import.meta.url))
    await filler.ask('start', { databaseUrl, settings: { SAMPLE_RECORD: file } })
    await filler.stop()
    await runSql(databaseUrl, 'vacuum (freeze, analyze)')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureAll(task, about) {
  const { turns, errors } = await takeTurns(task)
  const text = describeAll({ turns, failures: [...failures, ...errors], about, options, statements: task.statements })
  console.log(`\n${text}`)
  if (whole) writeFileSync(RESULTS, `${text}\n`)
  console.log(whole ? '\nWritten to bench/writes/RESULTS.md.' : '\nNot written: RESULTS.md is for runs of all.')
  for (const line of errors) console.error(`WRONG: ${line}`)
  return errors.length === 0
}

async function takeTurns(task) {
  const turns = []
  const errors = []
  for (let round = 1; round <= options.rounds; round += 1) {
    // Who is second meets a warmer machine, so that changes with the rounds.
    for (const { name, many } of ROUND.flatMap((group) => (group.length > 0 ? inTurn(group, round) : []))) {
      const title = `round ${round}, ${CONTENDERS[name]}, ${many} at once`
      try {
        const measured = await takeTurn(name, many, task, tell.turn(title.padEnd(52)))
        tell.done(`${Math.round(measured.perSecond)}/s${measured.errors.length > 0 ? ' WRONG' : ''}`)
        turns.push({ name, many, round, measured })
        errors.push(...measured.errors.map((error) => `${title}: ${error}`))
      } catch (error) {
        if (isAbandoned()) throw error
        errors.push(`${title}: ${error.message}`)
        tell.done(errors.at(-1))
      }
    }
  }
  return { turns, errors }
}

function takeTurn(name, many, task, say) {
  if (name === 'parley') return addByService(many, options, say)
  return name === 'pgbench' ? addByPgbench(many, options, task, say) : addInBatches(many, options, task, say)
}
