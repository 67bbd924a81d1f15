import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMBEDDED_MAJOR, openEmbedded } from '../../src/db/embedded.mjs'
import { ConfigurationError, FolderInUseError } from '../../src/db/errors.mjs'
import { startProcess } from '../support/process.ts'

const keepWriting = (folder: string) => `
  import { openEmbedded } from './src/db/embedded.mjs'
  const { pglite } = await openEmbedded(${JSON.stringify(folder)})
  await pglite.exec('create table written (number int)')
  for (let number = 1; ; number++) {
    await pglite.query('insert into written values ($1)', [number])
    console.log(number)
  }`

// A first start computes for seconds, and several times that where tests share two cores.
describe('the embedded database', { timeout: 120_000 }, () => {
  let parent: string
  let folder: string

  // One folder for the file, filled once; the tests leave it as they find it.
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'parley_embedded_'))
    folder = join(parent, 'deep', 'postgres')
    const { close } = await openEmbedded(folder)
    await close()
  })
  afterAll(() => rmSync(parent, { recursive: true }))

  const ask = async (query: string) => {
    const { pglite, close } = await openEmbedded(folder)
    try {
      return (await pglite.query<Record<string, unknown>>(query)).rows[0]
    } finally {
      await close()
    }
  }

  it('is the version of PostgreSQL that folders are compared with', async () => {
    expect(await ask("select split_part(current_setting('server_version'), '.', 1) as major")).toEqual({
      major: EMBEDDED_MAJOR,
    })
  })

  it('syncs to the disk', async () => {
    expect(await ask("select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method")).toEqual(
      {
        fsync: 'on',
        method: 'fsync',
      },
    )
  })

  it('knows the letters of Cyrillic, for lower case, words and parts of words', async () => {
    await ask('create extension if not exists pg_trgm')
    await ask('create extension if not exists unaccent')
    expect(
      await ask(`select lower('Ж') as lower, to_tsvector('simple', 'Київ')::text as words,
                        cardinality(show_trgm('Київ')) as parts, similarity('КИЇВ', 'київ') as same, unaccent('Été') as plain`),
    ).toEqual({ lower: 'ж', words: "'київ':1", parts: 5, same: 1, plain: 'Ete' })
  })

  it('leaves nothing beside its folder when it is closed', () => {
    expect(readdirSync(join(parent, 'deep'))).toEqual(['postgres'])
  })

  it('refuses a folder that this process has open', async () => {
    const { close } = await openEmbedded(folder)
    await expect(openEmbedded(join(folder, '..', 'postgres'))).rejects.toThrow(FolderInUseError)
    await close()
  })

  it('keeps all that was committed before it was killed, and its folder can be opened at once', async () => {
    const place = join(parent, 'killed')
    const writer = startProcess(keepWriting(place))
    let last = ''
    for (let lines = 0; lines < 50; lines++) last = await writer.line()
    await writer.kill()
    const { pglite, close } = await openEmbedded(place)
    const { rows } = await pglite.query<{ count: number; most: number }>(
      'select count(*)::int as count, max(number) as most from written',
    )
    await close()
    expect(rows[0]?.most).toBeGreaterThanOrEqual(Number(last))
    expect(rows[0]?.count).toBe(rows[0]?.most)
  })

  it('begins anew where a first start did not come to its end', async () => {
    const place = join(parent, 'unfinished')
    mkdirSync(place)
    writeFileSync(join(place, 'PG_VERSION'), EMBEDDED_MAJOR)
    writeFileSync(`${place}.unfinished`, '')
    const { pglite, close } = await openEmbedded(place)
    expect((await pglite.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await close()
  })

  it('refuses the folder of another version of PostgreSQL', async () => {
    const place = join(parent, 'newer')
    mkdirSync(place)
    writeFileSync(join(place, 'PG_VERSION'), '19\n')
    await expect(openEmbedded(place)).rejects.toThrow(
      /was written by PostgreSQL 19; this version of Parley has 18 inside/,
    )
  })

  it('refuses a folder with other files in it', async () => {
    const place = join(parent, 'other')
    mkdirSync(place)
    writeFileSync(join(place, 'thesis.txt'), 'mine')
    await expect(openEmbedded(place)).rejects.toThrow(/holds other files and no database/)
    expect(readdirSync(place)).toEqual(['thesis.txt'])
  })

  // A folder without permission would not do: tests may run as root, whom nothing is forbidden.
  it('refuses a folder that cannot be made or written', async () => {
    const place = join(parent, 'file')
    writeFileSync(place, '')
    await expect(openEmbedded(place)).rejects.toThrow(ConfigurationError)
    await expect(openEmbedded(join(place, 'below'))).rejects.toThrow(/cannot be written: ENOTDIR/)
  })
})
