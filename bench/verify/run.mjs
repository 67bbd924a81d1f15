// How fast the log is verified: npm run bench:verify -- [changes], on the embedded database and, when DATABASE_URL names a server, there too.
import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import pg from 'pg'
import { openDatabase } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { loadBundle } from '../../src/importers/bundle.ts'
import { Log } from '../../src/live/log.ts'
import { verifyLog } from '../../src/live/verify.ts'
import { newId } from '../../src/record/id.ts'
import { buildParleySchema } from '../../src/schema.ts'

const CHANGES = Number(process.argv[2] ?? 100_000)
const BATCH = 1_000
const ROUNDS = 3
const GIVEN_BY_THE_LOG = new Set(['id', 'number', 'version', 'recordedAt', 'updatedAt', 'retraction'])
const MB = 1024 * 1024
const { DATABASE_URL: server = '' } = process.env

await measure('embedded', { dataDir: 'memory' })
if (server !== '') {
  const name = `parley_bench_verify_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template template0 encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  try {
    await measure('postgresql', { url: url.href })
  } finally {
    await administer(`drop database ${name} with (force)`)
  }
}

/** @param {string} statement */
async function administer(statement) {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(statement)
  await client.end()
}

/**
 * @param {string} name
 * @param {import('../../src/db/database.ts').DatabaseOptions} where
 */
async function measure(name, where) {
  const database = await openDatabase(where)
  const log = await Log.open(database, DERIVED)
  await loadBundle(log, buildParleySchema(), 'prisma/sample/ceasefire-2025-03.json', 'sample')
  await fill(database, log)
  const [size] = await database.reader.rows(
    sql`select count(*)::int as count, avg(length(snapshot::text))::int as characters from change`,
  )
  console.log(`${name}: ${size.count} changes, ${size.characters} characters each`)
  for (let round = 1; round <= ROUNDS; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    let walked = 0
    let heap = 0
    const cpu = process.cpuUsage()
    const startedAt = performance.now()
    const { findings, changes } = await verifyLog(database.reader, {
      onProgress: (done, of) => {
        heap = Math.max(heap, process.memoryUsage().heapUsed)
        if (done === of) walked = performance.now()
      },
    })
    const tookMs = performance.now() - startedAt
    const { user, system } = process.cpuUsage(cpu)
    delay.disable()
    if (findings.length > 0 || changes !== size.count) throw new Error(JSON.stringify(findings.slice(0, 3)))
    const rate = (ms) => Math.round((changes / ms) * 1000).toLocaleString('en')
    console.log(
      `  ${rate(tookMs)} changes/s (the walk alone ${rate(walked - startedAt)}), heap at most ${Math.round(heap / MB)} MB, ` +
        `${Math.round((user + system) / 1e3)} ms of processor, longest pause ${Math.round(delay.max / 1e6)} ms, p99 ${Math.round(delay.percentile(99) / 1e6)} ms`,
    )
  }
  await database.close()
}

/** Entries as those of the sample, each with its line, until there are enough. */
async function fill(database, log) {
  const sample = await database.reader.rows(sql`select snapshot from change order by sequence`)
  while ((await log.head()) < CHANGES) {
    await log.write(async (tx) => {
      const drafts = Array.from({ length: BATCH }, (_, index) => {
        const { snapshot } = sample[index % sample.length]
        const fields = Object.fromEntries(Object.entries(snapshot).filter(([name]) => !GIVEN_BY_THE_LOG.has(name)))
        const entryId = newId()
        const what = {
          kind: 'ADDED',
          entryId,
          entryType: snapshot.entryType,
          before: null,
          fields,
        }
        return { ...what, negotiationIds: [], changedFields: Object.keys(fields), editor: 'bench', reason: null }
      })
      await tx.rows(sql`
        insert into entry (id, type, verification) select id::uuid, type::entry_type, 'UNVERIFIED'
        from unnest(${drafts.map((each) => each.entryId)}::text[], ${drafts.map((each) => each.entryType)}::text[]) as t(id, type)`)
      return { drafts, result: null }
    })
  }
}
