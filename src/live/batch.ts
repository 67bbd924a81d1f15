import type { Transaction } from '../db/database.ts'
import { fieldName } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { Refused } from '../record/refusal.ts'
import { type Card, saveAll } from './card.ts'
import type { Fields, Kind, Settled } from './kind.ts'
import type { Draft, Snapshot } from './draft.ts'
import { checkReferences } from './references.ts'

/** A change of one entry, as it is asked for. */
export interface Change {
  readonly kind: Kind<Fields>
  readonly id: string
  /** The entry as it stands; null when it is new. */
  readonly before: Snapshot | null
  readonly input: object
  readonly reason: string | null
}

/**
 * Carries out changes of one entry each. Their rows are written; their lines in the log are the drafts, in the same order: null where nothing changes.
 * What comes of it, and what is refused, is as if they came one after the other; but those of which none depends on another share their statements, as
 * many for all as for one.
 * @throws Refused at the first change that is refused; it says which
 */
export async function changeAll(
  tx: Transaction,
  changes: readonly Change[],
  editor: string,
): Promise<(Draft | null)[]> {
  const drafts: (Draft | null)[] = []
  for (const group of groupsOf(changes)) drafts.push(...(await changeGroup(tx, group, editor)))
  return drafts
}

/** A change whose input holds with the rules that need no database. */
interface Reading extends Change {
  readonly own: Fields
  readonly ownBefore: Fields | null
}

/** Stretches of changes of which none can depend on another: none names another's entry in its input, nor is its rival. */
function* groupsOf(changes: readonly Change[]): Generator<readonly Reading[]> {
  let group: Reading[] = []
  let taken = new Set<string>()
  for (const change of changes) {
    let reading: Reading
    try {
      reading = readingOf(change)
    } catch (error) {
      // Those before it may be refused too, and are then the first.
      if (group.length > 0) yield group
      throw error
    }
    const rivalry = change.kind.rivalry?.(reading.own) ?? change.id
    if (taken.has(rivalry) || isNamed(change.input, taken)) {
      yield group
      group = []
      taken = new Set()
    }
    group.push(reading)
    taken.add(change.id).add(rivalry)
  }
  if (group.length > 0) yield group
}

function readingOf(change: Change): Reading {
  const { kind, id, before, input } = change
  // An entry's own fields bear the names of its inputs, so what is kept can be read like what is given; id, version and the like fall away.
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  try {
    // A snapshot holds all that the slice of its type says of the entry.
    return { ...change, own: kind.read({ ...before, ...given }), ownBefore: before }
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.problems, error.entryId, id) : error
  }
}

/** Whether one of these words stands anywhere in an input. */
function isNamed(given: unknown, words: ReadonlySet<string>): boolean {
  if (typeof given === 'string') return words.has(given)
  return typeof given === 'object' && given !== null && Object.values(given).some((each) => isNamed(each, words))
}

async function changeGroup(tx: Transaction, group: readonly Reading[], editor: string): Promise<(Draft | null)[]> {
  const [first] = group
  try {
    return await carryOut(tx, group, editor)
  } catch (error) {
    if (!(error instanceof Refused) || !first) throw error
    if (group.length === 1) throw new Refused(error.problems, error.entryId, first.id)
    // Nothing of a group is written before all of it holds, so it can begin anew: one after the other, the first that is refused is the one to name.
    const drafts: (Draft | null)[] = []
    for (const each of group) drafts.push(...(await changeGroup(tx, [each], editor)))
    return drafts
  }
}

/** A change that holds with all rules. */
interface Holding extends Reading {
  readonly card: Card
  readonly columns: object | undefined
  /** Names of the fields that differ. */
  readonly changed: readonly string[]
}

async function carryOut(tx: Transaction, group: readonly Reading[], editor: string): Promise<(Draft | null)[]> {
  const settled = await settle(tx, group)
  const holding = group.map((reading): Holding => {
    const { own, columns } = settled.get(reading.id) ?? { own: reading.own, columns: undefined }
    return { ...reading, own, columns, card: reading.kind.card(own), changed: changedFields(reading.before, own) }
  })
  saveAll(
    tx,
    holding.filter(isAny).map(({ kind, own, before, ...each }) => ({
      ...each,
      ...{ type: kind.type, verification: own.verification, rows: kind.rows(own), isNew: before === null },
    })),
  )
  return holding.map((each) => (isAny(each) ? draftOf(each, editor) : null))
}

/** What comes of each by the rules that need the database, by id. */
async function settle(tx: Transaction, group: readonly Reading[]): Promise<ReadonlyMap<string, Settled<Fields>>> {
  const finding = checkReferences(
    tx,
    group.map(({ kind, own, ownBefore }) => ({
      now: kind.references(own),
      before: ownBefore ? kind.references(ownBefore) : [],
    })),
  )
  const settling = [...groupedBy(group, (reading) => reading.kind)].map(([kind, readings]) => {
    const changes = readings.map(({ id, own, ownBefore, input }) => ({ id, own, before: ownBefore, input }))
    return { kind, changes, foreseen: kind.foresee?.(tx, changes) ?? Promise.resolve([]) }
  })
  const [found, ...foreseen] = await Promise.all([finding, ...settling.map((each) => each.foreseen)])
  const settled: Settled<Fields>[] = []
  // One after the other: a transaction has one connection.
  for (const [at, { kind, changes }] of settling.entries())
    settled.push(...(await kind.settle(tx, changes, found, foreseen[at] ?? [])))
  return new Map(settled.map((each) => [each.id, each]))
}

/** A new entry is one even when nothing is said of it. */
const isAny = ({ before, changed }: Holding): boolean => before === null || changed.length > 0

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

function draftOf({ kind, id, before, ownBefore, own, card, changed, reason }: Holding, editor: string): Draft {
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
