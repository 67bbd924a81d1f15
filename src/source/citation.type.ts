import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { AddInput, UpdateInput } from '../live/inputs.ts'
import type { AsOf } from '../record/entry.ts'

@ObjectType({
  description:
    'Where a fact comes from, down to the passage. Offsets are UTF-16 code units in Source.text, end exclusive.',
  simpleResolvers: true,
})
export class Citation {
  readonly sourceId!: string
  readonly asOf!: AsOf
  @Field(() => String, {
    nullable: true,
    description: 'The passage, to the character. Null when the source is cited as a whole.',
  })
  readonly exact!: string | null
  @Field(() => Int, {
    nullable: true,
    description: 'Where the passage begins; null when the source has no stored text.',
  })
  readonly start!: number | null
  @Field(() => Int, {
    nullable: true,
    description: 'Where the passage ends, exclusive; null when the source has no stored text.',
  })
  readonly end!: number | null
  @Field(() => String, {
    nullable: true,
    description: 'Where to look in a source without stored text: page 3, minute 12. Null when not given.',
  })
  readonly locator!: string | null
}

@InputType({
  description:
    'A passage (exact, or start and end, or all three; where the source has a stored text the server checks them and fills in what is missing), or the source as a whole (sourceId alone, or with a locator). QUOTE_NOT_IN_SOURCE when the passage does not stand there.',
})
export class CitationInput {
  @Field(() => ID, { description: 'The source.' })
  readonly sourceId!: string
  @Field(() => String, { nullable: true, description: 'The passage, to the character; at most 20,000.' })
  readonly exact?: string | null
  @Field(() => Int, {
    nullable: true,
    description: 'Where it begins, in UTF-16 code units; without it the first occurrence counts.',
  })
  readonly start?: number | null
  @Field(() => Int, { nullable: true, description: 'Where it ends, exclusive.' })
  readonly end?: number | null
  @Field(() => String, { nullable: true, description: 'Page, minute, paragraph; at most 500 characters.' })
  readonly locator?: string | null
}

@InputType()
export abstract class AddCitedInput extends AddInput {
  @Field(() => [CitationInput], { nullable: true, description: 'Where this comes from.' })
  readonly citations?: readonly CitationInput[] | null
}

@InputType()
export abstract class UpdateCitedInput extends UpdateInput {
  @Field(() => [CitationInput], { nullable: true, description: 'Replaces all citations.' })
  readonly citations?: readonly CitationInput[] | null
}
