import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root, Subscription } from 'type-graphql'
import { Entry } from '../record/entry.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { type FeedRoot, feedItem, findChanges, followLog, historyOf, logFilter } from './change.store.ts'
import {
  type Change,
  ChangeConnection,
  ChangeFilter,
  ChangePage,
  FeedArgs,
  FeedItem,
  LogPageArgs,
} from './change.type.ts'
import type { Context } from './context.ts'

@Resolver()
export class ChangeResolver {
  @Extensions({ listSize: 100 })
  @Query(() => ChangePage, {
    description:
      'The log from its start or after a cursor, for clients that poll: same order and rules as the subscription. last: the newest changes, for editors. CURSOR_INVALID when a cursor cannot be honoured.',
  })
  changes(
    @Ctx() ctx: Context,
    @Arg('filter', () => ChangeFilter, { nullable: true, description: 'Which changes; all without it.' })
    filter: ChangeFilter | null,
    @Args(() => LogPageArgs) args: LogPageArgs,
  ): Promise<ChangePage> {
    return findChanges(ctx, filter, args)
  }

  @Subscription(() => FeedItem, {
    name: 'changes',
    description:
      'Every change to the record, filtered on the server. after: first everything since that cursor, then live; without it, from now on. CURSOR_INVALID when the cursor cannot be honoured.',
    subscribe: ({ args, context }: { args: FeedArgs & { filter?: ChangeFilter | null }; context: Context }) =>
      followLog(context, logFilter(args.filter), args),
  })
  changesAdded(
    @Ctx() ctx: Context,
    @Root() step: FeedRoot,
    @Arg('filter', () => ChangeFilter, { nullable: true, description: 'Which changes; all without it.' })
    _filter: ChangeFilter | null,
    @Args(() => FeedArgs) _args: FeedArgs,
  ): FeedItem {
    return feedItem(ctx.log, step)
  }
}

@Resolver(() => Entry)
export class EntryHistory {
  @FieldResolver(() => ChangeConnection, { description: 'Every change to this entry, oldest first.' })
  history(@Ctx() ctx: Context, @Root() entry: Entry, @Args(() => PageArgs) args: PageArgs): Connection<Change> {
    return historyOf(ctx, entry, args)
  }
}
