import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred, referred } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { Negotiation } from './negotiation.type.ts'
import { addProposal, partsOfProposal, proposalsOf, updateProposal } from './proposal.store.ts'
import { AddProposalInput, Proposal, ProposalPayload, UpdateProposalInput } from './proposal.type.ts'

@Resolver(() => Proposal)
export class ProposalResolver {
  @Query(() => Proposal, {
    nullable: true,
    description: 'The proposal with this id, retracted or not; null when there is none.',
  })
  proposal(@Ctx() ctx: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<Proposal | null> {
    return findEntry(ctx, 'PROPOSAL', id)
  }

  @Mutation(() => ProposalPayload, { description: 'Adds a proposal. For EDITOR and ADMIN.' })
  async addProposal(
    @Ctx() ctx: Context,
    @Arg('input', () => AddProposalInput, { description: 'The proposal.' }) input: AddProposalInput,
  ): Promise<ProposalPayload> {
    return payload<ProposalPayload>('proposal', await addProposal(ctx, input))
  }

  @Mutation(() => ProposalPayload, { description: 'Changes a proposal. For EDITOR and ADMIN.' })
  async updateProposal(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateProposalInput, { description: 'What changes.' }) input: UpdateProposalInput,
  ): Promise<ProposalPayload> {
    return payload<ProposalPayload>('proposal', await updateProposal(ctx, input))
  }

  @FieldResolver(() => Negotiation, { description: 'The negotiation in which it was made.' })
  negotiation(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<Negotiation> {
    return referred(ctx, proposal.negotiationId, proposal.asOf)
  }

  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The whole that it is a phase or item of; null when it is a whole.',
  })
  partOf(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<Proposal | null> {
    return maybeReferred(ctx, proposal.partOfId, proposal.asOf)
  }

  @FieldResolver(() => [Proposal], { description: 'Its phases or items, by number.' })
  parts(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<readonly Proposal[]> {
    return partsOfProposal(ctx, proposal)
  }

  @FieldResolver(() => Proposal, {
    nullable: true,
    description:
      'The proposal that this one amends, answers or replaces; so a counter-proposal names what it counters. Null when it answers none.',
  })
  revisionOf(@Ctx() ctx: Context, @Root() proposal: Proposal): Promise<Proposal | null> {
    return maybeReferred(ctx, proposal.revisionOfId, proposal.asOf)
  }
}

@Resolver(() => Negotiation)
export class NegotiationProposals {
  @FieldResolver(() => [Proposal], { description: 'What was proposed, by number; phases and items too.' })
  proposals(@Ctx() ctx: Context, @Root() negotiation: Negotiation): Promise<readonly Proposal[]> {
    return proposalsOf(ctx, negotiation)
  }
}
