import fs, { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEmbedded } from '../../src/db/embedded.mjs'
import { maker } from '../support/make.ts'
import { startProcess } from '../support/process.ts'
import { startService } from '../support/service.ts'
import { documentOf, write } from '../support/writing.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley_full_'))
})
afterAll(() => rm(folder, { recursive: true }))

// The system's own refusal: a disk that is full cannot be had everywhere, least of all without being its owner.
const fillWhileWriting = (place: string) => `
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  let isFull = false
  const { writeSync } = fs
  fs.writeSync = (fd, ...rest) => {
    if (isFull && fd > 2) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    return writeSync(fd, ...rest)
  }
  syncBuiltinESMExports()
  const { openEmbedded } = await import('./src/db/embedded.mjs')
  const onBroken = ({ message }) => {
    fs.writeSync(1, 'BROKEN ' + message + '\\n')
    process.exit(1)
  }
  const { pglite } = await openEmbedded(${JSON.stringify(place)}, { onBroken })
  await pglite.exec('create table written (number int)')
  for (let number = 1; ; number++) {
    await pglite.query('insert into written values ($1)', [number])
    console.log(number)
    isFull = number === 20
  }`

// A first start computes for seconds, and several times that where tests share two cores.
it(
  'ends with a clear word when the disk refuses its log, and keeps all that was committed',
  { timeout: 180_000 },
  async () => {
    const place = join(folder, 'postgres')
    const writer = startProcess(fillWhileWriting(place))
    for (let number = 1; number <= 20; number += 1) expect(await writer.line()).toBe(String(number))
    expect(await writer.line()).toMatch(
      /^BROKEN The embedded database cannot go on in .*: .*ENOSPC.*What was committed is there at the next start\.$/,
    )
    await writer.kill()
    const { pglite, close } = await openEmbedded(place)
    expect((await pglite.query('select count(*)::int as count, max(number) as most from written')).rows).toEqual([
      { count: 20, most: 20 },
    ])
    await pglite.exec('drop table written')
    await close()
  },
)

it(
  'refuses changes while the disk is full, answers questions, and goes on when there is room',
  { timeout: 120_000 },
  async () => {
    const told: string[] = []
    const service = await startService({
      config: { dataDir: folder, databaseUrl: undefined, logLevel: 'error' },
      log: pino({ level: 'error' }, { write: (line: string) => told.push(line) }),
    })
    const make = maker(service)
    const { id } = await make.person({ name: 'Before' })
    const { statfsSync } = fs
    // Fewer blocks are left than a write needs; the rest is as the system says.
    fs.statfsSync = ((path: string) => ({ ...statfsSync(path), bavail: 10 })) as typeof statfsSync
    syncBuiltinESMExports()
    try {
      const { data, errors } = await service.send<unknown, object>(documentOf('addPerson'), {
        input: { name: 'Refused' },
      })
      expect(data).toBeNull()
      expect(errors).toMatchObject([
        { extensions: { code: 'INTERNAL_SERVER_ERROR', incident: expect.any(String) as string } },
      ])
      expect(errors?.[0]?.message).not.toContain(folder)
      const line = told.find((each) => each.includes(errors?.[0]?.extensions.incident ?? ' '))
      expect(line).toContain('its disk is full, with 0 MB free where 48 are needed')
      const read = await service.send<object, object>(
        'query One($id: ID!) { node(id: $id) { ... on Person { name } } persons { totalCount } }',
        { id },
      )
      expect(read.errors).toBeUndefined()
      expect(read).toMatchObject({ data: { node: { name: 'Before' }, persons: { totalCount: 1 } } })
    } finally {
      fs.statfsSync = statfsSync
      syncBuiltinESMExports()
    }
    expect((await write(service, 'updatePerson', { id, expectedVersion: 1, name: 'After' })).errors).toEqual([])
    await service.stop()
  },
)
