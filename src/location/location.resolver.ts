import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { addLocation, findLocations, updateLocation } from './location.store.ts'
import {
  AddLocationInput,
  Location,
  LocationConnection,
  LocationFilter,
  LocationPayload,
  UpdateLocationInput,
} from './location.type.ts'

@Resolver(() => Location)
export class LocationResolver {
  @Query(() => Location, {
    nullable: true,
    description: 'The place with this id, retracted or not; null when there is none.',
  })
  location(@Ctx() ctx: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<Location | null> {
    return findEntry(ctx, 'LOCATION', id)
  }

  @Query(() => LocationConnection, { description: 'Places by name.' })
  locations(
    @Ctx() ctx: Context,
    @Arg('filter', () => LocationFilter, { nullable: true, description: 'Which places; all without it.' })
    filter: LocationFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<Location> {
    return findLocations(ctx, filter, page)
  }

  @Mutation(() => LocationPayload, { description: 'Adds a place. For EDITOR and ADMIN.' })
  async addLocation(
    @Ctx() ctx: Context,
    @Arg('input', () => AddLocationInput, { description: 'The place.' }) input: AddLocationInput,
  ): Promise<LocationPayload> {
    return payload<LocationPayload>('location', await addLocation(ctx, input))
  }

  @Mutation(() => LocationPayload, { description: 'Changes a place. For EDITOR and ADMIN.' })
  async updateLocation(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateLocationInput, { description: 'What changes.' }) input: UpdateLocationInput,
  ): Promise<LocationPayload> {
    return payload<LocationPayload>('location', await updateLocation(ctx, input))
  }

  @FieldResolver(() => Location, {
    nullable: true,
    description: 'The place that it is part of; null when none is recorded.',
  })
  partOf(@Ctx() ctx: Context, @Root() location: Location): Promise<Location | null> {
    return maybeReferred(ctx, location.partOfId, location.asOf)
  }
}
