import { parse } from 'csv-parse/sync'
import { check } from '@placemarkio/check-geojson'
import type { FeatureCollection, Point } from 'geojson'
import ICAL from 'ical.js'
import { expand, type JsonLdDocument } from 'jsonld'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const EVENTS = 130
/** With a statement, a meeting to come, some day, and what happened with hostile words. */
const ENTRIES = EVENTS + 4
const HOSTILE = `</script><script>alert(1)</script> ]]> &amp; "quoted", 'and so'`
const FILES = ['feed.atom', 'feed.json', 'next.ics', 'record.csv', 'places.geojson', 'record.jsonld'].concat([
  'events.plover.jsonl',
  'bundle.json',
])

const RetractForExports = graphql(`
  mutation RetractForExports($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)

/** An event with whatever an export can tell of one. */
async function makeHostile(make: Maker, within: { negotiationId: string; citations: { sourceId: string }[] }) {
  const side = await make.organization({ name: 'A side', kind: 'STATE', countryCode: 'UA' })
  const town = { name: 'A town', countryCode: 'SA', point: { latitude: 21.5, longitude: 39.2 } }
  const region = { name: 'A region', point: { latitude: 51.5, longitude: 35.3 } }
  const places = [
    await make.location({ ...town, kind: 'CITY', resolution: 'CITY' }),
    await make.location({ ...region, kind: 'REGION', resolution: 'PROVINCE' }),
  ]
  return make.event({
    ...{ ...within, title: HOSTILE, summary: HOSTILE, date: { edtf: '2025-03-10' } },
    ...{ type: 'CONSULT', modes: ['visit'], contexts: ['diplomatic'], locationIds: places.map(({ id }) => id) },
    participants: [
      { actorId: side.id, role: 'ACTOR' },
      { role: 'HOST', description: 'a host' },
    ],
  })
}

describe('what can be taken along of a negotiation', () => {
  let service: TestService
  let make: Maker
  let talks: string
  let withdrawn: string
  let hostile: Made

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
    hostile = await makeHostile(make, { negotiationId: talks, citations })
    const negotiation = await make.negotiation()
    withdrawn = negotiation.id
    const input = { id: withdrawn, expectedVersion: negotiation.version, reason: 'It was no negotiation.' }
    expect((await service.ask(RetractForExports, { input })).retractEntry.errors).toEqual([])
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
    expect(rows).toHaveLength(ENTRIES)
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

  it('is a calendar of what a filter keeps', async () => {
    const titles = async (query: string) =>
      new ICAL.Component(ICAL.parse((await get(`/n/${talks}/next.ics${query}`)).text) as unknown[])
        .getAllSubcomponents('vevent')
        .map((event) => new ICAL.Event(event).summary)
    expect(await titles('?q=meeting&kind=events')).toEqual(['Announced: A meeting; to come'])
    expect(await titles('?q=nowhere')).toEqual([])
    expect(await titles('?kind=statements')).toEqual([])
  })

  it('is an Atom feed of the newest entries, whose texts are text, and whose next pages hold the rest', async () => {
    const { response, text } = await get(`/n/${talks}/feed.atom?kind=events`)
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    const feed = atom(text)
    expect(feed.uri).toBe('http://www.w3.org/2005/Atom')
    expect(feed.texts('title')[0]).toBe('Talks of "two", <sides>')
    expect(feed.links('self')).toEqual([`https://record.example/n/${talks}/feed.atom?kind=events`])
    expect(feed.links('alternate')[0]).toBe(`https://record.example/n/${talks}?kind=events`)
    const ids: string[] = []
    let next: string | undefined = `https://record.example/n/${talks}/feed.atom`
    while (next !== undefined) {
      const page = atom((await get(next.replace('https://record.example', ''))).text)
      ids.push(...page.texts('id').slice(1))
      expect(page.texts('updated').every((at) => !Number.isNaN(Date.parse(at)))).toBe(true)
      next = page.links('next')[0]
    }
    expect(ids).toHaveLength(ENTRIES)
    expect(new Set(ids).size).toBe(ENTRIES)
    for (const id of ids) expect(id).toMatch(/^urn:uuid:[\da-f-]{36}$/)
    expect(atom((await get(`/n/${talks}/feed.atom?q=alert`)).text).texts('title')[1]).toBe(HOSTILE)
  })

  it('is GeoJSON of where what happened, which says what is only about there', async () => {
    const { response, text } = await get(`/n/${talks}/places.geojson`)
    expect(response.headers.get('content-type')).toBe('application/geo+json; charset=utf-8')
    const { features } = check(text) as FeatureCollection<Point>
    expect(features.map(({ geometry }) => geometry.coordinates)).toEqual([
      [39.2, 21.5],
      [35.3, 51.5],
    ])
    expect(features.map(({ properties }) => properties)).toMatchObject([
      { title: HOSTILE, place: 'A town', resolution: 'CITY', approximate: false },
      { title: HOSTILE, place: 'A region', resolution: 'PROVINCE', approximate: true },
    ])
    expect(JSON.parse(text)).toMatchObject({ entriesWithoutPoint: ENTRIES - 1 })
    for (const query of ['?kind=steps', '?q=nowhere'])
      expect((check((await get(`/n/${talks}/places.geojson${query}`)).text) as FeatureCollection).features).toEqual([])
  })

  it('is JSON-LD of which every word is one of schema.org', async () => {
    const { response, text } = await get(`/n/${talks}/record.jsonld`)
    expect(response.headers.get('content-type')).toBe('application/ld+json; charset=utf-8')
    const things = await linked(text)
    const types = things.map((thing) => thing['@type'][0]!.replace('http://schema.org/', ''))
    expect(types.filter((type) => type === 'Dataset')).toHaveLength(1)
    expect(types.filter((type) => type === 'Event')).toHaveLength(EVENTS + 3)
    expect(types.filter((type) => type === 'Quotation')).toHaveLength(1)
    expect(new Set(things.map((thing) => thing['@id'])).size).toBe(ENTRIES + 1)
  })

  it('is told in JSON-LD on pages too, as data that cannot end its element', async () => {
    for (const path of [`/n/${talks}`, `/e/${String(hostile.number)}`]) {
      const html = (await get(path)).text
      const [, data] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)!
      expect(await linked(data!)).toHaveLength(1)
    }
    const html = (await get(`/n/${talks}?q=really`)).text
    for (const file of ['feed.atom', 'feed.json', 'record.jsonld'])
      expect(html).toMatch(new RegExp(`<link rel="alternate" type="[^"]+" href="/n/${talks}/${file}\\?q=really"`))
  })

  it('is events in the fields of PLOVER, without a guess where no editor gave a type', async () => {
    const { response, text } = await get(`/n/${talks}/events.plover.jsonl`)
    expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(events).toHaveLength(EVENTS + 3)
    expect(events.filter((event) => event['event_type'] === null)).toHaveLength(EVENTS + 2)
    expect(events.find((event) => event['event_type'] === 'CONSULT')).toMatchObject({
      ...{ event_date: '2025-03-10', event_mode: ['visit'], contexts: ['diplomatic'], headline: HOSTILE },
      actor: [{ name: 'A side', country: 'UKR', sector: 'STATE' }],
      recipient: [],
      other_participants: [{ role: 'HOST', name: null, description: 'a host' }],
      location: [{ placename: 'A town', country: 'SAU', latitude: 21.5 }, { placename: 'A region' }],
    })
    expect((await get(`/n/${talks}/events.plover.jsonl?kind=statements`)).text).toBe('')
  })

  describe.each(FILES)('%s', (file) => {
    it('is nothing of a negotiation that there is not', async () => {
      expect((await get(`/n/none/${file}`)).response.status).toBe(404)
      expect((await get(`/n/%E0%A4%A/${file}`)).response.status).toBe(400)
    })

    it('is gone with its negotiation, with the reason', async () => {
      const { response, text } = await get(`/n/${withdrawn}/${file}`)
      expect(response.status).toBe(410)
      expect(text).toContain('It was no negotiation.')
    })

    it('is told unchanged until the record changes', async () => {
      const { response } = await get(`/n/${talks}/${file}?kind=events`)
      const tag = response.headers.get('etag')!
      const again = await get(`/n/${talks}/${file}?kind=events`, { 'if-none-match': tag })
      expect([again.response.status, again.text]).toEqual([304, ''])
    })
  })

  it('is no file of another name', async () => {
    expect((await get(`/n/${talks}/record.exe`)).response.status).toBe(404)
    expect((await get(`/n/${talks}/toString`)).response.status).toBe(404)
  })
})

