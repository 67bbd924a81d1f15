import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import { Event } from '../event/event.type.ts'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred, referredAll } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { Location } from '../location/location.type.ts'
import { Negotiation } from '../negotiation/negotiation.type.ts'
import { Proposal } from '../negotiation/proposal.type.ts'
import { Actor, Organization } from '../organization/organization.type.ts'
import { Person } from '../person/person.type.ts'
import { COST } from '../record/cost.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { paragraphOf } from '../source/paragraphs.ts'
import { Source } from '../source/source.type.ts'
import { StatementFilter, StatementOrder } from './statement.filter.ts'
import { AddStatementInput, UpdateStatementInput } from './statement.input.ts'
import {
  addStatement,
  findStatements,
  quotesOf,
  statementsAt,
  statementsOfEvent,
  statementsOfNegotiation,
  statementsOfOrganization,
  statementsOfPerson,
  updateStatement,
} from './statement.store.ts'
import { Quote, Statement, StatementConnection, StatementPayload } from './statement.type.ts'
import { StatementRelation } from './statement.words.ts'

@ArgsType()
class StatementsArgs extends PageArgs {
  @Field(() => StatementFilter, { nullable: true, description: 'Which statements; all without it.' })
  readonly filter?: StatementFilter | null
  @Field(() => StatementOrder, { nullable: true, description: 'By date, newest first, when not given.' })
  readonly order?: StatementOrder | null
}

@Resolver(() => Statement)
export class StatementResolver {
  @Query(() => Statement, {
    nullable: true,
    description: 'The statement with this id, retracted or not; null when there is none.',
  })
  statement(
    @Ctx() ctx: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Statement | null> {
    return findEntry(ctx, 'STATEMENT', id)
  }

  @Query(() => StatementConnection, { description: 'Statements of the whole record.' })
  statements(@Ctx() ctx: Context, @Args(() => StatementsArgs) args: StatementsArgs): Connection<Statement> {
    return findStatements(ctx, args, args)
  }

  @Mutation(() => StatementPayload, { description: 'Adds a statement. For EDITOR and ADMIN.' })
  async addStatement(
    @Ctx() ctx: Context,
    @Arg('input', () => AddStatementInput, { description: 'The statement.' }) input: AddStatementInput,
  ): Promise<StatementPayload> {
    return payload<StatementPayload>('statement', await addStatement(ctx, input))
  }

  @Mutation(() => StatementPayload, { description: 'Changes a statement. For EDITOR and ADMIN.' })
  async updateStatement(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateStatementInput, { description: 'What changes.' }) input: UpdateStatementInput,
  ): Promise<StatementPayload> {
    return payload<StatementPayload>('statement', await updateStatement(ctx, input))
  }

  @FieldResolver(() => Actor, {
    nullable: true,
    description:
      "Who speaks. Null when the source does not say who: 'an official briefed on the talks'; speakerTitle then holds those words.",
  })
  speaker(@Ctx() ctx: Context, @Root() statement: Statement): Promise<Person | Organization | null> {
    return maybeReferred(ctx, statement.speakerId, statement.asOf)
  }

