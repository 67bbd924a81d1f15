import { readFileSync } from 'node:fs'

const ARTICLE = new URL('../../prisma/sample/ceasefire-2025-03.txt', import.meta.url)

/** Words that stand in as many entries as is said here, whatever the size of the record. */
export const MARKS = { everywhere: 'talks', tenth: 'ceasefire', thousand: 'armistice', hundred: 'quorum' }

/** The words of the sample's article, often ones as often as there; but none of those that are counted. */
const WORDS = (
  readFileSync(ARTICLE, 'utf8')
    .toLowerCase()
    .match(/\p{L}{3,}/gu) ?? []
).filter((word) => !Object.values(MARKS).includes(word))

/** Some words in a row. @param {ReturnType<typeof import('./chance.mjs').chanceOf>} chance @param {number} length in characters, about */
export function prose(chance, length) {
  const words = []
  for (let written = 0; written < length; written += words.at(-1).length + 1) words.push(chance.of(WORDS))
  return words.join(' ')
}

/** The marks that the event of this number bears, of so many. */
export function marksOf(index, events) {
  const marks = [MARKS.everywhere]
  if (index % 10 === 0) marks.push(MARKS.tenth)
  if (index % Math.max(1, Math.round(events / 1000)) === 0) marks.push(MARKS.thousand)
  if (index % Math.max(1, Math.round(events / 100)) === 0) marks.push(MARKS.hundred)
  return marks.join(' ')
}
