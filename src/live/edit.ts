import { createHash } from 'node:crypto'
import { z } from 'zod'
import { permit } from '../access/role.ts'
import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Entry, EntryType } from '../record/entry.ts'
import { isId, newId } from '../record/id.ts'
import { MAX, optional, read } from '../record/input.ts'
import { Refused, type UserError, problem } from '../record/refusal.ts'
import { sorted } from '../record/sorted.ts'
import { changeAll } from './batch.ts'
import type { Context } from './context.ts'
import { entryById, rendered } from './entries.ts'
import { claimKey, keepAnswer } from './idempotency.ts'
import { type Fields, type Kind, anyKind } from './kind.ts'
import type { Draft, Snapshot } from './draft.ts'

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
  readonly kind: Kind<Fields>
  /** Known beforehand, so that later entries of the same batch can name it. */
  readonly id: string
  readonly input: object
}

/** New entries, in this order: each may name those before it. Their rows are written; their lines in the log are the drafts. @throws Refused; it says which */
export async function addAll(tx: Transaction, batch: readonly Adding[], editor: string): Promise<Draft[]> {
  const changes = batch.map((adding) => ({ ...adding, before: null, reason: null }))
  return drafted(await changeAll(tx, changes, editor))
}

/** A new entry. Its rows are written; its line in the log is the draft. */
export async function add<Own extends Fields>(
  tx: Transaction,
  kind: Kind<Own>,
  input: object,
  editor: string,
  id = newId(),
): Promise<Draft> {
  const [draft] = await addAll(tx, [{ kind: anyKind(kind), id, input }], editor)
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
  const change = { kind: anyKind(kind), id: before.id, before, input, reason: input.reason ?? null }
  const [draft = null] = await changeAll(tx, [change], editor)
  return draft
}

/** Entries that change because another did, although nothing is given: what their kind fills in may have become another. */
export async function resettle<Own extends Fields>(
  tx: Transaction,
  kind: Kind<Own>,
  ids: readonly string[],
  editor: string,
  reason: string,
): Promise<Draft[]> {
  if (ids.length === 0) return []
  const changes = (await lockAll(tx, ids)).map((before) => ({
    kind: anyKind(kind),
    id: before.id,
    before,
    input: {},
    reason,
  }))
  return drafted(await changeAll(tx, changes, editor))
}

const drafted = (drafts: readonly (Draft | null)[]): Draft[] => drafts.filter((draft) => draft !== null)

/**
 * The entry as it stands, locked until the commit.
 * @throws Refused with NOT_FOUND or VERSION_CONFLICT
 */
export async function lockEntry(
  tx: Transaction,
  input: { id: string; expectedVersion: number | null },
  type: EntryType | null,
): Promise<Snapshot> {
  const [entry] = isId(input.id) ? await lockAll(tx, [input.id]) : []
  if (!entry || (type !== null && entry.entryType !== type))
    throw new Refused([problem('NOT_FOUND', ['id'], 'There is no such entry of this type.')])
  if (input.expectedVersion !== null && entry.version !== input.expectedVersion) {
    const message = `The entry is at version ${String(entry.version)}: someone was faster. Look at it and try again.`
    throw new Refused([problem('VERSION_CONFLICT', ['expectedVersion'], message)], input.id)
  }
  return entry
}

/** Those of these entries that there are, by id. */
async function lockAll(tx: Transaction, ids: readonly string[]): Promise<readonly Snapshot[]> {
  // Two statements: one that waits for a lock would join the newest row with the log as it was before the wait.
  const locked = await tx.rows<{ id: string }>(
    sql`select id from entry where id = any(${ids}::uuid[]) order by id for update`,
  )
  const rows = await tx.rows<{ snapshot: Snapshot }>(sql`
    select c.snapshot from entry e join change c on c.sequence = e.last_sequence where e.id = any(${ids}::uuid[]) order by e.id`)
  if (rows.length < locked.length)
    throw new Error('An entry has no line in the log, which cannot happen: both are written in one transaction.')
  return rows.map(({ snapshot }) => snapshot)
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
      claim
        ? async (tx, [change]) => {
            if (change) await keepAnswer(tx, claim, { entryId: change.entry.id, sequence: change.sequence })
          }
        : undefined,
    )
    // An earlier mutation of the same request may have read the entry.
    ctx.loading.clear()
    const [change] = appended
    if (change) return { entry: rendered(change.entry, null), errors: [], cursor: ctx.log.cursorAt(change.sequence) }
    const sequence = result.sequence ?? (await ctx.log.head())
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
