import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { startChild } from '../child.mjs'
import { databaseComment, databaseUrl, dropDatabases, makeDatabase, renameDatabase, runSql } from '../database.mjs'

const LOADER = new URL('loader.mjs', import.meta.url)
const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url)
const TELL_EVERY_MS = 1000

/** The database of a size, which is kept. @param {number} events */
export const nameOf = (events) => `parley_bench_growth_${events}`

/**
 * Loads a record of a size through the log, unless that was done before with the same.
 *
 * @param {number} events
 * @param {{ fresh: boolean, say: (doing: string) => void }} options fresh: even then
 * @returns {Promise<string>} its address
 */
export async function bringRecord(events, { fresh, say }) {
  const [name, fingerprint] = [nameOf(events), fingerprintOf()]
  if (!fresh && (await databaseComment(name)) === fingerprint) return databaseUrl(name)
  // Under another name until it is whole: a run that is ended meanwhile leaves nothing that looks like it.
  const making = `${name}_${process.pid}`
  try {
    const url = await makeDatabase(making)
    const perSecond = await load(url, events, say)
    say(`${events.toLocaleString('en')} events loaded, ${Math.round(perSecond)} entries a second; vacuum`)
    await runSql(url, 'vacuum (freeze, analyze)')
    await renameDatabase(making, name, fingerprint)
    return databaseUrl(name)
  } finally {
    await dropDatabases([making])
  }
}

async function load(url, events, say) {
  const child = startChild(LOADER, { flags: ['--max-old-space-size=4096'] })
  const startedAt = performance.now()
  const perSecond = (entries) => (entries / (performance.now() - startedAt)) * 1000
  try {
    await child.ask('begin', { databaseUrl: url, events })
    for (;;) {
      const { entries, events: loaded, done } = await child.ask('loaded')
      if (done) return perSecond(entries)
      const share = `${loaded.toLocaleString('en')} of ${events.toLocaleString('en')} events`
      say(`loading ${share}, ${Math.round(perSecond(entries))} entries a second`)
      await new Promise((resolve) => setTimeout(resolve, TELL_EVERY_MS))
    }
  } finally {
    await child.stop()
  }
}

/** Of all that the record is made by and of. */
function fingerprintOf() {
  const hash = createHash('sha256')
  for (const file of ['cast', 'chance', 'record', 'shapes', 'words'])
    hash.update(readFileSync(new URL(`${file}.mjs`, import.meta.url)))
  for (const name of readdirSync(MIGRATIONS).sort())
    if (!name.includes('.')) hash.update(readFileSync(new URL(`${name}/migration.sql`, MIGRATIONS)))
  return hash.digest('hex')
}
