import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry, referred } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { Organization } from '../organization/organization.type.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { addNegotiation, findNegotiations, partiesOf, updateNegotiation } from './negotiation.store.ts'
import {
  AddNegotiationInput,
  Negotiation,
  NegotiationConnection,
  NegotiationFilter,
  NegotiationParty,
  NegotiationPayload,
  UpdateNegotiationInput,
} from './negotiation.type.ts'

@Resolver(() => Negotiation)
export class NegotiationResolver {
  @Query(() => Negotiation, {
    nullable: true,
    description: 'The negotiation with this id, retracted or not; null when there is none.',
  })
  negotiation(
    @Ctx() ctx: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Negotiation | null> {
    return findEntry(ctx, 'NEGOTIATION', id)
  }

  @Query(() => NegotiationConnection, { description: 'Negotiations by name.' })
  negotiations(
    @Ctx() ctx: Context,
    @Arg('filter', () => NegotiationFilter, { nullable: true, description: 'Which negotiations; all without it.' })
    filter: NegotiationFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<Negotiation> {
    return findNegotiations(ctx, filter, page)
  }

  @Mutation(() => NegotiationPayload, { description: 'Adds a negotiation. For EDITOR and ADMIN.' })
  async addNegotiation(
    @Ctx() ctx: Context,
    @Arg('input', () => AddNegotiationInput, { description: 'The negotiation.' }) input: AddNegotiationInput,
  ): Promise<NegotiationPayload> {
    return payload<NegotiationPayload>('negotiation', await addNegotiation(ctx, input))
  }

  @Mutation(() => NegotiationPayload, { description: 'Changes a negotiation. For EDITOR and ADMIN.' })
  async updateNegotiation(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateNegotiationInput, { description: 'What changes.' }) input: UpdateNegotiationInput,
  ): Promise<NegotiationPayload> {
    return payload<NegotiationPayload>('negotiation', await updateNegotiation(ctx, input))
  }

  @FieldResolver(() => [NegotiationParty], {
    description: 'Who takes part, in the order in which the editor gave them.',
  })
  parties(@Root() negotiation: Negotiation): readonly object[] {
    return partiesOf(negotiation)
  }
}

@Resolver(() => NegotiationParty)
export class NegotiationPartyResolver {
  @FieldResolver(() => Organization, { description: 'Who.' })
  organization(@Ctx() ctx: Context, @Root() party: NegotiationParty): Promise<Organization> {
    return referred(ctx, party.organizationId, party.asOf)
  }
}
