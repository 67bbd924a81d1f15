import { type Word, vocabulary } from './vocabulary.ts'

export const Direction = vocabulary('Direction', 'Which way a list runs.', {
  ASC: 'Smallest, or oldest, first.',
  DESC: 'Greatest, or newest, first.',
})
export type Direction = Word<typeof Direction>
