import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type Line, type Redacts, hashOf } from './chain.ts'

/** The digests that redactions leave, by sequence. */
type Digests = ReadonlyMap<number, string>

/**
 * Knows of lines whose snapshots are not those that they were hashed with whether a redaction says so: the newest one that names the line must
 * give the very digest that its snapshot has now, and must itself stand in the chain.
 */
export class RedactedLines {
  readonly #reader: Reader
  /** By entry, as last read. */
  readonly #known = new Map<string, Digests>()
  readonly #allowed = new Set<number>()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** Whether the line may have a snapshot with this digest. */
  async allows({ sequence, entryId }: Line, digest: Uint8Array): Promise<boolean> {
    const allowed =
      this.#known.get(entryId)?.get(sequence) === Buffer.from(digest).toString('hex') ||
      // It may have been redacted after the one and before the other was read, so both are read anew.
      (await this.#unlike(entryId, [sequence])) === null
    if (allowed) this.#allowed.add(sequence)
    return allowed
  }

  /** The first of the lines that a redaction names whose snapshot is not as redacted; null when all are. */
  async takenBack(entryId: string, redacts: readonly Redacts[]): Promise<number | null> {
    const open = redacts.map(([sequence]) => sequence).filter((sequence) => !this.#allowed.has(sequence))
    return open.length === 0 ? null : await this.#unlike(entryId, open)
  }

  /** The first of the lines whose snapshot now has another digest than the newest redaction says. One statement: what it reads is of one moment. */
  async #unlike(entryId: string, sequences: readonly number[]): Promise<number | null> {
    const [row] = await this.#reader.rows<{
      redactions: readonly Stored[] | null
      digests: Record<string, string> | null
    }>(sql`
      select (
        select json_agg(json_build_object('sequence', c.sequence, 'at', c.at, 'kind', c.kind, 'entryType', c.entry_type, 'entryId', c.entry_id,
          'negotiationIds', c.negotiation_ids, 'editor', c.editor, 'reason', c.reason, 'changedFields', c.changed_fields, 'redacts', c.redacts,
          'digest', encode(c.digest, 'hex'), 'hash', encode(c.hash, 'hex'), 'before', encode(p.hash, 'hex')) order by c.sequence)
        from change c join change p on p.sequence = c.sequence - 1 where c.entry_id = ${entryId}::uuid and c.kind = 'REDACTED'
      ) as redactions, (
        select json_object_agg(sequence, encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex')) from change
        where sequence = any(${sequences}::int[])
      ) as digests`)
    const known = digestsOf(row?.redactions ?? [])
    this.#known.set(entryId, known)
    return sequences.find((sequence) => known.get(sequence) !== (row?.digests?.[String(sequence)] ?? '')) ?? null
  }
}

/** A redaction as one statement with all else brings it. */
interface Stored extends Omit<Line, 'digest'> {
  readonly digest: string
  readonly hash: string
  readonly before: string
}

function digestsOf(redactions: readonly Stored[]): Digests {
  const digests = new Map<number, string>()
  for (const stored of redactions) {
    const line = { ...stored, at: new Date(stored.at).toISOString(), digest: Buffer.from(stored.digest, 'hex') }
    // One that was altered or made up excuses nothing; that it breaks the chain is found where it stands.
    if (Buffer.from(hashOf(Buffer.from(stored.before, 'hex'), line)).toString('hex') !== stored.hash) continue
    for (const [sequence, digest] of stored.redacts ?? []) if (sequence < stored.sequence) digests.set(sequence, digest)
  }
  return digests
}
