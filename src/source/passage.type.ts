import { Field, Float, Int, ObjectType } from 'type-graphql'

@ObjectType({
  description:
    'The passage of a stored text that is nearest to some words. Offsets are UTF-16 code units in Source.text, end exclusive.',
  simpleResolvers: true,
})
export class NearestPassage {
  @Field(() => String, {
    description: 'Its words, to the character; of a long passage at most 300 characters around the first difference.',
  })
  readonly exact!: string
  @Field(() => Int, { description: 'Where it begins.' })
  readonly start!: number
  @Field(() => Int, { description: 'Where it ends, exclusive.' })
  readonly end!: number
  @Field(() => Float, {
    description:
      'Which part of the words it holds in the same order, above 0.5 to 1; long words count more. 1: what differs is typography or punctuation, or nothing does.',
  })
  readonly shared!: number
  @Field(() => String, {
    description: 'How they differ, as half an English sentence: “differs in dashes or hyphens”.',
  })
  readonly difference!: string
}
