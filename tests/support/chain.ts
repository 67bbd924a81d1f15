import type { Reader } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { type Line, digestOf, hashOf } from '../../src/live/chain.ts'

/** A line of the log as the database holds it, with the stored bytes of its snapshot. */
export interface StoredLine extends Line {
  readonly snapshot: string
  readonly hash: Uint8Array
}

/** The log as the database holds it. */
export interface StoredLog {
  readonly lines: readonly StoredLine[]
  /** What the head row says: the hash of the newest line, and how many lines there are. */
  readonly head: { readonly hash: Uint8Array; readonly sequence: number }
}

/** Reads the whole log from its tables. */
export async function readLog(reader: Reader): Promise<StoredLog> {
  const lines = await reader.rows<Omit<StoredLine, 'at'> & { at: Date }>(sql`
    select sequence, at, kind, entry_type as "entryType", entry_id as "entryId", negotiation_ids as "negotiationIds", editor, reason,
      changed_fields as "changedFields", snapshot::text as snapshot, digest, hash, redacts from change order by sequence`)
  const [head] = await reader.rows<StoredLog['head']>(sql`select hash, sequence from log_head`)
  return { lines: lines.map((line) => ({ ...line, at: line.at.toISOString() })), head: head! }
}

const START = digestOf('parley')
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b)

/** The place, from 1, at which the chain first breaks; null when it holds up to the head. */
export function breakOf({ lines, head }: StoredLog): number | null {
  let hash = START
  for (const [index, line] of lines.entries()) {
    hash = hashOf(hash, line)
    if (line.sequence !== index + 1 || !same(digestOf(line.snapshot), line.digest) || !same(hash, line.hash))
      return index + 1
  }
  return head.sequence === lines.length && same(hash, head.hash) ? null : lines.length + 1
}
