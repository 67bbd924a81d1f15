import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bring, built } from '../../scripts/products.mjs'

const BENCH = new URL('../', import.meta.url)
/** Files, pipes and connections to the database that a process has open beside its subscribers. */
const OTHER_FILES = 100

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
  const wanted = Object.keys(packages[''].dependencies)
  if (wanted.every((name) => installed(name) === packages[`node_modules/${name}`].version)) return
  console.log('Installing the packages of bench/.')
  const code = await run('ci', '--no-audit', '--no-fund', '--loglevel=error')
  if (code !== 0) console.error('They could not be installed (npm ci in bench/); going on with what is there.')
}

/** @param {string} name */
function installed(name) {
  try {
    return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, BENCH), 'utf8')).version
  } catch {
    return null
  }
}

function run(...args) {
  // Under `npm run` this is npm's own script, so that no shell and no other npm comes in between.
  const npm = process.env['npm_execpath']
  const [command, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  return new Promise((resolve) => {
    const child = spawn(command, [...before, ...args], { cwd: fileURLToPath(BENCH), stdio: 'inherit' })
    child.on('error', () => resolve(1)).on('close', resolve)
  })
}

/**
 * What speaks against so many subscribers on this machine; null when nothing does. A server and the readers hold one file for each.
 *
 * @param {number} subscribers
 */
export function tooFewFiles(subscribers) {
  const limit = process.report.getReport().userLimits?.open_files?.soft
  if (typeof limit !== 'number' || limit >= subscribers + OTHER_FILES) return null
  return `${subscribers} subscribers need ${subscribers + OTHER_FILES} open files in one process and the limit here is ${limit}: raise it (ulimit -n).`
}

/** The versions of the packages that take part. @returns {Record<string, string>} */
export function versions() {
  const at = (path) => {
    try {
      return JSON.parse(readFileSync(new URL(path, BENCH), 'utf8')).version
    } catch {
      return 'missing'
    }
  }
  return {
    Parley: at('../package.json'),
    graphql: at('../node_modules/graphql/package.json'),
    ws: at('node_modules/ws/package.json'),
    "Parley's ws": at('../node_modules/ws/package.json'),
    'graphql-ws': at('node_modules/graphql-ws/package.json'),
    'graphql-yoga': at('node_modules/graphql-yoga/package.json'),
  }
}
