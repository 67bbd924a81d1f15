import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import {
  type Given,
  type Known,
  type Mutation,
  type Slice,
  knownEntries,
  refusal,
  written,
} from '../support/writing.ts'

/** A field that names another entry, as an input with the id in its place. */
type Row = readonly [slice: Slice, names: Slice, path: string, input: (id: string) => Given]

const SLICES = [
  'Source',
  'Person',
  'Organization',
  'Location',
  'Negotiation',
  'Proposal',
  'Event',
  'Statement',
  'NegotiationStatusUpdate',
] as const

const rows: readonly Row[] = [
  ...SLICES.map((slice): Row => [slice, 'Source', 'citations.0.sourceId', (id) => ({ citations: [{ sourceId: id }] })]),
  ['Source', 'Source', 'revisionOfId', (id) => ({ revisionOfId: id })],
  ['Person', 'Organization', 'memberships.0.organizationId', (id) => ({ memberships: [{ organizationId: id }] })],
  ['Organization', 'Organization', 'partOfId', (id) => ({ partOfId: id })],
  ['Location', 'Location', 'partOfId', (id) => ({ partOfId: id })],
  [
    'Negotiation',
    'Organization',
    'parties.0.organizationId',
    (id) => ({ parties: [{ organizationId: id, role: 'PARTY' }] }),
  ],
  ['Proposal', 'Negotiation', 'negotiationId', (id) => ({ negotiationId: id })],
  ['Proposal', 'Proposal', 'partOfId', (id) => ({ partOfId: id })],
  ['Proposal', 'Proposal', 'revisionOfId', (id) => ({ revisionOfId: id })],
  ['Event', 'Location', 'locationIds.0', (id) => ({ locationIds: [id] })],
  ['Event', 'Person', 'participants.0.actorId', (id) => ({ participants: [{ role: 'ACTOR', actorId: id }] })],
  [
    'Event',
    'Organization',
    'participants.0.onBehalfOfId',
    (id) => ({ participants: [{ role: 'ACTOR', description: 'envoys', onBehalfOfId: id }] }),
  ],
  ['Event', 'Event', 'links.0.eventId', (id) => ({ links: [{ type: 'FOLLOWS', eventId: id }] })],
  [
    'Event',
    'Person',
    'figures.0.attributedToId',
    (id) => ({ figures: [{ measure: 'KILLED', best: 1, attributedToId: id }] }),
  ],
  ['Event', 'Event', 'partOfId', (id) => ({ partOfId: id })],
  ['Event', 'Negotiation', 'negotiationId', (id) => ({ negotiationId: id })],
  ['Event', 'Proposal', 'proposalId', (id) => ({ proposalId: id })],
  ['Statement', 'Person', 'speakerId', (id) => ({ speakerId: id })],
  ['Statement', 'Organization', 'jointWithIds.0', (id) => ({ jointWithIds: [id] })],
  ['Statement', 'Organization', 'onBehalfOfId', (id) => ({ onBehalfOfId: id })],
  [
    'Statement',
    'Source',
    'quotes.0.sourceId',
    (id) => ({ quoteType: 'DIRECT', quotes: [{ exact: 'Words', sourceId: id }] }),
  ],
  ['Statement', 'Location', 'locationId', (id) => ({ locationId: id })],
  ['Statement', 'Event', 'atEventId', (id) => ({ atEventId: id })],
  ['Statement', 'Event', 'aboutEventIds.0', (id) => ({ aboutEventIds: [id] })],
  ['Statement', 'Proposal', 'proposalId', (id) => ({ proposalId: id })],
  ['Statement', 'Negotiation', 'negotiationId', (id) => ({ negotiationId: id })],
  ['Statement', 'Source', 'viaIds.0', (id) => ({ viaIds: [id] })],
  ['NegotiationStatusUpdate', 'Negotiation', 'negotiationId', (id) => ({ negotiationId: id })],
  ['NegotiationStatusUpdate', 'Organization', 'partyId', (id) => ({ partyId: id })],
  ['NegotiationStatusUpdate', 'Person', 'personId', (id) => ({ personId: id })],
  ['NegotiationStatusUpdate', 'Proposal', 'proposalId', (id) => ({ proposalId: id })],
  ['NegotiationStatusUpdate', 'Statement', 'evidenceStatementIds.0', (id) => ({ evidenceStatementIds: [id] })],
  ['NegotiationStatusUpdate', 'Event', 'evidenceEventIds.0', (id) => ({ evidenceEventIds: [id] })],
  ['NegotiationStatusUpdate', 'NegotiationStatusUpdate', 'correctsId', (id) => ({ correctsId: id })],
]

