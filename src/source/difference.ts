import type { Pair, Wording } from './wording.ts'

/**
 * How two spellings of the same words differ, as half a sentence: 'differs in quotation marks and dashes'. For texts that are
 * equal once folded.
 */
export function describeTypography(passage: string, words: string): string {
  const [printed, given] = [decompose(passage), decompose(words)]
  const kinds = KINDS.filter(([, pattern]) => signsIn(printed, pattern) !== signsIn(given, pattern)).map(
    ([kind]) => kind,
  )
  const [letters, lettersGiven] = [printed.replace(/\P{L}/gu, ''), given.replace(/\P{L}/gu, '')]
  if (letters.toLowerCase() !== lettersGiven.toLowerCase()) kinds.push('the form of letters')
  else if (letters !== lettersGiven) kinds.push('capital letters')
  return `differs in ${listed(kinds.length === 0 ? ['characters that look alike or are not seen'] : kinds)}`
}

/** What `describeWords` compares: all texts with their words, the words that are paired, and the words of the passage. */
export interface Comparison {
  readonly text: string
  readonly words: string
  readonly source: Wording
  readonly quote: Wording
  readonly pairs: readonly Pair[]
  /** First and last word of the source that belong to the passage. */
  readonly from: number
  readonly to: number
}

/**
 * The first place where passage and quote have different words, as half a sentence that quotes both, how many more such places
 * there are, and where in the text the first one stands.
 */
export function describeWords(comparison: Comparison): { readonly at: number; readonly difference: string } {
  const { text, words, source, quote, from } = comparison
  const gaps = gapsOf(comparison)
  const first = gaps[0]
  if (first === undefined) return { at: source.starts[from] ?? 0, difference: 'differs in punctuation' }
  const printed = excerpt(text, source, first.from.text, first.to.text)
  const given = excerpt(words, quote, first.from.quote, first.to.quote)
  const difference =
    given === ''
      ? `the source also prints “${printed}”`
      : `the source ${printed === '' ? `does not print “${given}” there` : `prints “${printed}” where the quote has “${given}”`}`
  const more = gaps.length - 1
  const rest = more === 0 ? '' : `, and there ${more === 1 ? 'is another difference' : `are ${more} more differences`}`
  return { at: source.starts[first.from.text] ?? text.length, difference: difference + rest }
}

const MAX_EXCERPT = 80

/** Each kind of sign with its name, as it is looked for in decomposed text. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['white space', /\s+/gu],
  ['quotation marks or apostrophes', /["'`´‘-‟‹›«»′-‷〝-〟ʹ-ˋ״׳՚]/gu],
  ['dashes or hyphens', /[-\u2010-\u2015\u2212]/gu],
  ['an ellipsis', /…|\.\.\./gu],
  ['accents', /\p{M}/gu],
]

/** V8 sorts marks in quadratic time; see fold.ts, which leaves the same ones out. */
function decompose(text: string): string {
  return text
    .trim()
    .replace(/(\p{M}{30})\p{M}+/gu, '$1')
    .normalize('NFD')
}

function signsIn(text: string, pattern: RegExp): string {
  return (text.match(pattern) ?? []).join('|')
}

function listed(kinds: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(kinds)
}

interface Gap {
  readonly from: Pair
  readonly to: Pair
}

/** Where words of either side stand between two pairs, or before the first or after the last. */
function gapsOf({ pairs, from, to, quote }: Comparison): readonly Gap[] {
  const edges = [...pairs, { quote: quote.starts.length, text: to + 1 }]
  const gaps: Gap[] = []
  let open: Pair = { quote: 0, text: from }
  for (const edge of edges) {
    if (edge.quote > open.quote || edge.text > open.text) gaps.push({ from: open, to: edge })
    open = { quote: edge.quote + 1, text: edge.text + 1 }
  }
  return gaps
}

/** The words from one place up to another with the signs between them; empty when there are none. */
function excerpt(text: string, words: Wording, from: number, to: number): string {
  if (to <= from) return ''
  const whole = text.slice(words.starts[from], words.ends[to - 1])
  if (whole.length <= MAX_EXCERPT) return whole
  return `${whole
    .slice(0, MAX_EXCERPT)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/\s+\S*$/, '')}…`
}
