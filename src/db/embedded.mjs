import {
  accessSync,
  constants,
  existsSync,
  fsyncSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { ConfigurationError } from './errors.mjs'
import { IN_MEMORY, makeFolder, syncName } from './folder.mjs'
import { takeLock } from './lock.mjs'

// JavaScript, because Prisma's tools (prisma/schema-engine.mjs) open the same folder and start without a build, and two versions of this
// file would be two ideas of who may write where. Its types are in the comments; tsc checks and copies it.

/**
 * An open embedded database. `close` waits for what runs, writes everything out and gives the folder free.
 * @typedef {{ readonly pglite: PGlite, readonly close: () => Promise<void> }} Embedded
 */

/** The PostgreSQL that this PGlite is; a folder belongs to one major version. A test compares it with the database's own answer. */
export const EMBEDDED_MAJOR = '18'

const SYNCED_AT_ONCE = 64
/**
 * How much of a function of WebAssembly runs before V8 makes better code of it. By itself Node 20 waits for a fiftieth of that, and the start alone
 * has it optimise hundreds of functions that rest from then on: half a second of processor time. What is asked often is optimised all the same,
 * within its first hundreds of calls.
 */
const LATE_OPTIMISATION = '--wasm-tiering-budget=100000000'
/** Three segments of PostgreSQL's log: one to be made while another is written, and one for the rest. */
const ROOM_BYTES = 48 * 2 ** 20

/**
 * PostgreSQL inside this process, kept in `folder` (made when missing) or, with IN_MEMORY, nowhere. What is committed is on the disk,
 * as fsync understands it. Knows pg_trgm and unaccent; the session is that of the owner and in UTC.
 *
 * Throws FolderInUseError when the folder is in use, and ConfigurationError when it cannot be written or belongs to another version of PostgreSQL.
 * 3 s for an empty folder, a third of a second for a filled one. `startFrom` is a dump of PGlite's to begin with, for a database in memory.
 * `onBroken` is told that the disk refused what PostgreSQL cannot go on without. It must end the process, at once: to ask further might never
 * end. What was committed is there at the next start.
 * @param {string} folder
 * @param {{ readonly startFrom?: Blob | undefined, readonly onBroken?: ((error: Error) => void) | undefined }} [options]
 * @returns {Promise<Embedded>}
 */
export async function openEmbedded(folder, options = {}) {
  setFlagsFromString(LATE_OPTIMISATION)
  const extensions = { pg_trgm, unaccent }
  if (folder === IN_MEMORY) {
    const pglite = await PGlite.create({ extensions, ...(options.startFrom && { loadDataDir: options.startFrom }) })
    return { pglite, close: () => pglite.close() }
  }
  const place = prepareFolder(folder)
  const release = lockFolder(place)
  try {
    const pglite = await openFolder(place, extensions, options.onBroken)
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

/**
 * Refuses, before anything is begun, a write for which the disk has no room: half-way PostgreSQL would have to give up altogether.
 * @param {string} folder
 * @throws ConfigurationError that says so
 */
export function refuseWhenFull(folder) {
  const problem = problemOf(folder)
  if (problem === null) return
  throw new ConfigurationError(
    `Nothing can be written to the data folder ${folder}: ${problem} The record can be read, and changes are taken again when that is put right.`,
  )
}

/** @param {string} folder @returns {string | null} */
function problemOf(folder) {
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    return `${messageOf(error)}.`
  }
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= ROOM_BYTES) return null
  const [free, room] = [bavail * bsize, ROOM_BYTES].map((bytes) => String(Math.floor(bytes / 2 ** 20)))
  return `its disk is full, with ${free ?? ''} MB free where ${room ?? ''} are needed.`
}

/**
 * @param {string} folder
 * @param {import('@electric-sql/pglite').Extensions} extensions
 * @param {((error: Error) => void) | undefined} onBroken
 */
async function openFolder(folder, extensions, onBroken) {
  // Marks a first start that has not come to its end: what it left is half a database, and nobody has been told of a write to it.
  const unfinished = `${folder}.unfinished`
  if (existsSync(unfinished)) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  }
  const isNew = checkVersion(folder) === undefined
  if (isNew) {
    refuseWhenFull(folder)
    // On the disk before the first file of the database: after a power cut, half a one without its mark would be taken for a whole one.
    writeFileSync(unfinished, '', { flush: true })
    syncName(unfinished)
  }
  const files = new DurableFiles(folder, onBroken)
  const pglite = await PGlite.create({
    fs: files,
    extensions,
    // '-F' turns fsync off; and of the ways to sync the log, fdatasync (PostgreSQL's choice) does nothing in this build. Its buffers are filled with
    // zeros at the start, so they take room whether used or not; what does not fit into fewer is in the system's cache of files.
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      ...['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=32MB'],
    ],
  })
  try {
    await proveDurable(pglite, files)
    if (isNew) {
      await syncFolder(pglite, folder)
      collectGarbage()
    }
  } catch (error) {
    await pglite.close()
    throw error
  }
  if (existsSync(unfinished)) {
    rmSync(unfinished)
    // Before anyone is told of a write: a mark that a power cut brought back would have the next start begin anew.
    syncName(unfinished)
  }
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
 * PGlite's files in a folder, with the fsync that this WebAssembly build leaves out. In its place before PostgreSQL starts: what it recovers
 * after a power cut it writes anew, and then forgets the log that it had it from.
 */
