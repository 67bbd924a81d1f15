import type { Role } from '../access/role.ts'
import type { Verified } from '../live/verify.ts'

/**
 * What can be ordered, what each order takes and answers. Plain JSON, since an order may be carried out by another process: the service that holds
 * the folder. An instant is text, RFC 3339 in UTC.
 */
export interface Orders {
  readonly 'token-add': {
    /** expires: as expiryOf reads it; null for never. */
    readonly request: { readonly name: string; readonly role: Role; readonly expires: string | null }
    /** secret: what its bearer sends. */
    readonly answer: ListedToken & { readonly secret: string }
  }
  /** Those that have expired or were revoked among them, oldest first. */
  readonly 'token-list': { readonly request: object; readonly answer: readonly ListedToken[] }
  readonly 'token-revoke': { readonly request: { readonly idOrName: string }; readonly answer: ListedToken }
  readonly verify: {
    /** expected: a head that was kept; null for none. */
    readonly request: { readonly expected: string | null }
    /** ms: what it took. */
    readonly answer: Verified & { readonly ms: number }
  }
  readonly redact: {
    /** fields: null for all that can be redacted. */
    readonly request: { readonly id: string; readonly fields: readonly string[] | null; readonly reason: string }
    /** The line of the log that says so; null when there was nothing to take out. */
    readonly answer: { readonly sequence: number | null }
  }
}

/** The name of an order, also its path at the service. */
export type OrderName = keyof Orders

/** An access token, without what would let anyone in. */
export interface ListedToken {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  readonly createdBy: string
  /** Null: never. */
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly state: 'valid' | 'expired' | 'revoked'
}

/** Told how far long work has come. It may throw, which ends the work: whoever asked is gone. */
export type Tell = (done: number, of: number) => void

/** What was ordered cannot be done as ordered; the message is a sentence for whoever ordered it. */
export class Declined extends Error {
  override readonly name = 'Declined'
}
