import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry } from '../live/entries.ts'
import { payload } from '../live/payload.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { addPerson, findPersons, updatePerson } from './person.store.ts'
import {
  AddPersonInput,
  Person,
  PersonConnection,
  PersonFilter,
  PersonPayload,
  UpdatePersonInput,
} from './person.type.ts'

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, {
    nullable: true,
    description: 'The person with this id, retracted or not; null when there is none.',
  })
  person(@Ctx() ctx: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<Person | null> {
    return findEntry(ctx, 'PERSON', id)
  }

  @Query(() => PersonConnection, { description: 'Persons by name.' })
  persons(
    @Ctx() ctx: Context,
    @Arg('filter', () => PersonFilter, { nullable: true, description: 'Which persons; all without it.' })
    filter: PersonFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<Person> {
    return findPersons(ctx, filter, page)
  }

  @Mutation(() => PersonPayload, { description: 'Adds a person. For EDITOR and ADMIN.' })
  async addPerson(
    @Ctx() ctx: Context,
    @Arg('input', () => AddPersonInput, { description: 'The person.' }) input: AddPersonInput,
  ): Promise<PersonPayload> {
    return payload<PersonPayload>('person', await addPerson(ctx, input))
  }

  @Mutation(() => PersonPayload, { description: 'Changes a person. For EDITOR and ADMIN.' })
  async updatePerson(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdatePersonInput, { description: 'What changes.' }) input: UpdatePersonInput,
  ): Promise<PersonPayload> {
    return payload<PersonPayload>('person', await updatePerson(ctx, input))
  }
}
