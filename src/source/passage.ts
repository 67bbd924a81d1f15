import { fold } from '../record/fold.ts'
import { describeTypography, describeWords } from './difference.ts'
import { type Wording, alignBest, findRuns, readWords } from './wording.ts'

/** A stretch of a text in UTF-16 code units, end exclusive: text.slice(start, end). */
export interface Passage {
  readonly start: number
  readonly end: number
}

/**
 * Where `exact` stands in the text, to the character; null when it does not stand there, or is empty. Without offsets the first
 * occurrence; with one offset or both exactly that place, and both must fit. What would cut a character in half (a surrogate
 * pair) is no occurrence.
 */
export function findPassage(text: string, exact: string, start?: number | null, end?: number | null): Passage | null {
  if (exact === '') return null
  const given = start ?? (end === undefined || end === null ? null : end - exact.length)
  if (given !== null) {
    const passage = { start: given, end: given + exact.length }
    return (end ?? passage.end) === passage.end && standsAt(text, exact, given) ? passage : null
  }
  for (let at = text.indexOf(exact); at >= 0; at = text.indexOf(exact, at + 1)) {
    if (standsAt(text, exact, at)) return { start: at, end: at + exact.length }
  }
  return null
}

/**
 * The passage nearest to a quote: its place, its words (always text.slice(start, end)), how it differs, as half a sentence, and which part of the
 * quote's words it holds in the same order, 0 to 1 (long words count more). 1: what differs is typography or punctuation.
 */
export interface NearestPassage extends Passage {
  readonly exact: string
  readonly difference: string
  readonly shared: number
}

/**
 * The passage of the text that most resembles the words, for a message to a person: the same words in another typography, else
 * those of which most stand in the same order. Null when fewer than half are shared (long words count more), or fewer than two.
 * Of a long passage at most 300 characters around the first difference.
 *
 * Linear: 2,000,000 characters and 20,000 characters of words take 0.1 to 0.3 s, in which the event loop waits.
 */
export function nearestPassage(text: string, words: string): NearestPassage | null {
  const literal = findPassage(text, words)
  if (literal !== null)
    return cut(text, literal, literal.start, `stands at characters ${literal.start} to ${literal.end}`, 1)
  const numbered = new Map<string, number>()
  const quote = readWords(words, (word) => {
    const number = numbered.get(word) ?? numbered.size
    numbered.set(word, number)
    return number
  })
  if (quote.numbers.length === 0) return null
  const source = readWords(text, (word) => numbered.get(word) ?? -1)
  return (
    nearestSameWords(text, words, source, quote) ?? nearestLikeWords(text, words, source, quote, [...numbered.keys()])
  )
}

const MAX_SHOWN = 300
/** Of a passage that is cut, as much stands before the difference. */
const BEFORE_DIFFERENCE = 100
/** So many places with the same words are compared to the sign. */
const MAX_RUNS = 8
/** Words of the quote without a partner at either end show as many words of the source, up to this. */
const MAX_UNPAIRED = 5
/** Long words tell more than "of the"; beyond six letters they are all telling. */
const MAX_WEIGHT = 6

function standsAt(text: string, exact: string, start: number): boolean {
  // `startsWith` takes a negative place for 0, and a fraction for the whole below.
  if (!Number.isInteger(start) || start < 0 || !text.startsWith(exact, start)) return false
  return !splitsPair(text, start) && !splitsPair(text, start + exact.length)
}

function splitsPair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff
}

/** All the words, in order and next to each other: what differs is typography or punctuation. */
function nearestSameWords(text: string, words: string, source: Wording, quote: Wording): NearestPassage | null {
  const passages = findRuns(source.numbers, quote.numbers, MAX_RUNS).map((run) =>
    withSigns(text, words, quote, {
      start: at(source.starts, run),
      end: at(source.ends, run + quote.numbers.length - 1),
    }),
  )
  const wanted = foldSigns(words)
  const alike = passages.find(({ start, end }) => foldSigns(text.slice(start, end)) === wanted)
  if (alike !== undefined)
    return cut(text, alike, alike.start, describeTypography(text.slice(alike.start, alike.end), words), 1)
  const passage = passages[0]
  return passage === undefined ? null : cut(text, passage, passage.start, 'differs in punctuation', 1)
}

