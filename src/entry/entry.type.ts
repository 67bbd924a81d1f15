import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { ChangeEntryInput } from '../live/inputs.ts'
import { COST } from '../record/cost.ts'
import { Entry } from '../record/entry.ts'
import type { Later } from '../record/later.ts'
import { type Connection, PageInfo } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'

/** Where in an entry the words stand that were looked for. */
export interface Fragment {
  readonly field: string
  /** The text that answers best, cut around the words: HTML-escaped, with `<mark>` around the hits. */
  readonly fragment: string
}

/** A hit of a search. */
export interface Hit {
  readonly entry: Entry
  /** One statement for all hits of the page. */
  readonly fragment: () => Later<Fragment>
}

@ObjectType({ description: 'One hit of a search.', simpleResolvers: true })
export class SearchEdge {
  readonly node!: Hit
  @Field(() => String, { description: 'Its place in the list, for after.' })
  readonly cursor!: string
}

@ObjectType({ description: 'A page of hits, best first. Ranking looks at the newest 10,000.', simpleResolvers: true })
export class SearchConnection {
  @Field(() => [SearchEdge], { description: 'The hits with their cursors.' })
  readonly edges!: Connection<Hit>['edges']
  @Field(() => PageInfo, { description: 'Where the page stands in the list.' })
  readonly pageInfo!: Connection<Hit>['pageInfo']
  @Field(() => Int, {
    complexity: COST.sweep,
    description: 'How many entries match. Counted only when asked for: one more SQL statement.',
  })
  readonly totalCount!: Connection<Hit>['totalCount']
}

@InputType({
  description:
    'Withdraws an entry. It leaves the lists, stays readable by id, and its retraction is pushed to subscribers.',
})
export class RetractEntryInput extends ChangeEntryInput {
  @Field(() => String, { description: 'Why, at most 20,000 characters; readers see it.' })
  readonly reason!: string
}

@InputType({ description: 'Takes a retraction back.' })
export class ReinstateEntryInput extends ChangeEntryInput {
  @Field(() => String, { description: 'Why, at most 20,000 characters; readers see it in the history.' })
  readonly reason!: string
}

@InputType({
  description:
    'Takes words out of an entry for good, now and in everything that the log holds of it. What must be given reads [redacted] afterwards, lists lose their words, and the change says who did it, when and why. Nobody can take it back.',
})
export class RedactEntryInput {
  @Field(() => ID, { nullable: true, description: 'As for the add mutations.' })
  readonly idempotencyKey?: string | null
  @Field(() => ID, { description: 'The entry, retracted or not.' })
  readonly id!: string
  @Field(() => [String], {
    nullable: true,
    description:
      'Names of its fields, as in changedFields; all that can be redacted when not given. INVALID_VALUE for others, with those that there are. text of a source is its stored text; citations lose their passages and keep their sources.',
  })
  readonly fields?: readonly string[] | null
  @Field(() => String, {
    description:
      'Why, at most 20,000 characters. It is public and stays for ever: repeat nothing of what is to be taken out.',
  })
  readonly reason!: string
  @Field(() => Int, {
    nullable: true,
    description: 'The version that you saw; VERSION_CONFLICT when it is not the newest. Any version when not given.',
  })
  readonly expectedVersion?: number | null
}

@ObjectType({
  implements: MutationPayload,
  description: 'What retracting, reinstating or redacting an entry answers.',
  simpleResolvers: true,
})
export class EntryPayload extends MutationPayload {
  @Field(() => Entry, {
    nullable: true,
    description:
      'The entry; null when it was refused, save on VERSION_CONFLICT and where it is so already: then as it is now.',
  })
  readonly entry!: Entry | null
}
