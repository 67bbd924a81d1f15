/**
 * Single keys: j and k through the entries, n for new ones, / to search, m to the positions. In fields for words, in popovers, in dialogs and with a modifier they
 * mean what they always do.
 */
export function followKeys(page: Document, mayAct: () => boolean, show: () => void): void {
  page.addEventListener('keydown', (event) => {
    if (!mayAct() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const key = keyOf(event)
    const act = ACTS[key]
    if (key === 'n') show()
    else if (act) act(page)
    else return
    event.preventDefault()
  })
}

/** Where the letters of a keyboard are others than these, its place counts. */
function keyOf({ key, code }: KeyboardEvent): string {
  if (/^[ -~]$/.test(key)) return key.toLowerCase()
  return code === 'Slash' ? '/' : code.replace(/^Key/, '').toLowerCase()
}

const ACTS: Readonly<Record<string, (page: Document) => void>> = {
  j: (page) => step(page, 1),
  k: (page) => step(page, -1),
  '/': (page) => page.getElementById('q')?.focus(),
  m: (page) => {
    page.getElementById('positions')?.scrollIntoView()
    page.querySelector<HTMLElement>('.matrix-frame')?.focus({ preventScroll: true })
  },
}

const TYPING = `input:not([type='checkbox'], [type='radio']), select, textarea, dialog, [popover]`

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(TYPING) !== null
}

function step(page: Document, by: 1 | -1): void {
  const entries = [...page.querySelectorAll<HTMLElement>('.entry')]
  const focused = page.activeElement?.closest<HTMLElement>('.entry')
  const index = focused ? entries.indexOf(focused) + by : by === 1 ? firstInView(entries) : 0
  const entry = entries[Math.max(0, Math.min(index, entries.length - 1))]
  entry?.scrollIntoView({ block: 'nearest' })
  entry?.focus({ preventScroll: true })
}

/** Where a reader looks. */
function firstInView(entries: readonly HTMLElement[]): number {
  return Math.max(
    0,
    entries.findIndex((entry) => entry.getBoundingClientRect().top >= 0),
  )
}