/** Most of the words, in order. `vocabulary` holds the folded words by their number. */
function nearestLikeWords(
  text: string,
  words: string,
  source: Wording,
  quote: Wording,
  vocabulary: readonly string[],
): NearestPassage | null {
  const weights = vocabulary.map((word) => Math.min(word.length, MAX_WEIGHT))
  const weigh = (numbers: Iterable<number>): number =>
    Array.from(numbers, (number) => weights[number] ?? 0).reduce((sum, weight) => sum + weight, 0)
  const pairs = alignBest(source.numbers, quote.numbers, weights)
  const first = pairs[0]
  const last = pairs.at(-1)
  if (first === undefined || last === undefined || pairs.length < 2) return null
  const shared = weigh(pairs.map((pair) => at(quote.numbers, pair.quote))) / weigh(quote.numbers)
  if (shared < 1 / 2) return null
  const from = Math.max(0, first.text - Math.min(first.quote, MAX_UNPAIRED))
  const to = Math.min(
    source.starts.length - 1,
    last.text + Math.min(quote.starts.length - 1 - last.quote, MAX_UNPAIRED),
  )
  const passage = withSigns(text, words, quote, { start: at(source.starts, from), end: at(source.ends, to) })
  const { at: focus, difference } = describeWords({ text, words, source, quote, pairs, from, to })
  return cut(text, passage, focus, difference, shared)
}

/** The passage with the signs around it, where the words have such: 'their "court."' for '“court.”'. */
function withSigns(text: string, words: string, quote: Wording, { start, end }: Passage): Passage {
  const before = words.slice(0, at(quote.starts, 0)).trim()
  const after = words.slice(at(quote.ends, quote.ends.length - 1)).trim()
  // An ellipsis is one sign or three, so more is offered than the words have; the shortest that is alike wins.
  const signsBefore =
    before === '' ? '' : (/[^\s\p{L}\p{N}\p{M}]{1,6}$/u.exec(text.slice(Math.max(0, start - 6), start))?.[0] ?? '')
  const signsAfter = after === '' ? '' : (/^[^\s\p{L}\p{N}\p{M}]{1,6}/u.exec(text.slice(end, end + 6))?.[0] ?? '')
  const countBefore = countSigns(signsBefore.length, before, (count) => signsBefore.slice(signsBefore.length - count))
  return {
    start: start - countBefore,
    end: end + countSigns(signsAfter.length, after, (count) => signsAfter.slice(0, count)),
  }
}

function countSigns(most: number, wanted: string, take: (count: number) => string): number {
  for (let count = 0; count <= most; count++) if (foldSigns(take(count)) === foldSigns(wanted)) return count
  return Math.min(most, wanted.length)
}

/** Folded, with all dashes alike: `fold` keeps these apart for the search. */
function foldSigns(text: string): string {
  return fold(text).replace(/[\u2012-\u2015\u2212]/g, '-')
}

/** At most MAX_SHOWN characters of the passage, from word to word where blanks allow, with `focus` among them. */
function cut(text: string, { start, end }: Passage, focus: number, difference: string, shared: number): NearestPassage {
  let from = start
  let to = end
  if (end - start > MAX_SHOWN) {
    from = Math.max(start, Math.min(focus - BEFORE_DIFFERENCE, end - MAX_SHOWN))
    to = from + MAX_SHOWN
    if (from > start) from += /\s(?=\S)/.exec(text.slice(from - 1, from + BEFORE_DIFFERENCE / 2))?.index ?? 0
    if (to < end) to -= /\s\S*$/.exec(text.slice(to - BEFORE_DIFFERENCE / 2, to + 1))?.[0].length ?? 1
    if (to < end) to += 1
    if (splitsPair(text, from)) from++
    if (splitsPair(text, to)) to--
  }
  return { start: from, end: to, exact: text.slice(from, to), difference, shared }
}

/** For places that are known to be among the words. */
function at(places: Int32Array, index: number): number {
  const place = places[index]
  if (place === undefined) throw new Error(`There is no word ${index}; it was counted before, so this cannot happen.`)
  return place
}
