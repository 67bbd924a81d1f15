import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
})
