import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql'
import { Event } from '../event/event.type.ts'
import type { FeedRoot } from '../live/change.store.ts'
import { FeedArgs } from '../live/change.type.ts'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred, referred, referredAll } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { Negotiation } from '../negotiation/negotiation.type.ts'
import { Proposal } from '../negotiation/proposal.type.ts'
import { Organization } from '../organization/organization.type.ts'
import { Person } from '../person/person.type.ts'
import { type Connection, TwoWayPageArgs } from '../record/page.ts'
import { Statement } from '../statement/statement.type.ts'
import { correctionOf } from './standing.ts'
import {
  addNegotiationStatusUpdate,
  findStatusUpdates,
  followStatusUpdates,
  statusItem,
  statusUpdatesOf,
} from './status.store.ts'
import {
  AddNegotiationStatusUpdateInput,
  NegotiationStatusItem,
  NegotiationStatusUpdate,
  NegotiationStatusUpdateConnection,
  NegotiationStatusUpdatePayload,
} from './status.type.ts'
import { StatusUpdateKind } from './status.words.ts'

@ArgsType()
class StatusUpdatesArgs extends TwoWayPageArgs {
  @Field(() => [StatusUpdateKind], { nullable: true, description: 'Of these kinds.' })
  readonly kind?: readonly StatusUpdateKind[] | null
  @Field(() => ID, { nullable: true, description: 'Of this organisation or a part of it.' })
  readonly partyId?: string | null
  @Field(() => ID, { nullable: true, description: 'About this proposal.' })
  readonly proposalId?: string | null
}

@Resolver(() => NegotiationStatusUpdate)
export class StatusResolver {
  @Query(() => NegotiationStatusUpdate, {
    nullable: true,
    description: 'The status update with this id, retracted or not; null when there is none.',
  })
  statusUpdate(
    @Ctx() ctx: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<NegotiationStatusUpdate | null> {
    return findEntry(ctx, 'NEGOTIATION_STATUS_UPDATE', id)
  }

  @Query(() => NegotiationStatusUpdateConnection, {
    description: 'Status updates of one negotiation or of all, oldest first. Corrected ones are among them.',
  })
  statusUpdates(
    @Ctx() ctx: Context,
    @Arg('negotiationId', () => ID, { nullable: true, description: 'Of this negotiation; of all without it.' })
    negotiationId: string | null,
    @Args(() => StatusUpdatesArgs) args: StatusUpdatesArgs,
  ): Connection<NegotiationStatusUpdate> {
    return findStatusUpdates(ctx, negotiationId, args, args)
  }

  @Mutation(() => NegotiationStatusUpdatePayload, {
    description: 'Adds a step to a negotiation; subscribers get it at once. For EDITOR and ADMIN.',
  })
  async addNegotiationStatusUpdate(
    @Ctx() ctx: Context,
    @Arg('input', () => AddNegotiationStatusUpdateInput, { description: 'The step.' })
    input: AddNegotiationStatusUpdateInput,
  ): Promise<NegotiationStatusUpdatePayload> {
    return payload<NegotiationStatusUpdatePayload>('statusUpdate', await addNegotiationStatusUpdate(ctx, input))
  }

  @Subscription(() => NegotiationStatusItem, {
    description:
      'Status updates as they are added, of one negotiation or of all, and again when one is retracted or reinstated. after: first everything since that cursor, then live; CURSOR_INVALID when it cannot be honoured.',
    subscribe: ({ args, context }: { args: FeedArgs & { negotiationId?: string | null }; context: Context }) =>
      followStatusUpdates(context, args),
  })
  negotiationStatusAdded(
    @Ctx() ctx: Context,
    @Root() step: FeedRoot,
    @Arg('negotiationId', () => ID, {
      nullable: true,
      description: 'Of this negotiation; of all without it. BAD_USER_INPUT when there is none with this id.',
    })
    _negotiationId: string | null,
    @Args(() => FeedArgs) _args: FeedArgs,
  ): NegotiationStatusItem {
    return statusItem(ctx.log, step)
  }

  @FieldResolver(() => Negotiation, { description: 'The negotiation.' })
  negotiation(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<Negotiation> {
    return referred(ctx, update.negotiationId, update.asOf)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The party that it is about, or the part of one, as the editor named it; null when about none.',
  })
  party(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<Organization | null> {
    return maybeReferred(ctx, update.partyId, update.asOf)
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: "The person whose own position it is; null when it is the party's.",
  })
  person(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<Person | null> {
    return maybeReferred(ctx, update.personId, update.asOf)
  }

  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The proposal that it is about; null when about none.',
  })
  proposal(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<Proposal | null> {
    return maybeReferred(ctx, update.proposalId, update.asOf)
  }

  @FieldResolver(() => [Statement], { description: 'Statements that show it.' })
  evidenceStatements(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<readonly Statement[]> {
    return referredAll(ctx, update.evidenceStatementIds, update.asOf)
  }

  @FieldResolver(() => [Event], { description: 'Events that show it.' })
  evidenceEvents(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<readonly Event[]> {
    return referredAll(ctx, update.evidenceEventIds, update.asOf)
  }

  @FieldResolver(() => NegotiationStatusUpdate, {
    nullable: true,
    description: 'The update that this one corrects; null when it corrects none.',
  })
  corrects(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<NegotiationStatusUpdate | null> {
    return maybeReferred(ctx, update.correctsId, update.asOf)
  }

  @FieldResolver(() => NegotiationStatusUpdate, {
    nullable: true,
    description:
      'The update, not retracted, that corrects this one, which then counts for nothing; null when none does. It does not raise the version.',
  })
  correctedBy(@Ctx() ctx: Context, @Root() update: NegotiationStatusUpdate): Promise<NegotiationStatusUpdate | null> {
    return correctionOf(ctx, update)
  }
}

@Resolver(() => Negotiation)
export class NegotiationStatusUpdates {
  @FieldResolver(() => NegotiationStatusUpdateConnection, {
    description: 'Its steps, oldest first. Corrected ones are among them.',
  })
  statusUpdates(
    @Ctx() ctx: Context,
    @Root() negotiation: Negotiation,
    @Args(() => StatusUpdatesArgs) args: StatusUpdatesArgs,
  ): Connection<NegotiationStatusUpdate> {
    return statusUpdatesOf(ctx, negotiation, args, args)
  }
}
