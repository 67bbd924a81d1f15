import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { HistoricalDate, HistoricalDateInput } from '../record/date.ts'
import { type AsOf, Entry } from '../record/entry.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import { AddCitedInput, UpdateCitedInput } from '../source/citation.type.ts'

export const NegotiationStage = vocabulary('NegotiationStage', 'Stages of agreements, after PA-X.', {
  PRE_NEGOTIATION: 'Talks about talks.',
  CEASEFIRE: 'About a stop to violence.',
  PARTIAL_FRAMEWORK: 'About some of the matters in dispute.',
  COMPREHENSIVE_FRAMEWORK: 'About all of the matters in dispute.',
  IMPLEMENTATION: 'About carrying out what was agreed.',
  RENEWAL: 'About renewing what was agreed.',
  OTHER: 'None of these.',
})
export type NegotiationStage = Word<typeof NegotiationStage>

export const NegotiationRole = vocabulary(
  'NegotiationRole',
  'What an organisation is in a negotiation, after the third-party roles of UCDP.',
  {
    PARTY: 'A side whose agreement is sought.',
    MEDIATOR: 'Goes between the sides.',
    SPONSOR: 'Stands behind the talks, politically or with money.',
    HOST: 'Gives them a place.',
    GUARANTOR: 'Answers for the outcome.',
    OBSERVER: 'Is present.',
  },
)
export type NegotiationRole = Word<typeof NegotiationRole>

@ObjectType({ description: 'An organisation in a negotiation.', simpleResolvers: true })
export class NegotiationParty {
  readonly organizationId!: string
  readonly asOf!: AsOf
  @Field(() => NegotiationRole, { description: 'What it is there.' })
  readonly role!: NegotiationRole
}

@ObjectType({ implements: Entry, description: 'Talks between parties about a conflict.', simpleResolvers: true })
export class Negotiation extends Entry {
  readonly parties!: readonly { readonly organizationId: string; readonly role: NegotiationRole }[]

  @Field(() => String, { description: 'What it is called.' })
  readonly name!: string
  @Field(() => String, {
    nullable: true,
    description: 'What it is about, in the words of the editor; null when not recorded.',
  })
  readonly summary!: string | null
  @Field(() => String, {
    nullable: true,
    description: 'The conflict, by its UCDP name where it has one; null when not recorded.',
  })
  readonly conflict!: string | null
  @Field(() => NegotiationStage, { description: 'How far it goes.' })
  readonly stage!: NegotiationStage
  @Field(() => HistoricalDate, { nullable: true, description: 'When it began; null when not recorded.' })
  readonly openedOn!: HistoricalDate | null
  @Field(() => HistoricalDate, {
    nullable: true,
    description: 'When it ended; null while it goes on, or where it is not recorded.',
  })
  readonly closedOn!: HistoricalDate | null
}

@InputType({ description: 'An organisation in a negotiation.' })
export class NegotiationPartyInput {
  @Field(() => ID, { description: 'The organisation.' })
  readonly organizationId!: string
  @Field(() => NegotiationRole, { description: 'What it is there.' })
  readonly role!: NegotiationRole
}

@InputType({ description: 'A new negotiation.' })
export class AddNegotiationInput extends AddCitedInput {
  @Field(() => String, { description: 'At most 500 characters.' })
  readonly name!: string
  @Field(() => String, { nullable: true, description: 'At most 20,000 characters.' })
  readonly summary?: string | null
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly conflict?: string | null
  @Field(() => NegotiationStage, { description: 'How far it goes.' })
  readonly stage!: NegotiationStage
  @Field(() => [NegotiationPartyInput], { nullable: true, description: 'Who takes part, and as what.' })
  readonly parties?: readonly NegotiationPartyInput[] | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'When it began.' })
  readonly openedOn?: HistoricalDateInput | null
  @Field(() => HistoricalDateInput, {
    nullable: true,
    description: 'When it ended; INVALID_VALUE when that is before it began.',
  })
  readonly closedOn?: HistoricalDateInput | null
}

@InputType({ description: 'A change to a negotiation. Absent keeps, null clears, a value replaces.' })
export class UpdateNegotiationInput extends UpdateCitedInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly name?: string | null
  @Field(() => String, { nullable: true, description: 'At most 20,000 characters.' })
  readonly summary?: string | null
  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  readonly conflict?: string | null
  @Field(() => NegotiationStage, { nullable: true, description: 'How far it goes.' })
  readonly stage?: NegotiationStage | null
  @Field(() => [NegotiationPartyInput], { nullable: true, description: 'Replaces all parties.' })
  readonly parties?: readonly NegotiationPartyInput[] | null
  @Field(() => HistoricalDateInput, { nullable: true, description: 'When it began.' })
  readonly openedOn?: HistoricalDateInput | null
  @Field(() => HistoricalDateInput, {
    nullable: true,
    description: 'When it ended; INVALID_VALUE when that is before it began.',
  })
  readonly closedOn?: HistoricalDateInput | null
}

@InputType({ description: 'Which negotiations. All given fields must hold; a list means any of it.' })
export class NegotiationFilter {
  @Field(() => [NegotiationStage], { nullable: true, description: 'At these stages.' })
  readonly stage?: readonly NegotiationStage[] | null
  @Field(() => ID, {
    nullable: true,
    description: 'In which this organisation or a part of it takes part, in whatever role.',
  })
  readonly partyId?: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Part of the name, at most 500 characters, in any script; case and accents do not count.',
  })
  readonly name?: string | null
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Retracted ones too.' })
  readonly includeRetracted?: boolean | null
}

@ObjectType({
  implements: MutationPayload,
  description: 'What a mutation of a negotiation answers.',
  simpleResolvers: true,
})
export class NegotiationPayload extends MutationPayload {
  @Field(() => Negotiation, {
    nullable: true,
    description: 'The negotiation; null when it was refused, save on VERSION_CONFLICT: then as it is now.',
  })
  readonly negotiation!: Negotiation | null
}

/** Pages of negotiations. */
export const NegotiationConnection = connectionType('Negotiation', () => Negotiation)
