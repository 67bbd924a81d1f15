import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reach } from '../../src/commands/reach.ts'
import type { RecordPlace } from '../../src/config.ts'
import { openDatabase } from '../../src/db/database.ts'
import { ConfigurationError } from '../../src/db/errors.mjs'
import { takeLock } from '../../src/db/lock.mjs'
import { sql } from '../../src/db/sql.ts'
import { version } from '../../src/package.ts'
import { type Said, runCommand } from '../support/command.ts'
import { testServer } from '../support/database.ts'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

/** For a test that starts processes, or makes a database in a folder, on a busy machine. */
const SLOW_MS = 120_000

const folders: string[] = []
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const parley = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> =>
  runCommand(args, { env, cwd: newFolder() })

const SECRET_LINE = /^parley_[\w-]{43}\n$/
/** Who a token makes its bearer; the error's code where it makes nobody. */
async function viewerOf({ send }: Pick<TestService, 'send'>, token: string): Promise<unknown> {
  const { data, errors } = await send<{ viewer: object }, object>('{ viewer { name role } }', {}, token)
  return errors?.[0]?.extensions.code ?? data.viewer
}

/** A file such as a service leaves that was killed: a socket at which nobody listens. */
async function leaveSocket(path: string): Promise<void> {
  const server = createServer()
  server.listen(path)
  await once(server, 'listening')
  renameSync(path, `${path}.kept`)
  await new Promise((closed) => server.close(closed))
  renameSync(`${path}.kept`, path)
}

// In this order: a folder that a service holds, then the same folder when it is gone, then when it is back.
describe('a command on a data folder', () => {
  const dataDir = join(newFolder(), 'data')
  const socket = join(dataDir, 'control.sock')
  const here = { DATA_DIR: dataDir }
  let service: TestService
  let make: Maker
  let desk = ''
  let head = ''

  beforeAll(async () => {
    mkdirSync(dataDir, { mode: 0o755 })
    await leaveSocket(socket)
    service = await startService({ config: { dataDir, databaseUrl: undefined } })
    make = maker(service)
  }, SLOW_MS)
  afterAll(() => service.stop())

  it('goes through the service, over a socket for its owner alone, two at once and whatever else is set wrong', async () => {
    await make.person()
    const [added, verified] = await Promise.all([
      parley(['token', 'add', '--name', 'Desk', '--role', 'editor', '--expires', '90d'], here),
      parley(['verify', '--json'], { ...here, PORT: 'many' }),
    ])
    expect(statSync(socket).mode & 0o777).toBe(0o600)
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(SECRET_LINE) as string })
    expect(added.err).toMatch(
      /^Token \w{8} of "Desk", role EDITOR, expires [-\d]{10} [:\d]{5} UTC\. It is shown this once:\n$/,
    )
    desk = added.out.trim()
    expect(await viewerOf(service, desk)).toEqual({ name: 'Desk', role: 'EDITOR' })
    expect(verified).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(verified.out)).toMatchObject({ holds: true, changes: service.app.head + 1, findings: [] })
    head = (JSON.parse(verified.out) as { head: string }).head
  })

  it('ends a token and its sockets at once', async () => {
    const codes: unknown[] = []
    const client = service.socket(desk)
    client.on('closed', (event) => codes.push((event as { code: number }).code))
    const sink = { next: () => undefined, error: () => undefined, complete: () => undefined }
    client.subscribe({ query: 'subscription { changes { cursor } }' }, sink)
    await until(() => service.app.waiting() === 1)
    expect(await parley(['token', 'revoke', 'Desk'], here)).toMatchObject({ code: 0, err: '' })
    await until(() => codes.length > 0, 1_000)
    expect(codes).toEqual([4403])
    expect(await viewerOf(service, desk)).toBe('UNAUTHENTICATED')
  })

  it('takes words out, says so when the log is verified against a head that was kept, and lists what has ended', async () => {
    const { id } = await make.source({ text: 'Words that must go.' })
    const redact = ['redact', id, '--field', 'text', '--reason', 'Asked for']
    expect(await parley(redact, here)).toEqual({
      code: 1,
      out: '',
      err: 'Nobody can be asked here whether this is meant; say so with --yes.\n',
    })
    expect(await parley([...redact, '--yes'], here)).toMatchObject({ code: 0, err: '' })
    const [verified, listed, refused] = await Promise.all([
      parley(['verify', '--expect', head], here),
      parley(['token', 'list'], here),
      parley(['token', 'revoke', 'Nobody'], here),
    ])
    expect(verified).toMatchObject({ code: 0, err: '' })
    expect(verified.out).toMatch(/^The log holds: \d+ changes in .* a second\.\nHead \d+:[0-9a-f]{64}\n/)
    expect(verified.out).toMatch(new RegExp(`\\n\\d+ +[-\\d]{10} [:\\d]{5} UTC +operator +${id} +text +Asked for\\n`))
    expect(listed.out).toMatch(/^ID +NAME +ROLE +CREATED +BY +EXPIRES +STATE\n/)
    expect(listed.out).toMatch(
      /\n\w{8} +Desk +EDITOR +[-\d]{10} [:\d]{5} UTC +operator +[-\d]{10} [:\d]{5} UTC +revoked\n/,
    )
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toMatch(/^No token has this id/)
  })

  it.each<[string, string, Record<string, string>, string, string]>([
    ['of another version', 'token-list', { 'x-parley-version': '0.0.1' }, '{}', 'this command of 0.0.1'],
    ['that there is not', 'toString', { 'x-parley-version': version() }, '{}', 'no order toString'],
    ['without its request', 'token-list', { 'x-parley-version': version() }, '[]', 'expected object'],
  ])('is refused an order %s', async (_what, order, headers, body, words) => {
    const asked = request({ socketPath: socket, path: `/${order}`, method: 'POST', headers }).end(body)
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream]
    expect((JSON.parse(await text(answer)) as { refused?: string }).refused).toContain(words)
  })

  it(
    'waits for whoever will soon be gone and opens the folder itself, one command after another',
    async () => {
      await service.app.stop()
      expect(existsSync(socket)).toBe(false)
      await leaveSocket(socket)
      const database = await openDatabase({ dataDir })
      await database.transaction((tx) => tx.rows(sql`update change set editor = 'another' where sequence = 1`))
      let closed: Promise<void> | undefined
      const onErr = () => void (closed ??= database.close())
      const [added, verified] = await Promise.all([
        runCommand(['token', 'add', '--name', 'admin', '--role', 'admin', '--json'], {
          env: here,
          cwd: newFolder(),
          onErr,
        }),
        runCommand(['verify'], { env: here, cwd: newFolder(), onErr }),
      ])
      await closed
      // The other may have begun after the folder was free.
      expect([added.err, verified.err]).toContain('Waiting for another process that holds the data folder.\n')
      expect(verified.code).toBe(1)
      expect(verified.out).toMatch(/^The log does not hold\. Up to there: 0 changes in .*\n.*\b1\b.*altered/)
      expect(added.code).toBe(0)
      const { secret } = JSON.parse(added.out) as { secret: string }
      service = await startService({ config: { dataDir, databaseUrl: undefined } })
      expect(await viewerOf(service, secret)).toEqual({ name: 'admin', role: 'ADMIN' })
    },
    SLOW_MS,
  )
})

