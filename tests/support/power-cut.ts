import fs, { cpSync, readdirSync, realpathSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join, relative } from 'node:path'
import { Disk, type Done, type Fate, type File, rebuild, survivors } from './forgetful-disk.ts'

/** What is done to a folder, from now on. */
export interface Recording {
  /** How many things have been done. */
  readonly count: () => number
  /** Calls, once, right after so many things were done, before anything else happens. */
  readonly at: (count: number, call: () => void) => void
  /** Makes `target` what a power cut at this moment may leave of the folder. */
  readonly cutTo: (target: string, fate: Fate) => void
  /** Makes `target` what the folder should be, had nothing been lost: equal to it, if nothing escapes the recording. */
  readonly copyTo: (target: string) => void
  readonly stop: () => void
}

/** Records what this process does below `folder`, which exists; `scratch` is an empty folder for what it was like at the beginning. */
export function recordFolder(folder: string, scratch: string): Recording {
  const root = realpathSync(folder)
  cpSync(root, scratch, { recursive: true })
  const names = new Map<string, File>()
  for (const entry of readdirSync(scratch, { recursive: true, withFileTypes: true })) {
    const base = join(entry.parentPath, entry.name)
    names.set(relative(scratch, base), { isFolder: entry.isDirectory(), base })
  }
  const began = new Map(names)
  const done: Done[] = []
  const calls = new Map<number, () => void>()
  const disk = new Disk(
    root,
    names,
    (each) => {
      done.push(each)
      const call = calls.get(done.length)
      calls.delete(done.length)
      call?.()
    },
    done,
  )
  const stop = wrapFiles(disk)
  return {
    count: () => done.length,
    at: (count, call) => calls.set(count, call),
    cutTo: (target, fate) => disk.aside(() => rebuild(target, began, survivors(done, fate))),
    copyTo: (target) => disk.aside(() => rebuild(target, began, done)),
    stop,
  }
}

/** A function of Node's fs as it is before and after; what it takes and answers is passed on as it came. */
type Call = (...given: unknown[]) => unknown

/** Puts the disk between this process and its files, until the answered function is called. */
function wrapFiles(disk: Disk): () => void {
  const undo: (() => void)[] = []
  const wrap = (owner: object, name: string, around: (real: Call, given: unknown[]) => unknown) => {
    // Each is named by hand below and is there.
    const functions = owner as Record<string, Call>
    const real = functions[name]!.bind(owner)
    const before = functions[name]!
    functions[name] = (...given) => around(real, given)
    undo.push(() => (functions[name] = before))
  }
  /** Node makes one of these of others; only the outermost is taken down. */
  const quietly = (real: Call, given: unknown[]) => disk.aside(() => real(...given))

  wrap(fs, 'openSync', (real, given) => {
    const path = disk.below(given[0])
    const fd = quietly(real, given) as number
    if (path !== undefined) noteOpened(disk, fd, path, given[1])
    return fd
  })
  wrap(fs, 'closeSync', (real, given) => {
    disk.closed(given[0] as number)
    return real(...given)
  })
  wrap(fs, 'writeSync', (real, given) => {
    const count = quietly(real, given) as number
    const file = disk.fileOf(given[0])
    // As PGlite calls it: with a place each time.
    const [, bytes, from, , at] = given as [number, Uint8Array, number, number, number]
    if (file)
      disk.write(file, at, Buffer.from(bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + from + count)))
    return count
  })
  wrap(fs, 'ftruncateSync', (real, given) => {
    quietly(real, given)
    const file = disk.fileOf(given[0])
    if (file) disk.resize(file, Number(given[1] ?? 0))
  })
  wrap(fs, 'truncateSync', (real, given) => {
    const file = disk.names.get(disk.below(given[0]) ?? ' ')
    quietly(real, given)
    if (file) disk.resize(file, Number(given[1] ?? 0))
  })
  wrap(fs, 'writeFileSync', (real, given) => {
    const path = disk.below(given[0])
    quietly(real, given)
    if (path !== undefined) noteWhole(disk, path, given)
  })
  wrap(fs, 'mkdirSync', (real, given) => {
    const path = disk.below(given[0])
    const made = quietly(real, given)
    if (path !== undefined) disk.make(path, true)
    return made
  })
  for (const name of ['unlinkSync', 'rmdirSync', 'rmSync'])
    wrap(fs, name, (real, given) => {
      const path = disk.below(given[0])
      quietly(real, given)
      if (path !== undefined) disk.remove(path)
    })
  wrap(fs, 'renameSync', (real, given) => {
    const [from, to] = given.slice(0, 2).map((path) => disk.below(path))
    quietly(real, given)
    const file = from === undefined ? undefined : disk.names.get(from)
    if (file && from !== undefined && to !== undefined) disk.name(file, to, from)
  })
  for (const name of ['fsyncSync', 'fdatasyncSync'])
    wrap(fs, name, (real, given) => (disk.syncOpen(given[0] as number) ? undefined : real(...given)))
  wrapPromises(disk, wrap)
  syncBuiltinESMExports()
  return () => {
    for (const each of undo) each()
    syncBuiltinESMExports()
  }
}

function wrapPromises(
  disk: Disk,
  wrap: (owner: object, name: string, around: (real: Call, given: unknown[]) => unknown) => void,
): void {
  wrap(fs.promises, 'open', async (real, given) => {
    const path = disk.below(given[0])
    const handle = (await real(...given)) as fs.promises.FileHandle
    // A fsync covers what was written when it was asked for.
    if (path !== undefined)
      handle.sync = () => {
        disk.sync(path)
        return Promise.resolve()
      }
    return handle
  })
  wrap(fs.promises, 'writeFile', async (real, given) => {
    const path = disk.below(given[0])
    await real(...given)
    if (path !== undefined) noteWhole(disk, path, given)
  })
}

function noteOpened(disk: Disk, fd: number, path: string, flags: unknown): void {
  const { O_CREAT, O_TRUNC } = fs.constants
  const isNew =
    typeof flags === 'number' ? (flags & O_CREAT) !== 0 : typeof flags === 'string' && !flags.startsWith('r')
  const empties =
    typeof flags === 'number' ? (flags & O_TRUNC) !== 0 : typeof flags === 'string' && flags.startsWith('w')
  if (isNew) disk.make(path, false)
  disk.opened(fd, path)
  const file = disk.fileOf(fd)
  if (empties && file) disk.resize(file, 0)
}

/** A file written as a whole. */
function noteWhole(disk: Disk, path: string, [, content, options]: unknown[]): void {
  const isThere = disk.names.has(path)
  const file = disk.make(path, false)
  if (isThere) disk.resize(file, 0)
  const bytes = Buffer.from(content as string | Uint8Array)
  if (bytes.length > 0) disk.write(file, 0, bytes)
  if (typeof options === 'object' && options !== null && 'flush' in options && options.flush === true) disk.sync(path)
}
