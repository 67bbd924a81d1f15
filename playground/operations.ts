import { FEEDS } from './feeds.ts'
import { mutations } from './mutations.ts'
import type { ExampleIds, ExampleOperation } from './operation.ts'
import { questions } from './questions.ts'

/** Operations that belong together. */
export interface Group {
  readonly title: string
  readonly operations: readonly ExampleOperation[]
}

/** What a first visit opens with; the rest is a click away. */
const FIRST = [
  'Where the talks stand',
  'Who said what',
  'Search',
  'The log',
  'New status updates',
  'Add a step of the talks',
]

/**
 * The gallery. All are valid against schema.graphql and run as they stand (a test holds them to it); only those that write need a token. A tab
 * bears the name of its operation. Lines are short: half a laptop's screen shows 52 characters.
 */
export function gallery(ids: ExampleIds): readonly Group[] {
  return [
    { title: 'Read', operations: questions(ids) },
    { title: 'Follow live', operations: FEEDS },
    { title: 'Write', operations: mutations(ids) },
  ]
}

/** The tabs that a first visit opens with, in order: where the talks stand, who said what, search, the log, the live feed, adding to the record. */
export function firstTabs(ids: ExampleIds): readonly ExampleOperation[] {
  return gallery(ids)
    .flatMap(({ operations }) => operations)
    .filter(({ title }) => FIRST.includes(title))
}
