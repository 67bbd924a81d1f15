import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { saveAll } from '../live/card.ts'
import { type Redacts, digestOf } from '../live/chain.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, lockEntry, mutate } from '../live/edit.ts'
import type { Fields } from '../live/kind.ts'
import type { Draft, Snapshot } from '../live/draft.ts'
import type { Log } from '../live/log.ts'
import { Refused, problem } from '../record/refusal.ts'
import { kindOf, redactableOf } from './entry.kinds.ts'
import { readReason } from './entry.rules.ts'
import { negotiationsOf } from './retraction.store.ts'

/** What is to be taken out of an entry. */
export interface Redaction {
  readonly id: string
  /** Names of fields as in changedFields; null or absent: all that can be redacted. */
  readonly fields?: readonly string[] | null
  /** Public. */
  readonly reason: string
  readonly expectedVersion?: number | null
}

/** Redacts an entry. For ADMIN. */
export function redactEntry(ctx: Context, input: Redaction): Promise<Outcome> {
  return mutate(ctx, 'redactEntry', input, (tx, editor) => takeOut(tx, input, editor), 'ADMIN')
}

/**
 * As the mutation, for whoever stands beside the service: the sequence of the change, or null when there was nothing to take out. Whoever may
 * call this is the caller's to decide.
 * @throws Refused as the mutation is refused
 */
export async function redact(log: Log, redaction: Redaction, editor: string): Promise<number | null> {
  const { appended } = await log.write(async (tx) => {
    const draft = await takeOut(tx, redaction, editor)
    return { drafts: draft ? [draft] : [], result: null }
  })
  return appended[0]?.sequence ?? null
}

type Redactable = ReturnType<typeof redactableOf>[number]

/** Blanks rows and snapshots; null when all of it was blank. The entry stays locked until the commit, so no line is added to it meanwhile. */
async function takeOut(tx: Transaction, redaction: Redaction, editor: string): Promise<Draft | null> {
  const reason = readReason(redaction)
  const { id, expectedVersion = null } = redaction
  const before = await lockEntry(tx, { id, expectedVersion }, null)
  const fields = fieldsToBlank(before, redaction.fields ?? null)
  const forgotten: Redactable[] = []
  for (const field of fields) if (await field.forget(tx, before.id)) forgotten.push(field)
  const { redacts, touched } = await blankSnapshots(tx, before.id, fields)
  const changed = fields.filter((field) => touched.has(field) || forgotten.includes(field))
  if (changed.length === 0) return null
  const blanked = blankedIn(fields, before)
  saveBlanked(tx, blanked)
  return {
    kind: 'REDACTED',
    entryId: before.id,
    entryType: before.entryType,
    before: blanked,
    fields: {},
    negotiationIds: negotiationsOf(blanked),
    changedFields: changed.map(({ name }) => name),
    editor,
    reason,
    redacts,
  }
}

/** @throws Refused with INVALID_VALUE at each name that is none */
function fieldsToBlank({ entryType }: Snapshot, names: readonly string[] | null): readonly Redactable[] {
  const all = redactableOf(entryType)
  if (names === null) return all
  const known = all.map(({ name }) => name)
  const problems = names.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [problem('INVALID_VALUE', ['fields', index], `This can be redacted of such an entry: ${known.join(', ')}.`)],
  )
  if (problems.length > 0) throw new Refused(problems)
  return all.filter(({ name }) => names.includes(name))
}

const blankedIn = (fields: readonly Redactable[], snapshot: Snapshot): Snapshot =>
  fields.reduce((blanked, field) => field.blanked(blanked), snapshot)

/** So many lines are read and written at once. */
const LINES = 100

/**
 * Blanks the fields in every snapshot of the entry. Answers the snapshots that differ now, and the fields in which any of them did. Their lines
 * keep the digests that they were hashed with: the chain holds, and the new digests stand in the line that is to come. A snapshot that somebody had
 * altered before is blanked too but not among them, so that it is still found out.
 */
async function blankSnapshots(
  tx: Transaction,
  id: string,
  fields: readonly Redactable[],
): Promise<{ readonly redacts: readonly Redacts[]; readonly touched: ReadonlySet<Redactable> }> {
  const redacts: Redacts[] = []
  const touched = new Set<Redactable>()
  const earlier = await redactedBefore(tx, id)
  for (let after = 0; ;) {
    const lines = await tx.rows<{ sequence: number; stored: string; digest: string }>(sql`
      select sequence, snapshot::text as stored, encode(digest, 'hex') as digest from change where entry_id = ${id}::uuid and sequence > ${after}::int order by sequence limit ${LINES}`)
    const blanked = lines.flatMap(({ sequence, stored, digest }) => {
      // What the log wrote; nothing else writes there.
      const snapshot = JSON.parse(stored) as Snapshot
      const text = JSON.stringify(snapshot)
      for (const field of fields) if (JSON.stringify(field.blanked(snapshot)) !== text) touched.add(field)
      const bytes = JSON.stringify(blankedIn(fields, snapshot))
      const sound = [digest, earlier.get(sequence)].includes(hex(digestOf(stored)))
      return bytes === text ? [] : [{ sequence, bytes, sound }]
    })
    for (const { sequence, bytes, sound } of blanked) if (sound) redacts.push([sequence, hex(digestOf(bytes))])
    await tx.rows(sql`
      update change c set snapshot = b.bytes::json from json_to_recordset(${JSON.stringify(blanked)}::json) as b(sequence int, bytes text)
      where c.sequence = b.sequence`)
    after = lines.at(-1)?.sequence ?? after
    if (lines.length < LINES) return { redacts, touched }
  }
}

/** The digests of the snapshots that were redacted before, as they stand since. */
async function redactedBefore(tx: Transaction, id: string): Promise<ReadonlyMap<number, string>> {
  const lines = await tx.rows<{ redacts: readonly Redacts[] | null }>(
    sql`select redacts from change where entry_id = ${id}::uuid and kind = 'REDACTED' order by sequence`,
  )
  return new Map(lines.flatMap(({ redacts }) => redacts ?? []))
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The rows of an entry, and what lists and search know of it, as its snapshot has it now. */
function saveBlanked(tx: Transaction, blanked: Snapshot): void {
  const kind = kindOf(blanked.entryType)
  // A snapshot holds all that the slice of its type says of the entry.
  const own: Fields = blanked
  const [card, rows] = [kind.card(own), kind.rows(kind.read(own))]
  saveAll(tx, [{ id: blanked.id, type: kind.type, verification: own.verification, card, rows, isNew: false }])
}
