import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type Maker, maker } from '../support/make.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'

const PAPER = [
  'The talks went on behind closed doors.',
  'Karoline Leavitt told reporters: "We urge the Russians to sign onto this plan. This is the closest we have been to peace," Leavitt said.',
  'The Kremlin stated that it is studying the proposal.',
].join('\n\n')
const ASK_AXE = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`

const TheTalks = graphql(`
  query TheTalksToEdit {
    negotiations(first: 1) {
      nodes {
        id
      }
    }
  }
`)
const EventNow = graphql(`
  query EventNow($id: ID!) {
    event(id: $id) {
      title
      summary
      version
      retraction {
        reason
      }
    }
  }
`)
const ChangeEvent = graphql(`
  mutation ChangeEventMeanwhile($input: UpdateEventInput!) {
    updateEvent(input: $input) {
      errors {
        message
      }
    }
  }
`)
const EventsCalled = graphql(`
  query EventsCalled($search: String!) {
    events(filter: { search: $search }) {
      totalCount
      nodes {
        title
        version
      }
    }
  }
`)
const PersonsCalled = graphql(`
  query PersonsCalled($name: String!) {
    persons(filter: { name: $name }) {
      nodes {
        name
      }
    }
  }
`)

describe.skipIf(!hasChromium)(`the editor (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let make: Maker
  let talks: string
  const complaints: string[] = []

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService({ sample: true }), openBrowser()])
    make = maker(service)
    talks = (await service.ask(TheTalks)).negotiations.nodes[0]!.id
  })
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1360, height: 1000 } })
    complaints.length = 0
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    context.on('weberror', (error) => complaints.push(error.error().message))
    page = await context.newPage()
  })
  afterEach(async () => {
    await context.close()
    // Of a session that was ended, and an answer that was cut off, on purpose.
    expect(complaints.filter((each) => !/401|ERR_FAILED/.test(each))).toEqual([])
  })
  afterAll(async () => {
    await browser.close()
    await service.stop()
  })

  const open = async (path: string): Promise<void> => {
    await page.goto(service.url + path)
    await page.getByLabel('Token').fill(EDITOR)
    await page.keyboard.press('Enter')
    await page.locator('.signed-in').waitFor()
  }
  /** Opens a form for an event that needs no more than to be published. */
  const beginEvent = async (title: string): Promise<void> => {
    const { id } = await make.source({ title: 'A source to cite', text: PAPER, textAccess: 'EVERYONE' })
    await open(`/edit/new/Event?negotiation=${talks}&source=${id}`)
    await field('What happened').fill(title)
    await page.locator('#field-date input[type=date]').fill('2025-03-11')
  }
  const field = (name: string) => page.getByLabel(name, { exact: false }).first()
  const publish = () => page.keyboard.press('Control+Enter')
  const published = async (): Promise<number> => {
    const said = await page.getByRole('heading', { name: /^Published as entry/ }).textContent()
    return Number(/\d+/.exec(said ?? '')![0])
  }
  const words = () => page.locator('#field-quotes-0-exact')
  const chooseWord = async (id: string, word: string): Promise<void> => {
    await page.locator(`#${id} option[value=${word}]`).waitFor({ state: 'attached' })
    await page.locator(`#${id}`).selectOption(word)
  }

  it('leads from the pasted text of a source to a published statement, which boards show at once', async () => {
    const board = await context.newPage()
    await board.goto(`${service.url}/n/${talks}`)
    await board.locator('.connection strong', { hasText: 'Live' }).waitFor()

    await open(`/edit?negotiation=${talks}`)
    await page.getByRole('link', { name: 'Add a source' }).click()
    await field('Title').fill('A paper from the briefing')
    await field('Text').fill(PAPER)
    await chooseWord('field-kind', 'NEWS_ARTICLE')
    await chooseWord('field-textAccess', 'EVERYONE')
    await publish()
    await page.getByRole('link', { name: 'Add a statement from this source' }).click()

    await words().fill('We urge the Russians to accept this plan')
    await page.getByText('Not in the source. Closest is paragraph 2').waitFor()
    await page.getByText('The source prints “sign onto” where the quote has “accept”.').waitFor()
    expect(await page.locator('.previewed .quote').count()).toBe(0)
    await page.getByRole('button', { name: 'Use the words of the source' }).click()
    await page.getByText('Exact match in paragraph 2').waitFor()
    expect(await page.locator('.previewed .quote').innerText()).toBe('“We urge the Russians to sign onto this plan”')
    expect(await page.locator('.previewed mark').innerText()).toBe('We urge the Russians to sign onto this plan')

    await page.getByRole('combobox', { name: 'Who said it' }).fill('Leav')
    await page.getByRole('option', { name: /^Karoline Leavitt/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#field-date input[type=date]').fill('2025-03-12')
    await chooseWord('field-speechAct', 'REQUEST')
    await page.getByRole('button', { name: 'Publish entry' }).click()
    const number = await published()

    await board.locator('.pill').click()
    const entry = board.locator(`#e${String(number)}`)
    expect(await entry.locator('.quote').innerText()).toBe('“We urge the Russians to sign onto this plan”')
    expect(await entry.locator('.speaker').innerText()).toContain('Karoline Leavitt')
  })

  it('quotes the words that one selects in the source', async () => {
    const { id } = await make.source({ title: 'Selected from', text: PAPER, textAccess: 'EVERYONE' })
    await open(`/edit/new/Statement?source=${id}`)
    await page.locator('.beside-text li').nth(2).waitFor()
    await page.locator('.beside-text li').nth(2).locator('p').click({ clickCount: 3 })
    await page.getByRole('button', { name: 'Quote the selected words' }).click()
    expect(await words().inputValue()).toBe('The Kremlin stated that it is studying the proposal.')
    await page.getByText('Exact match in paragraph 3').waitFor()
  })

  it('keeps words that the source does not print as reported speech, without quotation marks', async () => {
    const { id } = await make.source({ title: 'Reported from', text: PAPER, textAccess: 'EVERYONE' })
    await open(`/edit/new/Statement?source=${id}`)
    await words().fill('We ask the Russians to sign this plan')
    await page.getByRole('button', { name: 'Keep them as reported speech' }).click()
    expect(await field('What was said, in plain words').inputValue()).toBe('We ask the Russians to sign this plan')
    expect(await words().inputValue()).toBe('')
  })

  it('says at the field and on top what is missing, leads there, and loses nothing', async () => {
    await beginEvent('')
    await field('Summary').fill('What was written stays.')
    await publish()
    const summary = page.getByRole('alert').filter({ hasText: 'Check this entry' })
    await summary.waitFor()
    expect(await page.evaluate('document.activeElement.className')).toBe('summary')
    await summary.getByRole('link', { name: 'What happened must be given.' }).click()
    expect(await page.evaluate('document.activeElement.id')).toBe('field-title')
    await page.keyboard.type('A title after all')
    expect(await summary.count()).toBe(0)
    expect(await field('Summary').inputValue()).toBe('What was written stays.')
  })

  it('tells at its field what the service refuses', async () => {
    await beginEvent('An event of no month')
    await page.getByRole('radio', { name: 'Otherwise' }).check()
    await page.getByLabel('Date', { exact: true }).fill('2025-13-45')
    await publish()
    await page.locator('#field-date-problem').waitFor()
    await page.getByLabel('Date', { exact: true }).fill('2025-03')
    expect(await page.locator('#field-date-problem').count()).toBe(0)
    await field('What happened').fill('x'.repeat(501))
    await publish()
    await page.locator('#field-title-problem').getByText('at most 500 characters').waitFor()
    expect(await field('What happened').inputValue()).toBe('x'.repeat(501))
  })

  it('goes on after a reload with what was typed', async () => {
    await beginEvent('Typed before the reload')
    await page.reload()
    await page.locator('#field-title').waitFor()
    expect(await page.locator('#field-title').inputValue()).toBe('Typed before the reload')
    await page.goto(`${service.url}/edit`)
    await page.getByRole('link', { name: 'Event: Typed before the reload' }).click()
    await page.locator('#field-title').waitFor()
    expect(await page.locator('#field-date input[type=date]').inputValue()).toBe('2025-03-11')
    await publish()
    await published()
    await page.goto(`${service.url}/edit`)
    await page.getByText('Nothing waits here.').waitFor()
  })

  it('keeps what one editor has typed from the next who signs in there', async () => {
    await beginEvent('Typed by the editor')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.goto(`${service.url}/edit`)
    await page.getByLabel('Token').fill(ADMIN)
    await page.keyboard.press('Enter')
    await page.getByText('Nothing waits here.').waitFor()
  })

  it('asks to sign in again where the session is over, keeps what was typed, and publishes it once', async () => {
    await beginEvent('Written while the session ended')
    await context.request.post(`${service.url}/edit/session/end`, { headers: { origin: service.url } })
    await publish()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('What you have written is kept.').waitFor()
    await dialog.getByLabel('Token').fill('not a token')
    await page.keyboard.press('Enter')
    await dialog.getByText('This token was not taken.').waitFor()
    await dialog.getByLabel('Token').fill(EDITOR)
    await page.keyboard.press('Enter')
    await published()
    const { events } = await service.ask(EventsCalled, { search: '"written while the session ended"' })
    expect(events.totalCount).toBe(1)
  })

  it('adds nothing twice when an answer was lost, and makes a correction of what was written since', async () => {
    await beginEvent('Published without an answer')
    // The service has it; the answer gets lost on the way.
    await page.route('**/edit/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('mutation AddEvent')) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await publish()
    await page.getByText('There was no answer').waitFor()
    await page.unroute('**/edit/graphql')
    await field('What happened').fill('Published without an answer at first')
    await publish()
    await page.getByText('Your earlier attempt had been published').waitFor()
    await publish()
    await page.getByRole('heading', { name: /^Correction of entry/ }).waitFor()
    const { events } = await service.ask(EventsCalled, { search: '"published without an answer"' })
    expect(events.nodes).toEqual([{ title: 'Published without an answer at first', version: 2 }])
  })

  it('shows side by side what two editors have changed, and takes over what one of them has', async () => {
    const event = await make.event({ title: 'As it was', summary: 'Before.', negotiationId: talks })
    await open(`/edit/e/${event.id}`)
    await field('What happened').fill('As I have it')
    await service.ask(ChangeEvent, {
      input: { id: event.id, expectedVersion: 1, title: 'As they have it', summary: 'Theirs alone.' },
    })
    await field('Why it is corrected').fill('Misread.')
    await publish()
    const conflict = page.getByRole('alert').filter({ hasText: 'Changed meanwhile' })
    await conflict.getByText('As they have it').waitFor()
    expect(await conflict.getByText('As I have it').count()).toBe(1)
    expect(await field('Summary').inputValue()).toBe('Theirs alone.')
    await publish()
    await page.getByText('Choose between yours and theirs first.').first().waitFor()
    await conflict.getByRole('button', { name: 'Keep yours' }).click()
    await publish()
    await page.getByRole('heading', { name: /^Correction of entry/ }).waitFor()
    expect((await service.ask(EventNow, { id: event.id })).event).toMatchObject({
      ...{ title: 'As I have it', summary: 'Theirs alone.', version: 3 },
    })
  })

  it('retracts an entry with a reason, and reinstates it', async () => {
    const event = await make.event({ title: 'To be taken back', negotiationId: talks })
    await open(`/edit/e/${String(event.number)}`)
    await page.getByRole('button', { name: 'Retract this entry' }).click()
    await page.getByText('Reason must be given.').waitFor()
    await page.getByLabel('Reason').fill('It did not happen.')
    await page.getByRole('button', { name: 'Retract this entry' }).click()
    await page.getByRole('heading', { name: 'Retracted.' }).waitFor()
    expect((await service.ask(EventNow, { id: event.id })).event!.retraction).toEqual({ reason: 'It did not happen.' })
    await page.goto(`${service.url}/edit/e/${event.id}`)
    await page.getByLabel('Reason').fill('It did, after all.')
    await page.getByRole('button', { name: 'Reinstate this entry' }).click()
    await page.getByRole('heading', { name: 'Reinstated.' }).waitFor()
    expect((await service.ask(EventNow, { id: event.id })).event!.retraction).toBeNull()
  })

  it('adds from within a picker who is missing in the record, and by the keyboard alone', async () => {
    const { id } = await make.source({ title: 'By keys', text: PAPER, textAccess: 'EVERYONE' })
    await open(`/edit/new/Statement?negotiation=${talks}&source=${id}`)
    await page.getByRole('combobox', { name: 'Who said it' }).focus()
    await page.keyboard.type('Zbigniew Unheardof')
    await page.getByRole('option', { name: 'Add “Zbigniew Unheardof” as a person' }).waitFor()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Add a person' })
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Zbigniew Unheardof')
    await dialog.getByLabel('Name').focus()
    await publish()
    await dialog.waitFor({ state: 'detached' })
    await page.locator('.chosen', { hasText: 'Zbigniew Unheardof' }).waitFor()
    expect((await service.ask(PersonsCalled, { name: 'Zbigniew' })).persons.nodes).toEqual([
      { name: 'Zbigniew Unheardof' },
    ])
  })

  it('offers what belongs to the negotiation before anything is typed', async () => {
    await open(`/edit/new/NegotiationStatusUpdate?negotiation=${talks}`)
    await page.getByRole('combobox', { name: 'Proposal', exact: true }).focus()
    await page.locator('[role=option]').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    expect(await page.locator('.chosen').count()).toBe(2)
  })

  it.each([
    ['light', 1360],
    ['dark', 1360],
    ['light', 390],
    ['dark', 390],
  ] as const)('keeps nobody out: %s, %i px', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    const { id } = await make.source({ title: 'For axe', text: PAPER, textAccess: 'EVERYONE' })
    const look = async () => {
      await page.evaluate(axe.source)
      expect(await page.evaluate(ASK_AXE)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }
    await open('/edit')
    await look()
    await page.goto(`${service.url}/edit/new/Statement?source=${id}`)
    await words().fill('We urge the Russians to accept this plan')
    await page.getByText('Not in the source. Closest').waitFor()
    await publish()
    await page.locator('.summary').waitFor()
    await look()
    await page.getByRole('combobox', { name: 'Who said it' }).fill('Leav')
    await page.locator('[role=option]').first().waitFor()
    await look()
    await page.goto(`${service.url}/edit/new/Person`)
    await page.locator('#field-name').waitFor()
    await look()
  })

  it.each([
    'Source',
    'Statement',
    'Event',
    'NegotiationStatusUpdate',
    'Person',
    'Organization',
    'Location',
    'Proposal',
    'Negotiation',
  ])('opens every field of a form at 320 px: %s', async (kind) => {
    await page.setViewportSize({ width: 320, height: 800 })
    await open(`/edit/new/${kind}`)
    await page.locator('.form').waitFor()
    await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
    for (const button of await page.locator('button.add').all()) await button.click()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await page.evaluate(axe.source)
    expect(await page.evaluate(ASK_AXE)).toEqual([])
  })
})
