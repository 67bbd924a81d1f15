import { get as request } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportOf } from '../../web/exports/export.ts'
import type { Ask } from '../../web/feed/asking.ts'
import { askAt } from '../../web/feed/over-http.ts'
import { en } from '../../web/words/en.ts'
import { writeLongRecord } from '../support/long-record.ts'
import { type TestService, startService } from '../support/service.ts'

const ENTRIES = 1_500
const STREAMED = ['record.csv', 'places.geojson', 'record.jsonld', 'events.plover.jsonl', 'bundle.json']
const SITE = { name: 'Parley', zone: 'UTC', language: 'en', logo: null, boundaries: 'un', home: null } as const

describe('a file of a long negotiation', () => {
  let service: TestService
  let folder: string
  let board: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley_test_'))
    service = await startService({ sample: await writeLongRecord(folder, ENTRIES) })
    board = (await fetch(service.url, { redirect: 'manual' })).headers.get('location')!
  })
  afterAll(async () => {
    await service.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(STREAMED)('has its first bytes before its last page is read: %s', async (file) => {
    const before = service.statements.length
    const atFirst = await new Promise<number>((resolve, reject) => {
      request(`${service.url}${board}/${file}`, (response) => {
        let first = 0
        response.on('data', () => (first ||= service.statements.length - before))
        response.on('end', () => resolve(first))
        response.on('error', reject)
      }).on('error', reject)
    })
    expect(atFirst).toBeLessThan((service.statements.length - before) / 3)
  })

  it.each(STREAMED.filter((file) => file !== 'bundle.json'))(
    'keeps no more than a page in memory, and reads the next when that is taken: %s',
    async (file) => {
      let asked = 0
      const overHttp = askAt(`${service.url}/graphql`, null)
      const ask: Ask = (document, variables) => {
        asked += 1
        return overHttp(document, variables)
      }
      const id = board.slice('/n/'.length)
      const site = { ...SITE, words: en }
      const exported = await exportOf(file, new URLSearchParams(), { ask, id, origin: service.url, site })
      const pages: number[] = []
      for await (const text of exported!.body) {
        // A page is at most 60 kB of text here.
        expect(text.length).toBeLessThan(100_000)
        pages.push(asked)
      }
      expect(pages[0]).toBe(1)
      expect(pages.at(-1)).toBeGreaterThanOrEqual(Math.floor(ENTRIES / 50) - 6)
      for (const [index, page] of pages.entries()) expect(page - (pages[index - 1] ?? 0)).toBeLessThanOrEqual(1)
    },
  )
})
