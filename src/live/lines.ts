import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Line, Redacts } from './chain.ts'

/** A line of the log as the database holds it: its hash, and the digest of its snapshot as that stands now. */
export interface StoredLine extends Line {
  readonly digestNow: Uint8Array
  readonly hash: Uint8Array
}

/**
 * Which lines: those beyond `after`, `upTo` included. Between numbers, and not so many from a number on: without statistics, which the embedded
 * database has never gathered, the planner would read and sort all that follows for each page.
 */
interface Stretch {
  readonly after: number
  readonly upTo: number
}

// They stand in no field: JSON has them escaped.
const BETWEEN_FIELDS = '\u001f'
const BETWEEN_LINES = '\u001e'

/**
 * The stored lines of a stretch, in the order of their numbers. One statement, and one value: as rows and columns of their own they would take the
 * embedded database, and those who read from it, more than twice the time. Digests are taken where the snapshots lie, which are most of a line.
 */
export async function readLines(reader: Reader, { after, upTo }: Stretch): Promise<readonly ReadLine[]> {
  const [page] = await reader.rows<{ lines: string | null }>(sql`
    select string_agg(concat_ws(${BETWEEN_FIELDS}, sequence, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), kind, entry_type, entry_id,
      coalesce(array_to_json(negotiation_ids)::text, 'null'), to_json(editor), coalesce(to_json(reason)::text, 'null'),
      coalesce(array_to_json(changed_fields)::text, 'null'), encode(digest, 'hex'), encode(hash, 'hex'), coalesce(redacts::text, 'null'),
      encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex')), ${BETWEEN_LINES} order by sequence) as lines
    from change where sequence > ${after}::int and sequence <= ${upTo}::int`)
  return page?.lines == null ? [] : page.lines.split(BETWEEN_LINES).map((text) => new ReadLine(text))
}

/** A line as it came. Most are only hashed; the few that are looked into are parsed then, which takes as long as all else of a walk. */
export class ReadLine {
  readonly sequence: number
  readonly at: string
  readonly kind: string
  readonly entryId: string
  /** In hex, as the digests. */
  readonly hash: string
  readonly digest: string
  readonly digestNow: string
  readonly isRedaction: boolean
  /** What its hash is taken of, as hashOf writes it: PostgreSQL and JSON.stringify write these values alike. */
  readonly hashed: string
  readonly #fields: FieldsOfLine

  constructor(text: string) {
    // The statement above puts all of them there.
    const fields = text.split(BETWEEN_FIELDS) as FieldsOfLine
    const [sequence, at, kind, type, entryId, negotiations, editor, reason, changed, digest, hash, redacts, now] =
      fields
    this.sequence = Number(sequence)
    this.at = at
    this.kind = kind
    this.entryId = entryId
    this.hash = hash
    this.digest = digest
    this.digestNow = now
    this.isRedaction = redacts !== 'null'
    const more = this.isRedaction ? `,${redacts}` : ''
    this.hashed = `[${sequence},"${at}","${kind}","${type}","${entryId}",${negotiations},${editor},${reason},${changed},"${digest}"${more}]`
    this.#fields = fields
  }

  /** All of it. */
  parsed(): StoredLine {
    return lineFrom(this.#fields)
  }
}

function lineFrom(fields: FieldsOfLine): StoredLine {
  const [
    sequence,
    at,
    kind,
    entryType,
    entryId,
    negotiationIds,
    editor,
    reason,
    changedFields,
    digest,
    hash,
    redacts,
    digestNow,
  ] = fields
  return {
    ...{ sequence: Number(sequence), at, kind, entryType, entryId },
    negotiationIds: JSON.parse(negotiationIds) as readonly string[],
    editor: JSON.parse(editor) as string,
    reason: JSON.parse(reason) as string | null,
    changedFields: JSON.parse(changedFields) as readonly string[],
    redacts: JSON.parse(redacts) as readonly Redacts[] | null,
    digest: Buffer.from(digest, 'hex'),
    hash: Buffer.from(hash, 'hex'),
    digestNow: Buffer.from(digestNow, 'hex'),
  }
}

type Of<Names extends readonly string[]> = { [Name in keyof Names]: string }
type FieldsOfLine = Of<
  [
    ...['sequence', 'at', 'kind', 'entryType', 'entryId', 'negotiationIds', 'editor', 'reason', 'changedFields'],
    ...['digest', 'hash', 'redacts', 'digestNow'],
  ]
>
