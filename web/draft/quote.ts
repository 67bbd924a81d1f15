import { type Row, type Value, rowsOf, textOf } from './values.ts'

/** A source as quotes are compared with it. */
export interface SourceText {
  readonly id: string
  readonly title: string
  readonly language: string | null
  /** Null where none is stored. */
  readonly text: string | null
}

/** How words compare with the sources that are cited. */
export type Comparison =
  /** No words, or no source with a text. */
  | { readonly type: 'nothing' }
  | {
      readonly type: 'verbatim'
      readonly sourceId: string
      readonly start: number
      readonly end: number
      readonly paragraph: number
    }
  /** Not there; the nearest passage, where it is known already and there is one. */
  | { readonly type: 'elsewhere'; readonly nearest: Nearest | null; readonly asking: boolean }

/** The passage nearest to some words. */
export interface Nearest {
  readonly sourceId: string
  readonly exact: string
  readonly start: number
  readonly end: number
  /** Which part of the words it holds, 0 to 1. */
  readonly shared: number
  readonly difference: string
}

/** Where words stand to the character in the first of the sources that holds them; as the record compares them. */
export function compare(words: string, sources: readonly SourceText[]): Comparison {
  const held = sources.filter(({ text }) => text !== null)
  if (words.trim() === '' || held.length === 0) return { type: 'nothing' }
  for (const { id, text } of held) {
    const start = placeOf(text ?? '', words)
    if (start !== null)
      return {
        ...{ type: 'verbatim', sourceId: id, start, end: start + words.length },
        paragraph: paragraphAt(text ?? '', start),
      }
  }
  return { type: 'elsewhere', nearest: null, asking: true }
}

/** The first occurrence that cuts no character in half; null when there is none. */
function placeOf(text: string, words: string): number | null {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (!splits(text, at) && !splits(text, at + words.length)) return at
  return null
}

const splits = (text: string, at: number): boolean => at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff

/** The number of the paragraph of a text in which a place lies, as the page of the source counts them. */
export function paragraphAt(text: string, place: number): number {
  const before = text.slice(0, place).split('\n')
  const full = before.filter((line) => line.trim() !== '').length
  // Within a line of which nothing but blanks stands before the place, that line is not counted yet.
  return before.at(-1)?.trim() === '' ? full + 1 : full
}

/** The quotes of a statement with these words among them: in the first place that is empty, else at the end under this key. */
export function quoted(quotes: Value | undefined, exact: string, key: string): readonly Row[] {
  const rows = rowsOf(quotes)
  const empty = rows.find((row) => textOf(row.values['exact']).trim() === '')
  if (!empty) return [...rows, { key, values: { exact } }]
  return rows.map((row) => (row === empty ? { ...row, values: { ...row.values, exact } } : row))
}
