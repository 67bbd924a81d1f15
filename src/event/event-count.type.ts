import { Field, Int, ObjectType } from 'type-graphql'
import { CountryCodeScalar, DateScalar } from '../record/scalars.ts'
import { EventType, Factuality } from './event.words.ts'

@ObjectType({
  description: 'How many events fall into a group. What is not counted by is null.',
  simpleResolvers: true,
})
export class EventCount {
  readonly negotiationId!: string | null
  @Field(() => EventType, { nullable: true, description: 'Their type; null too for events without one.' })
  readonly type!: EventType | null
  @Field(() => Factuality, { nullable: true, description: 'Their factuality.' })
  readonly factuality!: Factuality | null
  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: 'The country of a place of theirs; null too where there is none.',
  })
  readonly countryCode!: string | null
  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the period of their order date, UTC; null too for unknown dates.',
  })
  readonly periodStart!: string | null
  @Field(() => Int, { description: 'How many events.' })
  readonly count!: number
}
