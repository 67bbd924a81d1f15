import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type Maker, maker } from '../support/make.ts'
import { type Relay, openRelay, through } from '../support/relay.ts'
import { type TestService, startService } from '../support/service.ts'

const TheTalks = graphql(`
  query TheTalksOfTheBoard {
    negotiations(first: 1) {
      nodes {
        id
        parties {
          organization {
            id
            name
          }
        }
        proposals {
          id
        }
        events(first: 1) {
          nodes {
            id
            number
            version
          }
        }
      }
    }
  }
`)
const CorrectOnBoard = graphql(`
  mutation CorrectOnBoard($input: UpdateEventInput!) {
    updateEvent(input: $input) {
      errors {
        message
      }
      event {
        version
      }
    }
  }
`)
const RetractOnBoard = graphql(`
  mutation RetractOnBoard($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)

const TODAY = { edtf: '2025-03-13' }
const ASK_AXE = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`

describe.skipIf(!hasChromium)(`a board that is watched (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let relay: Relay
  let context: BrowserContext
  let make: Maker
  let talks: { id: string; proposalId: string; russia: string; event: { id: string; number: number; version: number } }
  const complaints: string[] = []

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService({ sample: true }), openBrowser()])
    relay = await openRelay(Number(new URL(service.url).port))
    make = maker(service)
  })
  beforeEach(async () => {
    const [negotiation] = (await service.ask(TheTalks)).negotiations.nodes
    talks = {
      id: negotiation!.id,
      proposalId: negotiation!.proposals[0]!.id,
      russia: negotiation!.parties.find(({ organization }) => organization.name === 'Russia')!.organization.id,
      event: negotiation!.events.nodes[0]!,
    }
    context = await browser.newContext({ viewport: { width: 1360, height: 900 } })
    complaints.length = 0
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    context.on('weberror', (error) => complaints.push(error.error().message))
  })
  afterEach(async () => {
    await context.close()
    expect(complaints.filter((each) => !/WebSocket|ERR_/.test(each))).toEqual([])
  })
  afterAll(async () => {
    await browser.close()
    await relay.close()
    await service.stop()
  })

  /** A board with its connection standing, through the relay where a test cuts it. */
  const watch = async (url = service.url, path = ''): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(new URL(`/n/${talks.id}${path}`, url).href)
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
    return page
  }
  const say = (content: string) => make.statement({ negotiationId: talks.id, content, date: TODAY })
  const pill = (page: Page) => page.locator('.pill')

  it('corrects and retracts in place', async () => {
    const page = await watch()
    const { id, number, version } = talks.event
    const entry = page.locator(`#e${String(number)}`)
    const input = { id, expectedVersion: version, title: 'A title put right in sight of all', reason: 'Misread.' }
    const { updateEvent } = await service.ask(CorrectOnBoard, { input })
    await entry.getByText('A title put right in sight of all').waitFor()
    await service.ask(RetractOnBoard, {
      input: { id, expectedVersion: updateEvent.event!.version, reason: 'It did not happen.' },
    })
    await entry.getByText('Retracted: It did not happen.').waitFor()
  })

  it('keeps new entries behind a pill, and the page where it is', async () => {
    const page = await watch()
    await page.evaluate(`document.querySelector('.entry:nth-child(6)').scrollIntoView({ block: 'center' })`)
    const where = `document.querySelector('.entry:nth-child(6)').getBoundingClientRect().top`
    const before = await page.evaluate(where)
    const made = await say('The talks go on tomorrow.')
    await say('The place is not known yet.')
    await pill(page).getByText('2 new updates').waitFor()
    expect(await page.evaluate(where)).toBe(before)
    expect(await page.title()).toMatch(/^\(2\) 30-day/)
    expect(await page.getByText('The talks go on tomorrow.').count()).toBe(0)
    expect(await page.locator('[role=status]').innerText()).toContain('2 new updates. Press N to show.')
    await pill(page).click()
    await page.getByText('The place is not known yet.').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe(`e${String(made.number)}`)
    expect(await pill(page).count()).toBe(0)
    expect(await page.title()).toMatch(/^30-day/)
  })

  it('shows them by the key n, unless keys are switched off or a field has the focus', async () => {
    const page = await watch()
    await say('Said while keys are off.')
    await pill(page).waitFor()
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    expect(await pill(page).count()).toBe(1)
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).check()
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').focus()
    await page.keyboard.press('n')
    expect(await pill(page).count()).toBe(1)
    expect(await page.getByRole('searchbox').inputValue()).toBe('n')
    await page.locator('h1').click()
    await page.keyboard.press('n')
    await page.getByText('Said while keys are off.').waitFor()
  })

  it('puts them in as they arrive for who has chosen so, and remembers the choice', async () => {
    const page = await watch()
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('checkbox', { name: 'Show new entries as they arrive' }).check()
    await page.reload()
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
    await say('Put in at once.')
    await page.getByText('Put in at once.').waitFor()
    expect(await pill(page).count()).toBe(0)
  })

  it('changes in place who stands where, and says so, on two boards within a second', async () => {
    const [one, other] = [await watch(), await watch()]
    const cell = (page: Page) => page.locator('.cell').first()
    await one.locator('.cell').first().getByText('Studying').waitFor()
    await make.statusUpdate({
      ...{
        negotiationId: talks.id,
        kind: 'POSITION_CHANGED',
        effectiveOn: TODAY,
        summary: 'Russia rejects the proposal.',
      },
      ...{ partyId: talks.russia, proposalId: talks.proposalId, position: 'REJECTS' },
    })
    const addedAt = Date.now()
    await Promise.all([one, other].map((page) => cell(page).getByText('Rejects', { exact: true }).waitFor()))
    expect(Date.now() - addedAt).toBeLessThan(1_000)
    expect(await one.locator('[role=status]').innerText()).toContain('Russia, 30-day ceasefire: Rejects.')
    expect(await one.locator('.track [aria-current=step]').innerText()).toContain('Russia rejects the proposal')
  })

  it('says that it is cut off, and shows afterwards what was missed, above a line', async () => {
    const page = await watch(through(service.url, relay))
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    relay.cut()
    await page.locator('.offline-bar').waitFor()
    expect(await page.locator('.offline-bar').innerText()).toMatch(/saved copy as of \d\d:\d\d UTC/)
    await page.evaluate(axe.source)
    expect(await page.evaluate(ASK_AXE)).toEqual([])
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    await page.setViewportSize({ width: 1360, height: 900 })
    await say('Said while nobody could hear it.')
    relay.restore()
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor({ timeout: 30_000 })
    await pill(page).click()
    await page.getByText('Said while nobody could hear it.').waitFor()
    await page.getByText(/rrived while you were disconnected/).waitFor()
    expect(await page.locator('.offline-bar').count()).toBe(0)
  })

  it('keeps to its filter: what does not fit it is not offered', async () => {
    const page = await watch(service.url, '?q=zebra')
    await say('Nothing about it.')
    await say('A zebra was seen at the talks.')
    await pill(page).getByText('1 new update').waitFor()
    await pill(page).click()
    await page.getByText('A zebra was seen at the talks.').waitFor()
    expect(await page.getByText('Nothing about it.').count()).toBe(0)
  })

  it('filters in place as soon as something is ticked, with the focus where it was, says how many there are, and goes back', async () => {
    await make.statement({ negotiationId: talks.id, content: 'Said long before.', date: { edtf: '2020-01-01' } })
    const page = await watch()
    await page.evaluate('window.same = true')
    const statements = page.getByRole('checkbox', { name: 'Statements' })
    await statements.focus()
    await page.keyboard.press('Space')
    await page.waitForURL(/\?kind=statements$/)
    const count = page.locator('output[aria-live=polite]').last()
    await page.locator('.title.event, .title.step').first().waitFor({ state: 'detached' })
    expect(await page.evaluate('document.activeElement.value')).toBe('statements')
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Oldest first')
    await page.waitForURL(/kind=statements&order=oldest$/)
    const first = page.locator('.entry').first()
    await first.getByText('Said long before.').waitFor()
    await page.goBack()
    await first.getByText('Said long before.').waitFor({ state: 'detached' })
    expect(await page.getByRole('combobox', { name: 'Order' }).inputValue()).toBe('newest')
    await page.getByRole('searchbox').fill('land')
    await page.keyboard.press('Enter')
    await page.waitForURL(/kind=statements&q=land$/)
    await count.getByText(/^[1-3] entr/).waitFor()
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await page.waitForURL((url) => url.search === '')
    await page.locator('.title.step').first().waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
    expect(await page.evaluate('document.activeElement.className')).toBe('count')
    await page.goBack()
    await count.getByText(/^[1-3] entr/).waitFor()
    expect(await statements.isChecked()).toBe(true)
    expect(await page.getByRole('searchbox').inputValue()).toBe('land')
    expect(await page.evaluate('window.same')).toBe(true)
  })

  it('filters by a place on the map, which stays under the focus, and goes on live in what is filtered', async () => {
    const page = await watch()
    await page.evaluate('window.same = true')
    const moscow = page.locator('.map').getByRole('link', { name: 'Moscow' })
    await moscow.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\?place=/)
    await page.locator('.map .place.chosen').waitFor()
    expect(await moscow.getAttribute('aria-current')).toBe('true')
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe('Moscow')
    await page.locator('.count bdi').getByText('Moscow').waitFor()
    await say('Nothing of Moscow.')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.search === '')
    await page.getByText('Nothing of Moscow.').waitFor()
    expect(await page.evaluate('window.same')).toBe(true)
  })

  it('keeps what it shows when a filter cannot be asked for', async () => {
    const page = await watch(through(service.url, relay))
    relay.cut()
    await page.locator('.offline-bar').waitFor()
    await page.getByRole('checkbox', { name: 'Events' }).click()
    await page.waitForURL((url) => url.search === '')
    await page.locator('.title.step').first().waitFor()
    relay.restore()
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor({ timeout: 30_000 })
    expect(await page.getByRole('checkbox', { name: 'Events' }).isChecked()).toBe(false)
  })

  it('puts a new place on its map', async () => {
    const page = await watch()
    await page.locator('.map .place').first().waitFor()
    expect(await page.locator('.map').getByRole('link', { name: 'Kharkiv' }).count()).toBe(0)
    const { id } = await make.location({
      ...{ name: 'Kharkiv', kind: 'CITY', resolution: 'CITY', point: { latitude: 49.99, longitude: 36.23 } },
    })
    await make.event({ negotiationId: talks.id, title: 'A meeting in Kharkiv', locationIds: [id], date: TODAY })
    await page.locator('.map').getByRole('link', { name: 'Kharkiv' }).waitFor()
  })

  it('moves through time by its slider, and the past stands still', async () => {
    const page = await watch()
    await page.getByRole('slider', { name: 'As the record stood' }).focus()
    await page.keyboard.press('Home')
    await page.waitForURL(/asOf=/)
    await page.getByText('This is the record as it stood on').waitFor()
    await say('Not of the past.')
    await page.getByRole('link', { name: 'See it now' }).click()
    await page.getByText('Not of the past.').waitFor()
  })

  it('opens a source beside the board, at the words that were cited, and comes back', async () => {
    const page = await watch()
    const entry = page.locator('.entry', { has: page.locator('.check') }).first()
    const words = (await entry.locator('.quote').first().innerText()).replaceAll(/[“”]/g, '').trim()
    const link = entry.locator('a', { has: page.locator('.check') })
    const address = page.url()
    await link.click()
    const sheet = page.getByRole('dialog')
    await sheet.locator('.cited').first().waitFor()
    expect((await sheet.locator('.cited').allTextContents()).join('')).toContain(words)
    await page.evaluate(axe.source)
    expect(await page.evaluate(ASK_AXE)).toEqual([])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(page.url()).toBe(address)
    expect(await page.evaluate('document.activeElement.querySelector(".check") !== null')).toBe(true)
  })

  it('keeps what is typed while the record goes on', async () => {
    const page = await watch()
    await page.getByRole('searchbox').fill('half a wo')
    await say('Something comes in between.')
    await pill(page).waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('half a wo')
  })

  it('wears a forced theme from the first byte of the next page', async () => {
    const page = await watch()
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark')
    const response = await page.reload()
    expect(await response!.text()).toContain('<html lang="en" dir="ltr" data-theme="dark">')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(15, 20, 22)')
  })

  it.each(['light', 'dark'] as const)(
    'has nothing that axe objects to with its pill and its popover open, %s',
    async (colorScheme) => {
      for (const width of [390, 1360]) {
        const own = await browser.newContext({ colorScheme, viewport: { width, height: 844 } })
        const page = await own.newPage()
        await page.goto(`${service.url}/n/${talks.id}`)
        await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
        await say(`For those who look, ${colorScheme} ${String(width)}.`)
        await pill(page).waitFor()
        await page.getByRole('button', { name: 'Display' }).click()
        await page.evaluate(axe.source)
        expect(await page.evaluate(ASK_AXE)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
        await own.close()
      }
    },
  )
})
