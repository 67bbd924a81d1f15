import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Made, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const VIEW = `
  fragment View on Negotiation {
    version name parties { role organization { name version } } retraction { reason }
    proposals { name version status acceptedBy { name } awaiting { name } positions { party { name } position } }
    status { number summary }
    positions { party { name version } person { name } position since { edtf } statusUpdate { number retraction { reason } } }
    statusUpdates(first: 100) { totalCount nodes { number correctedBy { number } corrects { number } party { name } } }
    events(first: 100) { totalCount nodes { title version negotiation { name } } }
    statements(first: 100) { nodes { number content } }
    timeline(first: 100) { totalCount nodes { __typename number } }
  }`
const NOW = `${VIEW} query ($id: ID!) { view: negotiation(id: $id) { ...View } }`
const THEN = `${VIEW} query ($id: ID!, $at: DateTime!) { view: entry(id: $id, asOf: $at) { ...View } }`
const POSITIONS = `query ($id: ID!, $at: DateTime!) { negotiation(id: $id) { positions(asOf: $at) { party { name version } person { name } position since { edtf } statusUpdate { number retraction { reason } } } } }`
const CHANGES = `${VIEW} query ($after: Cursor) { changes(after: $after, first: 100, filter: { entryType: [NEGOTIATION] }) { changes { sequence entry { ...View } } } }`

interface View {
  readonly positions: readonly object[]
}
interface Seen {
  readonly at: string
  readonly sequence: number
  readonly views: readonly (View | null)[]
}

