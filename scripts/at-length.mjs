// Runs the tests that show more the longer they run: `npm run test:power -- --rounds 50`, test:kill likewise, `npm run test:fuzz -- --minutes 10`.
// With --seed a run that failed can be had again. TEST_DATABASE_URL counts for the fuzz; the others are about the embedded database.
import { parseArgs } from 'node:util'
import { bring, tested } from './products.mjs'
import { runTool } from './run.mjs'

/** @type {Record<string, { file: string, variable: string, option: 'rounds' | 'minutes', fallback: string }>} */
const kinds = {
  power: { file: 'power-cut', variable: 'POWER', option: 'rounds', fallback: '50' },
  kill: { file: 'kill', variable: 'KILL', option: 'rounds', fallback: '50' },
  fuzz: { file: 'fuzz', variable: 'FUZZ', option: 'minutes', fallback: '10' },
}
const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const kind = kinds[positionals[0] ?? '']
if (kind === undefined) throw new Error(`Give one of: ${Object.keys(kinds).join(', ')}.`)
if (!(await bring(tested, { headline: 'Making what the tests need.' }))) process.exit(1)
const seed = values.seed ?? String(Date.now() % 2 ** 31)
const amount = values[kind.option] ?? kind.fallback
console.log(`${kind.file}: ${amount} ${kind.option}, --seed ${seed}`)
const { passed } = await runTool('vitest', 'vitest', ['run', `tests/robust/${kind.file}.test.ts`], {
  env: { [`${kind.variable}_${kind.option.toUpperCase()}`]: amount, [`${kind.variable}_SEED`]: seed },
  through: true,
})
process.exitCode = passed ? 0 : 1
