import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/db/sql.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { Log } from '../../src/live/log.ts'
import { openTestDatabase, testServer } from '../support/database.ts'
import { maker } from '../support/make.ts'
import { addBarePerson } from '../support/person.ts'
import { openRelay, through } from '../support/relay.ts'
import { type TestService, startService } from '../support/service.ts'
import { documentOf, write, written } from '../support/writing.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

const countOf = async (name: string) => {
  const { data } = await service.send<{ persons: { nodes: { name: string }[] } }, object>(
    '{ persons(first: 100) { nodes { name } } }',
  )
  return data.persons.nodes.filter((each) => each.name === name).length
}

describe('a write', () => {
  it.each(['40001', '55P03'])(
    'is run anew when the database says that it may succeed then (%s), and written once',
    async (code) => {
      const database = await openTestDatabase()
      const log = await Log.open(database, DERIVED)
      const runs = { count: 0 }
      await log.write(async (tx) => {
        runs.count += 1
        const draft = await addBarePerson(tx, `attempt ${String(runs.count)}`)
        if (runs.count === 1)
          await tx.rows(
            code === '40001'
              ? sql`do $$ begin raise exception 'as if' using errcode = '40001'; end $$`
              : sql`do $$ begin raise exception 'as if' using errcode = '55P03'; end $$`,
          )
        return { drafts: [draft], result: null }
      })
      expect([runs.count, await log.head()]).toEqual([2, 1])
      await database.close()
    },
  )

  it('of many editors side by side is carried out for one; the others get the entry as that one has left it', async () => {
    const { id } = await maker(service).person({ name: 'Before' })
    const names = ['A', 'B', 'C', 'D', 'E', 'F']
    const answers = await Promise.all(
      names.map((name) => write(service, 'updatePerson', { id, expectedVersion: 1, name })),
    )
    const winners = names.filter((_, index) => answers[index]?.errors.length === 0)
    expect(winners).toHaveLength(1)
    for (const { entry, errors } of answers.filter((each) => each.errors.length > 0)) {
      expect(errors).toMatchObject([{ code: 'VERSION_CONFLICT', path: ['input', 'expectedVersion'] }])
      expect(entry).toMatchObject({ id, version: 2 })
    }
    expect(await countOf(winners[0] ?? '')).toBe(1)
  })

  // The embedded database has no connection that could break.
  it.skipIf(testServer === undefined)(
    'whose connection breaks at the commit is told as a fault and not run again; the same key asks what became of it',
    async () => {
      const { databaseUrl = '' } = service.config
      const state = { armed: false }
      const relay = await openRelay(Number(new URL(databaseUrl).port), (bytes) => {
        if (!state.armed || !bytes.includes('COMMIT\0')) return bytes
        // The server has committed, and its word is lost on the way.
        state.armed = false
        relay.cut()
        return Buffer.alloc(0)
      })
      const beside = await service.beside({ databaseUrl: through(databaseUrl, relay), listenDatabaseUrl: null })
      for (const input of [{ name: 'With a key', idempotencyKey: 'of the cut' }, { name: 'Without' }]) {
        state.armed = true
        const { errors } = await beside.send<never, object>(documentOf('addPerson'), { input })
        expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
        expect(state.armed).toBe(false)
        relay.restore()
        expect(await countOf(input.name)).toBe(1)
      }
      const again = await written({ ...service, ...beside }, 'addPerson', {
        name: 'With a key',
        idempotencyKey: 'of the cut',
      })
      expect(again.entry.version).toBe(1)
      expect(await countOf('With a key')).toBe(1)
      await beside.stop()
      await relay.close()
    },
  )
})
