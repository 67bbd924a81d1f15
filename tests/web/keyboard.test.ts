import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const FOCUSED = 'document.activeElement.id'
/** More than a page has before its first source. */
const MOST_TABS = 150

describe.skipIf(!hasChromium)(`a board by the keyboard alone (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let board: string
  let page: Page

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService({ sample: true }), openBrowser()])
    board = (await fetch(service.url, { redirect: 'manual' })).headers.get('location')!
  })
  afterAll(async () => {
    await browser.close()
    await service.stop()
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } })
    await page.goto(service.url + board)
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
  })
  afterEach(() => page.context().close())

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const entries = () => page.evaluate<string[]>(`[...document.querySelectorAll('.entry')].map(({ id }) => id)`)
  const focused = () => page.evaluate<string>(FOCUSED)
  /** Single keys that would do something. */
  const nothingHappens = async () => {
    const before = await page.evaluate(`document.activeElement.outerHTML`)
    await press('j', 'k', 'm')
    expect(await page.evaluate(`document.activeElement.outerHTML`)).toBe(before)
  }

  it('goes through the entries with j and k, and stays at the first', async () => {
    const [first, second, third] = await entries()
    await page.evaluate('document.querySelector(".entry").scrollIntoView({ block: "start" })')
    await press('j')
    expect(await focused()).toBe(first)
    await press('j', 'j')
    expect(await focused()).toBe(third)
    expect(await page.evaluate(`document.activeElement.matches(':focus-visible')`)).toBe(true)
    await press('k')
    expect(await focused()).toBe(second)
    await press('k', 'k', 'k')
    expect(await focused()).toBe(first)
  })

  it('shows what is new with n, in whatever case, and goes there', async () => {
    const made = await maker(service).statement({
      ...{ negotiationId: board.slice('/n/'.length), content: 'Said for keyboards.', date: { edtf: '2025-03-13' } },
    })
    await page.locator('.pill').waitFor()
    await press('Shift+N')
    await page.getByText('Said for keyboards.').waitFor()
    expect(await focused()).toBe(`e${String(made.number)}`)
  })

  it('goes to the search with /, and to the positions with m', async () => {
    await press('/')
    expect(await focused()).toBe('q')
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
    await page.locator('h1').click()
    await press('m')
    expect(await page.evaluate('document.activeElement.className')).toBe('matrix-frame')
    await page.locator('#positions').waitFor()
    expect(await page.evaluate(`document.getElementById('positions').getBoundingClientRect().top < 200`)).toBe(true)
  })

  it('leaves keys alone in fields, popovers and dialogs, and with a modifier', async () => {
    await page.getByRole('searchbox').focus()
    await press('j', 'n', '/', 'm')
    expect(await page.getByRole('searchbox').inputValue()).toBe('jn/m')
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('combobox', { name: 'Theme' }).focus()
    await nothingHappens()
    await press('Escape')
    await page
      .locator('.entry a', { has: page.locator('.check') })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    await nothingHappens()
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('h1').click()
    await press('Control+j', 'Alt+m')
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('LI')
  })

  it('knows its keys on a filter that was just ticked, and by their place where letters are others', async () => {
    await page.getByRole('checkbox', { name: 'Statements' }).focus()
    await press('Space')
    await page.waitForURL(/kind=statements/)
    await page.locator('.title.step').first().waitFor({ state: 'detached' })
    await press('j')
    expect(await entries()).toContain(await focused())
    await press('k', 'k')
    await page.evaluate(`document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'о', code: 'KeyJ', bubbles: true, cancelable: true }))`)
    expect(await focused()).toBe((await entries())[1])
  })

  it('does nothing by single keys for who has switched them off, now and later', async () => {
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck()
    await press('Escape')
    await page.locator('h1').click()
    await nothingHappens()
    await page.reload()
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
    await nothingHappens()
  })

  it('leads by Tab and Enter from the top to the source of an entry, and back', async () => {
    await press('Tab')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content')
    await press('Enter')
    expect(await focused()).toBe('main')
    const onSource = `document.activeElement.closest('.entry') !== null && document.activeElement.querySelector('.check') !== null`
    let tabs = 0
    while (!(await page.evaluate(onSource)) && tabs < MOST_TABS) {
      await press('Tab')
      tabs += 1
    }
    expect(tabs).toBeLessThan(MOST_TABS)
    expect(await page.evaluate(`document.activeElement.matches(':focus-visible')`)).toBe(true)
    const address = await page.evaluate('document.activeElement.href')
    await press('Enter')
    await page.getByRole('dialog').locator('.cited').first().waitFor()
    expect(await page.evaluate(`document.activeElement.closest('dialog') !== null`)).toBe(true)
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.evaluate('document.activeElement.href')).toBe(address)
    await press('Shift+Tab')
    expect(await page.evaluate(`document.activeElement.closest('.entry') !== null`)).toBe(true)
  })
})
