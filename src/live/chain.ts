import { createHash, hash } from 'node:crypto'

/** What a line of the log says, less its snapshot, of which it holds the digest. */
export interface Line {
  readonly sequence: number
  readonly at: string
  readonly kind: string
  readonly entryType: string
  readonly entryId: string
  readonly negotiationIds: readonly string[]
  readonly editor: string
  readonly reason: string | null
  readonly changedFields: readonly string[]
  readonly digest: Uint8Array
  /** Of a REDACTED line: the snapshots that it blanked. Null of all others, which are hashed as they were before there was redaction. */
  readonly redacts: readonly Redacts[] | null
}

/** A snapshot that was blanked: its sequence, and its digest in hex as it stands since. */
export type Redacts = readonly [sequence: number, digest: string]

/** The hash before the first line. */
export const START = digestOf('parley')

/** SHA-256 of a snapshot's bytes. */
export function digestOf(snapshot: string): Uint8Array {
  return hash('sha256', snapshot, 'buffer')
}

/** Where a log ends, as people keep it and `verify` expects it: the sequence of the newest line and its hash in hex. */
export function headText({ sequence, hash }: { readonly sequence: number; readonly hash: Uint8Array }): string {
  return `${String(sequence)}:${Buffer.from(hash).toString('hex')}`
}

/**
 * SHA-256 of the hash before and of this line. Whoever alters, removes or inserts a line breaks the chain there.
 * The line is hashed as a JSON list, so no two lines read alike.
 */
export function hashOf(previous: Uint8Array, line: Line): Uint8Array {
  const { sequence, at, kind, entryType, entryId, negotiationIds, editor, reason, changedFields, digest, redacts } =
    line
  const text = JSON.stringify([
    sequence,
    at,
    kind,
    entryType,
    entryId,
    negotiationIds,
    editor,
    reason,
    changedFields,
    Buffer.from(digest).toString('hex'),
    ...(redacts === null ? [] : [redacts]),
  ])
  return hashOfText(previous, text)
}

/** As hashOf, of a line that is written already. */
export function hashOfText(previous: Uint8Array, text: string): Buffer {
  return createHash('sha256').update(previous).update(text).digest()
}
