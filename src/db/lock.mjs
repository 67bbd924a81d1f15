import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { FolderInUseError } from './errors.mjs'

/**
 * Who holds a lock. `place` names the set of processes among which `pid` means something (a machine since its start, or one container);
 * `startedAt` tells a process from a later one that was given the same number, and is empty where the system does not say.
 * @typedef {{ readonly token: string, readonly pid: number, readonly startedAt: string, readonly place: string }} Holder
 */

const HEARTBEAT_MS = 2_000
/** PGlite computes on the main thread, so a busy holder may be silent for some heartbeats. */
const SILENT_MS = 15_000

/**
 * Holds `file` as this process's mark on `subject` until the returned function is called; calling it twice is allowed. Taken over when
 * its holder has died. Throws FolderInUseError, which names the process, while another (or this one, a second time) holds it.
 *
 * A holder in the same container or on the same machine is looked up by its process number. One elsewhere (two containers with one
 * volume) cannot be, so a holder touches its file every 2 s and is believed dead after 15 s of silence.
 *
 * The file appears with its content by link(), which fails when there is one: create-then-write would show a rival an empty file.
 * @param {string} file
 * @param {string} subject
 * @returns {() => void}
 */
export function takeLock(file, subject) {
  const own = { token: randomUUID(), pid: process.pid, startedAt: startOf(process.pid), place: thisPlace() }
  const draft = `${file}.${own.token}`
  writeFileSync(draft, JSON.stringify(own))
  try {
    while (!linked(draft, file)) removeIfDead(file, subject, own.place)
  } finally {
    rmSync(draft, { force: true })
  }
  return keep(file, own.token)
}

/** @param {string} file @param {string} token */
function keep(file, token) {
  const isOurs = () => readHolder(file)?.token === token
  const heartbeat = setInterval(() => {
    const now = new Date()
    try {
      if (isOurs()) utimesSync(file, now, now)
    } catch {
      // A disk that is gone or read-only shows at the next write to the database; the next beat tries again.
    }
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return () => {
    clearInterval(heartbeat)
    if (isOurs()) rmSync(file, { force: true })
  }
}

/** @param {string} draft @param {string} file */
function linked(draft, file) {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file @param {string} subject @param {string} place */
function removeIfDead(file, subject, place) {
  const holder = readHolder(file)
  if (holder === undefined) return
  const refusal = refusalBy(holder, file, place)
  if (refusal !== undefined) throw new FolderInUseError(`${subject} is in use by ${refusal}`)
  // Two rivals may both have found it dead; renaming hands the file to one of them. Should that file by now be the lock of the
  // quicker one, it is put back.
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readHolder(aside)?.token !== holder.token) linked(aside, file)
  rmSync(aside, { force: true })
}

/** @param {Holder} holder @param {string} file @param {string} place @returns {string | undefined} */
function refusalBy(holder, file, place) {
  if (holder.place === place) {
    if (!isAlive(holder)) return undefined
    return `process ${String(holder.pid)}; stop it first, since two processes on one folder would lose data.`
  }
  const silentMs = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  if (silentMs > SILENT_MS) return undefined
  return (
    `process ${String(holder.pid)} of another machine or container (${holder.place.split(' ')[0] ?? ''}); ` +
    `stop it first. If it was killed, try again in ${String(SILENT_MS / 1000)} seconds.`
  )
}

/** @param {Holder} holder */
function isAlive(holder) {
  // Number 0 would ask for our own group of processes.
  if (holder.pid <= 0) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    if (codeOf(error) !== 'EPERM') return false
  }
  // In a container every run has the same few numbers: the one that crashed had ours.
  const startedAt = startOf(holder.pid)
  return startedAt === '' || holder.startedAt === '' || startedAt === holder.startedAt
}

/** @param {string} file @returns {Holder | undefined} */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    // A power cut may leave an empty file. Nobody is alive to have written it.
    if (error instanceof SyntaxError) return { token: '', pid: 0, startedAt: 'never', place: thisPlace() }
    throw error
  }
}

/** Ticks from the machine's start to the process's, the 22nd field of its stat line; the 2nd may hold spaces, so counted after it. @param {number} pid */
function startOf(pid) {
  const stat = readIfThere(() => readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function thisPlace() {
  const start = readIfThere(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const processes = readIfThere(() => readlinkSync('/proc/self/ns/pid'))
  return [hostname(), start, processes].join(' ')
}

/** @param {() => string} read */
function readIfThere(read) {
  try {
    return read()
  } catch {
    // Only Linux has these; elsewhere the process number has to do.
    return ''
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
