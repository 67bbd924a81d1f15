import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUseError } from '../../src/db/errors.mjs'
import { takeLock } from '../../src/db/lock.mjs'
import { startProcess } from '../support/process.ts'

const holdLock = (file: string) => `
  import { takeLock } from './src/db/lock.mjs'
  takeLock(${JSON.stringify(file)}, 'The folder')
  setInterval(() => undefined, 1000)
  console.log('held')`

describe('the lock', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley_lock_'))
    file = join(folder, 'lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const holder = () => JSON.parse(readFileSync(file, 'utf8')) as { pid: number; startedAt: string; place: string }
  const pretend = (change: object) => {
    const release = takeLock(file, 'The folder')
    const held = holder()
    release()
    writeFileSync(file, JSON.stringify({ ...held, token: 'of another', ...change }))
  }
  const silentForAMinute = () => utimesSync(file, new Date(), new Date(Date.now() - 60_000))

  it('is free again once it is released, and leaves nothing behind', () => {
    takeLock(file, 'The folder')()
    takeLock(file, 'The folder')()
    expect(readdirSync(folder)).toEqual([])
  })

  it('refuses the same process a second time', () => {
    const release = takeLock(file, 'The folder')
    expect(() => takeLock(file, 'The folder')).toThrow(FolderInUseError)
    release()
  })

  it('refuses another process and names the one that holds it', async () => {
    const other = startProcess(holdLock(file))
    try {
      await other.line()
      expect(() => takeLock(file, 'The folder')).toThrow(`The folder is in use by process ${other.pid}; stop it first`)
    } finally {
      await other.kill()
    }
  })

  it('is taken over from a process that was killed', async () => {
    const other = startProcess(holdLock(file))
    await other.line()
    await other.kill()
    const release = takeLock(file, 'The folder')
    expect(holder().pid).toBe(process.pid)
    release()
  })

  it.skipIf(process.platform !== 'linux')(
    'is taken over from an earlier process that had the same number, as in a container',
    () => {
      pretend({ startedAt: '1' })
      takeLock(file, 'The folder')()
      expect(readdirSync(folder)).toEqual([])
    },
  )

  it('is taken over when a power cut left it empty', () => {
    writeFileSync(file, '')
    takeLock(file, 'The folder')()
    expect(readdirSync(folder)).toEqual([])
  })

  it('refuses while a holder on another machine gives signs of life', () => {
    pretend({ place: 'elsewhere 1 2' })
    expect(() => takeLock(file, 'The folder')).toThrow('of another machine or container (elsewhere)')
  })

  it('is taken over from another machine that has been silent', () => {
    pretend({ place: 'elsewhere 1 2' })
    silentForAMinute()
    takeLock(file, 'The folder')()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not given up by a release after someone else has taken it', () => {
    const release = takeLock(file, 'The folder')
    writeFileSync(file, JSON.stringify({ ...holder(), token: 'of another' }))
    release()
    expect(readdirSync(folder)).toEqual(['lock'])
  })
})
