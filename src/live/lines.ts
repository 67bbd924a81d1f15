import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Line, Redacts } from './chain.ts'

/** A line of the log as the database holds it: the bytes of its snapshot, and its hash. */
export interface StoredLine extends Line {
  readonly snapshot: string
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

/** So much of snapshots, as they are stored, comes at once; of larger ones fewer, one at least. */
const PAGE_BYTES = 2 * 1024 * 1024
// They stand in no field: JSON has them escaped.
const BETWEEN_FIELDS = '\u001f'
const BETWEEN_LINES = '\u001e'

/**
 * The stored lines of a stretch, in the order of their numbers; only the first ones where they are large. One statement, and one value: as rows and columns of their own they would take
 * the embedded database, and those who read from it, more than twice the time.
 */
export async function readLines(reader: Reader, { after, upTo }: Stretch): Promise<readonly StoredLine[]> {
  const [page] = await reader.rows<{ lines: string | null }>(sql`
    select string_agg(concat_ws(${BETWEEN_FIELDS}, sequence, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), kind, entry_type, entry_id,
      coalesce(array_to_json(negotiation_ids)::text, 'null'), to_json(editor), coalesce(to_json(reason)::text, 'null'),
      coalesce(array_to_json(changed_fields)::text, 'null'), encode(digest, 'hex'), encode(hash, 'hex'), coalesce(redacts::text, 'null'),
      snapshot::text), ${BETWEEN_LINES} order by sequence) as lines
    from (
      select *, sum(pg_column_size(snapshot)) over (order by sequence) - pg_column_size(snapshot) as before from change
      where sequence > ${after}::int and sequence <= ${upTo}::int order by sequence
    ) c where before < ${PAGE_BYTES}::int`)
  return page?.lines == null ? [] : page.lines.split(BETWEEN_LINES).map(lineFrom)
}

function lineFrom(text: string): StoredLine {
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
    snapshot,
  ] =
    // The statement above puts all of them there.
    text.split(BETWEEN_FIELDS) as FieldsOfLine
  return {
    ...{ sequence: Number(sequence), at, kind, entryType, entryId, snapshot },
    negotiationIds: JSON.parse(negotiationIds) as readonly string[],
    editor: JSON.parse(editor) as string,
    reason: JSON.parse(reason) as string | null,
    changedFields: JSON.parse(changedFields) as readonly string[],
    redacts: JSON.parse(redacts) as readonly Redacts[] | null,
    digest: Buffer.from(digest, 'hex'),
    hash: Buffer.from(hash, 'hex'),
  }
}

type Of<Names extends readonly string[]> = { [Name in keyof Names]: string }
type FieldsOfLine = Of<
  [
    ...['sequence', 'at', 'kind', 'entryType', 'entryId', 'negotiationIds', 'editor', 'reason', 'changedFields'],
    ...['digest', 'hash', 'redacts', 'snapshot'],
  ]
>
