import fc from 'fast-check'
import { type Made, maker } from './make.ts'
import type { TestService } from './service.ts'
import { type Mutation, write } from './writing.ts'

/** One edit: which, of what, with what; the numbers choose among what there is. */
export interface Edit {
  readonly kind: (typeof EDITS)[number]
  readonly of: number
  readonly with: number
}
const EDITS = [
  ...['status', 'status', 'status', 'correct', 'retract', 'retract', 'reinstate', 'move', 'move', 'event', 'statement'],
  ...['rename', 'rename', 'parties', 'proposal', 'text'],
] as const

/** Edits in random order. */
export const edits = (bounds: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<Edit[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...EDITS), of: fc.nat(99), with: fc.nat(99) }), bounds)

const DATES = ['2025-03-10', '2025-03-11', '2025-03-12', '2025-03', '../2025-03-12', '../..', '2025-03-11T14:00:00Z']
const POSITIONS = ['ACCEPTS', 'REJECTS', 'UNDER_REVIEW', 'PROPOSES'] as const
const STATUSES = [null, 'PROPOSED', 'AGREED', 'REJECTED'] as const

type Slice =
  'Negotiation' | 'Organization' | 'Proposal' | 'Event' | 'Statement' | 'Person' | 'Location' | 'Source' | 'Update'

/** A small record of its own: two negotiations with three parties, and something of every type. */
export class World {
  readonly #service: TestService
  readonly #of: Record<Slice, string[]>
  readonly #versions: Map<string, number>
  readonly #negotiationOf = new Map<string, string>()
  readonly #retracted = new Set<string>()
  /** What status updates rest on: a statement that is never edited. */
  readonly #evidence: string
  #count = 0

  private constructor(service: TestService, evidence: string, made: Readonly<Record<Slice, readonly Made[]>>) {
    this.#evidence = evidence
    this.#service = service
    const slices = Object.entries(made)
    // The keys are those of `made`.
    this.#of = Object.fromEntries(slices.map(([slice, all]) => [slice, all.map((each) => each.id)])) as Record<
      Slice,
      string[]
    >
    this.#versions = new Map(slices.flatMap(([, all]) => all.map((each) => [each.id, each.version])))
  }

  /** Fills the record with it. */
  static async make(service: TestService): Promise<World> {
    const make = maker(service)
    const [russia, ukraine, states] = [await make.organization(), await make.organization(), await make.organization()]
    const kremlin = await make.organization({ partOfId: russia.id })
    const roles = [russia, ukraine].map(({ id }) => ({ organizationId: id, role: 'PARTY' as const }))
    const parties = [...roles, { organizationId: states.id, role: 'MEDIATOR' as const }]
    const [one, other] = [await make.negotiation({ parties }), await make.negotiation({ parties })]
    const person = await make.person({ memberships: [{ organizationId: kremlin.id, title: 'Spokesman' }] })
    const region = await make.location({ kind: 'REGION' })
    const city = await make.location({ partOfId: region.id })
    const sources = [await make.source(), await make.source()]
    const citations = sources.map(({ id }) => ({ sourceId: id }))
    const proposals = [await make.proposal({ negotiationId: one.id }), await make.proposal({ negotiationId: other.id })]
    const event = await make.event({
      ...{ citations, negotiationId: one.id, locationIds: [city.id] },
      participants: [{ actorId: states.id, role: 'HOST' }],
    })
    const statement = await make.statement({
      ...{ citations, speakerId: person.id, negotiationId: one.id, atEventId: event.id, quoteType: 'DIRECT' },
      quotes: [{ exact: 'we agree', sourceId: sources[0]!.id }],
    })
    const world = new World(service, (await make.statement()).id, {
      ...{
        Negotiation: [one, other],
        Organization: [russia, ukraine, states, kremlin],
        Person: [person],
        Location: [region, city],
      },
      ...{ Source: sources, Proposal: proposals, Event: [event], Statement: [statement], Update: [] },
    })
    for (const [index, { id }] of proposals.entries()) world.#negotiationOf.set(id, index === 0 ? one.id : other.id)
    return world
  }

