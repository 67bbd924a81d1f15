import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../src/db/errors.mjs'
import { startService } from '../support/service.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The path of a bundle of these entries. */
function bundleOf(entries: readonly { readonly key: string; readonly type: string; readonly input: object }[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  ends.push(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'bundle.json')
  writeFileSync(file, JSON.stringify({ format: 'parley-record/1', entries }))
  return file
}

describe('a bundle', () => {
  it('that names a file which is not there is refused, with the entry and the file', async () => {
    const input = { title: 'A source', kind: 'NEWS_ARTICLE', text: { $file: 'missing.txt' } }
    const file = bundleOf([{ key: 'source-one', type: 'SOURCE', input }])
    const refusal = startService({ sample: file })
    await expect(refusal).rejects.toBeInstanceOf(ConfigurationError)
    await expect(refusal).rejects.toThrow(`${file}, entry source-one: the file missing.txt cannot be read: ENOENT`)
  })

  it('that takes long says in the log how far it is', async () => {
    const entries = Array.from({ length: 2_001 }, (_, index) => ({
      key: `person-${String(index)}`,
      type: 'PERSON',
      input: { name: `Person ${String(index)}` },
    }))
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line) => lines.push(line) })
    const service = await startService({ sample: bundleOf(entries), log })
    ends.push(() => service.stop())
    expect(service.app.loaded).toBe(2_001)
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { msg: 'Loading the bundle', done: 1_000, of: 2_001 },
      { msg: 'Loading the bundle', done: 2_000, of: 2_001 },
    ])
  })
})
