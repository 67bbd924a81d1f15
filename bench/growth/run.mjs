// npm run bench:growth -- --help
import { Agent, request } from 'node:http'
import { writeFileSync } from 'node:fs'
import { startChild } from '../child.mjs'
import { loadNow, median } from '../figures.mjs'
import { versionOfParley } from '../prepare.mjs'
import { progress } from '../progress.mjs'
import { runBench } from '../runner.mjs'
import { TOKEN } from '../service.mjs'
import { bringRecord } from './databases.mjs'
import { openDelivery } from './delivery.mjs'
import { readOptions } from './options.mjs'
import { plansOf } from './plans.mjs'
import { QUESTIONS, knownOf } from './queries.mjs'
import { describe, describePlans, describeRun } from './report.mjs'

const SERVICE = new URL('service.mjs', import.meta.url)
const [RESULTS, PLANS] = ['RESULTS.md', 'PLANS.md'].map((name) => new URL(name, import.meta.url))

const options = readOptions(process.argv.slice(2))
const tell = progress(options.rounds)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

await runBench(run, () => agent.destroy())

/** @returns {Promise<boolean>} whether nothing was wrong */
async function run(postgres) {
  const records = []
  for (const size of options.sizes) records.push(await openRecord(size, agent))
  const [startedAt, loadBefore] = [new Date(), loadNow()]
  const measured = await measureAll(records)
  const { statements, plans } = await lookInto(records.at(-1))
  const about = describeRun({ parley: versionOfParley(), postgres, options, startedAt, loadBefore })
  const text = describe({ measured, statements, sizes: options.sizes, about })
  console.log(`\n${text}`)
  if (options.whole) {
    writeFileSync(RESULTS, `${text}\n`)
    writeFileSync(PLANS, `${describePlans(plans, options.sizes.at(-1))}\n`)
  }
  console.log(
    options.whole ? '\nWritten to bench/growth.' : '\nNot written: RESULTS.md is for all questions and sizes.',
  )
  for (const { delivery } of records) await delivery.close()
  return true
}

/** A service on a record of a size, and what can be asked of it. */
async function openRecord(size, agent) {
  const databaseUrl = await bringRecord(size, { fresh: options.fresh, say: tell.say })
  const child = startChild(SERVICE)
  const { url } = await child.ask('start', { databaseUrl, settings: { ANSWER_CACHE_MB: '0' } })
  const ask = (query, variables) => post(`${url}/graphql`, { query, variables }, agent)
  tell.say(`walking to page 1,000 of ${size.toLocaleString('en')} events`)
  return { size, databaseUrl, child, ask, known: await knownOf(ask), delivery: await openDelivery(ask, url) }
}

/** Of each question and size the medians of the rounds. All records are asked one question before the next, so that what disturbs meets all of them. */
async function measureAll(records) {
  const names = [...options.questions, 'delivery']
  const measured = new Map(names.map((name) => [name, new Map(options.sizes.map((size) => [size, []]))]))
  for (let round = 0; round <= options.rounds; round += 1) {
    // The first is to warm up.
    const say = round === 0 ? tell.say : tell.turn('')
    for (const name of names) {
      for (const record of records) {
        say(`${name}, ${record.size.toLocaleString('en')} events`)
        const took = await timesOf(record, name)
        if (round > 0) measured.get(name).get(record.size).push(median(took))
      }
    }
    if (round > 0) tell.done('done')
  }
  return measured
}

async function timesOf({ ask, known, delivery }, name) {
  const took = []
  for (let time = 0; time < options.times; time += 1) {
    if (name === 'delivery') {
      took.push(await delivery.next())
      continue
    }
    const { query, variables } = QUESTIONS[name]
    const startedAt = performance.now()
    await ask(query, variables(known))
    took.push(performance.now() - startedAt)
  }
  return took
}

/** The statements of each question, and what the database does for them. */
async function lookInto({ ask, known, child, databaseUrl }) {
  const statements = new Map()
  const plans = []
  for (const name of options.questions) {
    await child.ask('sent')
    await ask(QUESTIONS[name].query, QUESTIONS[name].variables(known))
    const sent = await child.ask('sent')
    statements.set(name, sent.length)
    plans.push({ name, plans: await plansOf(databaseUrl, sent) })
  }
  return { statements, plans }
}

/** What a query is answered with. @throws when it is answered with errors */
function post(url, body, agent) {
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    authorization: `Bearer ${TOKEN}`,
  }
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => {
        const { data, errors } = JSON.parse(Buffer.concat(parts).toString())
        if (errors) reject(new Error(JSON.stringify(errors)))
        else resolve(data)
      })
    })
    asked.on('error', reject)
    asked.end(text)
  })
}
