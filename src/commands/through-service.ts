import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { createInterface } from 'node:readline'
import { ConfigurationError } from '../db/errors.mjs'
import { version } from '../package.ts'
import type { ControlLine } from './control.ts'
import { Declined, type Tell } from './orders.ts'

/**
 * The answer of the service that listens at `path`; null when none does.
 * @throws Declined as the service does; ConfigurationError when this user may not, or the service ends meanwhile
 */
export async function askService(
  path: string,
  order: string,
  request: object,
  tell: Tell,
): Promise<{ readonly answer: unknown } | null> {
  const response = await send(path, order, request)
  if (response === null) return null
  try {
    for await (const text of createInterface({ input: response })) {
      // The service that wrote it is of our own version, or it refuses.
      const line = JSON.parse(text) as ControlLine
      if ('answer' in line) return line
      if ('refused' in line) throw new Declined(line.refused)
      if ('failed' in line) throw new Error(`The service could not do it: ${line.failed} Its log says more.`)
      tell(...line.progress)
    }
  } finally {
    response.destroy()
  }
  throw new ConfigurationError('The service ended before it had answered. Look whether the order was carried out.')
}

async function send(path: string, order: string, request: object): Promise<IncomingMessage | null> {
  const headers = { 'content-type': 'application/json', 'x-parley-version': version() }
  const sent = httpRequest({ socketPath: path, path: `/${order}`, method: 'POST', headers, agent: false })
  sent.end(JSON.stringify(request))
  try {
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return response
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null
    if (code !== 'EACCES') throw error
    throw new ConfigurationError(`${path} is not for this user. Run the command as the user who runs the service.`, {
      cause: error,
    })
  }
}
