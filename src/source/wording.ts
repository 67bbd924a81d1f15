import { fold } from '../record/fold.ts'

/**
 * The words of a text: where each starts and ends, and the number of the word it is, equal for words that fold alike. Without
 * spaces between words (Han, Kana, Thai, Khmer, Lao, Burmese) each character is one. Signs and blanks are no words; apostrophes within words are part of them.
 */
export interface Wording {
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** As numbered by the `number` given to `readWords`. */
  readonly numbers: Int32Array
}

/**
 * Reads the words of a text, in order. `number` is asked once for each spelling, with the word folded. Linear; 2,000,000
 * characters of prose take about 100 ms, and memory of 12 bytes a character while the answer is held.
 */
export function readWords(text: string, number: (folded: string) => number): Wording {
  const starts = new Int32Array(text.length)
  const ends = new Int32Array(text.length)
  const numbers = new Int32Array(text.length)
  const kinds = new Uint8Array(0x10000)
  const known = new Map<string, number>()
  const kindAt = (at: number): number => {
    const code = text.charCodeAt(at)
    return Number.isNaN(code) ? BREAK : (kinds[code] ||= kindOf(text.charAt(at)))
  }
  let count = 0
  for (let end = 0; end < text.length;) {
    const at = end++
    const kind = kindAt(at)
    if (kind === BREAK || kind === APOSTROPHE) continue
    while (end < text.length && goesOn(kind, kindAt(end), kindAt(end + 1))) end++
    const word = text.slice(at, end)
    let seen = known.get(word)
    if (seen === undefined) known.set(word, (seen = number(fold(word))))
    starts[count] = at
    ends[count] = end
    numbers[count++] = seen
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count), numbers: numbers.subarray(0, count) }
}

/** The indices in `sequence` where `wanted` begins, in order, at most `limit`. Linear (Knuth, Morris, Pratt). */
export function findRuns(sequence: Int32Array, wanted: Int32Array, limit: number): readonly number[] {
  const runs: number[] = []
  const fallback = new Int32Array(wanted.length)
  for (let at = 1, matched = 0; at < wanted.length; at++) {
    while (matched > 0 && wanted[at] !== wanted[matched]) matched = fallback[matched - 1] ?? 0
    if (wanted[at] === wanted[matched]) matched++
    fallback[at] = matched
  }
  for (let at = 0, matched = 0; at < sequence.length && runs.length < limit; at++) {
    while (matched > 0 && sequence[at] !== wanted[matched]) matched = fallback[matched - 1] ?? 0
    if (sequence[at] === wanted[matched]) matched++
    if (matched < wanted.length || matched === 0) continue
    runs.push(at - wanted.length + 1)
    matched = fallback[matched - 1] ?? 0
  }
  return runs
}

/** A word of the quote and the same word of the text, by their places among the words. */
export interface Pair {
  readonly quote: number
  readonly text: number
}

/**
 * The words of the quote that stand in one place of the text in the same order, where the most letters are shared; empty when
 * none are. Looks at the few places that share the most words in any order. Nearly linear in the words of both.
 */
export function alignBest(text: Int32Array, quote: Int32Array, weights: readonly number[]): readonly Pair[] {
  const scores = scoreWindows(text, quote, weights)
  let best: readonly Pair[] = []
  let bestWeight = 0
  for (let tried = 0; tried < MAX_PLACES; tried++) {
    const at = indexOfMax(scores)
    if ((scores[at] ?? 0) <= bestWeight) break
    const pairs = dropStrays(alignAt(text, quote, at))
    const weight = pairs.reduce((sum, pair) => sum + (weights[quote[pair.quote] ?? -1] ?? 0), 0)
    if (weight > bestWeight) [best, bestWeight] = [pairs, weight]
    // Neighbours share most of the same words and have been looked at with it.
    const reach = Math.ceil(quote.length / 2)
    scores.fill(0, Math.max(0, at - reach), at + reach + 1)
  }
  return best
}

const BREAK = 1
const LETTER = 2
const SINGLE = 3
const MARK = 4
const APOSTROPHE = 5

const MAX_PLACES = 8
/** A word that is often in the quote is paired with the places nearest to where it should be, or all-equal words would be n². */
const MAX_PARTNERS = 8

/** Whether the word that began with `kind` goes on with the next character. An apostrophe belongs to it between letters only. */
function goesOn(kind: number, next: number, afterNext: number): boolean {
  return next === MARK || (kind !== SINGLE && (next === LETTER || (next === APOSTROPHE && afterNext === LETTER)))
}

