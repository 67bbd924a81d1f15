// Everything that must hold before a commit. Options: --without-tests; --only <step> (repeatable).
import { parseArgs } from 'node:util'
import { bring, client, operations, operationsOfBoard, operationsOfClient } from './products.mjs'
import { runNode, runTool } from './run.mjs'
import { runSteps } from './steps.mjs'

const { values } = parseArgs({
  options: { 'without-tests': { type: 'boolean' }, only: { type: 'string', multiple: true } },
})

/** @typedef {import('./steps.mjs').Step} Step */

/** @type {readonly Step[]} The longest first, so that none runs alone at the end. */
const checks = [
  { name: 'lint', run: () => runTool('eslint', 'eslint', ['.', '--max-warnings=0']) },
  { name: 'types', run: () => runTool('typescript', 'tsc', ['-p', 'tsconfig.check.json']) },
  { name: 'types of the playground', run: () => runTool('typescript', 'tsc', ['-p', 'playground/tsconfig.json']) },
  { name: 'types of the board', run: () => runTool('typescript', 'tsc', ['-p', 'web/tsconfig.json']) },
  { name: 'drift', run: findDrift },
  { name: 'format', run: () => runTool('prettier', 'prettier', ['--check', '--log-level=warn', '.']) },
  { name: 'dead code', run: () => runTool('knip', 'knip', ['--no-progress']) },
  { name: 'schema', run: () => runNode(['--import', 'tsx', 'scripts/print-schema.ts', '--check']) },
  {
    name: 'boundaries',
    run: () =>
      runTool('dependency-cruiser', 'depcruise', ['src', 'tests', 'playground', 'web', '--output-type=err-long']),
  },
]
/** @type {Step} It needs the build, and the processor for itself. */
const budgets = {
  name: 'budgets',
  run: () => runNode(['--import', 'tsx', 'scripts/check-budgets.ts']),
  says: ({ output }) => `\n${output.trimEnd()}`,
}
/** @type {Step} */
const tests = {
  name: 'tests',
  run: () => runNode(['scripts/test.mjs']),
  says: ({ output }) => output.trimEnd().split('\n').slice(-2).join('; '),
}

const all = values['without-tests'] ? [...checks, budgets] : [...checks, budgets, tests]
const chosen = values.only ? all.filter(({ name }) => values.only?.includes(name)) : all
if (chosen.length === 0) throw new Error(`There is no such step. There are: ${all.map(({ name }) => name).join(', ')}.`)

if (!(await bring([client, operations, operationsOfClient, operationsOfBoard]))) process.exit(1)
const passed = await runSteps(chosen.filter((step) => step !== tests && step !== budgets))
const kept = !chosen.includes(budgets) || (await runSteps([budgets]))
// The tests use both cores themselves. They run whatever came before, so that one call tells everything.
const testsPassed = !chosen.includes(tests) || (await runSteps([tests]))
process.exitCode = passed && kept && testsPassed ? 0 : 1

/**
 * Whether the migrations, applied to an empty database, give what schema.prisma says. The words are asked for: an exit code of 0 alone may
 * mean that nothing was compared.
 */
async function findDrift() {
  const args = [
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
    '--exit-code',
  ]
  const outcome = await runTool('prisma', 'prisma', args, { env: { DATABASE_URL: 'pglite:memory' } })
  return { ...outcome, passed: outcome.passed && outcome.output.includes('No difference detected') }
}
