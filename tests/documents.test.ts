import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type GraphQLEnumType, buildSchema, isEnumType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { startService } from './support/service.ts'

const read = (file: string): string => readFileSync(file, 'utf8')
const notes = readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`)
const pages = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const documents = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...pages, ...notes]

const schema = buildSchema(read('schema.graphql'))
const enums = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLEnumType => isEnumType(type) && !type.name.startsWith('__'),
)

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  const headings = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => words)
  return headings.map((words) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('the documents', () => {
  it.each(documents)('have links that lead somewhere: %s', (file) => {
    for (const [, target = '', anchor] of read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
      const path = target === '' ? file : join(dirname(file), target)
      expect(existsSync(path), path).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(path)).toContain(anchor)
    }
  })

  it('say of each enum what the schema says', () => {
    const vocabularies = read('docs/vocabularies.md')
    const missing = enums.filter((type) => {
      const rows = type.getValues().map(({ name, description }) => `| ${name} | ${description ?? ''} |`)
      const table = ['| value | meaning |', '|---|---|', ...rows, ''].join('\n')
      return !vocabularies.includes(`### ${type.name}\n\n${type.description ?? ''}\n\n${table}`)
    })
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  it('say when a mutation answers with each code', () => {
    const table =
      read('docs/api.md')
        .match(/^\| [A-Z_, ]+ \|/gm)
        ?.join('') ?? ''
    const codes = enums.find(({ name }) => name === 'UserErrorCode')?.getValues() ?? []
    expect(codes.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(table))).toEqual([])
  })

  it('give a reason for each package that the service needs', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    const reasons = read('docs/decisions/0008-dependencies.md')
    const words = new Set(reasons.split(/[\s,;:()|]+/))
    expect(Object.keys(dependencies).filter((name) => !words.has(name) && !words.has(`${name}.`))).toEqual([])
  })

  it('name for each law of the feed a test that is there', () => {
    const rows = [...read('docs/live-feed.md').matchAll(/^\| (L\d+) \|.*\|(.*)\|$/gm)]
    expect(rows.map(([, law]) => law)).toEqual(Array.from({ length: 17 }, (_, index) => `L${index + 1}`))
    const folders = ['tests/live', 'tests/stories']
    const files = new Map(
      folders.flatMap((folder) =>
        readdirSync(folder).map((name) => [name.replace('.test.ts', ''), read(`${folder}/${name}`)]),
      ),
    )
    const missing = rows.flatMap(([, law, cell = '']) =>
      [...cell.matchAll(/([a-z-]+): ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
        [...names.matchAll(/"([^"]+)"/g)]
          .filter(([, name = '']) => !files.get(file)?.includes(name))
          .map(([, name]) => `${law} ${file}: ${name}`),
      ),
    )
    expect(missing).toEqual([])
    expect(rows.filter(([, , cell = '']) => !/[a-z-]+: "/.test(cell))).toEqual([])
  })

  it.each(notes)('keep a decision short: %s', (file) => {
    expect(read(file).split('\n').length).toBeLessThanOrEqual(26)
    for (const part of ['Context', 'Decision', 'Price', 'Replaces'])
      if (!file.includes('0008')) expect(read(file)).toContain(`**${part}.**`)
  })

  it('show a bundle that the service loads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
    const bundle = /^```json\n(.*?)^```$/ms.exec(read('docs/data.md'))?.[1] ?? ''
    writeFileSync(join(folder, 'bundle.json'), bundle)
    writeFileSync(join(folder, 'report.txt'), 'The mediator said that talks go on.')
    const service = await startService({ sample: join(folder, 'bundle.json') })
    expect(service.app.loaded).toBe(2)
    await service.stop()
    rmSync(folder, { recursive: true })
  })
})
