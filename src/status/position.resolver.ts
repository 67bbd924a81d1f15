import { Args, ArgsType, Ctx, Extensions, Field, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { maybeReferred, referred } from '../live/entries.ts'
import { Negotiation } from '../negotiation/negotiation.type.ts'
import { COST } from '../record/cost.ts'
import { Proposal } from '../negotiation/proposal.type.ts'
import { Organization } from '../organization/organization.type.ts'
import { Person } from '../person/person.type.ts'
import { DateScalar, DateTimeScalar } from '../record/scalars.ts'
import { acceptedBy, awaitedFrom, newestUpdate, positionsOf, positionsOn, statusOfProposal } from './standing.ts'
import { NegotiationStatusUpdate, PartyPosition } from './status.type.ts'
import { ProposalStatus } from './status.words.ts'

@ArgsType()
class PositionsArgs {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'Where they stood at the end of this day, UTC, by the dates of the steps.',
  })
  readonly on?: string | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'As the record held it at this moment.' })
  readonly asOf?: Date | null
}

@Resolver(() => Negotiation)
export class NegotiationStanding {
  @Extensions({ listSize: 20 })
  @FieldResolver(() => [PartyPosition], {
    complexity: COST.derived,
    description:
      "Where each party stands on each proposal: by proposal, then as the parties stand in the negotiation, a party's own position before its persons'.",
  })
  positions(
    @Ctx() ctx: Context,
    @Root() negotiation: Negotiation,
    @Args(() => PositionsArgs) args: PositionsArgs,
  ): Promise<readonly PartyPosition[]> {
    return positionsOf(ctx, negotiation, args)
  }

  @FieldResolver(() => NegotiationStatusUpdate, {
    nullable: true,
    complexity: COST.derived,
    description: 'The newest status update that is neither corrected nor retracted; null when there is none.',
  })
  status(@Ctx() ctx: Context, @Root() negotiation: Negotiation): Promise<NegotiationStatusUpdate | null> {
    return newestUpdate(ctx, negotiation)
  }
}

@Resolver(() => Proposal)
export class ProposalStanding {
  @FieldResolver(() => ProposalStatus, {
    nullable: true,
    complexity: COST.derived,
    description: 'Derived from the newest status update on this proposal that carries one; null when none does.',
  })
  status(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<ProposalStatus | null> {
    return statusOfProposal(ctx, proposal)
  }

  @Extensions({ listSize: 20 })
  @FieldResolver(() => [PartyPosition], {
    complexity: COST.derived,
    description:
      'Newest position of each party and person, derived from status updates; on and asOf as for Negotiation.positions.',
  })
  positions(
    @Ctx() ctx: Context,
    @Root() proposal: Proposal,
    @Args(() => PositionsArgs) args: PositionsArgs,
  ): Promise<readonly PartyPosition[]> {
    return positionsOn(ctx, proposal, args)
  }

  @FieldResolver(() => [Organization], {
    description: 'The parties, in whatever role, whose own newest position is ACCEPTS.',
  })
  acceptedBy(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<readonly Organization[]> {
    return acceptedBy(ctx, proposal)
  }

  @FieldResolver(() => [Organization], {
    description: 'Those with the role PARTY whose own newest position is none of PROPOSES, ACCEPTS and REJECTS.',
  })
  awaiting(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<readonly Organization[]> {
    return awaitedFrom(ctx, proposal)
  }
}

@Resolver(() => PartyPosition)
export class PartyPositionResolver {
  @FieldResolver(() => Proposal, { description: 'On what.' })
  proposal(@Ctx() ctx: Context, @Root() position: PartyPosition): Promise<Proposal> {
    return referred(ctx, position.proposalId, position.asOf)
  }

  @FieldResolver(() => Organization, { description: 'The party.' })
  party(@Ctx() ctx: Context, @Root() position: PartyPosition): Promise<Organization> {
    return referred(ctx, position.partyId, position.asOf)
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Whose own position it is; null for the position of the party itself.',
  })
  person(@Ctx() ctx: Context, @Root() position: PartyPosition): Promise<Person | null> {
    return maybeReferred(ctx, position.personId, position.asOf)
  }

  @FieldResolver(() => NegotiationStatusUpdate, { description: 'The newest status update that says so.' })
  statusUpdate(@Ctx() ctx: Context, @Root() position: PartyPosition): Promise<NegotiationStatusUpdate> {
    return referred(ctx, position.statusUpdateId, position.asOf)
  }
}
