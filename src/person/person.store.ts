import { sql } from '../db/sql.ts'
import { all, givenId, identified, named } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { listEntries } from '../live/entries.ts'
import { PARTS, partsOf } from '../live/hierarchy.ts'
import type { Kind } from '../live/kind.ts'
import { byName } from '../live/order.ts'
import { listOf, rowsOf } from '../live/rows.ts'
import { selectionOf } from '../live/selection.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { noItems, noWords } from '../record/redaction.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import { type PersonFields, readPerson } from './person.rules.ts'
import type { AddPersonInput, Person, PersonFilter, UpdatePersonInput } from './person.type.ts'

/** How a person is written. */
export const personKind: Kind<PersonFields> = {
  type: 'PERSON',
  read: readPerson,
  references: (own) => [
    ...citedSources(own.citations),
    ...own.memberships.map(({ organizationId }, index) => ({
      id: organizationId,
      types: ['ORGANIZATION' as const],
      path: ['memberships', index, 'organizationId'],
    })),
  ],
  settle: placeCitations,
  card: (own) => ({
    negotiationId: null,
    date: null,
    names: [own.name, ...own.aliases],
    search: [{ field: 'name', text: own.name }, ...own.aliases.map((text) => ({ field: 'alias' as const, text }))],
    citations: own.citations,
    identifiers: own.identifiers,
  }),
  rows: ({ name, aliases, memberships }) =>
    rowsOf('Person', { name, aliases }, listOf('Membership', 'personId', memberships)),
  // An office can tell who somebody is as well as a name does.
  blanks: { name: noWords, aliases: noItems, identifiers: noItems, memberships: noItems, citations: sourcesAlone },
}

/** Adds a person. */
export function addPerson(ctx: Context, input: AddPersonInput): Promise<Outcome> {
  return mutate(ctx, 'addPerson', input, (tx, editor) => add(tx, personKind, input, editor))
}

/** Changes a person. */
export function updatePerson(ctx: Context, input: UpdatePersonInput): Promise<Outcome> {
  return mutate(ctx, 'updatePerson', input, (tx, editor) => update(tx, personKind, input, editor))
}

/** Persons by name. */
export function findPersons(ctx: Context, filter: PersonFilter | null, page: PageArgs): Connection<Person> {
  const where = all(
    givenId(
      filter?.organizationId,
      (id) =>
        sql`e.id in (select person_id from membership where organization_id in (${partsOf(PARTS.organization, id)}))`,
    ),
    named(filter?.name),
    identified(filter?.identifier),
  )
  const selection = selectionOf(['PERSON'], { includeRetracted: filter?.includeRetracted ?? false, where })
  return listEntries(ctx, { list: 'persons', selection, order: byName }, pageRequest(page))
}