describe('the record as it was', () => {
  let service: TestService
  let make: ReturnType<typeof maker>

  beforeAll(async () => {
    service = await startService({ config: { maxQueryCost: 1_000_000 } })
    make = maker(service)
  })
  afterAll(() => service.stop())

  const newest = graphql(`
    query NewestChange {
      changes(last: 1) {
        changes {
          sequence
          at
          entry {
            id
            version
            retraction {
              at
            }
          }
        }
      }
    }
  `)

  it('equals what was served at that head, whatever was edited since (SEMANTICS 5)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(8), fc.nat(50), fc.nat(50)), { minLength: 8, maxLength: 14 }),
        async (edits) => {
          const parties = [await make.organization(), await make.organization()]
          const part = await make.organization({ partOfId: parties[0]!.id })
          const roles = parties.map((party) => ({ organizationId: party.id, role: 'PARTY' as const }))
          const talks = [await make.negotiation({ parties: roles }), await make.negotiation({ parties: roles })]
          const proposal = await make.proposal({ negotiationId: talks[0]!.id })
          const made: { update: Made[]; event: Made[]; organization: Made[] } = {
            update: [],
            event: [],
            organization: parties,
          }
          const seen: Seen[] = []
          for (const [kind, one, other] of edits) {
            await edit({ kind, one, other, parties, part, talks, proposal, made })
            const { changes } = await service.ask(newest)
            const [change] = changes.changes
            const views = await Promise.all(
              talks.map(async ({ id }) => (await service.send<{ view: View }, object>(NOW, { id })).data.view),
            )
            seen.push({ at: change!.at, sequence: change!.sequence, views })
          }
          // Of changes in one millisecond only the last one is what the record held then.
          for (const { at, views } of seen.filter((each, index) => seen[index + 1]?.at !== each.at)) {
            const then = await Promise.all(
              talks.map(({ id }) => service.send<{ view: View }, object>(THEN, { id, at })),
            )
            expect(then.map(({ errors }) => errors)).toEqual([undefined, undefined])
            expect(then.map(({ data }) => data.view)).toEqual(views)
            const positions = await Promise.all(
              talks.map(({ id }) => service.send<{ negotiation: View }, object>(POSITIONS, { id, at })),
            )
            expect(positions.map(({ data }) => data.negotiation.positions)).toEqual(
              views.map((view) => view?.positions),
            )
          }
        },
      ),
      { numRuns: 4 },
    )
    const { data, errors } = await service.send<
      { changes: { changes: { sequence: number; entry: { version: number } }[] } },
      object
    >(CHANGES, {})
    expect(errors).toBeUndefined()
    expect(data.changes.changes.length).toBeGreaterThanOrEqual(8)
  })

  interface Edit {
    readonly kind: number
    readonly one: number
    readonly other: number
    readonly parties: readonly Made[]
    readonly part: Made
    readonly talks: readonly Made[]
    readonly proposal: Made
    readonly made: { readonly update: Made[]; readonly event: Made[]; readonly organization: readonly Made[] }
  }

  const POSITION_WORDS = ['ACCEPTS', 'REJECTS', 'UNDER_REVIEW', 'PROPOSES'] as const

  /** One edit of a random kind. Refusals are fine: they change nothing. */
  async function edit({ kind, one, other, parties, part, talks, proposal, made }: Edit): Promise<void> {
    const talk = talks[one % 2]!
    if (kind <= 2) {
      const party = [parties[0]!, parties[1]!, part][other % 3]!
      const position = POSITION_WORDS[one % 4]!
      const day = `2025-03-${String((other % 20) + 1).padStart(2, '0')}`
      const effectiveOn = { edtf: one % 7 === 0 ? '../..' : day }
      const given = { negotiationId: talks[0]!.id, partyId: party.id, proposalId: proposal.id, position, effectiveOn }
      // Refused when the organisation is no party any more.
      made.update.push(
        ...(await make.statusUpdate(given).then(
          (update) => [update],
          () => [],
        )),
      )
      return
    }
    if (kind === 3) {
      made.event.push(
        await make.event({
          negotiationId: talk.id,
          date: { edtf: `2025-02-${String((other % 20) + 1).padStart(2, '0')}` },
        }),
      )
      return
    }
    const mutate = (name: string, input: object) =>
      service.send(
        `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code } } }`,
        { input },
      )
    const current = async (id: string) =>
      (
        await service.ask(
          graphql(`
            query CurrentVersion($id: ID!) {
              entry(id: $id) {
                version
                retraction {
                  reason
                }
              }
            }
          `),
          { id },
        )
      ).entry!
    const pick = (from: readonly Made[]) => from[other % Math.max(1, from.length)]
    if (kind === 4) {
      const event = pick(made.event)
      // Moves to the other negotiation.
      if (event)
        await mutate('updateEvent', {
          id: event.id,
          expectedVersion: (await current(event.id)).version,
          negotiationId: talk.id,
          title: `moved ${one}`,
        })
    } else if (kind === 5) {
      const update = pick(made.update)
      if (update)
        await mutate('addNegotiationStatusUpdate', {
          negotiationId: talks[0]!.id,
          kind: 'OTHER',
          effectiveOn: { edtf: '2025-03-05' },
          summary: 'corrected',
          correctsId: update.id,
        })
    } else if (kind === 6) {
      const organization = pick(made.organization)!
      await mutate('updateOrganization', {
        id: organization.id,
        expectedVersion: (await current(organization.id)).version,
        name: `renamed ${one} ${other}`,
      })
    } else if (kind === 7) {
      const party = { organizationId: parties[one % 2]!.id, role: one % 3 === 0 ? 'MEDIATOR' : 'PARTY' }
      await mutate('updateNegotiation', {
        id: talk.id,
        expectedVersion: (await current(talk.id)).version,
        parties: [party],
      })
    } else {
      const entry = pick([...made.update, ...made.event])
      if (!entry) return
      const { version, retraction } = await current(entry.id)
      await mutate(retraction ? 'reinstateEntry' : 'retractEntry', {
        id: entry.id,
        expectedVersion: version,
        reason: 'test',
      })
    }
  }

  it('did not hold what was added later, and lists nothing else below the past', async () => {
    const first = await make.negotiation()
    const { changes } = await service.ask(newest)
    const at = changes.changes[0]!.at
    const later = await make.negotiation()
    const asked = graphql(`
      query BeforeIt($id: ID!, $at: DateTime!) {
        entry(id: $id, asOf: $at) {
          number
          history {
            totalCount
          }
        }
      }
    `)
    expect((await service.ask(asked, { id: first.id, at })).entry).toEqual({
      number: first.number,
      history: { totalCount: 1 },
    })
    expect((await service.ask(asked, { id: later.id, at: '2001-01-01T00:00:00Z' })).entry).toBeNull()
    for (const below of [
      'events(filter: { type: [AGREE] }) { totalCount }',
      'timeline(search: "x") { totalCount }',
      'parties { organization { members { title } } }',
      'parties { organization { events { totalCount } } }',
    ]) {
      const withParty = await make.negotiation({
        parties: [{ organizationId: (await make.organization()).id, role: 'PARTY' }],
      })
      const moment = (await service.ask(newest)).changes.changes[0]!.at
      const answer = await service.send(
        `query ($id: ID!, $at: DateTime!) { entry(id: $id, asOf: $at) { ... on Negotiation { ${below} } } }`,
        { id: withParty.id, at: moment },
      )
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    }
  })
})
