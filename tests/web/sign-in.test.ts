import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'

const ASK_AXE = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`
const SIDEWAYS = 'document.documentElement.scrollWidth - innerWidth'

describe.skipIf(!hasChromium)(`signing in with a browser (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService({ sample: true }), openBrowser()])
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
  const signIn = async (page: Page, token: string) => {
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  it('begins on a board, leads back to what one wanted to add to, and ends where one reads', async () => {
    const complaints: string[] = []
    await withPage({}, async (page) => {
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.goto(service.url)
      const negotiation = new URL(page.url()).pathname.split('/')[2]!
      await page.getByRole('link', { name: 'Add entry' }).click()
      await signIn(page, EDITOR)
      await page.waitForURL(`${service.url}/edit?negotiation=${negotiation}`)
      await page.getByText('Signed in as editor').waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${service.url}/n/${negotiation}`)
      await page.goto(`${service.url}/edit`)
      await page.getByRole('heading', { name: 'Sign in to edit' }).waitFor()
    })
    expect(complaints).toEqual([])
  })

  it('works without scripts, and says then that editing needs them', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${service.url}/edit`)
      await signIn(page, 'wrong')
      expect(await page.getByRole('alert').innerText()).toContain('This token is not known.')
      expect(await page.getByLabel('Token').inputValue()).toBe('')
      await signIn(page, EDITOR)
      await page.waitForURL(`${service.url}/edit`)
      // A browser that is only told to run no scripts still reads <noscript> as if it ran them.
      expect(await page.content()).toMatch(/<noscript>.*Editing needs scripts; reading does not\..*<\/noscript>/)
    })
  })

  it('can be done with the keyboard alone, the error leading to its field', async () => {
    await withPage({}, async (page) => {
      await page.goto(`${service.url}/edit`)
      await page.getByLabel('Token').focus()
      await page.keyboard.type('wrong')
      await page.keyboard.press('Enter')
      const error = page.getByRole('alert').getByRole('link')
      await error.focus()
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('token')
      await page.keyboard.type(EDITOR)
      await page.keyboard.press('Enter')
      await page.waitForURL(`${service.url}/edit`)
      await page.getByText('Signed in as editor').waitFor()
    })
  })

  it.each(['light', 'dark'] as const)(
    'has nothing that axe objects to, nor sideways scrolling, %s',
    async (colorScheme) => {
      for (const width of [320, 390, 1360])
        await withPage({ colorScheme, viewport: { width, height: 844 } }, async (page) => {
          await page.goto(`${service.url}/edit`)
          for (const token of [null, 'wrong']) {
            if (token !== null) await signIn(page, token)
            await page.evaluate(axe.source)
            expect(await page.evaluate(ASK_AXE)).toEqual([])
            expect(await page.evaluate(SIDEWAYS)).toBe(0)
          }
        })
    },
  )

  it('is refused to a form on a page of another site, with the cookie at hand', async () => {
    await withPage({}, async (page) => {
      await page.goto(`${service.url}/edit`)
      await signIn(page, EDITOR)
      await page.getByText('Signed in as editor').waitFor()
      await page.route('http://evil.test/**', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<form method="post" action="${service.url}/edit/session/end"><button>Win</button></form>`,
        }),
      )
      await page.goto('http://evil.test/')
      const answer = page.waitForResponse(`${service.url}/edit/session/end`)
      await page.getByRole('button', { name: 'Win' }).click()
      expect((await answer).status()).toBe(403)
      await page.getByText('This was not sent by a page of this service').waitFor()
      await page.goto(`${service.url}/edit`)
      await page.getByText('Signed in as editor').waitFor()
    })
  })
})
