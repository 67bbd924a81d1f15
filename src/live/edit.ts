import { createHash } from 'node:crypto'
import { z } from 'zod'
import { permit } from '../access/role.ts'
import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type Entry, type EntryType, type Verification, fieldName } from '../record/entry.ts'
import { isId, newId } from '../record/id.ts'
import { MAX, optional, read } from '../record/input.ts'
import type { Blanks } from '../record/redaction.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import { sorted } from '../record/sorted.ts'
import { type Card, saveCard } from './card.ts'
import type { Context } from './context.ts'
import { entryById } from './entries.ts'
import { claimKey, keepAnswer } from './idempotency.ts'
import type { Draft, Snapshot } from './log.ts'
import { type Found, type Reference, checkReferences } from './references.ts'

/** What every kind of entry's own fields hold. */
export interface Fields {
  readonly verification: Verification
}

/** How one type of entry is written; each slice has one. */
export interface Kind<Own extends Fields> {
  readonly type: EntryType
  /** The rules that need no database: an input (for updates: the entry with the input laid over) as fields. @throws Refused */
  readonly read: (input: object) => Own
  /** Every other entry that the fields name. */
  readonly references: (own: Own) => readonly Reference[]
  /** The rules that need the database; may fill in what only it knows. @throws Refused */
  readonly settle?: (tx: Transaction, change: Settling<Own>) => Promise<Own>
  /** What goes onto the index card. */
  readonly card: (own: Own) => Card
  /** Writes the slice's rows. */
  readonly save: (tx: Transaction, saving: Saving<Own>) => Promise<unknown>
  /** The fields that can be redacted. */
  readonly blanks: Blanks<Own>
  /** Those that can be redacted and stand in rows alone, by their names in the schema: takes one out, answers whether anything was there. */
  readonly apart?: Readonly<Record<string, (tx: Transaction, id: string) => Promise<boolean>>>
}

/** What goes into the slice's rows. */
export interface Saving<Own> {
  readonly id: string
  readonly own: Own
  readonly isNew: boolean
  /** The input as it was given. */
  readonly input: object
  /** Whether words are taken out: that is no reason to look whether the record holds the same entry twice. */
  readonly redacting?: boolean
}

/** A change on its way in. */
export interface Settling<Own> {
  readonly id: string
  readonly own: Own
  readonly before: Own | null
  /** The input as it was given. */
  readonly input: object
  /** The entries that the fields name. */
  readonly found: ReadonlyMap<string, Found>
}

/** What the inputs of all mutations may have, beside what is the kind's to read. */
const common = z.object({ idempotencyKey: optional(MAX.name), reason: optional(MAX.prose) })

/** What came of a mutation. */
export interface Outcome {
  readonly entry: Entry | null
  readonly errors: readonly UserError[]
  readonly cursor: string | null
}

/** An input that changes an entry that is there. */
export interface ChangeInput {
  readonly id: string
  readonly expectedVersion: number
  readonly reason?: string | null
}

/** A new entry on its way in. */
export interface Adding {
  /** As kindOf answers it. */
  readonly kind: Kind<Fields>
  /** Known beforehand, so that later entries of the same batch can name it. */
  readonly id: string
  readonly input: object
}

/** As add, for a batch; the drafts are in its order. An entry may name those that stand before it. @throws Refused at the first that is refused */
export async function addAll(tx: Transaction, batch: readonly Adding[], editor: string): Promise<Draft[]> {
  const drafts: Draft[] = []
  for (const { kind, id, input } of batch) drafts.push(await add(tx, kind, input, editor, id))
  return drafts
}

/** A new entry. Its rows are written; its line in the log is the draft. */
export async function add<Own extends Fields>(
  tx: Transaction,
  kind: Kind<Own>,
  input: object,
  editor: string,
  id = newId(),
): Promise<Draft> {
  const draft = await change(tx, kind, { id, before: null, input, editor, reason: null })
  if (!draft) throw new Error('A new entry always changes the record.')
  return draft
}

/** An entry changed; null when the input changes nothing. Its row stays locked until the commit. */
export async function update<Own extends Fields>(
  tx: Transaction,
  kind: Kind<Own>,
  input: ChangeInput,
  editor: string,
): Promise<Draft | null> {
  const before = await lockEntry(tx, input, kind.type)
  if (before.retraction)
    throw new Refused([problem('ALREADY_RETRACTED', ['id'], 'The entry is retracted; reinstate it first.')], before.id)
  return change(tx, kind, { id: before.id, before, input, editor, reason: input.reason ?? null })
}

/** As update, for a change that follows from another: nobody expected a version. */
export async function amend<Own extends Fields>(
  tx: Transaction,
  kind: Kind<Own>,
  id: string,
  given: object,
  editor: string,
  reason: string,
): Promise<Draft | null> {
  const before = await lockEntry(tx, { id, expectedVersion: null }, kind.type)
  return change(tx, kind, { id, before, input: given, editor, reason })
}

/**
 * The entry as it stands, locked until the commit.
 * @throws Refused with NOT_FOUND or VERSION_CONFLICT
 */
