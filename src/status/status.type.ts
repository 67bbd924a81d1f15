import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { AddCitedInput } from '../source/citation.type.ts'
import { HistoricalDate, HistoricalDateInput } from '../record/date.ts'
import { type AsOf, Entry } from '../record/entry.ts'
import { connectionType } from '../record/page.ts'
import { MutationPayload } from '../record/refusal.ts'
import { CursorScalar } from '../record/scalars.ts'
import { Position, ProposalStatus, StatusUpdateKind } from './status.words.ts'

@ObjectType({
  implements: Entry,
  description:
    'One step of a negotiation. Append-only: a correction is a new update that names the one it corrects and says what was the case. Newest means: latest in the order of dates (the earliest instant effectiveOn can mean; where open, the last day; an unknown date is older than any), then latest in the log; so a step of last year that is added today does not change where parties stand today. Corrected and retracted updates count for nothing that is derived.',
  simpleResolvers: true,
})
export class NegotiationStatusUpdate extends Entry {
  readonly negotiationId!: string
  readonly partyId!: string | null
  readonly personId!: string | null
  readonly proposalId!: string | null
  readonly evidenceStatementIds!: readonly string[]
  readonly evidenceEventIds!: readonly string[]
  readonly correctsId!: string | null

  @Field(() => StatusUpdateKind, { description: 'What kind of step.' })
  readonly kind!: StatusUpdateKind
  @Field(() => HistoricalDate, { description: 'When it took effect; not more than a day ahead of when it was added.' })
  readonly effectiveOn!: HistoricalDate
  @Field(() => String, { description: 'What happened, in a sentence of the editor.' })
  readonly summary!: string
  @Field(() => Position, {
    nullable: true,
    description: 'Where the party, or the person, then stood on the proposal; null when the step says nothing of it.',
  })
  readonly position!: Position | null
  @Field(() => ProposalStatus, {
    nullable: true,
    description: 'How far the proposal had then come; null when the step says nothing of it.',
  })
  readonly proposalStatus!: ProposalStatus | null
}

@ObjectType({
  description:
    "Where a party, or one person of it, stands on a proposal, and the status update that says so. One per proposal, party and person; a person's never replaces the party's.",
  simpleResolvers: true,
})
export class PartyPosition {
  readonly proposalId!: string
  readonly partyId!: string
  readonly personId!: string | null
  readonly statusUpdateId!: string
  readonly asOf!: AsOf
  @Field(() => Position, { description: 'Where it stands.' })
  readonly position!: Position
  @Field(() => HistoricalDate, {
    description: 'The effective date of the first update in the unbroken run of this position.',
  })
  readonly since!: HistoricalDate
}

@ObjectType({ description: 'As FeedItem, for status updates alone.', simpleResolvers: true })
export class NegotiationStatusItem {
  @Field(() => CursorScalar, {
    description: 'Up to here everything that matches has been delivered; send it back as after.',
  })
  readonly cursor!: string
  @Field(() => CursorScalar, {
    description:
      'Where this item goes on from: the item before; for the first, the cursor asked for with after, else the head when the stream began.',
  })
  readonly previousCursor!: string
  @Field(() => NegotiationStatusUpdate, {
    nullable: true,
    description:
      'As it stood at this cursor; with its retraction when it was retracted. Null on a checkpoint: nothing matched up to here.',
  })
  readonly statusUpdate!: NegotiationStatusUpdate | null
}

@InputType({
  description:
    'A new step. At least one evidence statement or event, unless correctsId is given. A position counts when it names a party and a proposal. An update that should not be there is retracted with retractEntry.',
})
export class AddNegotiationStatusUpdateInput extends AddCitedInput {
  @Field(() => ID, { description: 'The negotiation.' })
  readonly negotiationId!: string
  @Field(() => StatusUpdateKind, { description: 'What kind of step.' })
  readonly kind!: StatusUpdateKind
  @Field(() => HistoricalDateInput, {
    description: 'When it took effect. INVALID_VALUE when that is more than a day ahead: what is planned is an event.',
  })
  readonly effectiveOn!: HistoricalDateInput
  @Field(() => String, { description: 'What happened, at most 20,000 characters.' })
  readonly summary!: string
  @Field(() => ID, {
    nullable: true,
    description:
      'A party of the negotiation in whatever role, or a part of one: then it counts for that party. INVALID_VALUE otherwise.',
  })
  readonly partyId?: string | null
  @Field(() => ID, { nullable: true, description: 'The person whose own position it is.' })
  readonly personId?: string | null
  @Field(() => ID, {
    nullable: true,
    description: 'The proposal that it is about. INVALID_VALUE when that is of another negotiation.',
  })
  readonly proposalId?: string | null
  @Field(() => Position, { nullable: true, description: 'Where the party, or the person, now stands on the proposal.' })
  readonly position?: Position | null
  @Field(() => ProposalStatus, { nullable: true, description: 'How far the proposal has now come.' })
  readonly proposalStatus?: ProposalStatus | null
  @Field(() => [ID], { nullable: true, description: 'Statements that show it.' })
  readonly evidenceStatementIds?: readonly string[] | null
  @Field(() => [ID], { nullable: true, description: 'Events that show it.' })
  readonly evidenceEventIds?: readonly string[] | null
  @Field(() => ID, {
    nullable: true,
    description:
      'The update of the same negotiation that this one corrects. INVALID_VALUE when it has been corrected already.',
  })
  readonly correctsId?: string | null
}

@ObjectType({ implements: MutationPayload, description: 'What adding a status update answers.', simpleResolvers: true })
export class NegotiationStatusUpdatePayload extends MutationPayload {
  @Field(() => NegotiationStatusUpdate, { nullable: true, description: 'The status update; null when it was refused.' })
  readonly statusUpdate!: NegotiationStatusUpdate | null
}

/** Pages of status updates. */
export const NegotiationStatusUpdateConnection = connectionType(
  'NegotiationStatusUpdate',
  () => NegotiationStatusUpdate,
)
