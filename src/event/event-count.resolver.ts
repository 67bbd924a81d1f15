import { Arg, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { maybeReferred } from '../live/entries.ts'
import { Negotiation } from '../negotiation/negotiation.type.ts'
import { COST } from '../record/cost.ts'
import { countEvents } from './event-count.store.ts'
import { EventCount } from './event-count.type.ts'
import { EventFilter } from './event.filter.ts'
import { EventDimension, TimeBucket } from './event.words.ts'

@Resolver(() => EventCount)
export class EventCountResolver {
  @Extensions({ listSize: 50 })
  @Query(() => [EventCount], {
    complexity: COST.sweep,
    description:
      'How many events, by group: period, then in the order of the vocabularies, then country, null last. Groups without events are left out; without by and bucket there is one count of all.',
  })
  eventCounts(
    @Ctx() ctx: Context,
    @Arg('filter', () => EventFilter, { nullable: true, description: 'Which events; all without it.' })
    filter: EventFilter | null,
    @Arg('by', () => [EventDimension], { defaultValue: [], description: 'By what.' }) by: EventDimension[],
    @Arg('bucket', () => TimeBucket, { nullable: true, description: 'Into what periods; into none without it.' })
    bucket: TimeBucket | null,
  ): Promise<readonly EventCount[]> {
    return countEvents(ctx, filter, by, bucket ?? null)
  }

  @FieldResolver(() => Negotiation, { nullable: true, description: 'Their negotiation; null too for events of none.' })
  negotiation(@Ctx() ctx: Context, @Root() count: EventCount): Promise<Negotiation | null> {
    return maybeReferred(ctx, count.negotiationId, null)
  }
}
