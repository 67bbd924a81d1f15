/** The kinds of entries that editors write. */
export type Kind =
  | 'Source'
  | 'Statement'
  | 'Event'
  | 'NegotiationStatusUpdate'
  | 'Person'
  | 'Organization'
  | 'Location'
  | 'Proposal'
  | 'Negotiation'

/** An entry that was chosen, by what it is called. */
export interface Chosen {
  readonly id: string
  readonly type: Kind
  readonly number: number
  readonly name: string
}

/** A date as it was given; empty for none. */
export interface DateGiven {
  readonly edtf: string
  readonly asReported: string
  readonly inferred: boolean
}

/** Degrees, as they were typed. */
export interface PointGiven {
  readonly latitude: string
  readonly longitude: string
}

/** One of several things that have fields of their own: a quote, a citation, somebody who took part. */
export interface Row {
  /** Tells it from its neighbours for as long as the draft lives. */
  readonly key: string
  readonly values: Values
}

/** What a field of a draft holds, as it was typed; it is JSON. */
export type Value = string | boolean | null | DateGiven | PointGiven | Chosen | readonly Chosen[] | readonly Row[]
/** The fields of a draft by name; what was never touched may be missing. */
export type Values = Readonly<Record<string, Value>>

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The text of a field; empty when it holds none. */
export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '')
/** The entry that a field holds; null when it holds none. */
export const chosenOf = (value: Value | undefined): Chosen | null => (isObject(value) && 'id' in value ? value : null)
/** The entries that a field holds, in order. */
export const allChosenOf = (value: Value | undefined): readonly Chosen[] =>
  // Lists are of one kind: of entries in such a field.
  Array.isArray(value) ? (value as readonly Chosen[]) : []
/** The rows that a field holds, in order. */
export const rowsOf = (value: Value | undefined): readonly Row[] =>
  // Lists are of one kind: of rows in such a field.
  Array.isArray(value) ? (value as readonly Row[]) : []

const NO_DATE: DateGiven = { edtf: '', asReported: '', inferred: false }
/** The date that a field holds. */
export const dateOf = (value: Value | undefined): DateGiven => (isObject(value) && 'edtf' in value ? value : NO_DATE)
/** The point that a field holds. */
export const pointOf = (value: Value | undefined): PointGiven =>
  isObject(value) && 'latitude' in value ? value : { latitude: '', longitude: '' }
