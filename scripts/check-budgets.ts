// npm run check:budgets: what the board of the sample takes, beside what it may. Fails when anything is over.
import { openBrowser, hasChromium, CHROMIUM } from '../tests/support/browser.ts'
import { BUDGETS, behaviourOf, lineOf, startBuilt, weightOf } from './board-figures.ts'
import { built, bring } from './products.mjs'
import { root } from './run.mjs'

process.exitCode = (await bring(built)) && (await checkBudgets()) ? 0 : 1

/** Whether everything is within its limit. */
async function checkBudgets(): Promise<boolean> {
  const service = await startBuilt(`${root}prisma/sample/ceasefire-2025-03.json`)
  try {
    const url = service.url + service.board
    const { script, style, html, fonts } = await weightOf(url)
    const lines = [
      lineOf('script, compressed', script, BUDGETS.script, 'bytes'),
      lineOf('style, compressed', style, BUDGETS.style, 'bytes'),
      lineOf('HTML, compressed', html, BUDGETS.html, 'bytes'),
      lineOf('letters', fonts, BUDGETS.fonts, 'bytes'),
      ...(await behaviourLines(url)),
    ]
    console.log(['board of the sample           figure     limit', ...lines].join('\n'))
    return !lines.some((line) => line.endsWith('OVER'))
  } finally {
    await service.end()
  }
}

async function behaviourLines(url: string): Promise<readonly string[]> {
  if (!hasChromium) return [`shifts and requests: not measured, there is no ${CHROMIUM}`]
  const browser = await openBrowser()
  try {
    const { shift, off } = await behaviourOf(await browser.newPage(), url)
    return [lineOf('layout shift', shift, BUDGETS.shift, ''), lineOf('requests to elsewhere', off, BUDGETS.off, '')]
  } finally {
    await browser.close()
  }
}
