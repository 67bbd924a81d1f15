import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { type Rolldown, build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { maker } from '../support/make.ts'
import { startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CHROMIUM = '/usr/bin/chromium'
const CHROMIUM_ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
/** As a page would use it; `summaries` and `states` are what the test looks at. */
const PAGE = `
  import { followStatusUpdates } from 'parley/client'
  window.summaries = []
  window.states = []
  const options = { url: window.address, onState: (state) => window.states.push(state) }
  for await (const { statusUpdate } of followStatusUpdates(options)) if (statusUpdate) window.summaries.push(statusUpdate.summary)
`

/** What a bundler for browsers makes of the page, found as users find the helper: through the exports of the package. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../', import.meta.url)),
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'virtual:page' ? `${id}.js` : null),
        load: (id) => (id === 'virtual:page.js' ? PAGE : null),
      },
    ],
    build: { write: false, target: 'es2022', modulePreload: false, rolldownOptions: { input: 'virtual:page' } },
  })
  // One build that does not watch gives one output.
  const { output } = result as Rolldown.RolldownOutput
  expect(output).toHaveLength(1)
  return output[0].code
}

describe('the client helper in a bundle for browsers', () => {
  let code: string

  beforeAll(async () => {
    code = await bundle()
  })

  it('is small, and needs nothing of Node', () => {
    expect(code.length).toBeLessThan(20_000)
    expect(code).not.toMatch(/node:|require\(|process\./)
  })

  it.skipIf(!existsSync(CHROMIUM))(`receives a status update in a browser (skipped without ${CHROMIUM})`, async () => {
    const service = await startService()
    const make = maker(service)
    const talks = await make.negotiation()
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS.split(' ') })
    // Any page of the service will do; what it would run itself is not the question.
    const page = await browser.newPage({ bypassCSP: true })
    await page.goto(`${service.url}/health`)
    await page.evaluate(`window.address = '${service.url}/graphql'`)
    await page.addScriptTag({ type: 'module', content: code })
    await until(() => service.app.waiting() === 1)
    await make.statusUpdate({ negotiationId: talks.id, summary: 'Seen in a browser.' })
    await until(async () => (await page.evaluate('summaries.length')) === 1)
    expect(await page.evaluate('[states, summaries]')).toEqual([['connecting', 'open'], ['Seen in a browser.']])
    await browser.close()
    await until(() => service.app.waiting() === 0)
    await service.stop()
  })
})
