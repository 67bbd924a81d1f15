import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordPlace } from '../config.ts'
import { ConfigurationError, FolderInUseError } from '../db/errors.mjs'
import { IN_MEMORY } from '../db/folder.mjs'
import { type ControlPlace, controlPlaceOf } from './control-place.ts'
import type { OrderName, Orders, Tell } from './orders.ts'
import { askService } from './through-service.ts'

/** For a service that is starting or stopping, or another command that is at work. */
const WAIT_MS = 30_000
/** Where no service will ever be asked, for another command alone. */
const WAIT_FOR_COMMAND_MS = 1_000
const SILENT_MS = 1_000
const LOOK_EVERY_MS = 100

/** Has an order carried out, wherever the record is: see `reach`. */
export type Ask = <Name extends OrderName>(
  order: Name,
  request: Orders[Name]['request'],
  tell?: Tell,
) => Promise<Orders[Name]['answer']>

/**
 * A way to the record. On a server each command connects by itself. An embedded database has one owner: when a service holds the folder, the
 * order goes through it, over the socket in the folder; when nobody does, the command opens the folder itself.
 * `whereIs` is called when something is asked: help needs no record. Asking rejects with Declined when the order cannot be done, and with ConfigurationError when the record cannot be reached.
 */
export function reach(whereIs: () => RecordPlace): Ask {
  return async (order, request, tell = () => undefined) => {
    const place = whereIs()
    const answer = await (place.databaseUrl === undefined ? askFolder : askServer)(place, order, request, tell)
    // Both ways end in the work of this order.
    return answer as Orders[typeof order]['answer']
  }
}

async function askServer(place: RecordPlace, order: OrderName, request: object, tell: Tell): Promise<unknown> {
  const { databaseUrl: url, listenDatabaseUrl } = place
  // Loaded when needed: it brings the database with it, and all kinds of entries.
  const { workAlone } = await import('./own-hands.ts')
  return await workAlone({ url, listenUrl: listenDatabaseUrl ?? undefined }, order, request, tell)
}

async function askFolder({ dataDir }: RecordPlace, order: OrderName, request: object, tell: Tell): Promise<unknown> {
  if (dataDir === IN_MEMORY)
    throw new ConfigurationError('DATA_DIR=memory keeps a record that no other process can reach.')
  // A lock without a database: a first start that is under way.
  if (!existsSync(join(dataDir, 'postgres', 'PG_VERSION')) && !existsSync(join(dataDir, 'postgres.lock')))
    throw new ConfigurationError(
      `There is no record in ${resolve(dataDir)}. Start the service once, or set DATA_DIR or DATABASE_URL to where the record is.`,
    )
  const control = controlPlaceOf(dataDir)
  const waiting = new Waiting(control)
  for (;;) {
    const answered = control.path === undefined ? null : await askService(control.path, order, request, tell)
    if (answered) return answered.answer
    try {
      const { workAlone } = await import('./own-hands.ts')
      return await workAlone({ dataDir }, order, request, tell)
    } catch (error) {
      if (!(error instanceof FolderInUseError)) throw error
      await waiting.goOn(error)
    }
  }
}

/** Waits for whoever holds the folder to let go of it, or to take orders. */
class Waiting {
  readonly #control: ControlPlace
  readonly #startedAt = Date.now()
  #said = false

  constructor(control: ControlPlace) {
    this.#control = control
  }

  /** Settles a moment later. @throws ConfigurationError when it has been long enough */
  async goOn(cause: FolderInUseError): Promise<void> {
    const waitedMs = Date.now() - this.#startedAt
    const { refusal } = this.#control
    const reason = refusal === undefined ? '' : ` Commands cannot go through a service there: ${refusal}.`
    if (waitedMs > (refusal === undefined ? WAIT_MS : WAIT_FOR_COMMAND_MS))
      throw new ConfigurationError(`${cause.message}${reason}`, { cause })
    if (waitedMs > SILENT_MS && !this.#said) {
      this.#said = true
      console.error('Waiting for another process that holds the data folder.')
    }
    await sleep(LOOK_EVERY_MS)
  }
}
