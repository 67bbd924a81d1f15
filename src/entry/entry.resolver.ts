import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { entryById } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { Negotiation } from '../negotiation/negotiation.type.ts'
import { COST } from '../record/cost.ts'
import { Direction } from '../record/direction.ts'
import { Entry, EntryConnection, EntryType, Node } from '../record/entry.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { DateTimeScalar } from '../record/scalars.ts'
import { findEntryAsOf, findNodes, timelineOf } from './entry.store.ts'
import {
  EntryPayload,
  type Hit,
  RedactEntryInput,
  ReinstateEntryInput,
  RetractEntryInput,
  SearchConnection,
  SearchEdge,
} from './entry.type.ts'
import { redactEntry } from './redaction.store.ts'
import { reinstateEntry, retractEntry } from './retraction.store.ts'
import { searchEntries } from './search.store.ts'

@ArgsType()
class TimelineArgs extends PageArgs {
  @Field(() => [EntryType], { nullable: true, description: 'Of these types; of all three without it.' })
  readonly entryType?: readonly EntryType[] | null
  @Field(() => ID, {
    nullable: true,
    description:
      'In which this organisation or a part of it took part, or which are about it, and statements as StatementFilter.organizationId has them: of them, of their members, and on their behalf.',
  })
  readonly partyId?: string | null
  @Field(() => ID, { nullable: true, description: 'Here or in any place that is part of here.' })
  readonly locationId?: string | null
  @Field(() => String, { nullable: true, description: 'Full text, in web-search syntax; at most 1,000 characters.' })
  readonly search?: string | null
  @Field(() => Direction, {
    defaultValue: Direction.DESC,
    description: 'Which way round, by date; unknown dates are last.',
  })
  readonly direction!: Direction
}

@Resolver(() => Entry)
export class EntryResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The entry with this id, retracted or not; null when there is none.',
  })
  node(@Ctx() ctx: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<Entry | null> {
    return entryById(ctx, id, null)
  }

  @Query(() => [Node], { nullable: 'items', description: 'As node, for up to 100 ids, in their order.' })
  nodes(
    @Ctx() ctx: Context,
    @Arg('ids', () => [ID], { description: 'Their ids.' }) ids: string[],
  ): Promise<readonly (Entry | null)[]> {
    return findNodes(ctx, ids)
  }

  @Query(() => Entry, {
    nullable: true,
    description:
      'The entry as the record held it at a moment, and what is reached below it likewise; now, without asOf. Null when the record did not hold it then. Below an entry of the past, proposals, statusUpdates, timeline, events and statements of a negotiation can be listed, without filters; other reverse lists are BAD_USER_INPUT.',
  })
  entry(
    @Ctx() ctx: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('asOf', () => DateTimeScalar, { nullable: true, description: 'The moment.' }) asOf: Date | null,
  ): Promise<Entry | null> {
    return findEntryAsOf(ctx, id, asOf ?? null)
  }

  @Query(() => SearchConnection, {
    complexity: COST.sweep,
    description:
      'Full text over names, aliases, titles, summaries, contents, quotes and outcomes; web-search syntax (quotes, OR, minus), at most 1,000 characters; best hit first. Case and accents do not count, in any script.',
  })
  search(
    @Ctx() ctx: Context,
    @Arg('query', () => String, { description: 'What to look for.' }) query: string,
    @Arg('types', () => [EntryType], { nullable: true, description: 'Only entries of these types.' })
    types: EntryType[] | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<Hit> {
    return searchEntries(ctx, query, types ?? null, page)
  }

  @Mutation(() => EntryPayload, { description: 'Withdraws an entry. For EDITOR and ADMIN.' })
  async retractEntry(
    @Ctx() ctx: Context,
    @Arg('input', () => RetractEntryInput, { description: 'Which, and why.' }) input: RetractEntryInput,
  ): Promise<EntryPayload> {
    return payload<EntryPayload>('entry', await retractEntry(ctx, input))
  }

  @Mutation(() => EntryPayload, { description: 'Takes a retraction back. For EDITOR and ADMIN.' })
  async reinstateEntry(
    @Ctx() ctx: Context,
    @Arg('input', () => ReinstateEntryInput, { description: 'Which, and why.' }) input: ReinstateEntryInput,
  ): Promise<EntryPayload> {
    return payload<EntryPayload>('entry', await reinstateEntry(ctx, input))
  }

  @Mutation(() => EntryPayload, {
    description:
      'Takes words out of an entry and of all that the log holds of it: for texts that must go, and personal data. For ADMIN.',
  })
  async redactEntry(
    @Ctx() ctx: Context,
    @Arg('input', () => RedactEntryInput, { description: 'Of which entry what, and why.' }) input: RedactEntryInput,
  ): Promise<EntryPayload> {
    return payload<EntryPayload>('entry', await redactEntry(ctx, input))
  }
}

@Resolver(() => SearchEdge)
export class SearchEdgeResolver {
  @FieldResolver(() => Entry, { description: 'The entry.' })
  node(@Root() edge: SearchEdge): Entry {
    return edge.node.entry
  }

  @FieldResolver(() => String, {
    complexity: COST.highlight,
    description: 'In what the words stand: name, alias, title, summary, content, quote or outcome.',
  })
  field(@Root() edge: SearchEdge): Promise<string> {
    return edge.node.fragment().map(({ field }) => field)
  }

  @FieldResolver(() => String, {
    complexity: COST.highlight,
    description: 'That text around the words: HTML-escaped, with <mark> around the hits.',
  })
  fragment(@Root() edge: SearchEdge): Promise<string> {
    return edge.node.fragment().map(({ fragment }) => fragment)
  }
}

@Resolver(() => Negotiation)
export class NegotiationTimeline {
  @FieldResolver(() => EntryConnection, {
    description: 'Events, statements and status updates of this negotiation as one list, by date.',
  })
  timeline(
    @Ctx() ctx: Context,
    @Root() negotiation: Negotiation,
    @Args(() => TimelineArgs) args: TimelineArgs,
  ): Connection<Entry> {
    return timelineOf(ctx, negotiation, args, args)
  }
}
