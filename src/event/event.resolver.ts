import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred, referred, referredAll } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { Location } from '../location/location.type.ts'
import { Negotiation } from '../negotiation/negotiation.type.ts'
import { Proposal } from '../negotiation/proposal.type.ts'
import { Actor, Organization } from '../organization/organization.type.ts'
import { Person } from '../person/person.type.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { EventFilter, EventOrder } from './event.filter.ts'
import { AddEventInput, UpdateEventInput } from './event.input.ts'
import {
  addEvent,
  eventsAt,
  eventsOfActor,
  eventsOfNegotiation,
  figuresOf,
  findEvents,
  linksOf,
  linksTo,
  participantsOf,
  updateEvent,
} from './event.store.ts'
import { Event, EventConnection, EventLink, EventPayload, Figure, Participation } from './event.type.ts'

@ArgsType()
class EventsArgs extends PageArgs {
  @Field(() => EventFilter, { nullable: true, description: 'Which events; all without it.' })
  readonly filter?: EventFilter | null
  @Field(() => EventOrder, { nullable: true, description: 'By date, newest first, when not given.' })
  readonly order?: EventOrder | null
}

@Resolver(() => Event)
export class EventResolver {
  @Query(() => Event, {
    nullable: true,
    description: 'The event with this id, retracted or not; null when there is none.',
  })
  event(@Ctx() ctx: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<Event | null> {
    return findEntry(ctx, 'EVENT', id)
  }

  @Query(() => EventConnection, { description: 'Events of the whole record.' })
  events(@Ctx() ctx: Context, @Args(() => EventsArgs) args: EventsArgs): Connection<Event> {
    return findEvents(ctx, args, args)
  }

  @Mutation(() => EventPayload, { description: 'Adds an event. For EDITOR and ADMIN.' })
  async addEvent(
    @Ctx() ctx: Context,
    @Arg('input', () => AddEventInput, { description: 'The event.' }) input: AddEventInput,
  ): Promise<EventPayload> {
    return payload<EventPayload>('event', await addEvent(ctx, input))
  }

  @Mutation(() => EventPayload, { description: 'Changes an event. For EDITOR and ADMIN.' })
  async updateEvent(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateEventInput, { description: 'What changes.' }) input: UpdateEventInput,
  ): Promise<EventPayload> {
    return payload<EventPayload>('event', await updateEvent(ctx, input))
  }

  @FieldResolver(() => [Location], { description: 'Where, in the order in which the editor gave them.' })
  locations(@Ctx() ctx: Context, @Root() event: Event): Promise<readonly Location[]> {
    return referredAll(ctx, event.locationIds, event.asOf)
  }

  @FieldResolver(() => [Participation], { description: 'Who took part, in the order in which the editor gave them.' })
  participants(@Root() event: Event): readonly object[] {
    return participantsOf(event)
  }

  @FieldResolver(() => Event, {
    nullable: true,
    description: 'The event that it is part of; null when it stands alone.',
  })
  partOf(@Ctx() ctx: Context, @Root() event: Event): Promise<Event | null> {
    return maybeReferred(ctx, event.partOfId, event.asOf)
  }

  @FieldResolver(() => [EventLink], { description: 'What this event reverses, results from, follows.' })
  links(@Root() event: Event): readonly object[] {
    return linksOf(event)
  }

  @FieldResolver(() => [EventLink], {
    description: 'Events whose links lead here: what reversed it, what resulted from it. By number.',
  })
  linkedFrom(@Ctx() ctx: Context, @Root() event: Event): Promise<readonly object[]> {
    return linksTo(ctx, event)
  }

  @FieldResolver(() => [Figure], { description: 'Killed, released, votes: as each source gives them.' })
  figures(@Root() event: Event): readonly object[] {
    return figuresOf(event)
  }

  @FieldResolver(() => Negotiation, {
    nullable: true,
    description: 'The negotiation that it belongs to; null when to none.',
  })
  negotiation(@Ctx() ctx: Context, @Root() event: Event): Promise<Negotiation | null> {
    return maybeReferred(ctx, event.negotiationId, event.asOf)
  }

  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The proposal that it is about; null when about none.',
  })
  proposal(@Ctx() ctx: Context, @Root() event: Event): Promise<Proposal | null> {
    return maybeReferred(ctx, event.proposalId, event.asOf)
  }
}

@Resolver(() => Participation)
export class ParticipationResolver {
  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'Who, or to whom those who took part belong; null when nobody is named.',
  })
  actor(@Ctx() ctx: Context, @Root() participation: Participation): Promise<Person | Organization | null> {
    return maybeReferred(ctx, participation.actorId, participation.asOf)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organisation for which the actor took part; null when for itself.',
  })
  onBehalfOf(@Ctx() ctx: Context, @Root() participation: Participation): Promise<Organization | null> {
    return maybeReferred(ctx, participation.onBehalfOfId, participation.asOf)
  }
}

@Resolver(() => Figure)
export class FigureResolver {
  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'Whose figure it is; null when the source gives it as its own.',
  })
  attributedTo(@Ctx() ctx: Context, @Root() figure: Figure): Promise<Person | Organization | null> {
    return maybeReferred(ctx, figure.attributedToId, figure.asOf)
  }
}

@Resolver(() => EventLink)
export class EventLinkResolver {
  @FieldResolver(() => Event, { description: 'The other event.' })
  event(@Ctx() ctx: Context, @Root() link: EventLink): Promise<Event> {
    return referred(ctx, link.eventId, link.asOf)
  }
}

@Resolver(() => Person)
export class PersonEvents {
  @FieldResolver(() => EventConnection, { description: 'In which the person took part.' })
  events(@Ctx() ctx: Context, @Root() person: Person, @Args(() => EventsArgs) args: EventsArgs): Connection<Event> {
    return eventsOfActor(ctx, person, args, args)
  }
}

@Resolver(() => Organization)
export class OrganizationEvents {
  @FieldResolver(() => EventConnection, { description: 'In which it or a part of it took part.' })
  events(
    @Ctx() ctx: Context,
    @Root() organization: Organization,
    @Args(() => EventsArgs) args: EventsArgs,
  ): Connection<Event> {
    return eventsOfActor(ctx, organization, args, args)
  }
}

@Resolver(() => Location)
export class LocationEvents {
  @FieldResolver(() => EventConnection, { description: 'Events here and in every place that is part of here.' })
  events(@Ctx() ctx: Context, @Root() location: Location, @Args(() => EventsArgs) args: EventsArgs): Connection<Event> {
    return eventsAt(ctx, location, args, args)
  }
}

@Resolver(() => Negotiation)
export class NegotiationEvents {
  @FieldResolver(() => EventConnection, { description: 'The events that belong to it.' })
  events(
    @Ctx() ctx: Context,
    @Root() negotiation: Negotiation,
    @Args(() => EventsArgs) args: EventsArgs,
  ): Connection<Event> {
    return eventsOfNegotiation(ctx, negotiation, args, args)
  }
}
