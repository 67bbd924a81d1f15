import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred, referred } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { Person } from '../person/person.type.ts'
import {
  addOrganization,
  findOrganizations,
  membersOf,
  membershipsOf,
  updateOrganization,
} from './organization.store.ts'
import {
  AddOrganizationInput,
  Membership,
  Organization,
  OrganizationConnection,
  OrganizationFilter,
  OrganizationPayload,
  UpdateOrganizationInput,
} from './organization.type.ts'

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => Organization, {
    nullable: true,
    description: 'The organisation with this id, retracted or not; null when there is none.',
  })
  organization(
    @Ctx() ctx: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Organization | null> {
    return findEntry(ctx, 'ORGANIZATION', id)
  }

  @Query(() => OrganizationConnection, { description: 'Organisations by name.' })
  organizations(
    @Ctx() ctx: Context,
    @Arg('filter', () => OrganizationFilter, { nullable: true, description: 'Which organisations; all without it.' })
    filter: OrganizationFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<Organization> {
    return findOrganizations(ctx, filter, page)
  }

  @Mutation(() => OrganizationPayload, { description: 'Adds an organisation. For EDITOR and ADMIN.' })
  async addOrganization(
    @Ctx() ctx: Context,
    @Arg('input', () => AddOrganizationInput, { description: 'The organisation.' }) input: AddOrganizationInput,
  ): Promise<OrganizationPayload> {
    return payload<OrganizationPayload>('organization', await addOrganization(ctx, input))
  }

  @Mutation(() => OrganizationPayload, { description: 'Changes an organisation. For EDITOR and ADMIN.' })
  async updateOrganization(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateOrganizationInput, { description: 'What changes.' }) input: UpdateOrganizationInput,
  ): Promise<OrganizationPayload> {
    return payload<OrganizationPayload>('organization', await updateOrganization(ctx, input))
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organisation that it is part of: the Kremlin is part of Russia. Null when none is recorded.',
  })
  partOf(@Ctx() ctx: Context, @Root() organization: Organization): Promise<Organization | null> {
    return maybeReferred(ctx, organization.partOfId, organization.asOf)
  }

  @FieldResolver(() => [Membership], {
    description: 'Who belongs to it itself, its parts left out; by number of the person.',
  })
  members(@Ctx() ctx: Context, @Root() organization: Organization): Promise<readonly object[]> {
    return membersOf(ctx, organization)
  }
}

@Resolver(() => Person)
export class PersonMemberships {
  @FieldResolver(() => [Membership], {
    description: 'What the person belongs to, in the order in which the editor gave it.',
  })
  memberships(@Root() person: Person): readonly object[] {
    return membershipsOf(person)
  }
}

@Resolver(() => Membership)
export class MembershipResolver {
  @FieldResolver(() => Person, { description: 'Who.' })
  person(@Ctx() ctx: Context, @Root() membership: Membership): Promise<Person> {
    return referred(ctx, membership.personId, membership.asOf)
  }

  @FieldResolver(() => Organization, { description: 'To what.' })
  organization(@Ctx() ctx: Context, @Root() membership: Membership): Promise<Organization> {
    return referred(ctx, membership.organizationId, membership.asOf)
  }
}
