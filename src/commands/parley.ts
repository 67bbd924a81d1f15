import { CommanderError } from 'commander'
import { readRecordPlace } from '../config.ts'
import { ConfigurationError } from '../db/errors.mjs'
import { Declined } from './orders.ts'
import { parleyProgram } from './program.ts'
import { reach } from './reach.ts'

// As grep and diff do it: 1 is an answer, and whoever watches by it must not take a database that is away for a broken log.
const REFUSED = 1
const TROUBLE = 2

try {
  await parleyProgram(reach(readRecordPlace)).parseAsync()
} catch (error) {
  process.exitCode = endOf(error)
}

/** Says what is to be said, and answers the exit code. */
function endOf(error: unknown): number {
  // Said already; 0 after a help text that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : TROUBLE
  if (error instanceof Declined) {
    console.error(error.message)
    return REFUSED
  }
  console.error(error instanceof ConfigurationError ? error.message : error)
  return TROUBLE
}
