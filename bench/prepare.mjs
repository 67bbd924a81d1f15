import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bring, built } from '../scripts/products.mjs'

const BENCH = new URL('./', import.meta.url)

/** Builds the service when it is stale. @returns {Promise<boolean>} whether it is there */
export function buildService() {
  return bring(built, { headline: 'Building what is missing or older than its sources.' })
}

/**
 * Installs the packages of bench/ when one is missing or of another version than its lockfile says. Not being able to is no failure: the
 * contenders that miss theirs will say so.
 */
export async function installPackages() {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', BENCH), 'utf8'))
  const { dependencies, optionalDependencies } = packages['']
  // A link has no version of its own, and what is optional may be for other machines.
  const wanted = Object.keys({ ...dependencies, ...optionalDependencies })
    .map((name) => ({ name, ...packages[`node_modules/${name}`] }))
    .filter(({ link, os, cpu }) => !link && fits(os, process.platform) && fits(cpu, process.arch))
  if (wanted.every(({ name, version }) => versionOf(name) === version)) return
  console.log('Installing the packages of bench/.')
  const code = await run('ci', '--no-audit', '--no-fund', '--loglevel=error')
  if (code !== 0) console.error('They could not be installed (npm ci in bench/); going on with what is there.')
}

const fits = (allowed, mine) => allowed === undefined || [allowed].flat().includes(mine)

/**
 * The version of a package that is installed here, or else in the service; null without one.
 *
 * @param {string} name
 * @param {readonly string[]} [folders]
 */
export function versionOf(name, folders = ['./', '../']) {
  for (const folder of folders) {
    try {
      return JSON.parse(readFileSync(new URL(`${folder}node_modules/${name}/package.json`, BENCH), 'utf8')).version
    } catch {
      // Perhaps in the next.
    }
  }
  return null
}

/** The version of the service. */
export const versionOfParley = () => JSON.parse(readFileSync(new URL('../package.json', BENCH), 'utf8')).version

function run(...args) {
  // Under `npm run` this is npm's own script, so that no shell and no other npm comes in between.
  const npm = process.env['npm_execpath']
  const [command, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  return new Promise((resolve) => {
    const child = spawn(command, [...before, ...args], { cwd: fileURLToPath(BENCH), stdio: 'inherit' })
    child.on('error', () => resolve(1)).on('close', resolve)
  })
}
