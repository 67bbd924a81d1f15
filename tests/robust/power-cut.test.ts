import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { type Made, maker } from '../support/make.ts'
import { type Recording, recordFolder } from '../support/power-cut.ts'
import { randomFrom } from '../support/random.ts'
import { createHash } from 'node:crypto'
import { flawsOf } from '../support/record.ts'
import { type TestService, startService } from '../support/service.ts'

// `npm run test:power` sets them.
const { POWER_ROUNDS: rounds = '1', POWER_SEED: given } = process.env
const seed = given === undefined ? Date.now() & 0x7fffffff : Number(given)
const isLong = Number(rounds) > 10
const WRITERS = 3

/** For whoever runs it at length. */
const report = (figures: object) => {
  if (isLong) process.stdout.write(`${JSON.stringify(figures)}\n`)
}

let place: string
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'parley_power_'))
})
afterAll(() => rm(place, { recursive: true }))

/** What has been acknowledged: the newest version of each entry, by its id. */
type Acknowledged = ReadonlyMap<string, Made>

describe('a power cut', { timeout: 120_000 + Number(rounds) * 60_000 }, () => {
  it('loses nothing that was acknowledged, and would without fsync', async () => {
    const random = randomFrom(seed)
    const tally = { seed, rounds: 0, acknowledged: 0, lost: 0, roundsWithoutSync: 0, lostWithoutSync: 0 }
    let folder: string | null = null
    for (let round = 0; round < Number(rounds); round += 1) {
      // Now and then a first start; else on what the last cut has left, to be recovered under the eyes of the next.
      if (folder === null || round % 10 === 0) folder = mkdtempSync(join(place, 'first-'))
      const cut = await cutDuring(folder, {
        round,
        random,
        inStart: round % 4 === 3 || (round > 0 && round % 10 === 0),
      })
      const harm = await harmOf(cut.honest, cut.acknowledged)
      expect(harm, `seed ${String(seed)}, round ${String(round)}`).toEqual([])
      tally.rounds += 1
      tally.acknowledged += cut.acknowledged.size
      if (round % 5 === 0 && cut.acknowledged.size > 0) {
        tally.roundsWithoutSync += 1
        if ((await harmOf(cut.blind, cut.acknowledged)).length > 0) tally.lostWithoutSync += 1
      }
      for (const past of [folder, cut.blind]) await rm(past, { recursive: true, force: true })
      folder = cut.next
    }
    report(tally)
    expect(tally.acknowledged).toBeGreaterThan(0)
    expect(tally.lostWithoutSync).toBe(tally.roundsWithoutSync)
  })
})

interface Cut {
  readonly honest: string
  readonly blind: string
  /** As honest, for the next round to start on. */
  readonly next: string
  readonly acknowledged: Acknowledged
}

/** How many things are done to the files in a start, and from there to the end; about. */
const USUAL = { firstStart: 6000, start: 400, rest: 700 }

interface Round {
  readonly round: number
  readonly random: () => number
  /** Cut in the midst of the start; else in the midst of the writes, of the end, or right after it. */
  readonly inStart: boolean
}

async function cutDuring(folder: string, { round, random, inStart }: Round): Promise<Cut> {
  const [honest = '', blind = '', next = '', scratch = ''] = ['honest', 'blind', 'next', 'scratch'].map((name) =>
    join(place, `${name}-${String(round)}`),
  )
  const isFirst = readdirSync(folder).length === 0
  const recording = recordFolder(folder, scratch)
  const acknowledged = new Map<string, Made>()
  const past: { acknowledged: Acknowledged | null } = { acknowledged: null }
  const cut = () => {
    past.acknowledged = new Map(acknowledged)
    recording.cutTo(honest, { random, heedsSync: true })
    recording.cutTo(blind, { random, heedsSync: false, chance: 0 })
  }
  if (inStart) recording.at(1 + Math.floor(random() * (isFirst ? USUAL.firstStart : USUAL.start)), cut)
  try {
    const service = await startService({ config: { dataDir: folder } })
    const started = recording.count()
    const plan = () => {
      if (!inStart && acknowledged.size === 3)
        recording.at(recording.count() + 1 + Math.floor(random() * USUAL.rest), cut)
    }
    await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) =>
        writeOn(service, writer, (made) => {
          acknowledged.set(made.id, made)
          plan()
          return past.acknowledged === null
        }),
      ),
    )
    if (round === 0) expect(marksAfter(recording, random)).toEqual([])
    await service.stop()
    report({ round, isFirst, started, rest: recording.count() - started, acknowledged: acknowledged.size })
    if (past.acknowledged === null) cut()
    if (round === 0) expect(recordedAs(recording, join(place, 'copy'))).toEqual(contentOf(folder))
  } finally {
    recording.stop()
  }
  await cp(honest, next, { recursive: true })
  await rm(scratch, { recursive: true })
  return { honest, blind, next, acknowledged: past.acknowledged ?? acknowledged }
}

/** What several cuts at this moment leave of the mark of an unfinished first start: it would have the next start begin anew. */
function marksAfter(recording: Recording, random: () => number): string[] {
  return [1, 2, 3, 4].flatMap((nth) => {
    const left = join(place, `left-${String(nth)}`)
    recording.cutTo(left, { random, heedsSync: true, chance: 0.5 })
    return readdirSync(left).filter((name) => name.endsWith('.unfinished'))
  })
}

/** What the folder should hold by all that was recorded: nothing may escape the recording. */
function recordedAs(recording: Recording, copy: string): Map<string, string> {
  recording.copyTo(copy)
  return contentOf(copy)
}

function contentOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile())
  return new Map(
    files.sort().map((path) => [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )
}

/** A few writes of several sizes, each told of when it is acknowledged, until that answers that the power is gone. */
async function writeOn(service: TestService, writer: number, tell: (made: Made) => boolean): Promise<void> {
  const make = maker(service)
  const texts = [20, 200, 2_000, 20_000].map((length) => `${String(writer)} `.repeat(length))
  for (let turn = 0; turn < 8; turn += 1) {
    const kinds = [() => make.source({ text: texts[turn % texts.length] }), () => make.person(), () => make.event()]
    const made = await kinds[turn % kinds.length]!()
    if (!tell(made)) return
  }
}

/** What a folder has lost of what was acknowledged, or why it cannot be opened; empty when all is well. */
async function harmOf(folder: string, acknowledged: Acknowledged): Promise<string[]> {
  try {
    const database = await openDatabase({ dataDir: folder })
    try {
      const flaws = await flawsOf(database.reader)
      const rows = await database.reader.rows<Made>(sql`select id, number, version from entry`)
      const there = new Map(rows.map((row) => [row.id, row]))
      const lost = [...acknowledged.values()].filter(
        ({ id, number, version }) => !(there.get(id)?.number === number && there.get(id)!.version >= version),
      )
      return [...flaws, ...lost.map(({ id }) => `${id} is lost.`)]
    } finally {
      await database.close()
    }
  } catch (error) {
    return [`It cannot be opened: ${String(error)}`]
  } finally {
    await rm(folder, { recursive: true })
  }
}
