import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Another Node process, which runs `script` as a module. */
export interface TestProcess {
  readonly pid: number
  /** The next line that it prints. */
  readonly line: () => Promise<string>
  /** Ends it without a chance to tidy up; settles when it is gone. */
  readonly kill: () => Promise<void>
}

/** Starts it in the project's folder, so that `./src/…` is found. Whoever starts it kills it. */
export function startProcess(script: string): TestProcess {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid, stdout } = child
  if (pid === undefined || stdout === null) throw new Error('The process did not start')
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return {
    pid,
    line: async () => {
      const next = await lines.next()
      if (next.done === true) throw new Error('The process ended and said no more')
      return next.value
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
