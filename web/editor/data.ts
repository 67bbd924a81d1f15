import type { SiteFacts } from '../board/site.ts'

/** What the service writes into the page of the editor. */
export interface EditData {
  readonly site: SiteFacts
  readonly viewer: { readonly name: string; readonly role: string }
  /** When the session ends: an instant in UTC. */
  readonly expiresAt: string
  /** By what name one may sign in at an issuer; null: nowhere. */
  readonly issuer: string | null
  /** Cursor of the newest change. */
  readonly cursor: string
}
