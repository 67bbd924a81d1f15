import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { maker } from '../support/make.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'

const Negotiation = graphql(`
  query BoardsOfTheRecord {
    negotiations(first: 1) {
      nodes {
        id
        parties {
          organization {
            id
            name
          }
        }
        statements(first: 1) {
          nodes {
            id
            number
            version
            citations {
              source {
                id
              }
            }
          }
        }
      }
    }
  }
`)
const RetractForPages = graphql(`
  mutation RetractForPages($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)
const CorrectForPages = graphql(`
  mutation CorrectForPages($input: UpdateEventInput!) {
    updateEvent(input: $input) {
      errors {
        message
      }
    }
  }
`)
const AnEvent = graphql(`
  query AnEventForPages {
    events(first: 1) {
      nodes {
        id
        number
        version
        title
      }
    }
  }
`)

describe('the pages of the board', () => {
  let service: TestService
  let board: string
  let parties: readonly { id: string; name: string }[]
  let statement: { id: string; number: number; version: number; citations: { source: { id: string } }[] }

  beforeAll(async () => {
    service = await startService({ sample: true, config: { siteName: 'Talks <watched>', timeZone: 'Europe/Kyiv' } })
    const { negotiations } = await service.ask(Negotiation)
    const negotiation = negotiations.nodes[0]!
    board = `/n/${negotiation.id}`
    parties = negotiation.parties.map(({ organization }) => organization)
    statement = negotiation.statements.nodes[0]!
  })
  afterAll(() => service.stop())

  const open = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(service.url + path, { headers, redirect: 'manual' })
    return { response, html: await response.text() }
  }

  it('lead from the root to the board where there is one negotiation', async () => {
    const { response } = await open('/')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe(board)
  })

  it('tell who stands where, with the number of the evidence', async () => {
    const { response, html } = await open(board)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const text = textOf(html)
    expect(text).toContain('30-day ceasefire talks, spring 2025')
    expect(text).toMatch(
      /Proposes or backs.*We urge the Russians to sign onto this plan.*Karoline Leavitt , 12 Mar 2025/,
    )
    expect(text).toContain('Ukraine accepts the 30 days.')
    expect(html).toMatch(/href="\/e\/\d+"/)
  })

  it('hold no script and no style of their own, under a policy that would not run them', async () => {
    const { response, html } = await open(board)
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*(src=|type="application\/(ld\+)?json"))|\son\w+=/)
  })

  it('load files that a browser may keep for ever', async () => {
    const { html } = await open(board)
    const files = [...html.matchAll(/(?:src|href)="(\/board\/[^"]+)"/g)].map(([, file]) => file!)
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) {
      const response = await fetch(service.url + file)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      await response.body?.cancel()
    }
  })

  it('escape what the operator and the record call things', async () => {
    const { html } = await open(board)
    expect(html).toContain('Talks &lt;watched>')
    expect(html).not.toContain('<watched>')
  })

  it('filter the record by what stands in the address', async () => {
    const statements = textOf((await open(`${board}?kind=statements`)).html)
    expect(statements).toContain('25 entries')
    const land = textOf((await open(`${board}?q=land&kind=statements`)).html)
    expect(land).toContain('We also discussed land')
    expect(land).toMatch(/\b[1-3] entr(y|ies)\b/)
    const russia = parties.find(({ name }) => name === 'Russia')!
    const ofRussia = textOf((await open(`${board}?kind=statements&party=${russia.id}`)).html)
    expect(ofRussia).toContain('A phone call between Trump and Putin is possible.')
    expect(ofRussia).not.toContain('Karoline Leavitt Press Secretary')
  })

  it('reach every entry of the record by the links to older ones, each once', async () => {
    const numbers: string[] = []
    let next: string | undefined = board
    while (next !== undefined) {
      const { html } = await open(next)
      numbers.push(...[...html.matchAll(/<li class="entry" id="e(\d+)"/g)].map(([, number]) => number!))
      const older = /class="older" href="([^"]+)#record"/.exec(html)?.[1]
      next = older === undefined ? undefined : board + older.replaceAll('&amp;', '&')
    }
    expect(new Set(numbers).size).toBe(numbers.length)
    const whole = textOf((await open(board)).html)
    expect(whole).toContain(`${String(numbers.length)} entries`)
  })

  it('are told unchanged until the head of the log moves', async () => {
    const { response } = await open(board)
    const tag = response.headers.get('etag')!
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1, must-revalidate')
    expect((await open(board, { 'if-none-match': tag })).response.status).toBe(304)
    const { events } = await service.ask(AnEvent)
    const { id, version } = events.nodes[0]!
    const input = { id, expectedVersion: version, title: 'A title put right', reason: 'It was misread.' }
    expect((await service.ask(CorrectForPages, { input })).updateEvent.errors).toEqual([])
    expect((await open(board, { 'if-none-match': tag })).response.status).toBe(200)
  })

  it('show the board as the record held it at a moment', async () => {
    const { events } = await service.ask(AnEvent)
    const { id, version, title } = events.nodes[0]!
    const moment = new Date().toISOString()
    const input = { id, expectedVersion: version, title: 'A title of later', reason: 'It was learned later.' }
    await service.ask(CorrectForPages, { input })
    const now = textOf((await open(board)).html)
    const then = textOf((await open(`${board}?asOf=${moment}`)).html)
    expect(then).toContain('This is the record as it stood on')
    expect(then).toContain('Who stands where')
    if (now.includes('A title of later')) expect(then).toContain(title)
    expect(then).not.toContain('A title of later')
    expect((await open(`${board}?asOf=2001-01-01`)).response.status).toBe(404)
  })

  it('let other sites show in a frame who stands where, and nothing else', async () => {
    const { response, html } = await open(`/embed${board}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(response.headers.get('x-frame-options')).toBeNull()
    expect(html).not.toContain('<script')
    expect(textOf(html)).toContain('Proposes or backs')
    expect(textOf(html)).not.toContain('The record')
    expect((await open(board)).response.headers.get('x-frame-options')).toBe('DENY')
  })

  it('show an entry by its number and by its id, with what was corrected in it', async () => {
    const { events } = await service.ask(AnEvent)
    const { id, number, version, title } = events.nodes[0]!
    const input = { id, expectedVersion: version, title: 'Another title', reason: 'The source says so.' }
    await service.ask(CorrectForPages, { input })
    const [byId, byNumber] = await Promise.all([open(`/e/${id}`), open(`/e/${String(number)}`)])
    expect(byId.html).toBe(byNumber.html)
    expect(byId.html).toContain(`<del dir="auto">${title}</del>`)
    expect(byId.html).toContain('<ins dir="auto">Another title</ins>')
    expect(textOf(byId.html)).toContain('The source says so.')
  })

  it('say beside an entry in which paragraph of its source the words stand, as the page of the source counts them', async () => {
    const { html } = await open(board)
    const [, address, place, paragraph] =
      /<a href="(\/s\/[^"#]+)#(c\d+-\d+)"><span class="check"[^>]*>✓<\/span> Verbatim, paragraph (\d+)</.exec(html)!
    const source = await open(address!)
    const before = source.html.slice(0, source.html.indexOf(`id="${place!}"`))
    expect([...before.matchAll(/<li id="p(\d+)"/g)].at(-1)![1]).toBe(paragraph)
  })

  it('mark in a source each passage that the record rests on', async () => {
    const { response, html } = await open(`/s/${statement.citations[0]!.source.id}`)
    expect(response.status).toBe(200)
    expect(html).toMatch(/<span class="anchor" id="c\d+-\d+"><\/span><mark/)
    expect(textOf(html)).toContain('7 paragraphs')
  })

  it.each(['/n/none', '/e/none', '/e/999999', '/s/none', '/e/0'])('say that there is nothing at %s', async (path) => {
    const { response, html } = await open(path)
    expect([400, 404]).toContain(response.status)
    expect(html).toMatch(/<h1\b/)
  })

  it('are what a browser gets where there is nothing; a program gets JSON', async () => {
    const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
    for (const path of ['/no/such/address', '/n/none/feed.xml', '/board/assets/none.js']) {
      const { response, html } = await open(path, browser)
      expect(response.status).toBe(404)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
      expect(textOf(html)).toContain('There is nothing at this address.')
      expect(html).toContain('/board/assets/')
      for (const accept of ['*/*', 'application/json'])
        expect((await open(path, { accept })).response.headers.get('content-type')).toContain('application/json')
    }
  })

  it('answer 410 for a retracted negotiation, with the reason, above the record that it had', async () => {
    const make = maker(service)
    const { id, version } = await make.negotiation({ name: 'Talks that never were' })
    await make.event({ negotiationId: id, title: 'A meeting all the same' })
    const reason = 'They were other talks.'
    expect(
      (await service.ask(RetractForPages, { input: { id, expectedVersion: version, reason } })).retractEntry.errors,
    ).toEqual([])
    const { response, html } = await open(`/n/${id}`)
    expect(response.status).toBe(410)
    expect(textOf(html)).toMatch(/Retracted .* by editor : They were other talks\./)
    expect(textOf(html)).toContain('A meeting all the same')
  })

  it('answer 410 for what was retracted, with the reason and the entry as it stood', async () => {
    const input = { id: statement.id, expectedVersion: statement.version, reason: 'Said by somebody else.' }
    expect((await service.ask(RetractForPages, { input })).retractEntry.errors).toEqual([])
    const { response, html } = await open(`/e/${String(statement.number)}`)
    expect(response.status).toBe(410)
    expect(textOf(html)).toContain('Said by somebody else.')
  })
})

describe('the pages of a record that is not open to all', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService({ sample: true, config: { publicRead: false } })
  })
  afterAll(() => service.stop())

  it('say so, and are shown to who sends a token', async () => {
    const stranger = await fetch(`${service.url}/`, { redirect: 'manual' })
    expect(stranger.status).toBe(401)
    expect(textOf(await stranger.text())).not.toContain('ceasefire')
    const editor = await fetch(`${service.url}/`, { headers: { authorization: `Bearer ${EDITOR}` } })
    expect(editor.status).toBe(200)
    expect(editor.headers.get('cache-control')).toBe('private, no-cache')
  })
})

describe('the pages where readers may ask listed documents alone', () => {
  it('are served all the same', async () => {
    const text = '{ __typename }'
    const file = join(await mkdtemp(join(tmpdir(), 'parley-')), 'list.json')
    await writeFile(file, JSON.stringify({ [createHash('sha256').update(text).digest('hex')]: text }))
    const service = await startService({ sample: true, config: { trustedDocuments: file } })
    const page = await fetch(`${service.url}/`)
    await service.stop()
    expect(page.status).toBe(200)
  })
})

/** What a reader sees, with single blanks. */
function textOf(html: string): string {
  return html
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}