  @FieldResolver(() => [Actor], { description: 'Others who make the same statement together with the speaker.' })
  jointWith(@Ctx() ctx: Context, @Root() statement: Statement): Promise<readonly (Person | Organization)[]> {
    return referredAll(ctx, statement.jointWithIds, statement.asOf)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organisation for which the speaker speaks; null when the source does not say so.',
  })
  onBehalfOf(@Ctx() ctx: Context, @Root() statement: Statement): Promise<Organization | null> {
    return maybeReferred(ctx, statement.onBehalfOfId, statement.asOf)
  }

  @FieldResolver(() => [Quote], {
    description: 'The verbatim words in it, in the order in which the editor gave them.',
  })
  quotes(@Root() statement: Statement): readonly object[] {
    return quotesOf(statement)
  }

  @FieldResolver(() => Location, { nullable: true, description: 'Where it was made; null when not known.' })
  location(@Ctx() ctx: Context, @Root() statement: Statement): Promise<Location | null> {
    return maybeReferred(ctx, statement.locationId, statement.asOf)
  }

  @FieldResolver(() => Event, { nullable: true, description: 'The event at which it was made; null when at none.' })
  atEvent(@Ctx() ctx: Context, @Root() statement: Statement): Promise<Event | null> {
    return maybeReferred(ctx, statement.atEventId, statement.asOf)
  }

  @FieldResolver(() => [Event], { description: 'The events that it is about.' })
  aboutEvents(@Ctx() ctx: Context, @Root() statement: Statement): Promise<readonly Event[]> {
    return referredAll(ctx, statement.aboutEventIds, statement.asOf)
  }

  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The proposal that it is about; null when about none.',
  })
  proposal(@Ctx() ctx: Context, @Root() statement: Statement): Promise<Proposal | null> {
    return maybeReferred(ctx, statement.proposalId, statement.asOf)
  }

  @FieldResolver(() => Negotiation, {
    nullable: true,
    description: 'The negotiation that it belongs to; null when to none.',
  })
  negotiation(@Ctx() ctx: Context, @Root() statement: Statement): Promise<Negotiation | null> {
    return maybeReferred(ctx, statement.negotiationId, statement.asOf)
  }

  @FieldResolver(() => [Source], {
    description: "Through whom it is known, nearest first, when second-hand: 'Russian media reported that'.",
  })
  via(@Ctx() ctx: Context, @Root() statement: Statement): Promise<readonly Source[]> {
    return referredAll(ctx, statement.viaIds, statement.asOf)
  }
}

@Resolver(() => Quote)
export class QuoteResolver {
  @FieldResolver(() => Source, {
    nullable: true,
    description: 'The source in which the words stand, or are said to; null when none was named or found.',
  })
  source(@Ctx() ctx: Context, @Root() quote: Quote): Promise<Source | null> {
    return maybeReferred(ctx, quote.sourceId, quote.asOf)
  }

  @FieldResolver(() => Int, {
    nullable: true,
    complexity: COST.paragraph,
    description:
      'In which paragraph of the stored text of the source they begin, the first being 1; null when no place in a stored text is known.',
  })
  paragraph(@Ctx() ctx: Context, @Root() quote: Quote): Promise<number | null> {
    return paragraphOf(ctx, quote)
  }
}

@Resolver(() => Person)
export class PersonStatements {
  @FieldResolver(() => StatementConnection, { description: 'What the person said, alone or jointly.' })
  statements(
    @Ctx() ctx: Context,
    @Root() person: Person,
    @Args(() => StatementsArgs) args: StatementsArgs,
  ): Connection<Statement> {
    return statementsOfPerson(ctx, person, args, args)
  }
}

@Resolver(() => Organization)
export class OrganizationStatements {
  @FieldResolver(() => StatementConnection, {
    description: 'By it, its parts, their members at any time, and on its behalf.',
  })
  statements(
    @Ctx() ctx: Context,
    @Root() organization: Organization,
    @Args(() => StatementsArgs) args: StatementsArgs,
  ): Connection<Statement> {
    return statementsOfOrganization(ctx, organization, args, args)
  }
}

@Resolver(() => Location)
export class LocationStatements {
  @FieldResolver(() => StatementConnection, { description: 'Made here and in every place that is part of here.' })
  statements(
    @Ctx() ctx: Context,
    @Root() location: Location,
    @Args(() => StatementsArgs) args: StatementsArgs,
  ): Connection<Statement> {
    return statementsAt(ctx, location, args, args)
  }
}

@Resolver(() => Negotiation)
export class NegotiationStatements {
  @FieldResolver(() => StatementConnection, { description: 'The statements that belong to it.' })
  statements(
    @Ctx() ctx: Context,
    @Root() negotiation: Negotiation,
    @Args(() => StatementsArgs) args: StatementsArgs,
  ): Connection<Statement> {
    return statementsOfNegotiation(ctx, negotiation, args, args)
  }
}

@Resolver(() => Event)
export class EventStatements {
  @FieldResolver(() => StatementConnection, { description: 'Statements made at this event, and statements about it.' })
  statements(
    @Ctx() ctx: Context,
    @Root() event: Event,
    @Arg('relation', () => StatementRelation, {
      nullable: true,
      description: 'Only those made there, or only those about it; both without it.',
    })
    relation: StatementRelation | null,
    @Args(() => StatementsArgs) args: StatementsArgs,
  ): Connection<Statement> {
    return statementsOfEvent(ctx, event, relation, args, args)
  }
}
