/**
 * The text with case, accents and typography taken away, in any script: two spellings that differ only in these are equal.
 * Folding what is folded changes nothing. White space runs become one blank; there is none at either end.
 *
 * The signs that spell vowels and tones in Indic scripts, Thai and the like stay, as do Japanese voicing marks, since they make
 * other words; Hebrew points and Arabic harakat go. Lone surrogates become U+FFFD, so that the result can be stored as UTF-8,
 * and control characters become blanks, so that they can mark places in it (see highlight.ts).
 */
export function fold(text: string): string {
  return foldInto(text, null)
}

/** A folded text and the way back; see `foldWithOffsets`. */
export interface Folded {
  readonly folded: string
  readonly offsets: readonly number[]
}

/**
 * `fold(text)`, and for each of its code units the index in `text` of the character that it comes from (a letter together with
 * its accents counts as one), never decreasing; one more entry holds `text.length`. Where one character became several
 * (a ligature), all of them have its index.
 */
export function foldWithOffsets(text: string): Folded {
  const offsets: number[] = []
  const folded = foldInto(text, offsets)
  offsets.push(text.length)
  return { folded, offsets }
}

/** Letters that Unicode does not take apart, though readers and keyboards do. Case is gone when they are looked up. */
const LETTERS = table(
  'ł ø đ ð þ  æ  œ  ß  ı ħ ŧ ŋ ĸ ⱥ ƀ ɓ ȼ ƈ ɖ ɗ ɇ ƒ ǥ ɠ ɨ ɉ ȷ ƙ ƚ ɲ ƞ ɵ ƥ ɍ ⱦ ƭ ʈ ʉ ʋ ɏ ƴ ƶ ȥ ς',
  'l o d d th ae oe ss i h t n k a b b c c d d e f g g i j j k l n n o p r t t t u v y y z z σ',
)

/** Looked up before compatibility decomposition too, which would take a spacing accent for a blank. */
const PUNCTUATION: ReadonlyMap<string, string> = new Map([
  // Typographic, primes, accents misused, modifier letters (Ukrainian, hamza and ayn), Armenian, Hebrew, Greek.
  ...each('‘’‚‛‹›′‵`´ʹʻʼʽʾʿˈˊˋ՚׳᾽᾿῾ꞌꞋ', "'"),
  ...each('“”„‟«»″‶〝〞〟״ʺˮ', '"'),
  // Hyphens, no dashes: in "10–20" PostgreSQL's parser would take the second number for a negative one.
  ...each('‐\u2011', '-'),
])

/** Accents: marks of no script of their own, titles over Cyrillic and Coptic, points of the scripts that are read without. */
const ACCENT =
  /(?![\u3099\u309A])(?=\p{M})[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\u0483-\u0489\u2CEF-\u2CF1]/gu
/** Zero-width characters, soft hyphens, direction marks, selectors; and the kashida, which only stretches Arabic words. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]/gu
/** What belongs to the character before it. U+FF9E and U+FF9F are half-width voicing marks, though letters by category. */
const FOLLOWER = /[\p{M}\p{Default_Ignorable_Code_Point}\u0640\uFF9E\uFF9F]/u
const BLANK = /[\s\p{Cc}]/gu
const LONE_SURROGATE = /\p{Cs}/gu

/**
 * Of a letter with more marks than this, accident or attack, the rest is left out: V8 sorts marks in quadratic time (200,000 Thai
 * marks on one letter took 8 s). 30 marks are the most that text in use has: https://unicode.org/reports/tr15/#Stream_Safe_Text_Format.
 */
const MAX_CHARACTERS = 31
/** Longer clusters are not remembered, since hardly two are equal. */
const MAX_KNOWN = 8

function table(from: string, to: string): ReadonlyMap<string, string> {
  const values = to.split(/ +/)
  return new Map(from.split(/ +/).map((key, index) => [key, values[index] ?? key]))
}

