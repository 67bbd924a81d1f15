import type { Transaction } from '../db/database.ts'
import { arrayOf, sql } from '../db/sql.ts'
import type { EntryType } from '../record/entry.ts'
import { isId } from '../record/id.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'

/** Another entry that an input names. */
export interface Reference {
  readonly id: string
  /** The types it may have. */
  readonly types: readonly EntryType[]
  readonly path: readonly (string | number)[]
  /** The negotiation that it must not contradict: an entry of another one is refused. Null: any will do. */
  readonly within?: string | null
}

/** What the record holds under a referred id. */
export interface Found {
  readonly id: string
  readonly type: EntryType
  readonly retracted: boolean
  readonly negotiationId: string | null
  /** The last instant of its date; null where that is open or not known. */
  readonly latest: Date | null
}

/** The entries that a change names, and those that stood in the entry before. */
export interface Named {
  readonly now: readonly Reference[]
  readonly before: readonly Reference[]
}

/** One reference as a list; an empty one when there is none. */
export function one(
  id: string | null,
  types: readonly EntryType[],
  path: readonly (string | number)[],
  within: string | null = null,
): readonly Reference[] {
  return id === null ? [] : [{ id, types, path, within }]
}

/** References of a list of ids. */
export function each(
  ids: readonly string[],
  types: readonly EntryType[],
  field: string,
  within: string | null = null,
): readonly Reference[] {
  return ids.map((id, index) => ({ id, types, path: [field, index], within }))
}

/**
 * What the references of all these changes name. New ones must exist, be of the right type and negotiation, and not be retracted, and stay so until
 * the commit: the rows are share-locked, so a retraction waits. What stood in the entry before may stay, whatever has become of it. One statement.
 * @throws Refused with NOT_FOUND or INVALID_VALUE at each path of the first change that is refused
 */
export async function checkReferences(tx: Transaction, changes: readonly Named[]): Promise<ReadonlyMap<string, Found>> {
  const ids = [...new Set(changes.flatMap(({ now }) => now.map((reference) => reference.id)).filter(isId))]
  const rows =
    ids.length === 0
      ? []
      : await tx.rows<Found>(
          sql`
          select id, type, retracted_at is not null as retracted, negotiation_id as "negotiationId", date_latest as latest
          from entry where id = any(${arrayOf(ids, sql`uuid`)}::uuid[]) order by id for share`,
          { prepared: true },
        )
  const found = new Map(rows.map((row) => [row.id, row]))
  for (const { now, before } of changes) {
    const kept = new Set(before.map(keyOf))
    const problems = now
      .filter((reference) => !kept.has(keyOf(reference)))
      .flatMap((reference) => problemOf(reference, found.get(reference.id)))
    if (problems.length > 0) throw new Refused(problems)
  }
  return found
}

// By field, not by place in its list. An id that stood in another field may be of a type that does not belong here.
const keyOf = ({ id, path, within }: Reference): string =>
  JSON.stringify([id, path.filter((step) => typeof step === 'string'), within ?? null])

function problemOf({ types, path, within }: Reference, found: Found | undefined): UserError[] {
  if (!found || !types.includes(found.type))
    return [problem('NOT_FOUND', path, `The record holds no entry of type ${types.join(' or ')} with this id.`)]
  if (found.retracted) return [problem('NOT_FOUND', path, 'The entry with this id is retracted.')]
  if (within != null && found.negotiationId !== null && found.negotiationId !== within)
    return [problem('INVALID_VALUE', path, 'The entry with this id belongs to another negotiation.')]
  return []
}
