import fs from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

// A disk that forgets. Between PostgreSQL (and us) and the folder stands this record of all that was done to its files, and of what a
// fsync made durable. What a power cut may leave is rebuilt from it:
//
// - Bytes of a file, and its length, are durable after a fsync of that file. Until then each of its sectors is there or not, each by itself,
//   whatever the order of writing, so a page may be torn and a later write be there without an earlier one.
// - A name (created, moved, linked) is durable after a fsync of its folder, or of the file that it names, as on ext4, XFS and APFS; a name
//   taken away, after a fsync of the folder. A fsync says nothing of the names of folders further up. Until then it is there or not: either
//   as by a journal (what was done last is lost), or each by itself, which POSIX allows and file systems hardly do.
//
// The calls that the service and PGlite make are wrapped where they leave for the system, in Node's own fs, so that nothing of ours is known here.
// A fsync only takes its note: the real disk has nothing to add. Locks are left out, for a machine that starts again knows them for dead.

const SECTORS = [512, 4096]

/** A file or a folder, by whatever name. */
export interface File {
  readonly isFolder: boolean
  /** Where its bytes are as they were when recording began; null for one that was made since. */
  readonly base: string | null
}
/** One thing that was done. */
export type Done = { synced: boolean } & (
  | { readonly kind: 'bytes'; readonly file: File; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'length'; readonly file: File; readonly length: number }
  | { readonly kind: 'named'; readonly file: File; readonly path: string; readonly from: string | null }
  | { readonly kind: 'gone'; readonly path: string }
)

/** How much of what was not synced is there after a cut. */
export interface Fate {
  /** 0 to 1, evenly; the same numbers give the same cut. */
  readonly random: () => number
  /** Whether the disk heeds fsync; without, all since the beginning may be lost. */
  readonly heedsSync: boolean
  /** Of what is not safe, so much is there, 0 to 1; by chance when not given. */
  readonly chance?: number
}

/** The folder as this process sees it, and who is told of each change. */
export class Disk {
  readonly #open = new Map<number, { readonly file: File; readonly path: string }>()
  #aside = false

  constructor(
    readonly root: string,
    readonly names: Map<string, File>,
    readonly tell: (done: Done) => void,
    readonly done: readonly Done[],
  ) {}

  /** Runs what is not to be recorded. */
  aside<T>(work: () => T): T {
    const before = this.#aside
    this.#aside = true
    try {
      return work()
    } finally {
      this.#aside = before
    }
  }

