import { createHash } from 'node:crypto'

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
}

/** SHA-256 of a snapshot's bytes. */
export function digestOf(snapshot: string): Uint8Array {
  return createHash('sha256').update(snapshot).digest()
}

/**
 * SHA-256 of the hash before and of this line. Whoever alters, removes or inserts a line breaks the chain there.
 * The line is hashed as a JSON list, so no two lines read alike.
 */
export function hashOf(previous: Uint8Array, line: Line): Uint8Array {
  const { sequence, at, kind, entryType, entryId, negotiationIds, editor, reason, changedFields, digest } = line
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
  ])
  return createHash('sha256').update(previous).update(text).digest()
}
