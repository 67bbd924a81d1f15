import { rmSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Logger } from 'pino'
import { ConfigurationError } from '../db/errors.mjs'
import type { ControlPlace } from './control-place.ts'
import { Declined, type Tell } from './orders.ts'
import { type Means, carryOut } from './work.ts'

/** A line of an answer; the last one is no progress. */
export type ControlLine =
  | { readonly progress: readonly [done: number, of: number] }
  | { readonly answer: unknown }
  | { readonly refused: string }
  | { readonly failed: string }

/** The service, as whoever orders something meets it. */
export interface Control {
  readonly means: Means
  readonly log: Logger
  readonly version: string
}

type Say = (line: ControlLine) => void

const PROGRESS_EVERY_MS = 100

/**
 * Takes orders over a socket file in the data folder, for commands that are started beside a service that holds it: POST /<order> with JSON,
 * answered by JSON lines. Whoever may open the file is the operator; it is for its owner alone, and no network leads to it. Answers how to close
 * it: that ends what can be ended of the orders under way, and waits for the rest.
 *
 * Where there can be no such file, one warning says so.
 * @throws ConfigurationError when it cannot be made
 */
export async function openControl(place: ControlPlace, control: Control): Promise<() => Promise<void>> {
  if (place.path === undefined) {
    control.log.warn(`Commands beside this service cannot go through it: ${place.refusal}.`)
    return () => Promise.resolve()
  }
  const running = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const done = respond(control, request, response).finally(() => running.delete(done))
    running.add(done)
  })
  await listen(server, place.path)
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await Promise.all([closed, ...running])
  }
}

async function listen(server: Server, path: string): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject)
  })
  try {
    // The folder is ours by its lock, so a file that is there was left by a service that was killed.
    rmSync(path, { force: true })
    // The file is made within listen(): others must not have even a moment in which they could open it.
    const umask = process.umask(0o177)
    server.listen(path)
    process.umask(umask)
    await listening
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError(`The socket by which commands reach a running service cannot be made: ${reason}.`, {
      cause: error,
    })
  }
}

/** Never rejects. */
async function respond(
  { means, log, version }: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now()
  const order = request.url?.slice(1) ?? ''
  const say: Say = (line) => {
    // Writing to one who has gone would be an error that nobody hears, and the end of the service.
    if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`)
  }
  response.on('error', () => undefined)
  response.writeHead(200, { 'content-type': 'application/jsonl' })
  let last: ControlLine
  try {
    refuseOther(request, version)
    last = { answer: await carryOut(order, JSON.parse(await text(request)), means, teller(response, say)) }
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error))
    if (error instanceof Declined) last = { refused: message }
    else {
      last = { failed: message }
      log.error({ err: error, order }, 'An order failed')
    }
  }
  say(last)
  response.end()
  log.info({ order, ms: Math.round(performance.now() - startedAt), outcome: Object.keys(last)[0] }, 'order')
}

/** A service that was not started anew after an update answers in the shapes of the version that it is. */
function refuseOther({ method, headers }: IncomingMessage, version: string): void {
  const theirs = headers['x-parley-version']
  if (method === 'POST' && theirs === version) return
  throw new Declined(
    `The service that runs is Parley ${version}, and this command of ${String(theirs)}. Start the service anew, or use its own command.`,
  )
}

/** Says now and then how far the work has come; ends it when nobody listens any more. */
function teller(response: ServerResponse, say: Say): Tell {
  let dueAt = performance.now() + PROGRESS_EVERY_MS
  return (done, of) => {
    if (response.destroyed) throw new Declined('Whoever asked has gone.')
    if (performance.now() < dueAt) return
    dueAt = performance.now() + PROGRESS_EVERY_MS
    say({ progress: [done, of] })
  }
}
