import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, hasChromium, openBrowser } from '../support/browser.ts'
import { maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const MARKUP = `</script><script>window.taken = 1</script><img src=x onerror="window.taken = 1"><!-- ]]>`
const TURNED = '\u202Edesrever \u2067and isolated'
const LONG = 'Donaudampfschifffahrtsgesellschaft'.repeat(12)
const SIDES = 24

describe.skipIf(!hasChromium)(`texts that mean no good, on the board (skipped without ${CHROMIUM})`, () => {
  let service: TestService
  let browser: Browser
  let paths: string[]

  beforeAll(async () => {
    ;[service, browser] = await Promise.all([startService(), openBrowser()])
    const make = maker(service)
    const sides = []
    for (let index = 0; index < SIDES; index += 1)
      sides.push(await make.organization({ name: index === 0 ? MARKUP : index === 1 ? LONG : `Side ${String(index)}` }))
    const negotiation = await make.negotiation({
      ...{ name: `Talks ${MARKUP}`, summary: `${TURNED} ${LONG}`, conflict: MARKUP },
      parties: sides.map(({ id }) => ({ organizationId: id, role: 'PARTY' as const })),
    })
    const negotiationId = negotiation.id
    const proposal = await make.proposal({ negotiationId, name: MARKUP })
    const source = await make.source({ title: MARKUP, text: `First ${MARKUP}\n\nSecond ${TURNED}` })
    const statement = await make.statement({
      ...{ negotiationId, content: `${MARKUP} ${LONG}`, speakerTitle: TURNED, date: { edtf: '../..' } },
      citations: [{ sourceId: source.id, exact: MARKUP }],
    })
    await make.event({ negotiationId, title: MARKUP, summary: LONG, date: { edtf: '2025~' } })
    await make.statusUpdate({
      ...{ negotiationId, proposalId: proposal.id, partyId: sides[0]!.id, position: 'ACCEPTS', summary: MARKUP },
      evidenceStatementIds: [statement.id],
    })
    paths = [`/n/${negotiationId}`, `/e/${String(statement.number)}`, `/e/${sides[0]!.id}`, `/s/${source.id}`, '/']
  })
  afterAll(async () => {
    await browser.close()
    await service.stop()
  })

  it('are shown as texts, run nothing, and break no line', async () => {
    for (const path of paths)
      for (const width of [320, 1360]) {
        const page = await browser.newPage({ viewport: { width, height: 800 } })
        const complaints: string[] = []
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
        page.on('pageerror', (error) => complaints.push(error.message))
        expect((await page.goto(service.url + path, { waitUntil: 'networkidle' }))!.status()).toBe(200)
        expect(await page.evaluate('window.taken')).toBeUndefined()
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
        expect(await page.locator('body').innerText()).toContain('window.taken')
        expect(complaints).toEqual([])
        await page.close()
      }
  })
})
