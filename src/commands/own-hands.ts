import 'reflect-metadata'
import { Tokens } from '../access/tokens.ts'
import { type DatabaseOptions, openDatabase } from '../db/database.ts'
import { DERIVED } from '../event/derived.ts'
import { Log } from '../live/log.ts'
import type { Tell } from './orders.ts'
import { carryOut } from './work.ts'

/** The answer of this process, which opens the record for it, as a service does, and closes it. @throws what opening it and the order throw */
export async function workAlone(
  options: DatabaseOptions,
  order: string,
  request: object,
  tell: Tell,
): Promise<unknown> {
  const database = await openDatabase(options)
  try {
    // What is done is told by the command itself.
    const tokens = new Tokens(database, { info: () => undefined })
    return await carryOut(
      order,
      request,
      { reader: database.reader, log: () => Log.open(database, DERIVED), tokens },
      tell,
    )
  } finally {
    await database.close()
  }
}
