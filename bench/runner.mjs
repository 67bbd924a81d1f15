import { killChildren } from './child.mjs'
import { serverVersion } from './database.mjs'
import { buildService, installPackages } from './prepare.mjs'

let abandoned = false

/** Whether somebody has ended the run: what fails after that is no news. */
export const isAbandoned = () => abandoned

/**
 * Runs a bench with what it needs brought and PostgreSQL asked for its version, and sets the exit code: 0, 1 when something was wrong, 130 after Ctrl-C.
 * However it ends, its processes are ended and `cleanUp` is called.
 *
 * @param {(postgres: string) => Promise<boolean>} work Answers whether nothing was wrong.
 * @param {() => Promise<void> | void} cleanUp
 */
export async function runBench(work, cleanUp) {
  await installPackages()
  process.exitCode = (await buildService()) && (await onServer(work, cleanUp)) ? 0 : 1
  if (abandoned) process.exitCode = 130
}

async function onServer(work, cleanUp) {
  let postgres
  try {
    postgres = await serverVersion()
  } catch (error) {
    console.error(`PostgreSQL cannot be reached (DATABASE_URL, or the default): ${error.message || error.code}`)
    return false
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, abandon)
  try {
    return await work(postgres)
  } catch (error) {
    if (!abandoned) throw error
    return false
  } finally {
    killChildren()
    await cleanUp()
  }
}

/** What waits for a process that ends here fails, and the way out leads past what cleans up. */
function abandon() {
  abandoned = true
  console.error('\nEnding.')
  killChildren()
}
