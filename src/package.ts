import { readFileSync } from 'node:fs'

/** The folder of the project; src and dist lie one level below it. */
export const PROJECT = new URL('../', import.meta.url)

/** The version of the service. */
export function version(): string {
  // Our own file, which npm checks.
  const { version: text } = JSON.parse(readFileSync(new URL('package.json', PROJECT), 'utf8')) as { version: string }
  return text
}
