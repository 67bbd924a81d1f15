import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../src/db/errors.mjs'
import { newServerDatabase, testServer } from '../support/database.ts'
import { type TestService, startService } from '../support/service.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  ends.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const fileIn = (folder: string) => join(folder, 'admin-token')
const tokenIn = (folder: string) => readFileSync(fileIn(folder), 'utf8').trim()

/** The service as it starts without ADMIN_TOKEN; on the embedded database in `dataDir`, or on the server at `databaseUrl`. */
async function start(dataDir: string, databaseUrl?: string): Promise<TestService> {
  const service = await startService({ config: { adminToken: undefined, dataDir, databaseUrl } })
  ends.push(() => service.stop())
  return service
}

/** The role that a token has there; the error's code where it is not known. */
async function roleOf(service: TestService, token: string): Promise<string> {
  const { data, errors } = await service.send<{ viewer: { role: string } }, object>('{ viewer { role } }', {}, token)
  return errors?.[0]?.extensions.code ?? data.viewer.role
}

/** What is announced at a start, at which the token in the file is valid. */
async function startAndStop(dataDir: string, databaseUrl?: string): Promise<TestService['app']['adminToken']> {
  const service = await start(dataDir, databaseUrl)
  const { adminToken } = service.app
  expect(await roleOf(service, tokenIn(dataDir))).toBe('ADMIN')
  await service.app.stop()
  return adminToken
}

describe('the admin token of a folder', () => {
  it('is the one that lies there, when the database is a new one', async () => {
    const folder = newFolder()
    const made = await startAndStop(folder)
    expect(made).toEqual({ file: fileIn(folder), token: tokenIn(folder) })
    rmSync(join(folder, 'postgres'), { recursive: true })
    expect(await startAndStop(folder)).toEqual({ file: fileIn(folder), token: null })
    expect(tokenIn(folder)).toBe(made?.token)
  })

  it('is not announced when the database knows another', async () => {
    const folder = newFolder()
    const made = await startAndStop(folder)
    writeFileSync(fileIn(folder), `parley_${'x'.repeat(43)}\n`)
    const service = await start(folder)
    expect(service.app.adminToken).toBeNull()
    expect(await roleOf(service, made?.token ?? '')).toBe('ADMIN')
    expect(await roleOf(service, tokenIn(folder))).toBe('UNAUTHENTICATED')
  })

  it('is for its owner alone, also when the file has been opened to others', async () => {
    const folder = newFolder()
    await startAndStop(folder)
    chmodSync(fileIn(folder), 0o644)
    await startAndStop(folder)
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600)
  })

  it('is never written over what else lies there', async () => {
    const folder = newFolder()
    writeFileSync(fileIn(folder), 'of something else\n')
    await expect(start(folder)).rejects.toThrow(/holds no token that Parley made\. Move it away, or set ADMIN_TOKEN/)
    expect(tokenIn(folder)).toBe('of something else')
  })
})

describe.skipIf(testServer === undefined)('the admin token on a server', () => {
  it('is made once, when two processes start for the first time at once', async () => {
    const { url, drop } = await newServerDatabase(testServer ?? '')
    ends.push(drop)
    const folders = [newFolder(), newFolder()]
    const services = await Promise.all(folders.map((folder) => start(folder, url)))
    const makers = services.filter(({ app }) => app.adminToken !== null)
    expect(makers).toHaveLength(1)
    const token = makers[0]?.app.adminToken?.token ?? ''
    expect(folders.filter((folder) => makers[0]?.config.dataDir === folder).map(tokenIn)).toEqual([token])
    for (const service of services) expect(await roleOf(service, token)).toBe('ADMIN')
  })

  it('is the one of the embedded database, when the record moves there and back', async () => {
    const { url, drop } = await newServerDatabase(testServer ?? '')
    ends.push(drop)
    const folder = newFolder()
    const made = await startAndStop(folder)
    expect(await startAndStop(folder, url)).toEqual({ file: fileIn(folder), token: null })
    expect(await startAndStop(folder)).toEqual({ file: fileIn(folder), token: null })
    expect(tokenIn(folder)).toBe(made?.token)
  })

  it('is refused a folder that is a file, in a sentence that says what to set', async () => {
    const { url, drop } = await newServerDatabase(testServer ?? '')
    ends.push(drop)
    const folder = join(newFolder(), 'file')
    writeFileSync(folder, '')
    const refusal = start(folder, url)
    await expect(refusal).rejects.toBeInstanceOf(ConfigurationError)
    await expect(refusal).rejects.toThrow(/^The admin token cannot be kept in .*admin-token: .* or set ADMIN_TOKEN\.$/)
  })
})
