// npm run bench:board: what readers notice of a board in a long record, with a slow processor and network. Fails when a page is over its budget.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../tests/support/browser.ts'
import { writeLongRecord } from '../tests/support/long-record.ts'
import { BUDGETS, lineOf, startBuilt, weightOf } from './board-figures.ts'
import { bring, built } from './products.mjs'

const HELP = `A board in a long record: npm run bench:board -- [options]

  --entries 10000  how many the negotiation has
  --rounds 3       how often the page is opened; the middle of the rounds is told

Prints a table. The browser has a processor four times slower and 1.6 Mbit/s; loading the record takes most of the time.`

const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime)
}).observe({ type: 'paint', buffered: true }))`
const WATCH_FRAMES = `globalThis.frames = []
  let last = performance.now()
  const tick = (now) => { frames.push(now - last); last = now; requestAnimationFrame(tick) }
  requestAnimationFrame(tick)`
const LONGEST_FRAME = 'Math.max(...frames)'
const TURNS = 40

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(HELP)
else process.exitCode = (await bring(built)) && (await measure(Number(values.entries), Number(values.rounds))) ? 0 : 1

/** Whether the page is within its budget. */
async function measure(entries: number, rounds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'parley_long_'))
  const browser = await openBrowser()
  try {
    console.log(`Loading ${entries.toLocaleString('en')} entries.`)
    const service = await startBuilt(await writeLongRecord(folder, entries))
    try {
      const url = service.url + service.board
      const { html } = await weightOf(url)
      const seen: Seen[] = []
      for (let round = 0; round < rounds; round += 1) seen.push(await openSlowly(browser, url))
      const line = (name: string, of: keyof Seen): string =>
        `${name.padEnd(26)} ${Math.round(middle(seen.map((each) => each[of])))
          .toLocaleString('en')
          .padStart(9)} ms`
      console.log(lineOf('HTML, compressed', html, BUDGETS.html, 'bytes'))
      console.log(
        [line('first text', 'paint'), line('live', 'live'), line('longest frame, scrolling', 'frame')].join('\n'),
      )
      return html <= BUDGETS.html
    } finally {
      await service.end()
    }
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a reader notices, in milliseconds. */
interface Seen {
  readonly paint: number
  readonly live: number
  readonly frame: number
}

async function openSlowly(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', SLOW)
  const begun = performance.now()
  await page.goto(url)
  await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
  const live = performance.now() - begun
  const paint = await page.evaluate<number>(FIRST_PAINT)
  await page.evaluate(WATCH_FRAMES)
  for (let turn = 0; turn < TURNS; turn += 1) {
    await page.mouse.wheel(0, 200)
    await page.waitForTimeout(30)
  }
  const frame = await page.evaluate<number>(LONGEST_FRAME)
  await context.close()
  return { paint, live, frame }
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0
}
