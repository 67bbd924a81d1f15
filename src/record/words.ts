// PostgreSQL's parser looks for more than words: in folded text it sees files (kyiv/moscow), hosts (geneva.the), e-mail addresses, tags, and takes
// each for one word, so that none of their words is found. What is no part of a word is therefore taken away before, on both sides.

/**
 * Folded text as search looks through it: a blank for each code unit that belongs to no letter, mark or digit. As long as what was given, so that
 * offsets hold for both.
 */
export function wordsOf(folded: string): string {
  return folded.replace(/[^\p{L}\p{M}\p{N} ]/gu, (sign) => ' '.repeat(sign.length))
}

/**
 * A folded search, in web-search syntax, for what `wordsOf` leaves. Words that signs join (o'brien, cease-fire, 3.5) must stand one after the other, as
 * in a phrase; a minus before a word, and quotation marks, keep their meaning.
 */
export function searchFor(folded: string): string {
  return folded.replace(SIGNS, (_signs, joint?: string, minus?: string) => {
    // The comma says nothing to the parser and, unlike a blank, does not end a word of the search.
    if (joint !== undefined) return ','
    return minus === undefined ? ' ' : '-'
  })
}

// Hebrew writes abbreviations with a quotation mark inside.
const JOINT = String.raw`(?<=[\p{L}\p{M}\p{N}])("|[^\p{L}\p{M}\p{N}\s"]+)(?=[\p{L}\p{M}\p{N}])`
const MINUS = String.raw`(?<![^\s"])(-[^\p{L}\p{M}\p{N}\s"]*)(?=[\p{L}\p{M}\p{N}"])`
const SIGNS = new RegExp(String.raw`${JOINT}|${MINUS}|[^\p{L}\p{M}\p{N}\s"]+`, 'gu')
