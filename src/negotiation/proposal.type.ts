import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { Entry } from '../record/entry.ts'
import { MutationPayload } from '../record/refusal.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import { AddCitedInput, UpdateCitedInput } from '../source/citation.type.ts'

export const CeasefireClass = vocabulary(
  'CeasefireClass',
  'Classes of ceasefires, after the ETH/PRIO Civil Conflict Ceasefire Dataset.',
  {
    CESSATION_OF_HOSTILITIES: 'A stop to violence without mechanisms of compliance.',
    PRELIMINARY: 'With mechanisms such as monitoring or verification.',
    DEFINITIVE: 'With disarmament or demobilisation, meant to end the conflict.',
    UNCLEAR: 'Not to be told.',
  },
)
export type CeasefireClass = Word<typeof CeasefireClass>

@ObjectType({
  implements: Entry,
  description: 'What is proposed in a negotiation: a ceasefire, an agenda, a text, or a part of one.',
  simpleResolvers: true,
})
export class Proposal extends Entry {
  readonly negotiationId!: string
  readonly partOfId!: string | null
  readonly revisionOfId!: string | null

  @Field(() => String, { description: 'What it is called.' })
  readonly name!: string
  @Field(() => String, {
    nullable: true,
    description: 'What it says, in the words of the editor; null when not recorded.',
  })
  readonly summary!: string | null
  @Field(() => Int, {
    nullable: true,
    description: 'For how many days it is to hold; null when that is open or not known.',
  })
  readonly durationDays!: number | null
  @Field(() => CeasefireClass, {
    nullable: true,
    description: 'Which class of ceasefire; null when it is none, or not recorded.',
  })
  readonly ceasefireClass!: CeasefireClass | null
}

@InputType({ description: 'A new proposal.' })
export class AddProposalInput extends AddCitedInput {
  @Field(() => ID, { description: 'The negotiation in which it is made.' })
  readonly negotiationId!: string
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly name!: string
  @Field(() => String, { nullable: true, description: 'At most 20,000 characters.' })
  readonly summary?: string | null
  @Field(() => Int, { nullable: true, description: 'Days, 1 to 100,000.' })
  readonly durationDays?: number | null
  @Field(() => CeasefireClass, { nullable: true, description: 'Which class of ceasefire.' })
  readonly ceasefireClass?: CeasefireClass | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal of the same negotiation that it is a phase or item of.',
  })
  readonly partOfId?: string | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal of the same negotiation that it amends, answers or replaces.',
  })
  readonly revisionOfId?: string | null
}

@InputType({ description: 'A change to a proposal. Absent keeps, null clears, a value replaces.' })
export class UpdateProposalInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly name?: string | null
  @Field(() => String, { nullable: true, description: 'At most 20,000 characters.' })
  readonly summary?: string | null
  @Field(() => Int, { nullable: true, description: 'Days, 1 to 100,000.' })
  readonly durationDays?: number | null
  @Field(() => CeasefireClass, { nullable: true, description: 'Which class of ceasefire.' })
  readonly ceasefireClass?: CeasefireClass | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal of the same negotiation that it is a phase or item of.',
  })
  readonly partOfId?: string | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal of the same negotiation that it amends, answers or replaces.',
  })
  readonly revisionOfId?: string | null
}

@ObjectType({
  implements: MutationPayload,
  description: 'What a mutation of a proposal answers.',
  simpleResolvers: true,
})
export class ProposalPayload extends MutationPayload {
  @Field(() => Proposal, {
    nullable: true,
    description: 'The proposal; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly proposal!: Proposal | null
}
