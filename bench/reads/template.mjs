import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { databaseComment, dropDatabases, makeDatabase, renameDatabase, runSql } from '../database.mjs'
import { bundle } from './record.mjs'

/** The record as it is measured; it stays for the next run. */
export const TEMPLATE = 'parley_bench_reads'
const PEERS = new URL('peers.sql', import.meta.url)
const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url)

/**
 * Loads the record through the service, and what the peers need beside it, unless that was done before with the same.
 *
 * @param {{ fresh: boolean, say: (doing: string) => void }} options fresh: even then.
 */
export async function bringTemplate({ fresh, say }) {
  const text = JSON.stringify(bundle())
  const fingerprint = fingerprintOf(text)
  if (!fresh && (await databaseComment(TEMPLATE)) === fingerprint) return
  say('loading the record, which takes a while and is kept for the next run')
  // Under another name until it is whole: a run that is ended meanwhile leaves nothing that looks like it.
  const making = `${TEMPLATE}_${process.pid}`
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const file = join(folder, 'record.json')
    writeFileSync(file, text)
    const databaseUrl = await makeDatabase(making)
    const filler = startChild(new URL('contenders/parley.mjs', import.meta.url))
    await filler.ask('start', { databaseUrl, settings: { SAMPLE_RECORD: file } })
    await filler.stop()
    await runSql(databaseUrl, readFileSync(PEERS, 'utf8'), 'vacuum (freeze, analyze)')
    await renameDatabase(making, TEMPLATE, fingerprint)
  } finally {
    rmSync(folder, { recursive: true })
    await dropDatabases([making])
  }
}

function fingerprintOf(text) {
  const hash = createHash('sha256').update(text).update(readFileSync(PEERS))
  for (const name of readdirSync(MIGRATIONS).sort())
    if (!name.includes('.')) hash.update(readFileSync(new URL(`${name}/migration.sql`, MIGRATIONS)))
  return hash.digest('hex')
}