let service: TestService
let known: Known
let retracted: Record<Slice, string>
let make: Maker

const retract = async (id: string): Promise<string> =>
  (await written(service, 'retractEntry', { id, expectedVersion: 1, reason: 'Added by mistake.' })).entry.id

/** An entry of each type that names none of the known ones, retracted. */
async function retractedEntries(): Promise<Record<Slice, string>> {
  const negotiation = await make.negotiation()
  const statusUpdate = await make.statusUpdate({ negotiationId: known.entries.Negotiation.id })
  const [source, person, organization, location, proposal, event, statement] = await Promise.all([
    ...[make.source(), make.person(), make.organization(), make.location()],
    ...[make.proposal({ negotiationId: known.entries.Negotiation.id }), make.event(), make.statement()],
  ])
  const entries = {
    Source: source,
    Person: person,
    Organization: organization,
    Location: location,
    Negotiation: negotiation,
    Proposal: proposal,
  }
  const all = { ...entries, Event: event, Statement: statement, NegotiationStatusUpdate: statusUpdate }
  for (const made of Object.values(all)) await retract(made!.id)
  return Object.fromEntries(Object.entries(all).map(([slice, made]) => [slice, made!.id])) as Record<Slice, string>
}

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  known = await knownEntries(service)
  retracted = await retractedEntries()
})
afterAll(() => service.stop())

const UNKNOWN = '01890a5d-ac96-774b-bcce-b302099a8057'
const NO_ID = ['', 'x', UNKNOWN.toUpperCase(), `${UNKNOWN}0`, "' or true --", 'a\u0000b', '\ud83d', '1']

describe.each(rows)('refuses in a %s, where it takes a %s, at %s', (slice, names, path, input) => {
  const doors: [string, (given: Given) => Promise<string[]>][] = [
    ['a new entry', (given) => refusal(service, `add${slice}`, { ...known.inputs[slice], ...given })],
    [
      'a change',
      (given) =>
        refusal(service, `update${slice}` as Mutation, {
          id: known.entries[slice].id,
          expectedVersion: known.entries[slice].version,
          ...given,
        }),
    ],
  ]
  // Status updates are append-only, and a proposal stays with its negotiation.
  const addedOnly = slice === 'NegotiationStatusUpdate' || (slice === 'Proposal' && path === 'negotiationId')
  describe.each(addedOnly ? doors.slice(0, 1) : doors)('of %s', (_, answer) => {
    it('an id that the record does not know', async () => {
      expect(await answer(input(UNKNOWN))).toEqual([`NOT_FOUND ${path}`])
    })

    it('what is no id', async () => {
      for (const id of NO_ID) expect(await answer(input(id))).toEqual([`NOT_FOUND ${path}`])
    })

    it('an entry of another type', async () => {
      const other = names === 'Source' ? 'Event' : 'Source'
      expect(await answer(input(known.entries[other].id))).toEqual([`NOT_FOUND ${path}`])
    })

    it('a retracted entry', async () => {
      expect(await answer(input(retracted[names]))).toEqual([`NOT_FOUND ${path}`])
    })
  })
})

describe('distinctFromIds', () => {
  it.each([UNKNOWN, 'x'])('must name events: %s', async (id) => {
    expect(await refusal(service, 'addEvent', { ...known.inputs.Event, distinctFromIds: [id] })).toEqual([
      'NOT_FOUND distinctFromIds.0',
    ])
  })
})

describe.each<Mutation>(['updatePerson', 'updateEvent', 'updateSource', 'retractEntry', 'reinstateEntry'])(
  '%s',
  (mutation) => {
    it('refuses an id that names nothing', async () => {
      for (const id of [UNKNOWN, ...NO_ID])
        expect(await refusal(service, mutation, { id, expectedVersion: 1, reason: 'x' })).toEqual(['NOT_FOUND id'])
    })
  },
)

