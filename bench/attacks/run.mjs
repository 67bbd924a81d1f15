// Attacks on a service of its own, one after the other, with a reader beside: how long each takes to be refused, and what the reader notices.
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { startServiceProcess } from '../../tests/support/service-process.ts'
import { largeBundle } from './record.mjs'
import { rowsOf } from './rows.mjs'

const HELP = `What attacks cost: npm run bench:attacks -- [options]

  --entries 2000   how large the record is
  --seconds 2      how long each attack goes on, and how long the reader is alone before it
  --slow 30        for how many seconds slow connections are watched
  --only text      only attacks whose name has this text
  --database url   a database of PostgreSQL that is empty; the embedded one without

Prints a table in Markdown. The reader asks 50 times a second. All figures hold for this machine at this time.
`

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '2' },
    slow: { type: 'string', default: '30' },
    only: { type: 'string', default: '' },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-attacks-'))
  const bundle = join(folder, 'record.json')
  writeFileSync(bundle, JSON.stringify(largeBundle(Number(values.entries))))
  const database = values.database === undefined ? {} : { DATABASE_URL: values.database }
  const settings = { DATA_DIR: join(folder, 'data'), SAMPLE_RECORD: bundle, RATE_LIMIT: 'off', ADMIN_TOKEN: 'bench' }
  const service = await startServiceProcess({ ...settings, ...database })
  const reader = new Worker(new URL('reader.mjs', import.meta.url), { workerData: { url: service.url, everyMs: 20 } })
  try {
    await warmUp(service.url)
    console.log(
      '| attack | over | met | median ms | longest ms | times | heap MB | p99 of a reader ms, alone | beside |',
    )
    console.log('|---|---|---|---:|---:|---:|---:|---:|---:|')
    for (const row of wanted(service.url)) console.log(await measured(row, service, reader))
    console.log(`\nMost memory resident: ${megabytes(service.peak())} MB.`)
  } finally {
    await reader.terminate()
    await service.end('SIGTERM')
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} url */
const wanted = (url) =>
  rowsOf(url, { slowMs: Number(values.slow) * 1000 }).filter(({ name }) => name.includes(values.only))

/** The first of its kind compiles what it runs; an attacker does not mind. */
async function warmUp(/** @type {string} */ url) {
  for (const row of wanted(url)) if (!row.once) await row.send()
}

/**
 * @param {import('./rows.mjs').Row} row
 * @param {Awaited<ReturnType<typeof startServiceProcess>>} service
 * @param {Worker} reader
 */
async function measured({ name, over, send, once: alone }, service, reader) {
  const before = await service.heap()
  await latencies(reader)
  await new Promise((resolve) => setTimeout(resolve, Number(values.seconds) * 1000))
  const quiet = await latencies(reader)
  const times = []
  const met = new Set()
  const until = performance.now() + Number(values.seconds) * 1000
  do {
    const begun = performance.now()
    met.add(await send())
    times.push(performance.now() - begun)
  } while (!alone && performance.now() < until)
  const beside = await latencies(reader)
  const heap = (await service.heap()) - before
  const [median, longest] = [quantile(times, 0.5), quantile(times, 1)]
  const cells = [name, over, [...met].join(', '), alone ? '' : ms(median), alone ? '' : ms(longest), times.length]
  return `| ${[...cells, megabytes(heap), ms(quantile(quiet, 0.99)), ms(quantile(beside, 0.99))].join(' | ')} |`
}

/** @returns {Promise<number[]>} What the reader has measured since it was last asked. */
async function latencies(/** @type {Worker} */ reader) {
  reader.postMessage('take')
  const [{ took, failures }] = await once(reader, 'message')
  if (failures > 0) console.error(`The reader had ${failures} failures.`)
  return took
}

const quantile = (/** @type {number[]} */ values, /** @type {number} */ share) =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
const ms = (/** @type {number} */ value) => value.toFixed(1)
const megabytes = (/** @type {number} */ bytes) => (bytes / 1024 / 1024).toFixed(1)

// Last, since what stands above must be there by then.
if (values.help) console.log(HELP)
else await run()
