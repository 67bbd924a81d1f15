import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { en } from '../../web/words/en.ts'
import { maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const SVG = `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><script>alert(1)</script><path d="M0 0h2v2z"/></svg>`
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

describe('what an operator may set of the board', () => {
  let folder: string
  const services: TestService[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-'))
  })
  afterAll(async () => {
    for (const service of services) await service.stop()
    await rm(folder, { recursive: true })
  })

  const start = async (config: Partial<Config>, sample = false) => {
    const service = await startService({ sample, config })
    services.push(service)
    return service
  }
  const fileOf = async (name: string, content: string | Buffer) => {
    const file = join(folder, name)
    await writeFile(file, content)
    return file
  }
  const boardOf = async (service: TestService) => {
    const board = (await fetch(service.url, { redirect: 'manual' })).headers.get('location')!
    return await (await fetch(service.url + board)).text()
  }

  it('is a picture in place of the mark, an SVG of which runs nothing', async () => {
    const service = await start({ logo: await fileOf('logo.svg', SVG) })
    const html = await (await fetch(service.url)).text()
    const address = /<img class="mark" src="([^"]+)" alt\b/.exec(html)![1]!
    expect(address).toMatch(/^\/board\/logo-[\w-]{12}\.svg$/)
    const logo = await fetch(service.url + address)
    expect(await logo.text()).toBe(SVG)
    expect(logo.headers.get('content-type')).toBe('image/svg+xml')
    expect(logo.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
    expect(logo.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('is a PNG as well', async () => {
    const service = await start({ logo: await fileOf('logo.png', PNG) })
    const address = /src="(\/board\/logo-[^"]+\.png)"/.exec(await (await fetch(service.url)).text())![1]!
    const logo = await fetch(service.url + address)
    expect(logo.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(PNG)
  })

  it.each([
    ['that is no picture', 'logo.txt', 'hello', /^LOGO names .*logo\.txt, which is neither an SVG nor a PNG\.$/],
    ['that is too large', 'large.svg', SVG.padEnd(300_000), /^LOGO names .*large\.svg, which is larger than 256 kB\.$/],
  ])('is no file %s', async (_, name, content, sentence) => {
    await expect(startService({ config: { logo: await fileOf(name, content) } })).rejects.toThrow(sentence)
  })

  const lengthOf = (html: string, line: string) =>
    new RegExp(`<path class="${line}"(?: d="([^"]*)")?`).exec(html)![1]?.length ?? 0

  it('is whose borders maps draw, which each map says', async () => {
    const boards = await Promise.all(
      (['un', 'defacto', 'none'] as const).map(async (mapBoundaries) => {
        const html = await boardOf(await start({ mapBoundaries }, true))
        return {
          mapBoundaries,
          html,
          borders: lengthOf(html, 'border'),
          disputed: lengthOf(html, 'border disputed'),
        }
      }),
    )
    for (const { mapBoundaries, html } of boards) expect(html).toContain(en.places.boundaries[mapBoundaries])
    const [un, defacto, none] = boards
    expect(un!.borders).toBeGreaterThan(0)
    expect(defacto!.borders).toBeGreaterThan(0)
    expect([defacto!.disputed, none!.disputed, none!.borders]).toEqual([0, 0, 0])
  })

  it('is the negotiation to which the root leads, beside a list of all', async () => {
    const record = await start({})
    const make = maker(record)
    const talks = await make.negotiation({ name: 'The talks of most' })
    await make.negotiation({ name: 'Other talks' })
    expect((await fetch(record.url, { redirect: 'manual' })).status).toBe(200)

    const service = await start({ defaultNegotiation: talks.id })
    const first = await fetch(service.url, { redirect: 'manual' })
    expect(first.status).toBe(302)
    expect(first.headers.get('location')).toBe(`/n/${talks.id}`)
    const list = await (await fetch(`${service.url}/n`)).text()
    expect(list).toContain(en.index.title)
    expect(list).toContain(`<a href="/n">${en.page.allNegotiations}</a>`)
    expect(await (await fetch(`${record.url}/n`)).text()).toContain('Other talks')
  })
})
