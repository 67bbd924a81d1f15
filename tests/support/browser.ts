import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Debian has it. */
export const CHROMIUM = '/usr/bin/chromium'
/** Whether tests that need a browser can run. */
export const hasChromium = existsSync(CHROMIUM)
const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** A browser without a window; whoever opens it closes it. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: ARGS.split(' ') })
