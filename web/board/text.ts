/** What a vocabulary calls a word; of one that is not known yet, the word itself in plain letters. */
export const nameIn = (names: Readonly<Record<string, string>>, word: string): string => names[word] ?? plain(word)

/** A word of a vocabulary in plain letters: NEWS_ARTICLE as "News article". */
function plain(word: string): string {
  const lower = word.toLowerCase().replaceAll('_', ' ')
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}

/** What a change calls a field, with blanks: speakerTitle as "Speaker title". */
export const fieldIn = (names: Readonly<Record<string, string>>, field: string): string =>
  names[field] ?? plain(field.replaceAll(/([A-Z])/g, ' $1'))

/** At most `length` characters, cut between words. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  const space = cut.lastIndexOf(' ')
  // No lone half of a sign at the end.
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** A sentence as a title: without its full stop. */
export const asTitle = (sentence: string, length: number): string => shortened(sentence.replace(/\.$/, ''), length)
