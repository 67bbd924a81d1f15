import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { Attribution, GeoResolution, LocationKind } from '../generated/graphql.ts'
import { type TestService, startService } from '../support/service.ts'
import { type Given, type Known, type Slice, knownEntries, refusal, written } from '../support/writing.ts'

let service: TestService
let known: Known

beforeAll(async () => {
  service = await startService()
  known = await knownEntries(service)
})
afterAll(() => service.stop())

let count = 0
async function added(slice: Slice, given: Given): Promise<string> {
  // No two events are the same.
  const own = slice === 'Event' ? { title: `Event ${(count += 1)}` } : {}
  return (await written(service, `add${slice}`, { ...known.inputs[slice], ...own, ...given })).entry.id
}
async function updated(slice: Exclude<Slice, 'NegotiationStatusUpdate'>, id: string, given: Given): Promise<void> {
  const query = graphql(`
    query VersionOf($id: ID!) {
      entry(id: $id) {
        version
      }
    }
  `)
  const { version } = (await service.ask(query, { id })).entry!
  await written(service, `update${slice}`, { id, expectedVersion: version, ...given })
}

describe('verification', () => {
  const query = graphql(`
    query VerificationOf($id: ID!) {
      entry(id: $id) {
        verification
      }
    }
  `)
  const verificationOf = async (id: string) => (await service.ask(query, { id })).entry!.verification
  const slices = [
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

  it.each(slices)('of a %s is UNVERIFIED when it is not given, or null', async (slice) => {
    expect(await verificationOf(await added(slice, {}))).toBe('UNVERIFIED')
    expect(await verificationOf(await added(slice, { verification: null }))).toBe('UNVERIFIED')
    const id = await added(slice, { verification: 'CONFIRMED' })
    expect(await verificationOf(id)).toBe('CONFIRMED')
    if (slice === 'NegotiationStatusUpdate') return
    await updated(slice, id, { verification: null })
    expect(await verificationOf(id)).toBe('UNVERIFIED')
  })
})

describe('lists', () => {
  it.each<[Slice, string[]]>([
    ['Source', ['citations']],
    ['Person', ['aliases', 'identifiers', 'memberships', 'citations']],
    ['Organization', ['aliases', 'identifiers', 'citations']],
    ['Location', ['aliases', 'identifiers', 'citations']],
    ['Negotiation', ['parties', 'citations']],
    ['Proposal', ['citations']],
    ['Event', ['modes', 'contexts', 'locations', 'participants', 'links', 'figures', 'identifiers']],
    ['Statement', ['jointWith', 'quotes', 'topics', 'aboutEvents', 'via']],
    ['NegotiationStatusUpdate', ['evidenceStatements', 'citations']],
  ])('of a %s are empty when they are not given, or null', async (slice, fields) => {
    const inputs = {
      locations: 'locationIds',
      aboutEvents: 'aboutEventIds',
      via: 'viaIds',
      jointWith: 'jointWithIds',
      evidenceStatements: 'evidenceStatementIds',
    }
    const inputOf = (field: string) => (inputs as Readonly<Record<string, string | undefined>>)[field] ?? field
    const nulls = Object.fromEntries(fields.map((field) => [inputOf(field), null]))
    for (const id of [await added(slice, {}), await added(slice, nulls)]) {
      const selected = fields
        .map((field) => `${field} { __typename }`)
        .join(' ')
        .replaceAll(/(aliases|modes|contexts|topics) \{ __typename \}/g, '$1')
      const { data } = await service.send<{ entry: object }, { id: string }>(
        `query($id: ID!) { entry(id: $id) { ... on ${slice} { ${selected} } } }`,
        { id },
      )
      expect(data.entry).toEqual(Object.fromEntries(fields.map((field) => [field, []])))
    }
  })
})

describe('the attribution of a statement', () => {
  const query = graphql(`
    query AttributionOf($id: ID!) {
      statement(id: $id) {
        attribution
        medium
      }
    }
  `)
  const attributionOf = async (id: string) => (await service.ask(query, { id })).statement!.attribution
  const speakers: [string, () => Given, Attribution][] = [
    ['a person', () => ({ speakerId: known.entries.Person.id }), 'ON_RECORD'],
    ['an organisation', () => ({ speakerId: known.entries.Organization.id }), 'INSTITUTION'],
    ['nobody', () => ({}), 'ANONYMOUS'],
  ]

  it.each(speakers)('by %s goes without saying', async (_, speaker, attribution) => {
    expect(await attributionOf(await added('Statement', speaker()))).toBe(attribution)
    expect(await attributionOf(await added('Statement', { ...speaker(), attribution: null }))).toBe(attribution)
    const id = await added('Statement', { ...speaker(), attribution: 'SECOND_HAND' })
    expect(await attributionOf(id)).toBe('SECOND_HAND')
    await updated('Statement', id, { attribution: null })
    expect(await attributionOf(id)).toBe(attribution)
  })

  it('is kept when the speaker changes, unless it is cleared', async () => {
    const id = await added('Statement', { speakerId: known.entries.Person.id })
    await updated('Statement', id, { speakerId: known.entries.Organization.id })
    expect(await attributionOf(id)).toBe('ON_RECORD')
    await updated('Statement', id, { attribution: null })
    expect(await attributionOf(id)).toBe('INSTITUTION')
  })
})

describe('a statement without a speaker', () => {
  it('needs the words of the source for who spoke', async () => {
    expect(await refusal(service, 'addStatement', { ...known.inputs.Statement, speakerTitle: null })).toEqual([
      'REQUIRED speakerTitle',
    ])
    const id = await added('Statement', {
      speakerId: known.entries.Person.id,
      speakerTitle: null,
      attribution: 'AMBIGUOUS',
    })
    const change = { id, expectedVersion: 1 }
    expect(await refusal(service, 'updateStatement', { ...change, speakerId: null })).toEqual(['REQUIRED speakerTitle'])
    await written(service, 'updateStatement', { ...change, speakerId: null, speakerTitle: 'an official' })
  })

  it('cannot be on record', async () => {
    expect(await refusal(service, 'addStatement', { ...known.inputs.Statement, attribution: 'ON_RECORD' })).toEqual([
      'INVALID_VALUE attribution',
    ])
    const id = await added('Statement', { speakerId: known.entries.Person.id })
    expect(await refusal(service, 'updateStatement', { id, expectedVersion: 1, speakerId: null })).toEqual([
      'INVALID_VALUE attribution',
    ])
    await written(service, 'updateStatement', { id, expectedVersion: 1, speakerId: null, attribution: null })
  })
})

describe('the medium of a statement', () => {
  const query = graphql(`
    query MediumOf($id: ID!) {
      statement(id: $id) {
        medium
      }
    }
  `)

  it('is UNSPECIFIED when it is not given, or null', async () => {
    const ids = [
      await added('Statement', {}),
      await added('Statement', { medium: null }),
      await added('Statement', { medium: 'SPEECH' }),
    ]
    await updated('Statement', ids[2]!, { medium: null })
    for (const id of ids) expect((await service.ask(query, { id })).statement!.medium).toBe('UNSPECIFIED')
  })
})

describe('who took part in an event', () => {
  const query = graphql(`
    query IdentifiedIn($id: ID!) {
      event(id: $id) {
        participants {
          identified
        }
      }
    }
  `)

  it('is identified with an actor and not without, unless it is said', async () => {
    const actorId = known.entries.Person.id
    const participants = [
      { role: 'ACTOR', actorId },
      { role: 'ACTOR', actorId, identified: null },
      { role: 'ACTOR', actorId, identified: false },
      { role: 'ACTOR', description: 'U.S. officials' },
      { role: 'ACTOR', description: 'U.S. officials', identified: null },
      { role: 'ACTOR', description: 'U.S. officials', identified: false },
    ]
    const { event } = await service.ask(query, { id: await added('Event', { participants }) })
    expect(event!.participants.map(({ identified }) => identified)).toEqual([true, true, false, false, false, false])
  })

  it('cannot be identified without an actor', async () => {
    const participants = [{ role: 'ACTOR', description: 'U.S. officials', identified: true }]
    expect(await refusal(service, 'addEvent', { ...known.inputs.Event, participants })).toEqual([
      'INVALID_VALUE participants.0.identified',
    ])
  })
})

describe('the resolution of a place', () => {
  const query = graphql(`
    query ResolutionOf($id: ID!) {
      location(id: $id) {
        resolution
      }
    }
  `)
  const resolutionOf = async (id: string) => (await service.ask(query, { id })).location!.resolution

  it.each<[LocationKind, GeoResolution]>([
    ['VENUE', 'SUB_CITY'],
    ['CITY', 'CITY'],
    ['REGION', 'PROVINCE'],
    ['COUNTRY', 'COUNTRY'],
    ['SEA', 'INTERNATIONAL'],
    ['ONLINE', 'UNKNOWN'],
    ['OTHER', 'UNKNOWN'],
  ])('of the kind %s is %s when it is not given, or null', async (kind, resolution) => {
    expect(await resolutionOf(await added('Location', { kind }))).toBe(resolution)
    expect(await resolutionOf(await added('Location', { kind, resolution: null }))).toBe(resolution)
    const id = await added('Location', { kind, resolution: 'FUZZY' })
    expect(await resolutionOf(id)).toBe('FUZZY')
    await updated('Location', id, { resolution: null })
    expect(await resolutionOf(id)).toBe(resolution)
  })
})

describe('the text of a source', () => {
  const query = graphql(`
    query AccessOf($id: ID!) {
      source(id: $id) {
        textAccess
      }
    }
  `)

  it('is for editors when nothing else is said', async () => {
    const ids = [
      await added('Source', {}),
      await added('Source', { textAccess: null }),
      await added('Source', { textAccess: 'EVERYONE' }),
    ]
    await updated('Source', ids[2]!, { textAccess: null })
    for (const id of ids) expect((await service.ask(query, { id })).source!.textAccess).toBe('EDITORS')
  })
})

describe('a date', () => {
  const query = graphql(`
    query InferredIn($id: ID!) {
      event(id: $id) {
        date {
          inferred
          asReported
        }
      }
    }
  `)

  it('is not inferred when nothing is said, or null', async () => {
    for (const inferred of [undefined, null, false]) {
      const { event } = await service.ask(query, {
        id: await added('Event', { date: { edtf: '2025-03-11', inferred, asReported: null } }),
      })
      expect(event!.date).toEqual({ inferred: false, asReported: null })
    }
  })
})

describe('text that may be absent', () => {
  const query = graphql(`
    query SummaryOf($id: ID!) {
      negotiation(id: $id) {
        summary
        conflict
      }
    }
  `)

  it('is absent when it is blank', async () => {
    const { negotiation } = await service.ask(query, {
      id: await added('Negotiation', { summary: '', conflict: ' \n' }),
    })
    expect(negotiation).toEqual({ summary: null, conflict: null })
  })
})