export async function lockEntry(
  tx: Transaction,
  input: { id: string; expectedVersion: number | null },
  type: EntryType | null,
): Promise<Snapshot> {
  // Two statements: one that waits for a lock would join the newest row with the log as it was before the wait.
  const locked = isId(input.id)
    ? await tx.rows<{ type: EntryType }>(sql`select type from entry where id = ${input.id}::uuid for update`)
    : []
  if (!locked[0] || (type !== null && locked[0].type !== type))
    throw new Refused([problem('NOT_FOUND', ['id'], 'There is no such entry of this type.')])
  const [row] = await tx.rows<{ snapshot: Snapshot }>(sql`
    select c.snapshot from entry e join change c on c.sequence = e.last_sequence where e.id = ${input.id}::uuid`)
  if (!row)
    throw new Error(
      `Entry ${input.id} has no line in the log, which cannot happen: both are written in one transaction.`,
    )
  if (input.expectedVersion !== null && row.snapshot.version !== input.expectedVersion) {
    const message = `The entry is at version ${String(row.snapshot.version)}: someone was faster. Look at it and try again.`
    throw new Refused([problem('VERSION_CONFLICT', ['expectedVersion'], message)], input.id)
  }
  return row.snapshot
}

interface Change {
  readonly id: string
  readonly before: Snapshot | null
  readonly input: object
  readonly editor: string
  readonly reason: string | null
}

async function change<Own extends Fields>(
  tx: Transaction,
  kind: Kind<Own>,
  { id, before, input, editor, reason }: Change,
): Promise<Draft | null> {
  // An entry's own fields bear the names of its inputs, so what is kept can be read like what is given; id, version and the like fall away.
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  const read = kind.read({ ...before, ...given })
  const ownBefore = before ? (before as unknown as Own) : null
  const found = await checkReferences(tx, kind.references(read), ownBefore ? kind.references(ownBefore) : [])
  const own = kind.settle ? await kind.settle(tx, { id, own: read, before: ownBefore, input, found }) : read
  const changed = changedFields(before, own)
  if (changed.length === 0 && before) return null
  const card = kind.card(own)
  await saveCard(tx, { id, type: kind.type, verification: own.verification }, card, before === null)
  await kind.save(tx, { id, own, isNew: before === null, input })
  const negotiationIds = [
    ownBefore ? kind.card(ownBefore).negotiationId : null,
    card.negotiationId,
    kind.type === 'NEGOTIATION' ? id : null,
  ]
  return {
    kind: before ? 'UPDATED' : 'ADDED',
    entryId: id,
    entryType: kind.type,
    before,
    fields: { ...own },
    negotiationIds: [...new Set(negotiationIds.filter((each) => each !== null))],
    changedFields: changed.map(fieldName),
    editor,
    reason,
  }
}

/** Names of what differs; of a new entry, of what is there. Values are compared as they stand in the log. */
function changedFields(before: Snapshot | null, own: object): string[] {
  const old: Record<string, unknown> = { ...before }
  return Object.entries(own)
    .filter(([name, value]) =>
      before
        ? JSON.stringify(value) !== JSON.stringify(old[name])
        : value !== null && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name]) => name)
}

/**
 * Carries out a mutation: permission, idempotency key, one transaction. `work` answers the draft of its change, or null when there is nothing to do.
 * Every way to write goes through here, so this is where permission is checked: UNAUTHENTICATED without a token, FORBIDDEN for
 * who has not the role.
 */
export async function mutate(
  ctx: Context,
  mutation: string,
  input: object,
  work: (tx: Transaction, editor: string) => Promise<Draft | null>,
  role: 'EDITOR' | 'ADMIN' = 'EDITOR',
): Promise<Outcome> {
  const { name: editor, identity: caller } = permit(ctx.viewer, role)
  try {
    const { idempotencyKey: key } = read(common, input)
    const claim = key === null ? null : { caller, mutation, key, input: digestOfInput(input) }
    const { result, appended } = await ctx.log.write(
      async (tx) => {
        const answered = claim ? await claimKey(tx, claim) : null
        if (answered) return { drafts: [], result: answered }
        const draft = await work(tx, editor)
        if (!draft) {
          const unchanged = { entryId: idOf(input), sequence: await headSeenBy(tx) }
          if (claim) await keepAnswer(tx, claim, unchanged)
          return { drafts: [], result: unchanged }
        }
        const reactions = await Promise.all(ctx.reactions.map((react) => react(tx, draft, editor)))
        return { drafts: [draft, ...reactions.flat()], result: { entryId: draft.entryId, sequence: null } }
      },
      async (tx, changes) => {
        if (claim && changes[0]) await keepAnswer(tx, claim, changes[0])
      },
    )
    // An earlier mutation of the same request may have read the entry.
    ctx.loading.clear()
    const sequence = result.sequence ?? appended[0]?.sequence ?? (await ctx.log.head())
    return { entry: await entryById(ctx, result.entryId, null), errors: [], cursor: ctx.log.cursorAt(sequence) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    ctx.loading.clear()
    return { entry: await entryById(ctx, error.entryId, null), errors: error.problems, cursor: null }
  }
}

async function headSeenBy(tx: Transaction): Promise<number> {
  const [head] = await tx.rows<{ sequence: number }>(sql`select sequence from log_head`)
  return head?.sequence ?? 0
}

const idOf = (input: object): string | null => ('id' in input && typeof input.id === 'string' ? input.id : null)

function digestOfInput(input: object): Uint8Array {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest()
}
