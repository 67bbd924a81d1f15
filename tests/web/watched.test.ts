import { cpSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/words/en.ts'
import { graphql } from '../generated/gql.ts'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CorrectWatched = graphql(`
  mutation CorrectWatched($input: UpdateEventInput!) {
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
const RetractWatched = graphql(`
  mutation RetractWatched($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)

describe.skipIf(!hasChromium)(`pages that are left open (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let make: Maker
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService(), openBrowser()])
    make = maker(service)
    page = await browser.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('410')) complaints.push(message.text())
    })
  })
  afterAll(async () => {
    await browser.close()
    await service.stop()
    expect(complaints).toEqual([])
  })

  /** A page that follows. */
  const watch = async (path: string) => {
    const before = service.app.waiting()
    await page.goto(service.url + path)
    await until(() => service.app.waiting() > before)
  }
  const said = () => page.locator('[role=status]').innerText()

  it('show where each negotiation stands as it changes, and say it', async () => {
    const [one, other] = [await make.negotiation({ name: 'Talks one' }), await make.negotiation({ name: 'Talks two' })]
    await watch('/n')
    const link = page.getByRole('link', { name: 'Talks two' })
    await link.focus()
    await make.statusUpdate({ negotiationId: one.id, summary: 'They met at last.' })
    await page.locator('.one-line', { hasText: 'They met at last.' }).waitFor()
    expect(await said()).toMatch(/^Talks one: They met at last\./)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Talks two')
    await make.statusUpdate({ negotiationId: other.id, summary: 'They were put off.' })
    await page.locator('.one-line', { hasText: 'They were put off.' }).waitFor()
    await make.negotiation({ name: 'Talks three' })
    await page.getByRole('link', { name: 'Talks three' }).waitFor()
    await page.goto('about:blank')
  })

  it('show an entry as it is corrected and retracted, and say so', async () => {
    const made = await make.event({ title: 'A meeting of five' })
    await watch(`/e/${String(made.number)}`)
    const input = { id: made.id, expectedVersion: made.version, title: 'A meeting of six', reason: 'Counted again.' }
    const { updateEvent } = await service.ask(CorrectWatched, { input })
    await page.getByRole('heading', { level: 1, name: 'A meeting of six' }).waitFor()
    expect(await said()).toBe(en.entryPage.changedNow.UPDATED)
    await page.getByText('Counted again.').waitFor()
    expect(await page.title()).toMatch(/^A meeting of six/)
    await service.ask(RetractWatched, {
      input: { id: made.id, expectedVersion: updateEvent.event!.version, reason: 'There was none.' },
    })
    await page.locator('.retraction.big', { hasText: 'There was none.' }).waitFor()
    expect(await said()).toBe(en.entryPage.changedNow.RETRACTED)
    await page.goto('about:blank')
  })
})

describe.skipIf(!hasChromium)(`a board whose record is set back (skipped without ${CHROMIUM})`, () => {
  it('reads itself anew, says so, and goes on live', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley_board_'))
    const [kept, gone] = [join(folder, 'kept'), join(folder, 'gone')]
    const first = await startService({ config: { dataDir: kept, databaseUrl: undefined } })
    const talks = await maker(first).negotiation({ name: 'Talks of old' })
    await maker(first).statement({ negotiationId: talks.id, content: 'Said before the copy.' })
    await first.stop()
    cpSync(kept, gone, { recursive: true, preserveTimestamps: true })

    const second = await startService({ config: { dataDir: gone, databaseUrl: undefined } })
    const browser = await openBrowser()
    const page = await browser.newPage()
    await maker(second).statement({ negotiationId: talks.id, content: 'Said and lost.' })
    await page.goto(`${second.url}/n/${talks.id}`)
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
    await page.getByText('Said and lost.').waitFor()
    const port = Number(new URL(second.url).port)
    await second.stop()

    const third = await startService({ config: { dataDir: kept, databaseUrl: undefined, port } })
    await page.getByText('Said and lost.').waitFor({ state: 'detached' })
    await page.getByText('Said before the copy.').waitFor()
    expect(await page.locator('[role=status]').innerText()).toBe(en.connection.renewed)
    await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
    await maker(third).statement({ negotiationId: talks.id, content: 'Said afterwards.' })
    await page.locator('.pill').click()
    await page.getByText('Said afterwards.').waitFor()
    await browser.close()
    await third.stop()
    await rm(folder, { recursive: true })
  })
})
