import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { root } from './run.mjs'

/** The built service in a process of its own, with a record of its own. */
export interface BuiltService {
  readonly url: string
  /** Of its first negotiation. */
  readonly board: string
  readonly end: () => Promise<void>
}

/** Starts the built service with a bundle, and waits until it is ready. Whoever starts it ends it. */
export async function startBuilt(bundle: string, env: Readonly<Record<string, string>> = {}): Promise<BuiltService> {
  const folder = await mkdtemp(join(tmpdir(), 'parley_board_'))
  const child: ChildProcess = spawn(process.execPath, [`${root}dist/service/main.js`], {
    env: {
      ...{ PATH: process.env['PATH'], DATA_DIR: folder, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
      ...{ SAMPLE_RECORD: bundle, RATE_LIMIT: 'off', ...env },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (part: Buffer) => {
      said += part.toString()
      const found = /GraphQL +(\S+)\/graphql/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(`The service ended and said: ${said}`)))
  })
  const { headers } = await fetch(url, { redirect: 'manual' })
  const end = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  return { url, board: headers.get('location') ?? '/', end }
}

/** What a page takes, in bytes: compressed, save letters, which are compressed in themselves. */
export interface Weight {
  readonly html: number
  readonly script: number
  readonly style: number
  readonly fonts: number
}

/** What a page takes with all that it loads at once. */
export async function weightOf(url: string): Promise<Weight> {
  const html = await (await fetch(url)).text()
  const weight = { html: gzipSync(html).length, script: 0, style: 0, fonts: 0 }
  for (const [, href = ''] of html.matchAll(/(?:src|href)="(\/board\/[^"]+)"/g)) {
    const bytes = Buffer.from(await (await fetch(new URL(href, url))).arrayBuffer())
    if (href.endsWith('.js')) weight.script += gzipSync(bytes).length
    if (href.endsWith('.css')) weight.style += gzipSync(bytes).length
    if (href.endsWith('.woff2')) weight.fonts += bytes.length
  }
  return weight
}

const SHIFTED = `new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({ type: 'layout-shift', buffered: true })
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
})`

/** What a browser does with a page: how far it shifts, and how many requests it sends to elsewhere. */
export async function behaviourOf(page: Page, url: string): Promise<{ readonly shift: number; readonly off: number }> {
  let off = 0
  const { origin } = new URL(url)
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && new URL(request.url()).origin !== origin) off += 1
  })
  await page.goto(url)
  await page.locator('.connection strong', { hasText: 'Live' }).waitFor()
  return { shift: await page.evaluate<number>(SHIFTED), off }
}

/** The budgets of a board: bytes, a sum of shifts, and requests. */
export const BUDGETS = { script: 45_000, style: 8_000, html: 20_000, fonts: 85_000, shift: 0.01, off: 0 }

/** A figure with its limit, as a line of a table; the mark says when it is over. */
export const lineOf = (name: string, figure: number, limit: number, unit: string): string =>
  [name.padEnd(26), asText(figure).padStart(9), asText(limit).padStart(9), unit, figure > limit ? 'OVER' : '']
    .join(' ')
    .trimEnd()

const asText = (figure: number): string => (figure < 1 && figure > 0 ? figure.toFixed(4) : figure.toLocaleString('en'))
