import type { EntryHistoryQuery, EntryQuery } from '../generated/graphql.ts'

/** Any entry, as its page asks for it. */
export type AnyEntry = NonNullable<EntryQuery['entry']>

/** A change that an entry has seen, with the entry as it stood right after it. */
export type EntryChange = NonNullable<EntryHistoryQuery['entry']>['history']['nodes'][number]

/** A field that a change set anew. Texts are told as they were and became; of what is no text, only that it changed. */
export interface Correction {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Each change with what it corrected, in the order given: oldest first, without gaps. What the first change set is no correction. */
export function correctionsOf(
  changes: readonly EntryChange[],
): readonly { readonly change: EntryChange; readonly corrections: readonly Correction[] }[] {
  return changes.map((change, index) => {
    const before = changes[index - 1]
    if (change.kind !== 'UPDATED' || !before) return { change, corrections: [] }
    const corrections = change.changedFields.map((field) => ({
      field,
      before: textOf(before.entry, field),
      after: textOf(change.entry, field),
    }))
    return { change, corrections }
  })
}

function textOf(entry: EntryChange['entry'], field: string): string | null {
  // An entry has the fields of its own type alone; one that it has not is no text.
  const value: unknown = Reflect.get(entry, field)
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null && 'edtf' in value && typeof value.edtf === 'string')
    return value.edtf
  return null
}
