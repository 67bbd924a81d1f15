import { existsSync, readFileSync } from 'node:fs'
import { root } from './run.mjs'

/** Where a run of the tests leaves vitest's own JSON reports, one for each database. */
export const REPORTS = 'dist/reports'

/**
 * The part that is read of what vitest's json reporter writes.
 *
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly { status: string }[] }[]} testResults One for each file.
 */

/**
 * @param {string} path
 * @returns {Report | null} Null when the run ended before it could write one.
 */
export function readReport(path) {
  return existsSync(root + path) ? JSON.parse(readFileSync(root + path, 'utf8')) : null
}

/**
 * A file that could not be loaded, or whose set-up failed, has no failed test in vitest's numbers. It counts as one here: a red run must
 * not read "0 failed".
 *
 * @param {Report | null} report
 */
export function count(report) {
  if (report === null) return null
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
