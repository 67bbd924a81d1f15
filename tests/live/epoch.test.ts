import { cpSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseOptions, openDatabase } from '../../src/db/database.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { Log } from '../../src/live/log.ts'
import { migratedTemplate, newServerDatabase, testServer } from '../support/database.ts'
import { addBarePerson } from '../support/person.ts'

/** A database that outlives its closing, and how to copy it while it is closed. */
interface Place {
  readonly options: DatabaseOptions
  readonly copy: () => Promise<DatabaseOptions>
  readonly drop: () => Promise<void>
}

async function placeOnServer(server: string): Promise<Place> {
  const made = [await newServerDatabase(server, await migratedTemplate(server))]
  const { url } = made[0]!
  return {
    options: { url },
    copy: async () => {
      const copy = await newServerDatabase(server, new URL(url).pathname.slice(1))
      made.push(copy)
      return { url: copy.url }
    },
    drop: async () => {
      for (const { drop } of made) await drop()
    },
  }
}

function placeInFolder(): Place {
  const parent = mkdtempSync(join(tmpdir(), 'parley_epoch_'))
  const [original, copied] = [join(parent, 'original'), join(parent, 'copied')]
  return {
    options: { dataDir: original },
    copy: () => {
      // As a backup keeps them: with their times.
      cpSync(original, copied, { recursive: true, preserveTimestamps: true })
      return Promise.resolve({ dataDir: copied })
    },
    drop: () => rm(parent, { recursive: true }),
  }
}

/** The epoch of the log there, and what it says to a cursor; writes first, if told to. */
async function visit(options: DatabaseOptions, cursor: string | null, writes = false) {
  const database = await openDatabase(options)
  try {
    const log = await Log.open(database, DERIVED)
    if (writes) await log.write(async (tx) => ({ drafts: [await addBarePerson(tx, 'someone')], result: null }))
    const answer = cursor === null ? null : await log.sequenceOf(cursor).catch((error: unknown) => error)
    return { cursor: log.cursorAt(await log.head()), answer }
  } finally {
    await database.close()
  }
}

describe('a cursor of the log', () => {
  let place: Place
  let cursor: string

  beforeAll(async () => {
    place = testServer === undefined ? placeInFolder() : await placeOnServer(testServer)
    cursor = (await visit(place.options, null, true)).cursor
  })
  afterAll(() => place.drop())

  it('is honoured after a restart (L5)', async () => {
    expect(await visit(place.options, cursor)).toEqual({ cursor, answer: 1 })
  })

  it('is refused by a copy of the database, however far that has come, and the copy keeps to its own (L11)', async () => {
    const copy = await place.copy()
    const refusal = { extensions: { code: 'CURSOR_INVALID' } }
    const first = await visit(copy, cursor)
    expect(first.answer).toMatchObject(refusal)
    const second = await visit(copy, first.cursor, true)
    expect(second.answer).toBe(1)
    expect((await visit(copy, cursor)).answer).toMatchObject(refusal)
    expect((await visit(place.options, second.cursor)).answer).toMatchObject(refusal)
  })
})