function kindOf(character: string): number {
  // A half of a surrogate pair is told no script; letters, signs and emoji beyond the basic plane make words alike.
  if (/\p{Cs}/u.test(character)) return LETTER
  if (/['`´‘’‛′ʹ-ˋ՚׳＇]/u.test(character)) return APOSTROPHE
  if (/(?=\p{M})\p{Script=Inherited}|\p{Default_Ignorable_Code_Point}/u.test(character)) return MARK
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
      character,
    )
  )
    return SINGLE
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? LETTER : BREAK
}

/** For each word of the text, the weight of the words that the stretch from there, as long as the quote, shares with it. */
function scoreWindows(text: Int32Array, quote: Int32Array, weights: readonly number[]): Int32Array {
  const missing = new Int32Array(weights.length)
  for (const word of quote) missing[word] = (missing[word] ?? 0) + 1
  const scores = new Int32Array(text.length)
  let score = 0
  for (let end = 0, start = 1 - quote.length; end < text.length; end++, start++) {
    const entering = text[end] ?? -1
    if (entering >= 0) {
      const left = missing[entering] ?? 0
      if (left > 0) score += weights[entering] ?? 0
      missing[entering] = left - 1
    }
    scores[Math.max(0, start)] = score
    const leaving = start < 0 ? -1 : (text[start] ?? -1)
    if (leaving >= 0) {
      const left = (missing[leaving] ?? 0) + 1
      if (left > 0) score -= weights[leaving] ?? 0
      missing[leaving] = left
    }
  }
  return scores
}

function indexOfMax(scores: Int32Array): number {
  let best = 0
  for (let at = 1; at < scores.length; at++) if ((scores[at] ?? 0) > (scores[best] ?? 0)) best = at
  return best
}

interface Link extends Pair {
  readonly before: Link | null
}

/** A longest common subsequence of the quote and the stretch of the text around `at` (Hunt and Szymanski). */
function alignAt(text: Int32Array, quote: Int32Array, at: number): readonly Pair[] {
  const margin = Math.min(12, Math.ceil(quote.length / 4)) + 1
  const places = new Map<number, number[]>()
  for (const [index, word] of quote.entries()) {
    const before = places.get(word)
    if (before === undefined) places.set(word, [index])
    else before.push(index)
  }
  // links[k] ends the chain of k + 1 pairs whose last word comes earliest in the quote.
  const links: Link[] = []
  for (let index = Math.max(0, at - margin); index < Math.min(text.length, at + quote.length + margin); index++) {
    const partners = nearest(places.get(text[index] ?? -1) ?? [], index - at)
    // From the last to the first, so that one word of the text enters a chain once.
    for (const partner of partners.toReversed()) {
      const rank = lowerBound(links.length, (k) => (links[k]?.quote ?? Infinity) >= partner)
      links[rank] = { quote: partner, text: index, before: links[rank - 1] ?? null }
    }
  }
  const pairs: Pair[] = []
  for (let link = links.at(-1) ?? null; link !== null; link = link.before)
    pairs.push({ quote: link.quote, text: link.text })
  return pairs.reverse()
}

function nearest(places: readonly number[], wanted: number): readonly number[] {
  if (places.length <= MAX_PARTNERS) return places
  const middle = lowerBound(places.length, (k) => (places[k] ?? Infinity) >= wanted)
  const from = Math.min(Math.max(0, middle - MAX_PARTNERS / 2), places.length - MAX_PARTNERS)
  return places.slice(from, from + MAX_PARTNERS)
}

/** The first of 0 … count - 1 that fits, when all after it fit too; else count. */
function lowerBound(count: number, fits: (index: number) => boolean): number {
  let low = 0
  for (let high = count; low < high;) {
    const middle = (low + high) >> 1
    if (fits(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Without single words at either end that lie far off: some "the" of the sentence before is no part of the passage. */
function dropStrays(pairs: readonly Pair[]): readonly Pair[] {
  let from = 0
  let to = pairs.length
  const isFar = (left: Pair | undefined, right: Pair | undefined): boolean =>
    left !== undefined && right !== undefined && right.text - left.text > 2 * (right.quote - left.quote) + 2
  while (to - from > 1 && isFar(pairs[from], pairs[from + 1])) from++
  while (to - from > 1 && isFar(pairs[to - 2], pairs[to - 1])) to--
  return pairs.slice(from, to)
}
