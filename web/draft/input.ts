import type { Field } from './fields.ts'
import { type Value, type Values, allChosenOf, chosenOf, dateOf, pointOf, rowsOf, textOf } from './values.ts'

/** A part of the input of a mutation; undefined where nothing was given. */
type Given = string | number | boolean | null | readonly Given[] | { readonly [name: string]: Given }

/** The input that adds an entry: what was given of each field. */
export function inputOf(fields: readonly Field[], values: Values): Readonly<Record<string, Given>> {
  const input: Record<string, Given> = {}
  for (const field of fields) {
    const given = givenOf(field, values[field.name])
    if (given !== undefined) input[field.name] = given
  }
  return input
}

/** The input that changes an entry: only what is other than it was; what was taken away is null, or an empty list. */
export function changesOf(fields: readonly Field[], base: Values, values: Values): Readonly<Record<string, Given>> {
  const input: Record<string, Given> = {}
  for (const field of fields)
    if (differs(field, base[field.name], values[field.name])) {
      const none = field.as === 'rows' || field.as === 'entries' || field.as === 'lines' ? [] : null
      input[field.name] = givenOf(field, values[field.name]) ?? none
    }
  return input
}

/** Whether two values of a field say different things. */
export function differs(field: Field, one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(givenOf(field, one)) !== JSON.stringify(givenOf(field, other))
}

function givenOf(field: Field, value: Value | undefined): Given | undefined {
  switch (field.as) {
    case 'entry':
      return chosenOf(value)?.id
    case 'entries':
      return filled(allChosenOf(value).map(({ id }) => id))
    case 'rows':
      return filled(rowsOf(value).flatMap((row) => rowGiven(field.fields, row.values) ?? []))
    case 'lines':
      return filled(
        textOf(value)
          .split('\n')
          .map(trimmed)
          .filter((each) => each !== ''),
      )
    case 'number':
      return numberIn(textOf(value))
    case 'date':
      return dateGiven(value)
    case 'point':
      return pointGiven(value)
    case 'prose':
    case 'text':
      // To the character: blanks at its ends may be the source's.
      return textOf(value).trim() === '' ? undefined : textOf(value)
    default:
      return trimmed(textOf(value)) || undefined
  }
}

const trimmed = (text: string): string => text.trim()
const filled = <Item>(items: readonly Item[]): readonly Item[] | undefined => (items.length === 0 ? undefined : items)

/** What is no number goes as it is: the service says what is wrong with it. */
function numberIn(text: string): number | string | undefined {
  if (text.trim() === '') return undefined
  const number = Number(text.trim().replace(',', '.'))
  return Number.isFinite(number) ? number : text
}

/** Whether anything was said in a row but a choice from a list, which may have been made for it. */
export function saysRow(fields: readonly Field[], values: Values): boolean {
  return Object.keys(inputOf(fields, values)).some((name) =>
    fields.some((field) => field.name === name && field.as !== 'word'),
  )
}

/** Hidden values, such as places in a text, go along. */
function rowGiven(fields: readonly Field[], values: Values): Readonly<Record<string, Given>> | undefined {
  if (!saysRow(fields, values)) return undefined
  const { start, end } = values
  return {
    ...inputOf(fields, values),
    ...(typeof start === 'string' && typeof end === 'string' ? placeIn(start, end) : {}),
  }
}

const placeIn = (start: string, end: string): { readonly start: number; readonly end: number } => ({
  start: Number(start),
  end: Number(end),
})

function dateGiven(value: Value | undefined): Given | undefined {
  const { edtf, asReported, inferred } = dateOf(value)
  if (edtf.trim() === '') return undefined
  return { edtf: edtf.trim(), inferred, ...(asReported.trim() === '' ? {} : { asReported: asReported.trim() }) }
}

function pointGiven(value: Value | undefined): Given | undefined {
  const { latitude, longitude } = pointOf(value)
  const [south, west] = [numberIn(latitude), numberIn(longitude)]
  return south === undefined && west === undefined ? undefined : { latitude: south ?? null, longitude: west ?? null }
}
