import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type Relay, openRelay, through } from '../support/relay.ts'
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts'

const TOKEN = 'editor-token-of-killed'
const SAID = ['Said before the end.', 'Said after it, first.', 'Said after it, second.']

describe.skipIf(!hasChromium)(`a service that is killed while boards watch (skipped without ${CHROMIUM})`, () => {
  let folder: string
  let browser: Browser
  let relay: Relay
  let service: ServiceProcess
  let start: () => Promise<ServiceProcess>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley_test_'))
    const port = await freePort()
    const env = { DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', PORT: String(port), EDITOR_TOKEN: TOKEN }
    start = () => startServiceProcess({ ...env, SAMPLE_RECORD: 'prisma/sample/ceasefire-2025-03.json' })
    ;[browser, relay, service] = await Promise.all([openBrowser(), openRelay(port), start()])
  })
  afterAll(async () => {
    await service.end('SIGTERM')
    await relay.close()
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is missed by both, and told anew by both once it is there again: nothing lost, nothing twice', async () => {
    const board = (await fetch(service.url, { redirect: 'manual' })).headers.get('location')!
    const pages = await Promise.all([1, 2].map(() => watch(browser, new URL(board, through(service.url, relay)).href)))
    await say(service, board, SAID[0]!)
    await onBoth(pages, (page) => page.locator('.pill', { hasText: '1 new update' }).waitFor())

    await service.end('SIGKILL')
    await onBoth(pages, (page) => page.locator('.offline-bar').waitFor())
    await onBoth(pages, (page) => page.locator('.connection', { hasText: /Reconnecting|Offline/ }).waitFor())
    // The boards stay out until there is something that they missed.
    relay.cut()
    service = await start()
    await say(service, board, SAID[1]!)
    await say(service, board, SAID[2]!)
    relay.restore()

    await onBoth(pages, (page) => page.locator('.connection strong', { hasText: 'Live' }).waitFor({ timeout: 60_000 }))
    await onBoth(pages, (page) => page.locator('.pill', { hasText: '3 new updates' }).waitFor())
    await onBoth(pages, async (page) => {
      expect(await page.locator('.offline-bar').count()).toBe(0)
      await page.locator('.pill').click()
      for (const words of SAID) {
        await page.getByText(words).first().waitFor()
        expect(await page.locator('.entry', { hasText: words }).count()).toBe(1)
      }
      await page
        .getByText(/rrived while you were disconnected/)
        .first()
        .waitFor()
      const numbers = await page.evaluate<string[]>(`[...document.querySelectorAll('.entry')].map(({ id }) => id)`)
      expect(new Set(numbers).size).toBe(numbers.length)
    })
  })
})

const onBoth = (pages: readonly Page[], look: (page: Page) => Promise<unknown>) => Promise.all(pages.map(look))

async function watch(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(url)
  await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
  return page
}

async function say({ url }: ServiceProcess, board: string, content: string): Promise<void> {
  const ask = async (query: string, variables: object) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as { data: { sources: { nodes: { id: string }[] }; add: { errors: object[] } } }
  }
  const { data } = await ask('{ sources(first: 1) { nodes { id } } }', {})
  const input = {
    ...{ negotiationId: board.slice('/n/'.length), content, quoteType: 'INDIRECT', speechAct: 'ANNOUNCE' },
    ...{
      speakerTitle: 'an official',
      date: { edtf: '2025-03-13' },
      citations: [{ sourceId: data.sources.nodes[0]!.id }],
    },
  }
  const added = await ask(
    'mutation ($input: AddStatementInput!) { add: addStatement(input: $input) { errors { message } } }',
    {
      input,
    },
  )
  expect(added.data.add.errors).toEqual([])
}

/** A port that is free now; the service has to come back under the same one. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