  /** The path below the folder; undefined when it is elsewhere or not recorded. "" is the folder. */
  below(path: unknown): string | undefined {
    if (this.#aside || typeof path !== 'string') return undefined
    const inside = relative(this.root, resolve(path))
    return inside.startsWith('..') || /\.lock(\.|$)|\.writable-/.test(inside) ? undefined : inside
  }

  make(path: string, isFolder: boolean): File {
    const there = this.names.get(path)
    if (there) return there
    const file: File = { isFolder, base: null }
    this.name(file, path, null)
    return file
  }

  name(file: File, path: string, from: string | null): void {
    this.names.set(path, file)
    if (from !== null) this.names.delete(from)
    this.tell({ kind: 'named', file, path, from, synced: false })
  }

  remove(path: string): void {
    for (const each of [...this.names.keys()]
      .filter((other) => other === path || other.startsWith(`${path}/`))
      .reverse()) {
      this.names.delete(each)
      this.tell({ kind: 'gone', path: each, synced: false })
    }
  }

  opened(fd: number, path: string): void {
    const file = this.names.get(path) ?? { isFolder: true, base: null }
    this.#open.set(fd, { file, path })
  }

  closed(fd: number): void {
    this.#open.delete(fd)
  }

  fileOf(fd: unknown): File | undefined {
    return this.#aside ? undefined : this.#open.get(fd as number)?.file
  }

  write(file: File, at: number, bytes: Buffer): void {
    this.tell({ kind: 'bytes', file, at, bytes, synced: false })
  }

  resize(file: File, length: number): void {
    this.tell({ kind: 'length', file, length, synced: false })
  }

  syncOpen(fd: number): boolean {
    const open = this.#open.get(fd)
    if (open) this.sync(open.path, open.file)
    return open !== undefined
  }

  sync(path: string, file = this.names.get(path), upTo = this.done.length): void {
    const isFolder = file?.isFolder ?? path === ''
    const inside = (each: string) => dirname(each) === (path === '' ? '.' : path)
    for (const each of this.done.slice(0, upTo)) {
      if (each.kind === 'gone') each.synced ||= isFolder && inside(each.path)
      else
        each.synced ||=
          each.file === file
            ? !(isFolder && each.kind === 'named')
            : isFolder && each.kind === 'named' && inside(each.path)
    }
  }
}

/** What of it is there after the cut, in the order in which it was done. */
export function survivors(done: readonly Done[], { random, heedsSync, ...given }: Fate): Done[] {
  const sector = SECTORS[Math.floor(random() * SECTORS.length)] ?? 512
  // All of it is lost, or none, or some: each is a case of its own.
  const chance = given.chance ?? [0, 0, 1, random(), random()][Math.floor(random() * 5)] ?? 0
  const isSafe = (each: Done) => heedsSync && each.synced
  const isName = (each: Done) => each.kind === 'named' || each.kind === 'gone'
  const loose = done.filter((each) => isName(each) && !isSafe(each))
  const lastOfJournal = Math.floor(random() * (loose.length + 1))
  const kept = new Set(random() < 0.5 ? loose.slice(0, lastOfJournal) : loose.filter(() => random() < chance))
  // A file cannot have been moved that is not there.
  const moved = new Set(
    done.flatMap((each) =>
      each.kind === 'named' && each.from !== null && (isSafe(each) || kept.has(each)) ? each.file : [],
    ),
  )
  return done.flatMap((each): Done[] => {
    if (isSafe(each)) return [each]
    if (each.kind === 'named') return kept.has(each) || (each.from === null && moved.has(each.file)) ? [each] : []
    if (each.kind === 'gone') return kept.has(each) ? [each] : []
    if (each.kind === 'length') return random() < chance ? [each] : []
    return sectorsOf(each.at, each.bytes, sector)
      .filter(() => random() < chance)
      .map((part) => ({ ...each, ...part }))
  })
}

function sectorsOf(at: number, bytes: Buffer, sector: number): { readonly at: number; readonly bytes: Buffer }[] {
  const parts = []
  for (let from = at; from < at + bytes.length;) {
    const to = Math.min(at + bytes.length, (Math.floor(from / sector) + 1) * sector)
    parts.push({ at: from, bytes: bytes.subarray(from - at, to - at) })
    from = to
  }
  return parts
}

/** Makes `target` what it was in the beginning with all of this done to it. */
export function rebuild(target: string, began: ReadonlyMap<string, File>, done: readonly Done[]): void {
  const names = new Map(began)
  for (const each of done) {
    if (each.kind === 'gone') names.delete(each.path)
    if (each.kind !== 'named') continue
    if (each.from !== null && names.get(each.from) === each.file) names.delete(each.from)
    names.set(each.path, each.file)
  }
  fs.mkdirSync(target, { recursive: true })
  const reachable = (path: string): boolean =>
    path === '.' || (names.get(path)?.isFolder === true && reachable(dirname(path)))
  const open = new Map<File, number>()
  for (const [path, file] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!reachable(dirname(path))) continue
    const place = join(target, path)
    if (file.isFolder) fs.mkdirSync(place, { mode: 0o700 })
    else {
      if (file.base !== null) fs.copyFileSync(file.base, place)
      open.set(file, fs.openSync(place, file.base === null ? 'w+' : 'r+'))
    }
  }
  for (const each of done) {
    const fd = each.kind === 'bytes' || each.kind === 'length' ? open.get(each.file) : undefined
    if (fd === undefined) continue
    if (each.kind === 'bytes') fs.writeSync(fd, each.bytes, 0, each.bytes.length, each.at)
    if (each.kind === 'length') fs.ftruncateSync(fd, each.length)
  }
  for (const fd of open.values()) fs.closeSync(fd)
}
