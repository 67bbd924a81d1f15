import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { type TestService, startService } from '../support/service.ts'

const MEMBERS = 3_000
/** As many as the record takes for one event. */
const PARTICIPANTS = 500

describe.skipIf(!hasChromium)(`a record with very many persons (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley_test_'))
    const file = join(folder, 'crowd.json')
    await writeFile(file, JSON.stringify({ format: 'parley-record/1', entries: crowd() }))
    ;[service, browser] = await Promise.all([startService({ sample: file }), openBrowser()])
  })
  afterAll(async () => {
    await browser.close()
    await service.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const look = async (path: string) => {
    const html = await (await fetch(service.url + path)).text()
    expect(gzipSync(html).length).toBeLessThan(60_000)
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
    expect((await page.goto(service.url + path))!.status()).toBe(200)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    return page
  }

  it('lists the first members of an organisation, and says how many more there are', async () => {
    const page = await look('/e/1')
    await page.getByText('2,950 more, of whom 450 are listed here').click()
    expect(await page.locator('.facts details li').last().isVisible()).toBe(true)
    expect(await page.locator('.facts li').count()).toBe(500)
    await page.close()
  })

  it('lists all participants of an event, most of them on demand', async () => {
    const page = await look(`/e/${String(MEMBERS + 4)}`)
    expect(await page.getByText('Person 499').first().isVisible()).toBe(false)
    await page.getByText('450 more', { exact: true }).click()
    expect(await page.getByText('Person 499').first().isVisible()).toBe(true)
    await page.close()
  })

  it('shows the board of their talks within its budget', async () => {
    const at = (await fetch(service.url, { redirect: 'manual' })).headers.get('location')!
    await (await look(at)).close()
    expect(gzipSync(await (await fetch(service.url + at)).text()).length).toBeLessThan(20_000)
  })

  it('takes no event of more participants than a page can show, and says so', async () => {
    const input = { participants: Array.from({ length: 3_000 }, () => ({ role: 'PRESENT', description: 'somebody' })) }
    const { data } = await service.send<{ add: { errors: { message: string }[] } }, object>(
      'mutation ($input: AddEventInput!) { add: addEvent(input: $input) { errors { message } } }',
      { input: { title: 'A crowd', factuality: 'OCCURRED', date: { edtf: '2025-03-11' }, citations: [], ...input } },
    )
    expect(data.add.errors.map(({ message }) => message).join()).toContain('at most 500 items; 3000 were given')
  })
})

function crowd(): readonly object[] {
  const persons = Array.from({ length: MEMBERS }, (_, index) => ({
    ...{ key: `person-${String(index)}`, type: 'PERSON' },
    input: { name: `Person ${String(index)}`, memberships: [{ organizationId: 'congress', title: 'Delegate' }] },
  }))
  const participants = persons.slice(0, PARTICIPANTS).map(({ key }) => ({ actorId: key, role: 'PRESENT' }))
  return [
    { key: 'congress', type: 'ORGANIZATION', input: { name: 'A congress', kind: 'INTERNATIONAL_ORGANIZATION' } },
    ...persons,
    { key: 'source', type: 'SOURCE', input: { title: 'A list of those present', kind: 'OFFICIAL_DOCUMENT' } },
    {
      ...{ key: 'talks', type: 'NEGOTIATION' },
      input: { name: 'Talks of many', stage: 'OTHER', parties: [{ organizationId: 'congress', role: 'PARTY' }] },
    },
    {
      ...{ key: 'assembly', type: 'EVENT' },
      input: {
        ...{ negotiationId: 'talks', title: 'The assembly', factuality: 'OCCURRED', date: { edtf: '2025-03-11' } },
        ...{ participants, citations: [{ sourceId: 'source' }] },
      },
    },
  ]
}
