import { parse } from 'csv-parse/sync'
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const EVENTS = 130

describe('what can be taken along of a negotiation', () => {
  let service: TestService
  let make: Maker
  let talks: string

  beforeAll(async () => {
    service = await startService({ config: { publicUrl: 'https://record.example' } })
    make = maker(service)
    talks = (await make.negotiation({ name: 'Talks of "two", <sides>' })).id
    const source = await make.source({ text: 'They said: =1+1 is two, "really".' })
    const citations = [{ sourceId: source.id }]
    await make.statement({
      ...{ negotiationId: talks, content: '=1+1 is two, "really"', quoteType: 'DIRECT', speakerTitle: 'a clerk' },
      ...{ quotes: [{ exact: '=1+1 is two', sourceId: source.id }], citations },
    })
    for (let index = 0; index < EVENTS; index += 1)
      await make.event({ negotiationId: talks, title: `Meeting ${String(index)}`, citations })
    await make.event({
      ...{ negotiationId: talks, title: 'A meeting; to come', factuality: 'PLANNED', citations },
      date: { edtf: '2031-05-04/2031-05-06' },
    })
    await make.event({
      negotiationId: talks,
      title: 'Some day',
      factuality: 'POSSIBLE',
      citations,
      date: { edtf: '../..' },
    })
  })
  afterAll(() => service.stop())

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(service.url + path, { headers })
    return { response, text: await response.text() }
  }

  it('is a JSON Feed of the newest entries, with addresses that hold elsewhere', async () => {
    const { response, text } = await get(`/n/${talks}/feed.json?kind=statements`)
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8')
    const feed = JSON.parse(text) as {
      version: string
      title: string
      feed_url: string
      items: { url: string; title: string }[]
    }
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1')
    expect(feed.title).toBe('Talks of "two", <sides>')
    expect(feed.feed_url).toBe(`https://record.example/n/${talks}/feed.json?kind=statements`)
    expect(feed.items).toHaveLength(1)
    expect(feed.items[0]!.title).toBe('a clerk: =1+1 is two, "really"')
    expect(feed.items[0]!.url).toMatch(/^https:\/\/record\.example\/e\/\d+$/)
    const tag = response.headers.get('etag')!
    expect((await get(`/n/${talks}/feed.json?kind=statements`, { 'if-none-match': tag })).response.status).toBe(304)
  })

  it('is CSV of all entries, page after page, of which a spreadsheet runs nothing', async () => {
    const { response, text } = await get(`/n/${talks}/record.csv`)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="record.csv"')
    const rows: Record<string, string>[] = parse(text, { columns: true })
    expect(rows).toHaveLength(EVENTS + 3)
    const said = rows.find(({ type }) => type === 'Statement')!
    expect(said).toMatchObject({ text: `'=1+1 is two, "really"`, speaker: 'a clerk', quotesVerified: 'yes' })
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const filtered: unknown[] = parse((await get(`/n/${talks}/record.csv?q=really`)).text, { columns: true })
    expect(filtered).toHaveLength(1)
  })

  it('is a calendar of what has a day and is still to come', async () => {
    const { response, text } = await get(`/n/${talks}/next.ics`)
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const events = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent')
    expect(events).toHaveLength(1)
    const event = new ICAL.Event(events[0])
    expect(event.summary).toBe('Announced: A meeting; to come')
    expect(event.startDate.toString()).toBe('2031-05-04')
    expect(event.endDate.toString()).toBe('2031-05-07')
  })

  it.each(['feed.json', 'record.csv', 'next.ics'])(
    'is nothing of a negotiation that there is not: %s',
    async (form) => {
      expect((await get(`/n/none/${form}`)).response.status).toBe(404)
    },
  )
})
