import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { type KnownEntry, anyCall, settled, sliceOf } from '../support/arbitrary.ts'
import { flawsOf } from '../support/record.ts'
import { type TestService, startService } from '../support/service.ts'
import { type Mutation, type Slice, type Written, documentOf, knownEntries } from '../support/writing.ts'

// `npm run test:fuzz` sets them.
const { FUZZ_MINUTES: minutes = '0.05', FUZZ_SEED: given } = process.env
const runMs = Number(minutes) * 60_000
const seed = given === undefined ? Date.now() & 0x7fffffff : Number(given)

/** For whoever runs it at length. */
const report = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`)

let folder: string
let service: TestService
const known = new Map<Slice, KnownEntry[]>()

beforeAll(async () => {
  // In a folder, so that an embedded record can be looked at when the service has stopped.
  folder = mkdtempSync(join(tmpdir(), 'parley_fuzz_'))
  service = await startService({ config: { dataDir: folder } })
  const { entries } = await knownEntries(service)
  for (const [slice, entry] of Object.entries(entries)) known.set(slice as Slice, [entry])
})
afterAll(async () => {
  await service.stop()
  await rm(folder, { recursive: true })
})

it('says that the caller is wrong who makes more mistakes than are counted', async () => {
  const input = { name: 'Many', identifiers: Array.from({ length: 60 }, () => ({ scheme: {}, value: 1 })) }
  const { errors } = await service.send<never, object>(documentOf('addPerson'), { input })
  expect(errors?.filter(({ extensions }) => extensions.code !== 'BAD_USER_INPUT')).toEqual([])
  expect(errors?.length).toBeGreaterThan(50)
})

it(
  'answers any input of any mutation with a payload or an error of the caller, and writes all of it or nothing',
  async () => {
    const counts = { calls: 0, written: 0, refused: 0, invalid: 0 }
    const codes = new Map<string, number>()
    let head = await headOf()
    const call = fc.asyncProperty(anyCall, async (template) => {
      const { mutation, input } = settled(template, known)
      const what = `${mutation} ${JSON.stringify(input).slice(0, 3000)}`
      const { status, data, errors } = await service.send<{ payload: Written } | null, object>(documentOf(mutation), {
        input,
      })
      counts.calls += 1
      // Many long texts may come to more than a body takes.
      const allowed = status === 413 ? /^BAD_REQUEST$/ : /^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/
      for (const { extensions } of errors ?? []) expect(extensions.code, what).toMatch(allowed)
      expect(status, what).toBeLessThan(500)
      const now = await headOf()
      const written = data?.payload
      const problems = written?.errors ?? errors ?? []
      if (written?.errors.length === 0) {
        counts.written += 1
        expect(written.cursor, what).not.toBeNull()
        remember(mutation, written.entry)
      } else {
        counts[written ? 'refused' : 'invalid'] += 1
        expect(problems, what).not.toEqual([])
        expect(now, `${what} was refused and changed the record`).toBe(head)
      }
      for (const { code } of written?.errors ?? []) codes.set(code, (codes.get(code) ?? 0) + 1)
      head = now
    })
    const ends = { numRuns: 2 ** 30, interruptAfterTimeLimit: runMs, markInterruptAsFailure: false }
    await fc.assert(call, { seed, ...ends })
    if (runMs > 10_000) report({ seed, ...counts, ...Object.fromEntries(codes) })
    expect(counts.written).toBeGreaterThan(counts.calls / 20)
    expect(counts.refused).toBeGreaterThan(counts.calls / 20)
    if (counts.calls > 200) expect(counts.invalid).toBeGreaterThan(0)
    expect(await flaws()).toEqual([])
  },
  runMs * 2 + 60_000,
)

async function headOf(): Promise<string> {
  const { data } = await service.send<{ service: { headCursor: string } }, object>('{ service { headCursor } }')
  return data.service.headCursor
}

function remember(mutation: Mutation, entry: KnownEntry | null): void {
  const own = sliceOf(mutation)
  for (const [slice, entries] of known) {
    const at = entries.findIndex(({ id }) => id === entry?.id)
    if (entry && at >= 0) entries[at] = { ...entry }
    else if (entry && slice === own) entries.push({ ...entry })
  }
}

async function flaws(): Promise<string[]> {
  if (service.config.databaseUrl === undefined) await service.app.stop()
  const database = await openDatabase({ url: service.config.databaseUrl, dataDir: folder })
  try {
    return await flawsOf(database.reader)
  } finally {
    await database.close()
  }
}
