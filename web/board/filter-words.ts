import type { Words } from '../words/en.ts'
import type { BoardData } from './data.ts'
import type { Filter } from './filter.ts'

/** A filter in words: "Statements, of Russia, with “land”". What has no name here is told by its id. */
export function filterWords(
  { kinds, party, place, q }: Filter,
  { parties, placeName }: Pick<BoardData, 'parties' | 'placeName'>,
  words: Words,
): string {
  const { filters } = words.reuse
  return [
    ...kinds.map((kind) => words.record.kinds[kind]),
    ...(party === null ? [] : [filters.party(parties.find(({ id }) => id === party)?.name ?? party)]),
    ...(place === null ? [] : [filters.place(placeName ?? place)]),
    ...(q === '' ? [] : [filters.search(words.quoted(q))]),
  ].join(words.comma)
}
