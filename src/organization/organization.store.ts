import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { all, given, givenId, identified, named, plain } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { listEntries } from '../live/entries.ts'
import { PARTS, partsOf, refuseCircles } from '../live/hierarchy.ts'
import type { Kind } from '../live/kind.ts'
import { byName } from '../live/order.ts'
import { one } from '../live/references.ts'
import { rowsOf } from '../live/rows.ts'
import { selectionOf } from '../live/selection.ts'
import { asOfSame } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import type { Person } from '../person/person.type.ts'
import { noItems, noWords } from '../record/redaction.ts'
import { citedSources, sourcesAlone } from '../source/citation.rules.ts'
import { placeCitations } from '../source/source.store.ts'
import { type OrganizationFields, readOrganization } from './organization.rules.ts'
import type {
  AddOrganizationInput,
  Membership,
  Organization,
  OrganizationFilter,
  UpdateOrganizationInput,
} from './organization.type.ts'

/** How an organisation is written. */
export const organizationKind: Kind<OrganizationFields> = {
  type: 'ORGANIZATION',
  read: readOrganization,
  references: (own) => [...citedSources(own.citations), ...one(own.partOfId, ['ORGANIZATION'], ['partOfId'])],
  settle: async (tx, changes) => {
    await refuseCircles(tx, PARTS.organization, 'partOfId', changes)
    return placeCitations(tx, changes)
  },
  card: (own) => ({
    negotiationId: null,
    date: null,
    names: [own.name, ...own.aliases],
    search: [{ field: 'name', text: own.name }, ...own.aliases.map((text) => ({ field: 'alias' as const, text }))],
    citations: own.citations,
    identifiers: own.identifiers,
  }),
  rows: ({ name, aliases, kind, countryCode, partOfId }) =>
    rowsOf('Organization', { name, aliases, kind, countryCode, partOfId }),
  blanks: { name: noWords, aliases: noItems, identifiers: noItems, citations: sourcesAlone },
}

/** Adds an organisation. */
export function addOrganization(ctx: Context, input: AddOrganizationInput): Promise<Outcome> {
  return mutate(ctx, 'addOrganization', input, (tx, editor) => add(tx, organizationKind, input, editor))
}

/** Changes an organisation. */
export function updateOrganization(ctx: Context, input: UpdateOrganizationInput): Promise<Outcome> {
  return mutate(ctx, 'updateOrganization', input, (tx, editor) => update(tx, organizationKind, input, editor))
}

/** Organisations by name. */
export function findOrganizations(
  ctx: Context,
  filter: OrganizationFilter | null,
  page: PageArgs,
): Connection<Organization> {
  const where = all(
    given(filter?.kind, (kinds) => sql`v.kind = any(${kinds}::organization_kind[])`),
    givenId(filter?.partOfId, (id) => sql`(e.id in (${partsOf(PARTS.organization, id)}) and e.id <> ${id})`),
    named(filter?.name),
    given(filter?.countryCode, (codes) => sql`v.country_code = any(${codes.map(plain)}::text[])`),
    identified(filter?.identifier),
  )
  const selection = selectionOf(['ORGANIZATION'], {
    includeRetracted: filter?.includeRetracted ?? false,
    where,
    join: sql`join organization v on v.id = e.id`,
  })
  return listEntries(ctx, { list: 'organizations', selection, order: byName }, pageRequest(page))
}

/** The memberships of a person, in the order of the input. */
export function membershipsOf(person: Person): readonly object[] {
  return asOfSame(
    person,
    person.memberships.map((membership) => ({ ...membership, personId: person.id })),
  )
}

/**
 * The memberships of those who belong to an organisation itself, by number of the person; those of retracted persons left out.
 * @throws BAD_USER_INPUT below an organisation of the past
 */
export function membersOf(ctx: Context, organization: Organization): Promise<readonly object[]> {
  if (organization.asOf !== null)
    throw badUserInput('members cannot be listed as of the past; ask for them below the organisation as it is now.')
  return ctx.loading.load(membersById, organization.id, null)
}

type MemberRow = Omit<Membership, 'asOf'>

async function membersById(reader: Reader, ids: readonly string[]): Promise<readonly (readonly object[])[]> {
  const rows = await reader.rows<MemberRow>(sql`
    select m.person_id as "personId", m.organization_id as "organizationId", m.title, m.since, m.until
    from membership m join entry e on e.id = m.person_id
    where m.organization_id = any(${ids}::uuid[]) and e.retracted_at is null order by e.number, m.ordinal`)
  const of = groupedBy(rows, (row) => row.organizationId)
  return ids.map((id) => asOfSame({ asOf: null }, of.get(id) ?? []))
}
