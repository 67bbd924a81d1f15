// Runs the tests on the embedded database and, when TEST_DATABASE_URL is set, again on that PostgreSQL. Arguments go to vitest:
// npm test -- tests/event.test.ts -t 'refuses'
import { rmSync } from 'node:fs'
import { bring, tested } from './products.mjs'
import { REPORTS, count, readReport } from './reports.mjs'
import { root, runTool } from './run.mjs'

const server = process.env.TEST_DATABASE_URL
// Vitest's own limits need a worker that still listens. Longer than all tests take on a slow machine; the full scale of the live tests is
// a matter of hours there.
const LIMIT_MS = process.env.LIVE_SCALE === 'full' ? 4 * 3_600_000 : 25 * 60_000

// Not set and set to nothing are the same to a shell script.
const runsOnServer = server !== undefined && server !== ''

// A report of an earlier run must not be taken for one of this.
rmSync(root + REPORTS, { recursive: true, force: true })
if (!(await bring(tested, { headline: 'Making what the tests need.' }))) process.exit(1)

const embedded = await runTests('embedded', undefined)
const onServer = runsOnServer ? await runTests('postgresql', server) : null

console.log(`Tests on the embedded database: ${embedded.words}`)
console.log(
  onServer
    ? `Tests on PostgreSQL (TEST_DATABASE_URL): ${onServer.words}`
    : 'PostgreSQL: not run; set TEST_DATABASE_URL to run it too',
)
process.exitCode = embedded.passed && onServer?.passed !== false ? 0 : 1

/**
 * One run of all tests. Where TEST_DATABASE_URL is absent they make embedded databases.
 *
 * @param {string} name
 * @param {string | undefined} databaseUrl
 */
async function runTests(name, databaseUrl) {
  const report = `${REPORTS}/${name}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { passed } = await runTool('vitest', 'vitest', ['run', ...reporters, ...process.argv.slice(2)], {
    env: { TEST_DATABASE_URL: databaseUrl },
    through: true,
    limitMs: LIMIT_MS,
  })
  const counts = count(readReport(report))
  if (counts === null)
    return {
      passed: false,
      words: 'did not come to an end; a file that is not listed above hangs or took the run down',
    }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  const broken = !passed && counts.failed === 0 ? ', but the run itself failed; see above' : ''
  return { passed, words: `${counts.passed} passed, ${counts.failed} failed${skipped}${broken}` }
}
