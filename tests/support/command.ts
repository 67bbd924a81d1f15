import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** What a command has said, and its exit code. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A command of `parley`, in a process and a folder of its own, with these variables and no others of ours. `onErr` hears its words as they come. */
export function runCommand(
  args: readonly string[],
  { env, cwd, onErr }: { env: Readonly<Record<string, string>>; cwd: string; onErr?: (soFar: string) => void },
): Promise<Said> {
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      ['--import', resolve('node_modules/tsx/dist/loader.mjs'), resolve('src/commands/parley.ts'), ...args],
      {
        cwd,
        env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: resolve('tsconfig.json'), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let out = ''
    let err = ''
    child.stdout.on('data', (part: Buffer) => (out += part.toString()))
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString()
      onErr?.(err)
    })
    child.on('close', (code) => done({ code, out, err }))
  })
}
