import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/settings.ts'
import { ar } from '../../web/words/ar.ts'
import { editorAr } from '../../web/words/editor-ar.ts'
import { en } from '../../web/words/en.ts'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type Maker, maker } from '../support/make.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'

const ASK_AXE = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`
const SIDEWAYS = 'document.documentElement.scrollWidth - innerWidth'

describe('the languages of the board', () => {
  it.each(LANGUAGES)('are those that an operator may choose: %s', async (language) => {
    const service = await startService({ config: { language } })
    const html = await (await fetch(service.url)).text()
    await service.stop()
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
  })

  it('count in Arabic as Arabic does', () => {
    expect([0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 1_103].map(ar.record.entries)).toEqual([
      ...['لا مدخلات', 'مدخلة واحدة', 'مدخلتان', '3 مدخلات', '10 مدخلات', '11 مدخلة', '99 مدخلة', '100 مدخلة'],
      ...['101 مدخلة', '102 مدخلة', '1,103 مدخلات'],
    ])
    expect([1, 2, 3, 11, 100].map(ar.connection.waiting)).toEqual([
      ...['تحديث جديد واحد', 'تحديثان جديدان', '3 تحديثات جديدة', '11 تحديثًا جديدًا', '100 تحديث جديد'],
    ])
    expect([1, 2, 1_103].map(en.record.entries)).toEqual(['1 entry', '2 entries', '1,103 entries'])
  })
})

describe.skipIf(!hasChromium)(`the board in Arabic (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let make: Maker
  let paths: Record<string, string>

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService({ sample: true, config: { language: 'ar' } }), openBrowser()])
    make = maker(service)
    const board = (await fetch(`${service.url}/`, { redirect: 'manual' })).headers.get('location')!
    const html = await (await fetch(service.url + board)).text()
    paths = {
      board,
      'board of the past': `${board}?asOf=2099-01-01`,
      'status update': '/e/107',
      person: /title speaker"><a href="([^"]+)"/.exec(html)![1]!,
      source: /href="(\/s\/[^"#]+)/.exec(html)![1]!,
      list: '/n',
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
  const words: Record<string, string> = {
    board: ar.positions.title,
    'board of the past': ar.past.seeNow,
    'status update': ar.entryPage.content,
    person: ar.entryPage.said,
    source: ar.source.text,
    list: ar.index.heading,
    'missing page': ar.refusals.notFound,
  }

  describe.each(Object.keys(words))('on the %s', (name) => {
    it('says its words in Arabic, from right to left, and none in English', async () => {
      await withPage({ viewport: { width: 1360, height: 900 } }, async (page) => {
        await page.goto(service.url + paths[name]!, { waitUntil: 'networkidle' })
        await page.getByText(words[name]!).first().waitFor()
        expect(await page.locator('html').getAttribute('lang')).toBe('ar')
        expect(await page.evaluate('getComputedStyle(document.body).direction')).toBe('rtl')
        const text = await page.locator('body').innerText()
        for (const english of ['Who stands where', 'Recorded', 'Verbatim', 'Entry', 'Updated', 'No statement'])
          expect(text).not.toContain(english)
      })
    })

    it('needs no sideways scrolling from 320 pixels on', async () => {
      for (const width of [320, 390, 768, 1360])
        await withPage({ viewport: { width, height: 800 } }, async (page) => {
          await page.goto(service.url + paths[name]!, { waitUntil: 'networkidle' })
          expect(await page.evaluate(SIDEWAYS)).toBe(0)
        })
    })

    it.each(['light', 'dark'] as const)('has nothing that axe objects to, narrow and wide, %s', async (colorScheme) => {
      for (const width of [390, 1360])
        await withPage({ colorScheme, viewport: { width, height: 844 } }, async (page) => {
          await page.goto(service.url + paths[name]!, { waitUntil: 'networkidle' })
          await page.evaluate(axe.source)
          expect(await page.evaluate(ASK_AXE)).toEqual([])
        })
    })
  })

  it('loads the words of one language alone', async () => {
    await withPage({}, async (page) => {
      const scripts: string[] = []
      page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()))
      await page.goto(service.url + paths['board']!, { waitUntil: 'networkidle' })
      expect(scripts.filter((each) => each.includes('/ar-'))).toHaveLength(1)
      expect(scripts.filter((each) => each.includes('/en-'))).toEqual([])
    })
  })

  it('tells what comes in while it is watched in Arabic', async () => {
    await withPage({ viewport: { width: 390, height: 844 } }, async (page) => {
      await page.goto(service.url + paths['board']!)
      await page.locator('.connection strong', { hasText: ar.connection.live }).waitFor()
      const negotiationId = paths['board']!.slice('/n/'.length)
      const date = { edtf: '2025-03-13' }
      for (const content of ['تستمر المحادثات غدًا.', 'لم يُحدَّد المكان بعد.'])
        await make.statement({ negotiationId, content, date })
      await page.locator('.pill', { hasText: ar.connection.waiting(2) }).waitFor()
      expect(await page.locator('[role=status]').innerText()).toBe(
        `${ar.connection.waiting(2)}. ${ar.connection.pressToShow}`,
      )
      await page.locator('.pill').click()
      const entry = page.locator('.entry', { hasText: 'تستمر المحادثات غدًا.' })
      await entry.getByText(/^سُجّلت /).waitFor()
      expect(await page.evaluate(SIDEWAYS)).toBe(0)
    })
  })

  it('keeps to Arabic from page to page', async () => {
    await withPage({}, async (page) => {
      await page.goto(service.url + paths['board']!, { waitUntil: 'networkidle' })
      await page.locator('.entry a.number').first().click()
      await page.getByRole('heading', { name: ar.entryPage.history }).waitFor()
      await page.locator('.conflict a').click()
      await page.getByRole('heading', { name: ar.positions.title }).waitFor()
      await page.getByRole('button', { name: ar.display.title }).click()
      await page.getByText(ar.display.arrive).waitFor()
    })
  })

  it('is edited in Arabic too', async () => {
    await withPage({ viewport: { width: 320, height: 800 } }, async (page) => {
      await page.goto(`${service.url}/edit/new/Statement`)
      await page.locator('#token').fill(EDITOR)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: editorAr.add('Statement') }).waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('link', { name: editorAr.missing(editorAr.field('Statement', 'date').label) }).waitFor()
      await page.locator('#field-speechAct option').nth(1).waitFor({ state: 'attached' })
      expect(await page.locator('.form label, .form legend, .form button').allInnerTexts()).not.toContainEqual(
        expect.stringMatching(/[A-Za-z]{3}/),
      )
      for (const width of [320, 1360]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
      }
      await page.evaluate(axe.source)
      expect(await page.evaluate(ASK_AXE)).toEqual([])
    })
  })

  it('sets names in other letters apart, and turns what points', async () => {
    await withPage({ viewport: { width: 1360, height: 900 } }, async (page) => {
      await page.goto(service.url + paths['board']!, { waitUntil: 'networkidle' })
      expect(await page.locator('.move bdi').count()).toBeGreaterThan(0)
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.arrow')).transform`)).toBe(
        'matrix(-1, 0, 0, 1, 0, 0)',
      )
    })
  })

  it('says its language in the feed', async () => {
    const feed = (await (await fetch(`${service.url}${paths['board']!}/feed.json`)).json()) as { language: string }
    expect(feed.language).toBe('ar')
  })
})
