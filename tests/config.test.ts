import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SETTINGS, envExample } from '../src/settings.ts'

const MAIN = resolve('src/main.ts')
const TSX = resolve('node_modules/tsx/dist/loader.mjs')

/** For a test that starts the service on a busy machine. */
const SLOW_MS = 120_000

const folders: string[] = []
/** Folders that outlive a test. */
const kept: string[] = []
const newFolder = (among = folders): string => {
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  among.push(folder)
  return folder
}
const removeAll = (among: string[]): void => {
  for (const folder of among.splice(0)) rmSync(folder, { recursive: true, force: true })
}
/** Those that have not ended. A test that fails half-way leaves one behind, and it would outlive the run. */
const running = new Set<ChildProcess>()
const killAll = (): void => {
  for (const child of running) child.kill('SIGKILL')
}
afterEach(() => {
  killAll()
  removeAll(folders)
})

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/**
 * Starts the service as a process, in a folder of its own; stops it once it has said that it is ready and `whenReady` has ended. undefined
 * takes a variable away that is set here otherwise.
 */
function run(
  env: Record<string, string | undefined>,
  cwd = newFolder(),
  whenReady?: (out: string) => Promise<unknown>,
): Promise<Run> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--import', TSX, MAIN], {
      cwd,
      env: {
        PATH: process.env.PATH,
        TSX_TSCONFIG_PATH: resolve('tsconfig.json'),
        PORT: '0',
        SAMPLE_RECORD: 'none',
        LOG_LEVEL: 'info',
        DRAIN_MS: '0',
        ...env,
      },
    })
    running.add(child)
    let out = ''
    let err = ''
    let asked = false
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString()
      if (asked || !out.includes('Record  ') || !out.trimEnd().includes('\n')) return
      asked = true
      // The announcement is one write; what comes after it is not awaited.
      void (whenReady?.(out) ?? Promise.resolve()).finally(() => child.kill('SIGTERM'))
    })
    child.stderr.on('data', (part: Buffer) => (err += part.toString()))
    child.on('close', (code) => {
      running.delete(child)
      done({ code, out, err })
    })
  })
}

/** One sentence and exit code 1; no stack. */
function expectRefusal({ code, err }: Run, sentence: RegExp): void {
  expect(err).toMatch(sentence)
  expect(err).not.toMatch(/\n\s+at /)
  expect(code).toBe(1)
}

/** Who a running service says asks with this token. */
async function viewer(out: string, token: string): Promise<unknown> {
  const url = /GraphQL +(\S+),/.exec(out)?.[1] ?? ''
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { name role } }' }),
  })
  const { data } = (await response.json()) as { data?: { viewer: unknown } }
  return data?.viewer ?? response.status
}

const ADMIN = { name: 'admin', role: 'ADMIN' }

