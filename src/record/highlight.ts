import { foldWithOffsets } from './fold.ts'
import { wordsOf } from './words.ts'

/** A stretch of a text in UTF-16 code units, end exclusive. */
export interface Mark {
  readonly start: number
  readonly end: number
}

/**
 * A fragment of the text as HTML, with `<mark>` around the hits: of all places that hold most of the marks within `maxChars` code
 * units the first, or the beginning when there are no marks. Everything from the text is escaped. It is cut between words where
 * it can be, else between characters, and says so with "…" (which `maxChars` does not count); the text itself is not changed.
 *
 * Marks may come in any order, overlap, or lie outside the text; the parts outside, and empty ones, do not count.
 */
export function highlight(text: string, marks: readonly Mark[], maxChars = 240): string {
  const hits = tidy(text, marks)
  const { start, end } = fragment(text, hits, Math.max(1, Math.floor(maxChars)))
  let html = ''
  let at = start
  for (const hit of hits) {
    if (hit.end <= start || hit.start >= end) continue
    const from = Math.max(hit.start, start)
    const to = Math.min(hit.end, end)
    html += `${escapeHtml(text.slice(at, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>`
    at = to
  }
  return (start > 0 ? '…' : '') + html + escapeHtml(text.slice(at, end)) + (end < text.length ? '…' : '')
}

/** PostgreSQL's options for the headline that `marksFromHeadline` reads; what `wordsOf` leaves holds no control characters. */
export const HEADLINE_OPTIONS = 'HighlightAll=true, StartSel=\u0002, StopSel=\u0003'

/**
 * Where the hits of `ts_headline('simple', wordsOf(fold(text)), query, HEADLINE_OPTIONS)` stand in the text itself; in order, empty when
 * nothing is marked. Should the headline depart from that, the marks from there on are left out rather than guessed.
 */
export function marksFromHeadline(headline: string, text: string): readonly Mark[] {
  if (!headline.includes(START)) return []
  const { folded, offsets } = foldWithOffsets(text)
  const words = wordsOf(folded)
  const marks: Mark[] = []
  let at = 0
  let opened = -1
  for (const piece of headline.split(MARKERS)) {
    if (piece === START) opened = at
    else if (piece === STOP) {
      if (opened >= 0 && opened < at) marks.push(hitBetween(text, offsets, opened, at))
      opened = -1
    } else if (words.startsWith(piece, at)) at += piece.length
    else break
  }
  return marks
}

const START = '\u0002'
const STOP = '\u0003'
const MARKERS = new RegExp(`([${START}${STOP}])`)

/** How far before a limit white space is looked for, so that no word is cut. */
const CUT_REACH = 32

/** What one character became is marked as that character, even when the hit holds only a part of it (of a ligature). */
function hitBetween(text: string, offsets: readonly number[], opened: number, closed: number): Mark {
  let next = closed
  while (next < offsets.length - 1 && offsets[next] === offsets[closed - 1]) next++
  const start = offsets[opened] ?? 0
  let end = offsets[next] ?? text.length
  // After the last folded character come the blanks that folding left out.
  while (end > start && /[\s\p{Cc}]/u.test(text.charAt(end - 1))) end--
  return { start, end }
}

/** The marks within the text, in order, apart from each other, and on whole characters. */
function tidy(text: string, marks: readonly Mark[]): readonly Mark[] {
  const whole = marks
    .map(({ start, end }) => ({ start: clamp(start, text.length), end: clamp(end, text.length) }))
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => ({
      start: splitsPair(text, start) ? start - 1 : start,
      end: splitsPair(text, end) ? end + 1 : end,
    }))
    .sort((a, b) => a.start - b.start)
  const hits: Mark[] = []
  for (const mark of whole) {
    const last = hits.at(-1)
    if (last !== undefined && mark.start <= last.end)
      hits[hits.length - 1] = { start: last.start, end: Math.max(last.end, mark.end) }
    else hits.push(mark)
  }
  return hits
}

function clamp(index: number, length: number): number {
  return Number.isNaN(index) ? 0 : Math.min(Math.max(Math.trunc(index), 0), length)
}

function fragment(text: string, hits: readonly Mark[], maxChars: number): Mark {
  if (text.length <= maxChars) return { start: 0, end: text.length }
  const { start: first, end: last } = densest(hits, maxChars)
  // A third of the room that is left goes before the hits: what follows tells more. At the end of the text it all goes before.
  const room = Math.max(0, maxChars - (last - first))
  const wanted = Math.max(0, Math.min(first - Math.floor(room / 3), text.length - maxChars))
  const start = cutBefore(text, wanted, first)
  const end = Math.min(text.length, start + maxChars)
  return { start, end: cutAfter(text, end, Math.max(start + 1, last <= end ? last : 0)) }
}

/** From the first to the last hit of the first stretch of `maxChars` that holds the most. */
function densest(hits: readonly Mark[], maxChars: number): Mark {
  let best = { start: 0, end: 0, count: 0 }
  let next = 0
  for (const [index, { start }] of hits.entries()) {
    next = Math.max(next, index + 1)
    while ((hits[next]?.end ?? Infinity) <= start + maxChars) next++
    if (next - index > best.count) best = { start, end: hits[next - 1]?.end ?? start, count: next - index }
  }
  return best
}

/** The first place from `wanted` on, and not after `limit`, where a word begins; without one, where a character does. */
function cutBefore(text: string, wanted: number, limit: number): number {
  if (wanted === 0) return 0
  const until = Math.min(limit, wanted + CUT_REACH)
  for (let at = wanted; at <= until; at++) {
    if (/\s/.test(text.charAt(at - 1)) && !/\s/.test(text.charAt(at))) return at
  }
  return characterStart(text, wanted)
}

/** The last place up to `wanted`, and not before `limit`, where a word ends; without one, where a character does. */
function cutAfter(text: string, wanted: number, limit: number): number {
  if (wanted === text.length) return wanted
  const until = Math.max(limit, wanted - CUT_REACH)
  for (let at = wanted; at >= until; at--) {
    if (/\s/.test(text.charAt(at)) && !/\s/.test(text.charAt(at - 1))) return at
  }
  const end = characterStart(text, wanted)
  if (end >= limit) return end
  return splitsPair(text, wanted) ? wanted + 1 : wanted
}

/** Before the character that `at` would cut, its accents and joined emoji included, unless it is of senseless length. */
function characterStart(text: string, at: number): number {
  for (let start = at; start > at - CUT_REACH && start > 0; start--) {
    if (!splitsPair(text, start) && !/[\p{M}\u200D]/u.test(text.charAt(start)) && text.charAt(start - 1) !== '\u200D')
      return start
  }
  return splitsPair(text, at) ? at - 1 : at
}

function splitsPair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