class DurableFiles extends NodeFS {
  /** How often something was synced. */
  syncs = 0
  /** @type {string} */
  #folder
  /** @type {((error: Error) => void) | undefined} */
  #onBroken

  /** @param {string} folder @param {((error: Error) => void) | undefined} onBroken */
  constructor(folder, onBroken) {
    super(folder)
    this.#folder = folder
    this.#onBroken = onBroken
  }

  /** @override @param {Parameters<NodeFS['init']>[0]} pglite @param {Parameters<NodeFS['init']>[1]} given */
  async init(pglite, given) {
    const { emscriptenOpts } = await super.init(pglite, given)
    /** @param {EmscriptenModule} module */
    const change = ({ NODEFS: files }) => {
      const { open, write } = files.stream_ops
      const { mknod } = files.node_ops
      files.stream_ops.write = (stream, ...bytes) =>
        this.#vital(files.realPath(stream.node), () => write(stream, ...bytes), true)
      files.stream_ops.open = (stream) => this.#vital(files.realPath(stream.node), () => open(stream))
      files.node_ops.mknod = (parent, name, ...rest) =>
        this.#vital(`${files.realPath(parent)}/${name}`, () => mknod(parent, name, ...rest))
      files.stream_ops.fsync = (stream) => {
        this.syncs += 1
        try {
          fsyncSync(stream.nfd)
        } catch (error) {
          throw this.#broken(error)
        }
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), change] } }
  }

  /**
   * What PostgreSQL does to a file of which it must not be refused anything; elsewhere it takes the statement back and goes on.
   * @template T @param {string} path @param {() => T} work @param {boolean} isWrite @returns {T}
   */
  #vital(path, work, isWrite = false) {
    try {
      return work()
    } catch (error) {
      // A file that is not there is no fault of the disk's.
      const isFault = /\/pg_wal\/|\/pg_control$/.test(path) && (isWrite || problemOf(this.#folder) !== null)
      throw isFault ? this.#broken(error) : error
    }
  }

  /**
   * Where its log cannot be written, or nobody knows what a sync has left undone, PostgreSQL ends its process and recovers at the next start.
   * In this build it would compute for ever instead (seen with 0.5.16), so it is not told: this error flies through it.
   * @param {unknown} cause
   */
  #broken(cause) {
    const problem = problemOf(this.#folder) ?? `the disk refused a write (${faultOf(cause)}).`
    const error = new Error(
      `The embedded database cannot go on in ${this.#folder}: ${problem} What was committed is there at the next start.`,
      { cause },
    )
    this.#onBroken?.(error)
    return error
  }
}

/** In words where it is one that disks are known for: Emscripten numbers errors as WASI does. @param {unknown} error */
function faultOf(error) {
  if (error instanceof Error && 'code' in error) return messageOf(error)
  if (typeof error !== 'object' || error === null || !('errno' in error)) return messageOf(error)
  const words = { 19: 'EDQUOT', 29: 'EIO', 51: 'ENOSPC', 69: 'EROFS' }
  return Object.entries(words).find(([number]) => number === String(error.errno))?.[1] ?? `error ${String(error.errno)}`
}

/**
 * The inside of Emscripten's file system, which has no types; proveDurable() finds out should it change.
 * @typedef {{ readonly nfd: number, readonly node: object }} Stream
 * @typedef {{
 *   write: (stream: Stream, ...bytes: unknown[]) => number, open: (stream: Stream) => void, fsync?: (stream: Stream) => number
 * }} StreamOperations
 * @typedef {{ mknod: (parent: object, name: string, ...rest: unknown[]) => object }} NodeOperations
 * @typedef {{
 *   readonly stream_ops: StreamOperations, readonly node_ops: NodeOperations, readonly realPath: (node: object) => string
 * }} NodeFiles
 * @typedef {{ readonly NODEFS: NodeFiles }} EmscriptenModule
 */

/** @param {PGlite} pglite @param {DurableFiles} files */
async function proveDurable(pglite, files) {
  const before = files.syncs
  // The smallest commit that has something to write and changes no row.
  await pglite.query("select pg_logical_emit_message(true, 'parley', '')")
  if (files.syncs > before) return
  throw new Error(
    'The embedded database did not sync a commit to the disk. This version of @electric-sql/pglite needs another patch in src/db/embedded.mjs.',
  )
}

/** What a first start wrote without PostgreSQL's syncing: it makes its files by other ways. @param {PGlite} pglite @param {string} folder */
async function syncFolder(pglite, folder) {
  await pglite.exec('checkpoint')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = [...entries.map((entry) => join(entry.parentPath, entry.name)), folder]
  // Many at once, for a disk writes them together: 0.1 s against 1 to 3 s one after another. Not all, for open files are counted.
  while (paths.length > 0) await Promise.all(paths.splice(0, SYNCED_AT_ONCE).map(syncPath))
}

/**
 * Making a database takes an instance of PostgreSQL of its own and leaves it behind: 350 MB, which V8 would let go when it next needs room, and that
 * may be hours later.
 */
function collectGarbage() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  setFlagsFromString('--no-expose-gc')
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
