import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * @typedef {object} Outcome
 * @property {boolean} passed
 * @property {string} output What it printed, both streams in the order they came; empty when it printed straight through.
 *
 * @typedef {object} RunOptions
 * @property {Record<string, string | undefined>} [env] Set on top of ours; undefined takes a variable away.
 * @property {boolean} [through] Let it print straight through instead of keeping its output.
 * @property {number} [limitMs] When it takes longer, it is ended with all that it started, and has failed.
 */

/**
 * Runs a tool of a package in node_modules, without a shell and without npx, which costs a third of a second. Never rejects.
 *
 * @param {string} packageName
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runTool(packageName, tool, args, options) {
  const folder = `${root}node_modules/${packageName}/`
  /** @type {{ bin: string | Record<string, string> }} */
  let manifest
  try {
    manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'))
  } catch {
    return Promise.resolve({
      passed: false,
      output: `${packageName} is not installed. Run: npm ci (with development packages)\n`,
    })
  }
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[tool]
  return runNode([`${folder}${file}`, ...args], options)
}

/**
 * Runs Node in the folder of the project. Never rejects.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function runNode(args, { env = {}, through = false, limitMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', through ? 'inherit' : 'pipe', through ? 'inherit' : 'pipe'],
      detached: limitMs !== undefined,
    })
    const release = limitMs === undefined ? () => undefined : endGroup(child, limitMs)
    let output = ''
    const keep = (/** @type {Buffer} */ bytes) => (output += bytes.toString())
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', (error) => resolve({ passed: false, output: `${output}${error.message}\n` }))
    child.on('close', (code) => {
      release()
      resolve({ passed: code === 0, output })
    })
  })
}

/**
 * Ends a process and what it started when its time is over or when we are told to end: a worker in an endless loop hears nothing and
 * outlives its parent, and a group of its own does not hear the Ctrl+C of a terminal.
 *
 * @param {import('node:child_process').ChildProcess} child The first of its process group.
 * @param {number} limitMs
 * @returns {() => void} Called once it has ended by itself.
 */
function endGroup(child, limitMs) {
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  const endBoth = () => {
    end()
    process.exit(1)
  }
  const timer = setTimeout(end, limitMs)
  process.once('SIGINT', endBoth).once('SIGTERM', endBoth)
  return () => {
    clearTimeout(timer)
    process.off('SIGINT', endBoth).off('SIGTERM', endBoth)
  }
}
