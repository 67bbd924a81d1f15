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
      return wholeNumberIn(textOf(value))
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

/** A whole number, with or without blanks or signs between its thousands. What is none goes as it is: the service says what is wrong with it. */
function wholeNumberIn(text: string): number | string | undefined {
  const given = text.trim()
  if (given === '') return undefined
  return /^\d+$|^\d{1,3}([ ,.\u00a0\u202f]\d{3})+$/.test(given) ? Number(given.replaceAll(/\D/g, '')) : text
}

/** Degrees, with a point or a comma. */
function degreesIn(text: string): number | string | undefined {
  const given = text.trim()
  if (given === '') return undefined
  const degrees = Number(given.replace(',', '.'))
  return Number.isFinite(degrees) ? degrees : text
}

/** Whether anything was said in a row but a choice from a list, which may have been made for it. */
export function saysRow(fields: readonly Field[], values: Values): boolean {
  return Object.keys(inputOf(fields, values)).some((name) =>
    fields.some((field) => field.name === name && field.as !== 'word'),
  )
}

/** Hidden values go along: places in a text, and whether an actor itself took part. */
function rowGiven(fields: readonly Field[], values: Values): Readonly<Record<string, Given>> | undefined {
  if (!saysRow(fields, values)) return undefined
  const { start, end, identified } = values
  return {
    ...inputOf(fields, values),
    ...(typeof start === 'string' && typeof end === 'string' ? placeIn(start, end) : {}),
    ...(typeof identified === 'boolean' ? { identified } : {}),
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
  const [south, west] = [degreesIn(latitude), degreesIn(longitude)]
  return south === undefined && west === undefined ? undefined : { latitude: south ?? null, longitude: west ?? null }
}
