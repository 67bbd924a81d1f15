import type { Draft } from '../draft/draft.ts'

const PREFIX = 'parley-draft'

/** The drafts of an editor that are kept in this browser; those of others who sign in here stay theirs. */
export class Drafts {
  readonly #prefix: string

  /** By the name under which the editor writes. */
  constructor(editor: string) {
    this.#prefix = `${PREFIX}:${encodeURIComponent(editor)}:`
  }

  /** All of them, last written first. */
  all(): readonly Draft[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.#prefix))
        .flatMap((key) => this.read(key.slice(this.#prefix.length)) ?? [])
        .sort((one, other) => (one.at < other.at ? 1 : -1))
    } catch {
      return []
    }
  }

  /** The draft with this id; null when none is kept, or what is kept is none. */
  read(id: string): Draft | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#prefix + id) ?? 'null')
      // Our own, under a name that nobody else uses; one that was cut short is no JSON.
      return typeof kept === 'object' && kept !== null && 'values' in kept && 'kind' in kept ? (kept as Draft) : null
    } catch {
      return null
    }
  }

  /** Keeps a draft; whether that was possible. */
  keep(draft: Draft): boolean {
    try {
      localStorage.setItem(this.#prefix + draft.id, JSON.stringify(draft))
      return true
    } catch {
      return false
    }
  }

  /** Keeps it no more. */
  drop(id: string): void {
    try {
      localStorage.removeItem(this.#prefix + id)
    } catch {
      // Then nothing was kept either.
    }
  }
}
