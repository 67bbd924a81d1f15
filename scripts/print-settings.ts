// Writes .env.example and the table of docs/configuration.md from the list of settings. A test says when they differ from it.
import { readFile, writeFile } from 'node:fs/promises'
import { SETTINGS, envExample, sentenceOnFiles } from '../src/settings.ts'

const DOCUMENTED = new URL('../docs/configuration.md', import.meta.url)

const rows = SETTINGS.map(
  ({ name, example, meaning }) => `| \`${name}\` | ${example === '' ? 'unset' : `\`${example}\``} | ${meaning} |\n`,
).join('')
const text = await readFile(DOCUMENTED, 'utf8')
// A function: a replacement text may not hold "$&" by accident.
await writeFile(
  DOCUMENTED,
  text.replace(/(?<=\n\|---\|---\|---\|\n)(\| `.*\n)+/, () => rows).replace(/^Each of .*?\.(?= |$)/m, sentenceOnFiles),
)
await writeFile(new URL('../.env.example', import.meta.url), envExample())
