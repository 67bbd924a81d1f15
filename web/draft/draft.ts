import { type Field, fieldsFor } from './fields.ts'
import { changesOf, inputOf, saysRow } from './input.ts'
import { type Kind, type Values, rowsOf, textOf } from './values.ts'

/** An entry that stands in the record, as a correction began from it. */
export interface Standing {
  readonly id: string
  readonly number: number
  readonly version: number
  readonly values: Values
  /** Fields that cannot change any more. */
  readonly fixed: readonly string[]
}

/** What an editor has written and not published yet. It is JSON, and all that has to be kept to go on later. */
export interface Draft {
  readonly id: string
  readonly kind: Kind
  /** What is corrected; null where an entry is added. */
  readonly corrects: Standing | null
  readonly values: Values
  /** Why it is corrected, for the history. */
  readonly reason: string
  /** The same for every attempt to publish the same, so that an answer that was lost adds nothing twice. */
  readonly key: string
  /** What was sent last and never answered, to the character; null when nothing is open. */
  readonly unanswered: string | null
  /** When it was last changed. */
  readonly at: string
}

/** A new draft. `newKey` answers another key each time it is asked. */
export const newDraft = (
  kind: Kind,
  values: Values,
  { newKey, now }: { readonly newKey: () => string; readonly now: () => string },
): Draft => ({
  ...{ id: newKey(), kind, corrects: null, values, reason: '', key: newKey(), unanswered: null, at: now() },
})

/** Something that keeps a draft from being published, at a field or at none. */
export interface Problem {
  /** Names of fields and numbers of rows, as in the input: quotes, 0, exact. */
  readonly path: readonly string[]
  readonly message: string
  readonly code: string
}

/** The fields of the form of a draft. */
export const fieldsOf = ({ kind, corrects }: Pick<Draft, 'kind' | 'corrects'>): readonly Field[] =>
  fieldsFor(kind, corrects !== null).filter(({ name }) => corrects?.fixed.includes(name) !== true)

/** The input of the mutation that publishes a draft. */
export function mutationInput(draft: Draft): Readonly<Record<string, unknown>> {
  const { corrects, reason, key } = draft
  const values = completed(draft)
  if (corrects === null) return { ...inputOf(fieldsOf(draft), values), ...lists(draft), idempotencyKey: key }
  return {
    ...changesOf(fieldsOf(draft), corrects.values, values),
    ...{ id: corrects.id, expectedVersion: corrects.version, idempotencyKey: key },
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  }
}

/** Whether a correction changes anything, or a new entry says anything. */
export const saysAnything = ({ kind, corrects, values }: Draft): boolean =>
  Object.keys(changesOf(fieldsOf({ kind, corrects }), corrects?.values ?? {}, values)).length > 0

/** Lists that an input needs even when they are empty. */
const lists = ({ kind, values }: Draft): object =>
  (kind === 'Statement' || kind === 'Event') && rowsOf(values['citations']).length === 0 ? { citations: [] } : {}

/** With what follows from the rest: verbatim words are a direct quote, and say what was said where nothing else does. */
export function completed({ kind, values }: Pick<Draft, 'kind' | 'values'>): Values {
  if (kind !== 'Statement') return values
  const words = rowsOf(values['quotes']).map((row) => textOf(row.values['exact']))
  const quoted = words.filter((each) => each.trim() !== '')
  const type = textOf(values['quoteType']) || (quoted.length > 0 ? 'DIRECT' : 'INDIRECT')
  const content = textOf(values['content']).trim() === '' ? quoted.join(' ') : textOf(values['content'])
  return { ...values, quoteType: type, content }
}

/** A problem at the row of the form that it is about: rows that say nothing are no part of an input. */
export function placed(draft: Draft, problem: Problem): Problem {
  const [name = '', row, ...rest] = problem.path
  const field = fieldsOf(draft).find((each) => each.name === name)
  if (field?.as !== 'rows' || row === undefined) return problem
  const said = rowsOf(draft.values[name]).flatMap(({ values }, index) => (saysRow(field.fields, values) ? [index] : []))
  return { ...problem, path: [name, String(said[Number(row)] ?? row), ...rest] }
}

/** What is missing or cannot be read, before anything is sent. `say` words it. */
export function problemsOf(
  draft: Draft,
  say: { readonly missing: (field: string) => string; readonly noNumber: string },
): readonly Problem[] {
  const values = completed(draft)
  const problems = problemsIn(fieldsOf(draft), values, [], say)
  const spoken = textOf(values['content']).trim() !== ''
  return draft.kind !== 'Statement' || spoken
    ? problems
    : [...problems, { path: ['content'], message: say.missing('content'), code: 'REQUIRED' }]
}

function problemsIn(
  fields: readonly Field[],
  values: Values,
  above: readonly string[],
  say: Parameters<typeof problemsOf>[1],
): readonly Problem[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name]
    if (field.as === 'rows') {
      const rows = rowsOf(values[field.name]).filter((row) => saysRow(field.fields, row.values))
      if (field.required && rows.length === 0) return [{ path, message: say.missing(field.name), code: 'REQUIRED' }]
      return rows.flatMap((row, index) => problemsIn(field.fields, row.values, [...path, String(index)], say))
    }
    const given = inputOf([field], values)[field.name]
    if (given === undefined) return field.required ? [{ path, message: say.missing(field.name), code: 'REQUIRED' }] : []
    return isNoNumber(field, values) ? [{ path, message: say.noNumber, code: 'INVALID_VALUE' }] : []
  })
}

/** What could not be read as a number is still text. */
function isNoNumber(field: Field, values: Values): boolean {
  const given = inputOf([field], values)[field.name]
  if (field.as === 'number') return typeof given !== 'number'
  if (field.as !== 'point' || typeof given !== 'object' || given === null) return false
  return Object.values(given).some((degrees) => typeof degrees !== 'number')
}
