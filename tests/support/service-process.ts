import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** The service in a process of its own. */
export interface ServiceProcess {
  readonly url: string
  readonly pid: number
  /** Bytes of its heap after a collection. */
  readonly heap: () => Promise<number>
  /** The most memory that it has had resident, in bytes; 0 where the system does not say. */
  readonly peak: () => number
  /** Sends a signal and waits until it is gone; answers its exit code, null after a SIGKILL. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>
}

/** Starts it with these variables and no others of ours, and waits until it says that it is ready. Whoever starts it ends it. */
export async function startServiceProcess(env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const child: ChildProcess = fork('tests/support/serve.mjs', [], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: { PATH: process.env.PATH, PORT: '0', SAMPLE_RECORD: 'none', LOG_LEVEL: 'error', RATE_LIMIT: 'off', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (part: Buffer) => {
      said += part.toString()
      const found = /GraphQL +(\S+)\/graphql/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`The service ended with ${String(code)} and said: ${said}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    heap: async () => {
      child.send('heap')
      const [answer] = (await once(child, 'message')) as [{ heap: number }]
      return answer.heap
    },
    peak: () => {
      try {
        return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
      } catch {
        // Only Linux has it.
        return 0
      }
    },
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      const [code] = (await once(child, 'exit')) as [number | null]
      return code
    },
  }
}
