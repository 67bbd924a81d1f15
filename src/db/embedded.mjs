import { existsSync, fsyncSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { ConfigurationError } from './errors.mjs'
import { makeFolder } from './folder.mjs'
import { takeLock } from './lock.mjs'

// JavaScript, because Prisma's tools (prisma/schema-engine.mjs) open the same folder and start without a build, and two versions of this
// file would be two ideas of who may write where. Its types are in the comments; tsc checks and copies it.

/**
 * An open embedded database. `close` waits for what runs, writes everything out and gives the folder free.
 * @typedef {{ readonly pglite: PGlite, readonly close: () => Promise<void> }} Embedded
 */

/** The folder's name for a database in memory, which nothing outlives. */
export const IN_MEMORY = 'memory'

/** The PostgreSQL that this PGlite is; a folder belongs to one major version. A test compares it with the database's own answer. */
export const EMBEDDED_MAJOR = '18'

const SYNCED_AT_ONCE = 64

/**
 * PostgreSQL inside this process, kept in `folder` (made when missing) or, with IN_MEMORY, nowhere. What is committed is on the disk,
 * as fsync understands it. Knows pg_trgm and unaccent; the session is that of the owner and in UTC.
 *
 * Throws FolderInUseError when the folder is in use, and ConfigurationError when it cannot be written or belongs to another version of PostgreSQL.
 * 3 s for an empty folder, 1 s for a filled one. `startFrom` is a dump of PGlite's to begin with, for a database in memory.
 * @param {string} folder
 * @param {{ readonly startFrom?: Blob | undefined }} [options]
 * @returns {Promise<Embedded>}
 */
export async function openEmbedded(folder, options = {}) {
  const extensions = { pg_trgm, unaccent }
  if (folder === IN_MEMORY) {
    const pglite = await PGlite.create({ extensions, ...(options.startFrom && { loadDataDir: options.startFrom }) })
    return { pglite, close: () => pglite.close() }
  }
  const place = prepareFolder(folder)
  const release = lockFolder(place)
  try {
    const pglite = await openFolder(place, extensions)
    const close = async () => {
      try {
        await pglite.close()
      } finally {
        release()
      }
    }
    return { pglite, close }
  } catch (error) {
    release()
    throw error
  }
}

/**
 * Settings for `new pg.Pool(…)` and `new pg.Client(…)` that lead to `pglite`. All clients share its one session, so a pool may have one
 * client at most; the rest wait in line for it.
 * @param {PGlite} pglite
 * @returns {import('pg').PoolConfig}
 */
export function embeddedPoolConfig(pglite) {
  const config = createPgConfig(pglite)
  const { connection } = config
  const parse = connection.parse.bind(connection)
  // node-postgres ignores the parsers that Prisma's adapter passes as `types`; this bridge takes them for a list of parameter types.
  connection.parse = (/** @type {object} */ query) => parse({ ...query, types: undefined })
  // `connection` is how node-postgres is given another wire; its published types leave it out.
  return /** @type {import('pg').PoolConfig} */ ({ connection, user: config.user, database: config.database, max: 1 })
}

/** The folder's one true path, so that two names for it meet at one lock. @param {string} folder */
function prepareFolder(folder) {
  try {
    makeFolder(folder)
    const place = realpathSync(folder)
    const probe = join(place, `.writable-${String(process.pid)}`)
    writeFileSync(probe, '')
    rmSync(probe)
    return place
  } catch (error) {
    throw new ConfigurationError(
      `The data folder ${folder} cannot be written: ${messageOf(error)}. Choose another, or correct its permissions.`,
      { cause: error },
    )
  }
}

/** @param {string} folder */
function lockFolder(folder) {
  try {
    // Beside the folder, for PostgreSQL wants an empty one at first.
    return takeLock(`${folder}.lock`, `The data folder ${folder}`)
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(`The data folder ${folder} cannot be locked: ${messageOf(error)}.`, { cause: error })
  }
}

/** @param {string} folder @param {import('@electric-sql/pglite').Extensions} extensions */
async function openFolder(folder, extensions) {
  // Marks a first start that has not come to its end: what it left is half a database, and nobody has been told of a write to it.
  const unfinished = `${folder}.unfinished`
  if (existsSync(unfinished)) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  }
  const isNew = checkVersion(folder) === undefined
  if (isNew) writeFileSync(unfinished, '')
  const pglite = await PGlite.create({
    dataDir: folder,
    extensions,
    // '-F' turns fsync off; and of the ways to sync the log, fdatasync (PostgreSQL's choice) does nothing in this build.
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      '-c',
      'wal_sync_method=fsync',
    ],
  })
  try {
    await proveDurable(pglite, makeDurable(pglite))
    if (isNew) await syncFolder(pglite, folder)
  } catch (error) {
    await pglite.close()
    throw error
  }
  rmSync(unfinished, { force: true })
  return pglite
}

/** @param {string} folder */
function checkVersion(folder) {
  const file = join(folder, 'PG_VERSION')
  if (existsSync(file)) {
    const version = readFileSync(file, 'utf8').trim()
    if (version === EMBEDDED_MAJOR) return version
    throw new ConfigurationError(
      `The data folder ${folder} was written by PostgreSQL ${version}; this version of Parley has ${EMBEDDED_MAJOR} inside. ` +
        'Start the version of Parley that wrote it, or move the record over a PostgreSQL server (pg_dump, then DATABASE_URL).',
    )
  }
  if (readdirSync(folder).length === 0) return undefined
  throw new ConfigurationError(`The data folder ${folder} holds other files and no database. Choose an empty one.`)
}

/**
 * Gives the file system of this WebAssembly build the fsync it leaves out, and answers how often it has been called since.
 * @param {PGlite} pglite
 * @returns {() => number}
 */
function makeDurable(pglite) {
  let calls = 0
  // The inside of Emscripten's NODEFS, which has no types; proveDurable() finds out should it change.
  const operations = pglite.Module.FS.lookupPath('/pglite/data', {}).node.mount.type.stream_ops
  operations.fsync = (/** @type {{ readonly nfd: number }} */ stream) => {
    calls += 1
    fsyncSync(stream.nfd)
    return 0
  }
  return () => calls
}

/** @param {PGlite} pglite @param {() => number} fsyncCalls */
async function proveDurable(pglite, fsyncCalls) {
  const before = fsyncCalls()
  // The smallest commit that has something to write and changes no row.
  await pglite.query("select pg_logical_emit_message(true, 'parley', '')")
  if (fsyncCalls() > before) return
  throw new Error(
    'The embedded database did not sync a commit to the disk. This version of @electric-sql/pglite needs another patch in src/db/embedded.mjs.',
  )
}

/** What a first start wrote before fsync was in its place. @param {PGlite} pglite @param {string} folder */
async function syncFolder(pglite, folder) {
  await pglite.exec('checkpoint')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = [...entries.map((entry) => join(entry.parentPath, entry.name)), folder]
  // Many at once, for a disk writes them together: 0.1 s against 1 to 3 s one after another. Not all, for open files are counted.
  while (paths.length > 0) await Promise.all(paths.splice(0, SYNCED_AT_ONCE).map(syncPath))
}

/** @param {string} path */
async function syncPath(path) {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}
