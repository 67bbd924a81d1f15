import type { Preferences } from '../board/live.ts'

const KEY = 'parley-board'
const UNSET: Preferences = { theme: 'system', zone: null, keys: true, arrive: false }

/** What a reader chose before; what was never chosen, and where nothing can be kept, as usual. */
export function readPreferences(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return { ...UNSET, ...checked(kept) }
  } catch {
    return UNSET
  }
}

/** Keeps them in this browser, where it lets us. */
export function writePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences))
  } catch {
    // They hold for this page then.
  }
}

/** Of what was kept by an older or a newer page, what we understand. */
function checked(kept: unknown): Partial<Preferences> {
  if (typeof kept !== 'object' || kept === null) return {}
  const { theme, zone, keys, arrive } = kept as Readonly<Record<string, unknown>>
  return {
    ...(theme === 'light' || theme === 'dark' || theme === 'system' ? { theme } : {}),
    ...(typeof zone === 'string' && isZone(zone) ? { zone } : {}),
    ...(typeof keys === 'boolean' ? { keys } : {}),
    ...(typeof arrive === 'boolean' ? { arrive } : {}),
  }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