  /** The ids of all that it holds. */
  get ids(): readonly string[] {
    return Object.values(this.#of).flat()
  }

  /** Of both negotiations, and of their proposals. */
  get standing(): { readonly negotiations: readonly string[]; readonly proposals: readonly string[] } {
    return { negotiations: this.#of.Negotiation, proposals: this.#of.Proposal }
  }

  /** Carries out an edit. What the record refuses is left as it is: the edits are not chosen to be sensible. */
  async edit({ kind, of, with: other }: Edit): Promise<void> {
    const pick = (slice: Slice) => this.#of[slice][of % this.#of[slice].length]
    const negotiationId = this.#of.Negotiation[of % 2]!
    const citations = this.#of.Source.map((sourceId) => ({ sourceId }))
    this.#count += 1
    switch (kind) {
      case 'status':
        return this.#add(
          'Update',
          'addNegotiationStatusUpdate',
          this.#step(of, other, { evidenceStatementIds: [this.#evidence] }),
        )
      case 'correct': {
        const correctsId = pick('Update')
        return correctsId === undefined
          ? undefined
          : this.#add('Update', 'addNegotiationStatusUpdate', this.#step(of, other, { correctsId }, correctsId))
      }
      case 'retract':
        return this.#change('retractEntry', this.ids[(of * 100 + other) % this.ids.length]!, {
          reason: `mistake ${this.#count}`,
        })
      case 'reinstate':
        for (const id of this.#retracted)
          if (other % 3 > 0) await this.#change('reinstateEntry', id, { reason: 'no mistake' })
        return
      case 'move':
        return other % 2 === 0
          ? this.#change('updateEvent', pick('Event')!, { negotiationId: [...this.#of.Negotiation, null][other % 3] })
          : this.#change('updateStatement', pick('Statement')!, {
              negotiationId: [...this.#of.Negotiation, null][other % 3],
            })
      case 'event':
        return this.#add('Event', 'addEvent', {
          ...{
            title: `Meeting ${this.#count}`,
            factuality: 'OCCURRED',
            citations,
            negotiationId,
            locationIds: this.#of.Location,
          },
          date: { edtf: DATES[other % DATES.length]! },
        })
      case 'statement':
        return this.#add('Statement', 'addStatement', {
          ...{
            content: `Said ${this.#count}`,
            quoteType: 'NONE',
            speechAct: 'REPORT',
            speakerId: pick('Person'),
            citations,
            negotiationId,
          },
          ...{ date: { edtf: DATES[other % DATES.length]! }, atEventId: pick('Event') },
        })
      case 'rename':
        return this.#rename(other, pick)
      case 'parties': {
        const [first, second, third] = this.#of.Organization.slice(other % 2)
        const roles = [first, second, third].map((organizationId, index) => ({
          organizationId,
          role: index === other % 3 ? 'SPONSOR' : 'PARTY',
        }))
        return this.#change('updateNegotiation', negotiationId, {
          parties: other % 4 === 0 ? roles.slice(1) : roles.reverse(),
        })
      }
      case 'proposal':
        return this.#add('Proposal', 'addProposal', { name: `Proposal ${this.#count}`, negotiationId })
      case 'text':
        return this.#change('updateSource', pick('Source')!, { text: '“we agree,” he said' })
    }
  }

  #rename(other: number, pick: (slice: Slice) => string | undefined): Promise<void> {
    const name = `Name ${this.#count}`
    const ways = [
      ...[
        ['updateOrganization', 'Organization', { name }],
        ['updatePerson', 'Person', { name }],
        ['updateLocation', 'Location', { name }],
      ],
      ...[
        ['updateSource', 'Source', { title: name }],
        ['updateEvent', 'Event', { title: name }],
        ['updateProposal', 'Proposal', { name }],
      ],
      ...[
        ['updateNegotiation', 'Negotiation', { name }],
        ['updateStatement', 'Statement', { content: name }],
      ],
    ] as const
    const [mutation, slice, fields] = ways[other % ways.length] as readonly [Mutation, Slice, object]
    return this.#change(mutation, pick(slice)!, fields)
  }

  /** A status update on a proposal; a correction is one on a proposal of the same negotiation. */
  #step(of: number, other: number, given: Readonly<Record<string, unknown>>, corrected?: string) {
    const within = corrected === undefined ? undefined : this.#negotiationOf.get(corrected)
    const proposals = this.#of.Proposal.filter(
      (id) => (within ?? this.#negotiationOf.get(id)) === this.#negotiationOf.get(id),
    )
    const proposalId = proposals[other % proposals.length]!
    return {
      ...{
        kind: 'POSITION_CHANGED',
        summary: `Step ${this.#count}`,
        effectiveOn: { edtf: DATES[(of + other) % DATES.length]! },
      },
      ...{ negotiationId: this.#negotiationOf.get(proposalId)!, proposalId, partyId: this.#of.Organization[of % 4] },
      ...{
        position: POSITIONS[of % 4],
        proposalStatus: STATUSES[other % 4],
        personId: other % 3 === 0 ? this.#of.Person[0] : null,
      },
      ...given,
    }
  }

  async #add(slice: Slice, mutation: Mutation, input: Readonly<Record<string, unknown>>): Promise<void> {
    const { entry, errors } = await write(this.#service, mutation, input)
    if (entry === null || errors.length > 0) return
    this.#of[slice].push(entry.id)
    this.#versions.set(entry.id, entry.version)
    if (slice === 'Proposal' || slice === 'Update') this.#negotiationOf.set(entry.id, String(input['negotiationId']))
  }

  async #change(mutation: Mutation, id: string, fields: object): Promise<void> {
    const { entry } = await write(this.#service, mutation, { id, expectedVersion: this.#versions.get(id)!, ...fields })
    if (entry === null) return
    this.#versions.set(entry.id, entry.version)
    if (entry.retraction === null) this.#retracted.delete(id)
    else this.#retracted.add(id)
  }
}
