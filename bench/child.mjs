import { fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Every question has an end; a turn takes minutes at most. */
const LIMIT_MS = 300_000
const STOP_MS = 5000
const PROJECT = fileURLToPath(new URL('../', import.meta.url))

/** A contender that cannot start, with its reason. Others go on. */
export class CannotStart extends Error {}

/** Those that run, and whether new ones may. */
const running = new Set()
let closed = false

/**
 * Starts a script as a process of its own, so that its processor time can be read alone.
 *
 * @param {URL} script
 * @param {{ node?: string, flags?: readonly string[], env?: Record<string, string> }} [options] node: the binary that runs it, else the one
 *   that runs this
 */
export function startChild(script, { node = process.execPath, flags = [], env = {} } = {}) {
  if (closed) throw new Error('The bench is ending.')
  const name = basename(script.pathname)
  const child = fork(fileURLToPath(script), [], {
    // No .env of whoever runs this, and the environment of a service in production.
    cwd: tmpdir(),
    env: { ...process.env, NODE_ENV: 'production', ...env },
    execPath: node,
    execArgv: [...flags],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  running.add(child)
  const asked = new Map()
  let said = ''
  let next = 1
  child.stderr.on('data', (bytes) => (said = `${said}${bytes}`.slice(-4000)))
  child.on('message', ({ id, result, error }) => {
    asked.get(id)?.[error === undefined ? 'resolve' : 'reject'](error === undefined ? result : new Error(error))
    asked.delete(id)
  })
  // A binary that cannot be run never was a process, and does not close.
  const ended = new Promise((resolve) =>
    child.once('close', resolve).once('error', (error) => {
      said += `${error}\n`
      if (child.pid === undefined) resolve(null)
    }),
  )
  void ended.then((code) => {
    running.delete(child)
    for (const { reject } of asked.values()) reject(new Error(`${name} ended (${code}). ${reasonIn(said)}`))
    asked.clear()
  })
  return {
    /** Asks it, and waits for the answer. Rejects with its reason, when it ends, and after five minutes. */
    ask: (question, input) =>
      new Promise((resolve, reject) => {
        const id = next++
        const timer = setTimeout(() => reject(new Error(`${name} gave no answer to "${question}".`)), LIMIT_MS)
        const settle = (call) => (value) => {
          clearTimeout(timer)
          call(value)
        }
        asked.set(id, { resolve: settle(resolve), reject: settle(reject) })
        if (child.connected) child.send({ id, question, input })
        else void ended.then((code) => asked.get(id)?.reject(new Error(`${name} ended (${code}). ${reasonIn(said)}`)))
      }),
    /** Ends it, by force when it takes longer than five seconds. */
    stop: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      child.kill('SIGTERM')
      await ended
      clearTimeout(timer)
    },
  }
}

/** Ends all that still run, at once, and lets no new ones start. */
export function killChildren() {
  closed = true
  for (const child of running) child.kill('SIGKILL')
}

/** The line of a crash that says why. */
function reasonIn(said) {
  // The reason may be written to RESULTS.md, where nobody else's folders are of use.
  const lines = said
    .replaceAll(PROJECT, '')
    .split('\n')
    .map((line) => line.trim())
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.findLast((line) => line !== '') ?? ''
}

/**
 * The other side: answers what the parent asks, and ends with it. `usage` is answered everywhere: processor time in microseconds and memory
 * in bytes.
 *
 * @param {Record<string, (input: any) => unknown>} answers
 */
export function answer(answers) {
  const all = { usage: usageOfProcess, ...answers }
  process.on('message', ({ id, question, input }) => {
    Promise.resolve()
      .then(() => all[question](input))
      .then(
        (result) => process.send({ id, result: result ?? null }),
        (error) => process.send({ id, error: String(error?.message ?? error).replaceAll(PROJECT, '') }),
      )
  })
  process.on('disconnect', () => process.exit(1))
  process.on('SIGTERM', () => process.exit(0))
  // Ctrl-C reaches the whole group; the parent decides.
  process.on('SIGINT', () => undefined)
}

/** Processor time of this process, user and system together, all its threads. */
export function usageOfProcess() {
  const { user, system } = process.cpuUsage()
  return { cpuMicros: user + system, rssBytes: process.memoryUsage.rss() }
}
