import { randomUUID } from 'node:crypto'
import type { Transaction } from '../db/database.ts'
import { type Sql, join, sql } from '../db/sql.ts'
import { type Line, textOf } from './chain.ts'
import { WAKE_CHANNEL } from './draft.ts'

// Drawn at each start, so that no editor can know them and have something put into the words of an entry.
const SEQUENCE = `sequence ${randomUUID()}`
const AT = `at ${randomUUID()}`
const DIGEST = `digest ${randomUUID()}`

/** What stands for the number and the time of a line until the database gives them. */
export const LATER = { sequence: SEQUENCE, at: AT } as const

/** A line that has no number yet: LATER stands for number and time in all of its texts. */
export interface Unnumbered extends Omit<Line, 'sequence' | 'at' | 'digest'> {
  /** The snapshot, as it goes into the log. */
  readonly snapshot: string
  readonly version: number
  readonly retractedAt: string | null
}

/** What the log gave to a line. */
export interface Numbered {
  readonly sequence: number
  readonly at: Date
}

/**
 * Appends one line by one statement: the database numbers it, writes number and time into its texts and takes the hashes. So the head row is locked for as
 * long as the database works and the disk takes, and no round trip of ours. Says the same as the statements for many. `beside` are more parts of the
 * statement, their values with what stands for number and time as the line has it.
 */
export function appendOne(tx: Transaction, line: Unnumbered, beside: readonly Sql[]): Promise<Numbered[]> {
  const { kind, entryType, entryId, negotiationIds, editor, reason, changedFields, redacts, version, retractedAt } =
    line
  const text = textOf({ ...line, ...LATER, digest: DIGEST })
  const query = sql`
    with given as (
      select ${line.snapshot}::text as snapshot, ${text}::text as line, ${`"${SEQUENCE}"`}::text as a, ${AT}::text as b, ${DIGEST}::text as c
    ), head as (
      update log_head h set (sequence, at, hash) = (
        select n.sequence, n.at, sha256(h.hash || convert_to(
          replace(replace(replace(g.line, g.a, n.sequence::text), g.b, n.moment), g.c,
            encode(sha256(convert_to(replace(replace(g.snapshot, g.a, n.sequence::text), g.b, n.moment), 'UTF8')), 'hex')), 'UTF8'))
        from given g cross join lateral (
          select t.sequence, t.at, to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as moment
          from (select h.sequence + 1 as sequence, greatest(h.at, date_trunc('milliseconds', clock_timestamp())) as at) t
        ) n
      )
      returning sequence, at, hash, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as moment
    ), state as materialized (
      select h.*, replace(replace(g.snapshot, g.a, h.sequence::text), g.b, h.moment) as snapshot from head h cross join given g
    ), line as (
      insert into change (sequence, at, kind, entry_type, entry_id, negotiation_ids, editor, reason, changed_fields, snapshot, digest, hash, redacts)
      select sequence, at, ${kind}::change_kind, ${entryType}::entry_type, ${entryId}::uuid, ${negotiationIds}::uuid[], ${editor}, ${reason}::text,
        ${changedFields}::text[], snapshot::json, sha256(convert_to(snapshot, 'UTF8')), hash, ${redacts && JSON.stringify(redacts)}::json
      from state
    ), card as (
      update entry e set number = coalesce(e.number, s.sequence), version = ${version}::int, last_sequence = s.sequence,
        retracted_at = replace(${retractedAt}::text, ${AT}, s.moment)::timestamptz
      from state s where e.id = ${entryId}::uuid
    )${join([sql``, ...beside.map(filledIn)], '')}
    select sequence, at, pg_notify(${WAKE_CHANNEL}, sequence::text)::text from state`
  return tx.tell<Numbered>(query, { prepared: true })
}

/** The part of a statement with number and time written into those of its values that hold what stands for them. */
function filledIn({ strings, values }: Sql): Sql {
  const filled = values.map((value) =>
    typeof value === 'string' && (value.includes(SEQUENCE) || value.includes(AT))
      ? sql`(select replace(replace(${value}::text, ${`"${SEQUENCE}"`}, sequence::text), ${AT}, moment) from state)`
      : value,
  )
  return sql(Object.assign([...strings], { raw: strings }), ...filled)
}