function each(characters: string, value: string): readonly (readonly [string, string])[] {
  return Array.from(characters, (character) => [character, value] as const)
}

/**
 * Folds character by character, each with the marks that follow it, because the order of marks is settled among them; one pass,
 * with a short cut for runs of ASCII. Fills `offsets` when it is given.
 */
function foldInto(text: string, offsets: number[] | null): string {
  const known = new Map<string, string>()
  let folded = ''
  let blankAt = -1
  const emit = (piece: string, at: number, step: 0 | 1): void => {
    if (blankAt >= 0 && folded !== '') {
      folded += ' '
      offsets?.push(blankAt)
    }
    blankAt = -1
    folded += piece
    if (offsets !== null) for (let index = 0; index < piece.length; index++) offsets.push(at + index * step)
  }
  for (let at = 0; at < text.length;) {
    const start = at
    at = asciiEnd(text, start)
    if (at > start) {
      emit(text.slice(start, at).toLowerCase(), start, 1)
      continue
    }
    if (isBlank(text, start)) {
      if (blankAt < 0) blankAt = start
      at = start + 1
      continue
    }
    at = clusterEnd(text, start)
    const letters = foldCluster(text.slice(start, at), known)
    if (letters.includes(' ')) {
      for (const [index, piece] of letters.split(' ').entries()) {
        if (index > 0 && blankAt < 0) blankAt = start
        if (piece !== '') emit(piece, start, 0)
      }
    } else if (letters !== '') emit(letters, start, 0)
  }
  return folded
}

/** End of the run of ASCII letters, digits and signs from `at` that stand for themselves; `at` when there is none. */
function asciiEnd(text: string, at: number): number {
  let end = at
  while (isPlain(text.charCodeAt(end))) end++
  // What follows may be an accent on the last letter.
  return end > at && text.charCodeAt(end) >= 0x80 ? end - 1 : end
}

/** False at the end of the text, whose code is NaN. */
function isPlain(code: number): boolean {
  return code > 0x20 && code < 0x7f && code !== 0x60
}

/** An ordinary blank that nothing belongs to: there is one after each word, so it is worth a short cut. */
function isBlank(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x20 && (at + 1 >= text.length || !isFollower(text, at + 1))
}

function clusterEnd(text: string, at: number): number {
  let end = at + characterLength(text, at)
  while (end < text.length && isFollower(text, end)) end += characterLength(text, end)
  return end
}

function isFollower(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  // Short cuts for the commonest letters, Latin, Greek and Cyrillic, Han: they halve the time.
  if (code < 0x300) return code === 0xad
  if ((code > 0x36f && code < 0x483) || (code >= 0x3400 && code < 0xa000)) return false
  return FOLLOWER.test(text.slice(at, at + characterLength(text, at)))
}

function characterLength(text: string, at: number): 1 | 2 {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function foldCluster(cluster: string, known: Map<string, string>): string {
  const before = known.get(cluster)
  if (before !== undefined) return before
  const bare = shorten(strip(cluster.replace(LONE_SURROGATE, '\uFFFD'))).normalize('NFD')
  // Upper case first: it has one form where lower case has several (σ and ς, ß and ss).
  const letters = strip(replace(bare, PUNCTUATION).normalize('NFKD')).toUpperCase().toLowerCase()
  const folded = shorten(replace(replace(letters, LETTERS), PUNCTUATION).normalize('NFKD')).replace(BLANK, ' ')
  if (cluster.length <= MAX_KNOWN) known.set(cluster, folded)
  return folded
}

function strip(text: string): string {
  return text.replace(ACCENT, '').replace(INVISIBLE, '')
}

function shorten(cluster: string): string {
  return cluster.length <= MAX_CHARACTERS ? cluster : Array.from(cluster).slice(0, MAX_CHARACTERS).join('')
}

function replace(text: string, by: ReadonlyMap<string, string>): string {
  return Array.from(text, (character) => by.get(character) ?? character).join('')
}