describe('a command that cannot reach a record', () => {
  it('says why in a sentence, with another exit code than a refusal has', async () => {
    const dataDir = join(newFolder(), 'data')
    expect(await parley(['verify'], { DATA_DIR: dataDir })).toEqual({
      code: 2,
      out: '',
      err: `There is no record in ${dataDir}. Start the service once, or set DATA_DIR or DATABASE_URL to where the record is.\n`,
    })
  })

  it.each<[string, Partial<RecordPlace>, string]>([
    ['it is in the memory of another process', { dataDir: 'memory' }, 'no other process can reach'],
    ['its server is away', { databaseUrl: 'postgresql://127.0.0.1:1/none' }, 'Cannot connect to PostgreSQL at'],
  ])('says why when %s', async (_why, place, words) => {
    const ask = reach(() => ({ dataDir: newFolder(), databaseUrl: undefined, listenDatabaseUrl: undefined, ...place }))
    const asked = ask('token-list', {})
    await expect(asked).rejects.toThrow(words)
    await expect(asked).rejects.toBeInstanceOf(ConfigurationError)
  })

  it('says that the folder has no place for a socket, where its path is too long', async () => {
    const dataDir = join(newFolder(), 'x'.repeat(100))
    mkdirSync(dataDir)
    const release = takeLock(join(dataDir, 'postgres.lock'), 'The folder')
    const ask = reach(() => ({ dataDir, databaseUrl: undefined, listenDatabaseUrl: undefined }))
    await expect(ask('token-list', {})).rejects.toThrow(
      /in use by process \d+; .* the path .* and a socket's has 10\d at most\.$/,
    )
    release()
  })
})

describe('the command line', () => {
  it('explains itself with examples, and tells wrong usage from a refusal', async () => {
    const [help, unknown] = await Promise.all([
      parley(['token', 'add', '--help']),
      parley(['verify', '--expect', 'the old one']),
    ])
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(help.out).toContain('parley token add --name "Desk" --role editor --expires 90d')
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toContain('A head is a sequence and a hash')
  })
})

describe.skipIf(testServer === undefined)('a command on a server', () => {
  it('connects by itself, as .env says, beside services that know at once of a new token', async () => {
    const service = await startService()
    const cwd = newFolder()
    writeFileSync(join(cwd, '.env'), `DATABASE_URL=${service.config.databaseUrl ?? ''}\n`)
    const added = await runCommand(['token', 'add', '--name', 'admin', '--role', 'admin'], { env: {}, cwd })
    expect(added.err).toContain('role ADMIN, never expires')
    expect(await viewerOf(service, added.out.trim())).toEqual({ name: 'admin', role: 'ADMIN' })
    await service.stop()
  })
})