describe('an update', () => {
  it('refuses the id of an entry of another type', async () => {
    for (const slice of SLICES.filter((each) => each !== 'NegotiationStatusUpdate')) {
      const other = slice === 'Person' ? known.entries.Event : known.entries.Person
      expect(await refusal(service, `update${slice}`, { id: other.id, expectedVersion: 1 })).toEqual(['NOT_FOUND id'])
    }
  })
})

describe('an entry of another negotiation', () => {
  it.each<[Slice, string, (foreign: { proposal: string; event: string; statusUpdate: string }) => Given]>([
    ['Proposal', 'partOfId', ({ proposal }) => ({ partOfId: proposal })],
    ['Proposal', 'revisionOfId', ({ proposal }) => ({ revisionOfId: proposal })],
    ['Event', 'proposalId', ({ proposal }) => ({ negotiationId: known.entries.Negotiation.id, proposalId: proposal })],
    [
      'Statement',
      'proposalId',
      ({ proposal }) => ({ negotiationId: known.entries.Negotiation.id, proposalId: proposal }),
    ],
    ['NegotiationStatusUpdate', 'proposalId', ({ proposal }) => ({ proposalId: proposal })],
    ['NegotiationStatusUpdate', 'evidenceEventIds.0', ({ event }) => ({ evidenceEventIds: [event] })],
    ['NegotiationStatusUpdate', 'correctsId', ({ statusUpdate }) => ({ correctsId: statusUpdate })],
  ])('is refused in a %s at %s', async (slice, path, given) => {
    const [proposal, other] = await Promise.all([make.proposal(), make.negotiation()])
    const event = await make.event({ negotiationId: other.id })
    const statusUpdate = await make.statusUpdate({ negotiationId: other.id })
    const foreign = given({ proposal: proposal.id, event: event.id, statusUpdate: statusUpdate.id })
    expect(await refusal(service, `add${slice}`, { ...known.inputs[slice], ...foreign })).toEqual([
      `INVALID_VALUE ${path}`,
    ])
    if (slice === 'NegotiationStatusUpdate') return
    const { id, version } = known.entries[slice]
    expect(await refusal(service, `update${slice}`, { id, expectedVersion: version, ...foreign })).toEqual([
      `INVALID_VALUE ${path}`,
    ])
  })

  it('is refused when the event moves away from the negotiation of its proposal', async () => {
    const { Negotiation, Proposal } = known.entries
    const [event, other] = await Promise.all([
      make.event({ negotiationId: Negotiation.id, proposalId: Proposal.id }),
      make.negotiation(),
    ])
    expect(
      await refusal(service, 'updateEvent', { id: event.id, expectedVersion: 1, negotiationId: other.id }),
    ).toEqual(['INVALID_VALUE proposalId'])
  })
})

describe('a status update', () => {
  it('is refused for an organisation that is neither a party nor a part of one', async () => {
    const stranger = await make.organization()
    expect(
      await refusal(service, 'addNegotiationStatusUpdate', {
        ...known.inputs.NegotiationStatusUpdate,
        partyId: stranger.id,
      }),
    ).toEqual(['INVALID_VALUE partyId'])
  })

  it('corrects another only once, also in parallel', async () => {
    const { id: negotiationId } = known.entries.Negotiation
    const wrong = await make.statusUpdate({ negotiationId })
    const corrections = await Promise.allSettled(
      [1, 2, 3].map(() => make.statusUpdate({ negotiationId, correctsId: wrong.id })),
    )
    expect(corrections.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    const again = { ...known.inputs.NegotiationStatusUpdate, correctsId: wrong.id }
    expect(await refusal(service, 'addNegotiationStatusUpdate', again)).toEqual(['INVALID_VALUE correctsId'])
  })

  it('needs evidence, unless it corrects another', async () => {
    const { evidenceEventIds: _, ...input } = known.inputs.NegotiationStatusUpdate
    expect(await refusal(service, 'addNegotiationStatusUpdate', input)).toEqual([
      'EVIDENCE_REQUIRED evidenceStatementIds',
    ])
    const wrong = await make.statusUpdate({ negotiationId: known.entries.Negotiation.id })
    await written(service, 'addNegotiationStatusUpdate', { ...input, correctsId: wrong.id })
  })
})
