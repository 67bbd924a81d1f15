import type { Draft } from '../draft/draft.ts'

const PREFIX = 'parley-draft:'

/** The drafts that are kept in this browser, last written first. */
export function keptDrafts(): readonly Draft[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => readDraft(key.slice(PREFIX.length)) ?? [])
      .sort((one, other) => (one.at < other.at ? 1 : -1))
  } catch {
    return []
  }
}

/** The draft with this id; null when none is kept, or what is kept is none. */
export function readDraft(id: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + id) ?? 'null')
    // Our own, under a name that nobody else uses; one that was cut short is no JSON.
    return typeof kept === 'object' && kept !== null && 'values' in kept && 'kind' in kept ? (kept as Draft) : null
  } catch {
    return null
  }
}

/** Keeps a draft; whether that was possible. */
export function keepDraft(draft: Draft): boolean {
  try {
    localStorage.setItem(PREFIX + draft.id, JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** Keeps it no more. */
export function dropDraft(id: string): void {
  try {
    localStorage.removeItem(PREFIX + id)
  } catch {
    // Then nothing was kept either.
  }
}
