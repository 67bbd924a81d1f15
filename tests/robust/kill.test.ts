import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { randomFrom } from '../support/random.ts'
import { flawsOf } from '../support/record.ts'
import { EDITOR } from '../support/service.ts'
import { startServiceProcess } from '../support/service-process.ts'
import { until } from '../support/until.ts'
import { type Written, documentOf } from '../support/writing.ts'

// `npm run test:kill` sets them.
const { KILL_ROUNDS: rounds = '1', KILL_SEED: given } = process.env
const seed = given === undefined ? Date.now() & 0x7fffffff : Number(given)
const WRITERS = 4

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley_kill_'))
})
afterAll(() => rm(folder, { recursive: true }))

it(
  'keeps what it has acknowledged when it is killed while it writes, and writes what is asked again once',
  async () => {
    const random = randomFrom(seed)
    const acknowledged = new Map<string, string>()
    const unanswered = new Set<string>()
    for (let round = 0; round < Number(rounds); round += 1) {
      const env = { DATA_DIR: folder, EDITOR_TOKEN: EDITOR, ADMIN_TOKEN: `${EDITOR}-2` }
      const service = await startServiceProcess(env)
      // What was under way when it was killed is asked again, under its key.
      const names = [...unanswered]
      unanswered.clear()
      const killed = { is: false }
      const before = acknowledged.size
      const writing = Array.from({ length: WRITERS }, async (_, writer) => {
        for (let turn = 0; !killed.is; turn += 1) {
          const name = names.pop() ?? `Round ${String(round)}, writer ${String(writer)}, turn ${String(turn)}`
          const id = await addPerson(service.url, name).catch(() => null)
          if (id === null) unanswered.add(name)
          else acknowledged.set(name, id)
          if (id === null) return
        }
      })
      const enough = before + WRITERS * (1 + Math.floor(random() * 20))
      await until(() => acknowledged.size >= enough, 60_000)
      const ended = service.end('SIGKILL')
      killed.is = true
      await Promise.all([ended, ...writing])
      const { persons, flaws } = await look()
      expect(flaws).toEqual([])
      expect(new Set(persons.map(({ name }) => name)).size).toBe(persons.length)
      const ids = new Map(persons.map(({ name, id }) => [name, id]))
      expect([...acknowledged].filter(([name, id]) => ids.get(name) !== id)).toEqual([])
    }
    const figures = { seed, rounds, acknowledged: acknowledged.size, lost: 0 }
    if (Number(rounds) > 10) process.stdout.write(`${JSON.stringify(figures)}\n`)
  },
  120_000 + Number(rounds) * 60_000,
)

async function addPerson(url: string, name: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${EDITOR}` },
    body: JSON.stringify({ query: documentOf('addPerson'), variables: { input: { name, idempotencyKey: name } } }),
  })
  const { data } = (await response.json()) as { data: { payload: Written } }
  if (data.payload.entry === null) throw new Error(JSON.stringify(data))
  return data.payload.entry.id
}

async function look(): Promise<{ persons: { name: string; id: string }[]; flaws: string[] }> {
  const database = await openDatabase({ dataDir: folder })
  try {
    const persons = await database.reader.rows<{ name: string; id: string }>(
      sql`select snapshot->>'name' as name, entry_id as id from change`,
    )
    return { persons, flaws: await flawsOf(database.reader) }
  } finally {
    await database.close()
  }
}
