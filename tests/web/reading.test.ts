import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUDGETS, weightOf } from '../../scripts/board-figures.ts'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type TestService, startService } from '../support/service.ts'

const ASK_AXE = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`
const SHIFTED = `new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({ type: 'layout-shift', buffered: true })
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
})`
const SIDEWAYS = 'document.documentElement.scrollWidth - innerWidth'

describe.skipIf(!hasChromium)(`reading the board in a browser (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let paths: Record<string, string>

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService({ sample: true }), openBrowser()])
    const board = (await fetch(`${service.url}/`, { redirect: 'manual' })).headers.get('location')!
    const html = await (await fetch(service.url + board)).text()
    paths = {
      board,
      'board with filters': `${board}?kind=statements&q=land`,
      'status update': '/e/107',
      person: /title speaker"><a href="([^"]+)"/.exec(html)![1]!,
      source: /href="(\/s\/[^"#]+)/.exec(html)![1]!,
      'missing page': '/e/999999',
    }
  })
  afterAll(async () => {
    await browser.close()
    await service.stop()
  })

  const withPage = async (options: BrowserContextOptions, look: (page: Page) => Promise<void>) => {
    const context = await browser.newContext(options)
    await look(await context.newPage())
    await context.close()
  }
  const pages = ['board', 'board with filters', 'status update', 'person', 'source', 'missing page']
  const widths = [320, 768, 1360]

  describe.each(pages)('the %s', (name) => {
    it.each(['light', 'dark'] as const)('has nothing that axe objects to, narrow and wide, %s', async (colorScheme) => {
      for (const width of [390, 1360])
        await withPage({ colorScheme, viewport: { width, height: 844 } }, async (page) => {
          await page.goto(service.url + paths[name]!)
          await page.evaluate(axe.source)
          expect(await page.evaluate(ASK_AXE)).toEqual([])
        })
    })

    it('needs no sideways scrolling from 320 pixels on', async () => {
      for (const width of widths)
        await withPage({ viewport: { width, height: 800 } }, async (page) => {
          await page.goto(service.url + paths[name]!)
          expect(await page.evaluate(SIDEWAYS)).toBe(0)
        })
    })

    it('asks nobody but us, and breaks no rule of its policy', async () => {
      const [hosts, complaints] = [new Set<string>(), [] as string[]]
      await withPage({}, async (page) => {
        page.on('request', (request) => hosts.add(new URL(request.url()).host))
        page.on('console', (message) => {
          // The one page that is not there says so itself.
          if (message.type() === 'error' && name !== 'missing page') complaints.push(message.text())
        })
        page.on('pageerror', (error) => complaints.push(error.message))
        await page.goto(service.url + paths[name]!, { waitUntil: 'networkidle' })
      })
      expect([...hosts]).toEqual([new URL(service.url).host])
      expect(complaints).toEqual([])
    })
  })

  it('filters without scripts, by its form', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(service.url + paths['board']!)
      await page.getByRole('checkbox', { name: 'Statements' }).check()
      await page.getByRole('searchbox').fill('land')
      await page.getByRole('button', { name: 'Show' }).click()
      await page.waitForURL(/kind=statements&.*q=land/)
      expect(await page.locator('.count').innerText()).toMatch(/^[1-3] entr/)
      expect(await page.getByRole('checkbox', { name: 'Statements' }).isChecked()).toBe(true)
      await page.getByRole('link', { name: 'Clear filters' }).click()
      await page.getByText('50 entries').waitFor()
    })
  })

  it('stays where it is while its letters and its scripts arrive', async () => {
    await withPage({ viewport: { width: 1360, height: 900 } }, async (page) => {
      await page.goto(service.url + paths['board']!, { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: 'Display' }).waitFor()
      expect(await page.evaluate(SHIFTED)).toBeLessThan(0.01)
    })
  })

  it.each([
    ['in forced colours', { forcedColors: 'active' }],
    ['written from right to left', {}],
  ] as const)('needs no sideways scrolling %s', async (name, options) => {
    for (const width of widths)
      await withPage({ ...options, viewport: { width, height: 800 } }, async (page) => {
        await page.goto(service.url + paths['board']!)
        if (name.includes('right')) await page.evaluate(`document.documentElement.dir = 'rtl'`)
        expect(await page.evaluate(SIDEWAYS)).toBe(0)
      })
  })

  it('prints the record without what only a screen can use', async () => {
    await withPage({ viewport: { width: 1000, height: 1400 } }, async (page) => {
      await page.goto(service.url + paths['board']!)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.matrix').isVisible()).toBe(true)
      for (const part of ['.top', '.filters', '.pages', '.foot'])
        expect(await page.locator(part).first().isVisible()).toBe(false)
    })
  })

  it('is cited by its moment, its version and its filters, and the address that is copied leads to that moment', async () => {
    const options = { permissions: ['clipboard-read', 'clipboard-write'] }
    await withPage(options, async (page) => {
      await page.goto(service.url + paths['board with filters']!, { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: 'Copy' }).click()
      await page.getByText('Copied').waitFor()
      const copied = await page.evaluate<string>('navigator.clipboard.readText()')
      expect(copied).toMatch(
        /^Parley, “30-day ceasefire talks, spring 2025”, as the record stood on \d+ \w+ \d{4}, \d\d:\d\d UTC \(change \d+\): http\S+\?asOf=\S+Z\. Filtered by Statements, with “land”: http\S+\?kind=statements&q=land$/,
      )
      await page.goto(/http\S+asOf=\S+Z/.exec(copied)![0])
      expect(await page.locator('.offline-bar').innerText()).toContain('as it stood on')
    })
  })

  it('offers files of what its filter keeps', async () => {
    await withPage({}, async (page) => {
      await page.goto(service.url + paths['board with filters']!)
      const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
      expect(csv).toBe(`${paths['board']!}/record.csv?kind=statements&q=land`)
      expect(await page.locator('#reuse').innerText()).toContain(
        'These hold what the filter keeps: Statements, with “land”.',
      )
    })
  })

  it('keeps to its budget of bytes', async () => {
    const weight = await weightOf(service.url + paths['board']!)
    for (const part of ['html', 'script', 'style', 'fonts'] as const) {
      expect(weight[part]).toBeGreaterThan(0)
      expect(weight[part]).toBeLessThan(BUDGETS[part])
    }
  })
})