describe('the configuration', () => {
  it('is documented in .env.example', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample())
  })

  it('is documented in docs/configuration.md, in the same words and with the same defaults', () => {
    const table = readFileSync('docs/configuration.md', 'utf8').match(/^\| `.*$/gm)
    const rows = SETTINGS.map(
      ({ name, example, meaning }) => `| \`${name}\` | ${example === '' ? 'unset' : `\`${example}\``} | ${meaning} |`,
    )
    expect(table).toEqual(rows)
  })

  it('names all mistakes at once', async () => {
    const result = await run({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      SAMPLE_RECORD: '/no/such/file',
      LANGUAGE: 'tlh',
      LOGO: '/no/such/file',
      MAP_BOUNDARIES: 'ours',
    })
    const wrong = ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'SAMPLE_RECORD', 'LANGUAGE', 'LOGO', 'MAP_BOUNDARIES']
    for (const name of wrong) expectRefusal(result, new RegExp(`^${name} takes`, 'm'))
  })

  it('names beside them what contradicts itself, and tokens that nobody could send', async () => {
    const result = await run({
      PORT: '70000',
      ADMIN_TOKEN: 'a b',
      EDITOR_TOKEN: ' a b ',
      LISTEN_DATABASE_URL: 'none',
      WAKE_URL: 'http://x',
    })
    expectRefusal(result, /^PORT takes/m)
    expectRefusal(result, /^ADMIN_TOKEN takes .* no blanks\.$/m)
    expectRefusal(result, /^EDITOR_TOKEN takes .* no blanks\.$/m)
    expectRefusal(result, /^ADMIN_TOKEN and EDITOR_TOKEN must differ\.$/m)
    expectRefusal(result, /^LISTEN_DATABASE_URL needs DATABASE_URL/m)
    expectRefusal(result, /^WAKE_URL takes/m)
    expectRefusal(result, /^WAKE_URL needs DATABASE_URL/m)
  })

  it('is read from .env', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, '.env'), 'PORT=70000\nLOG_LEVEL=loud\n')
    const result = await run({ PORT: undefined, LOG_LEVEL: undefined }, folder)
    expectRefusal(result, /^PORT takes/m)
    expectRefusal(result, /^LOG_LEVEL takes/m)
  })

  it('is refused when .env is no file', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, '.env'))
    expectRefusal(await run({}, folder), /^\S+\.env cannot be read: .*\. Make it a readable file, or take it away\.$/m)
  })

  it('lets the environment win over .env', { timeout: SLOW_MS }, async () => {
    const folder = newFolder()
    writeFileSync(join(folder, '.env'), 'PORT=70000\nADMIN_TOKEN=from-the-file\nEDITOR_TOKEN=from-the-file\n')
    const seen: unknown[] = []
    const result = await run({ PORT: '0', ADMIN_TOKEN: 'from-outside' }, folder, async (out) => {
      seen.push(await viewer(out, 'from-outside'), await viewer(out, 'from-the-file'))
    })
    expect(seen).toEqual([ADMIN, { name: 'editor', role: 'EDITOR' }])
    expect(result).toMatchObject({ code: 0, err: '' })
    // Where a token is set, none is made.
    expect(readdirSync(join(folder, 'data'))).toEqual(['postgres'])
  })

  it('refuses a port that is taken', { timeout: SLOW_MS }, async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((listening) => taken.once('listening', listening))
    const { port } = taken.address() as { port: number }
    expectRefusal(
      await run({ PORT: String(port), DATA_DIR: 'memory' }),
      new RegExp(`^Port ${String(port)} .* is in use`, 'm'),
    )
    await new Promise((closed) => taken.close(closed))
  })

  it('refuses a server that it cannot reach, and keeps the password to itself', async () => {
    const result = await run({ DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' })
    expectRefusal(result, /^Cannot connect to PostgreSQL at 127\.0\.0\.1:1, database "none"/m)
    expect(result.out + result.err).not.toContain('secret')
  })

  it('refuses a data folder that is a file', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    expectRefusal(await run({ DATA_DIR: file }), /^The data folder .* cannot be written/m)
  })

  // Of this folder the system says that it does not exist, and that it cannot be made since it does not exist.
  it.skipIf(!existsSync('/proc/self'))('refuses a data folder that the system makes none of', async () => {
    expectRefusal(await run({ DATA_DIR: '/proc/none' }), /^The data folder .* cannot be written/m)
  })
})

describe('a data folder', () => {
  let folder: string
  let first: Run
  let second: Run
  let third: Run
  let rival: Run | undefined
  const viewers: Record<string, unknown> = {}
  const file = () => join(folder, 'data', 'admin-token')
  const made = () => readFileSync(file(), 'utf8').trim()

  // Three starts one after the other, the last with a token from outside; a rival during the first.
  beforeAll(async () => {
    folder = newFolder(kept)
    first = await run({}, folder, async (out) => {
      viewers.first = await viewer(out, made())
      viewers.unknown = await viewer(out, 'another')
      rival = await run({}, folder)
    })
    second = await run({}, folder, async (out) => (viewers.second = await viewer(out, made())))
    third = await run({ ADMIN_TOKEN: 'set-from-outside' }, folder, async (out) => {
      viewers.third = await viewer(out, 'set-from-outside')
      viewers.earlier = await viewer(out, made())
    })
  }, 4 * SLOW_MS)
  afterAll(() => {
    killAll()
    removeAll(kept)
  })

  it('has an admin token after the first start, in a file for its owner alone', () => {
    expect(first.out).toContain(`Admin token  in ${join('data', 'admin-token')}, made just now`)
    expect(viewers.first).toEqual(ADMIN)
    expect(viewers.unknown).toBe(401)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('has the same token at the second start', () => {
    expect(second.out).toMatch(/Admin token {2}in \S+$/m)
    expect(viewers.second).toEqual(ADMIN)
  })

  it('is not announced where the environment has one, and valid beside it until it is revoked', () => {
    expect(third.out).not.toContain('Admin token')
    expect(viewers.third).toEqual(ADMIN)
    expect(viewers.earlier).toEqual(ADMIN)
  })

  it('holds the token in that file alone: not in the output, and in the database its hash', () => {
    for (const { out, err } of [first, second, third]) expect(out + err).not.toContain(made())
    const database = filesBelow(join(folder, 'data', 'postgres'))
    expect(database.some((bytes) => bytes.includes(made()))).toBe(false)
    expect(database.some((bytes) => bytes.includes(createHash('sha256').update(made()).digest()))).toBe(true)
  })

  it('is refused to a second process, which is told who holds it', () => {
    if (!rival) throw new Error('The rival was not started')
    expectRefusal(rival, /^The data folder .* is in use by process \d+/m)
    expect(first.code).toBe(0)
  })
})

function filesBelow(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
}