/** What of an Atom feed is told; well-formed, or it throws. */
function atom(xml: string) {
  const texts: (readonly [string, string])[] = []
  const links: (readonly [string, string])[] = []
  let uri = ''
  let words = ''
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    uri ||= tag.uri
    words = ''
    if (tag.local === 'link') links.push([tag.attributes['rel']!.value, tag.attributes['href']!.value])
  })
  parser.on('text', (text) => (words += text))
  parser.on('closetag', ({ local }) => texts.push([local, words]))
  parser.write(xml).close()
  const of = (pairs: readonly (readonly [string, string])[]) => (name: string) =>
    pairs.filter(([key]) => key === name).map(([, value]) => value)
  return { uri, texts: of(texts), links: of(links) }
}

/** Things of a JSON-LD document, with the vocabulary of schema.org; what no vocabulary explains throws. */
async function linked(text: string): Promise<{ '@id'?: string; '@type': string[] }[]> {
  const context = { '@vocab': 'http://schema.org/', url: { '@type': '@id' }, sameAs: { '@type': '@id' } }
  const options = {
    safe: true,
    documentLoader: (url: string) => {
      expect(url).toBe('https://schema.org')
      return Promise.resolve({ documentUrl: url, document: { '@context': context } })
    },
  }
  // The library answers what these tests ask of each thing.
  return (await expand(JSON.parse(text) as JsonLdDocument, options)) as unknown as { '@type': string[] }[]
}
