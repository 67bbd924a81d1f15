import { Field, ID, InputType, Int } from 'type-graphql'
import { Verification } from '../record/entry.ts'

@InputType()
export abstract class AddInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Your own key for this call, at most 500 characters. The same key with the same input answers as the first time and changes nothing, for 30 days; with another input, IDEMPOTENCY_KEY_REUSED.',
  })
  readonly idempotencyKey?: string | null
  @Field(() => Verification, {
    nullable: true,
    description: 'How far the record stands behind it; UNVERIFIED when not given.',
  })
  readonly verification?: Verification | null
}

@InputType()
export abstract class ChangeEntryInput {
  @Field(() => ID, { nullable: true, description: 'As for the add mutations.' })
  readonly idempotencyKey?: string | null
  @Field(() => ID, { description: 'The entry.' })
  readonly id!: string
  @Field(() => Int, { description: 'The version that you saw; VERSION_CONFLICT when it is not the newest.' })
  readonly expectedVersion!: number
}

@InputType()
export abstract class UpdateInput extends ChangeEntryInput {
  @Field(() => String, { nullable: true, description: 'Why, for the history; at most 20,000 characters.' })
  readonly reason?: string | null
  @Field(() => Verification, {
    nullable: true,
    description: 'How far the record stands behind it; null means UNVERIFIED.',
  })
  readonly verification?: Verification | null
}
