import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { type Mutation, refusal, write, written } from '../support/writing.ts'

/** Where an entry names one above it: of what, in which field, and how to make one below another. */
type Hierarchy = readonly [
  name: string,
  field: string,
  update: Mutation,
  add: (make: Maker, above: string | null) => Promise<Made>,
]

let service: TestService
let make: Maker
let negotiationId: string
let citations: { sourceId: string }[]

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  negotiationId = (await make.negotiation()).id
  citations = [{ sourceId: (await make.source()).id }]
})
afterAll(() => service.stop())

describe.each<Hierarchy>([
  ['a place', 'partOfId', 'updateLocation', (make, partOfId) => make.location({ partOfId })],
  ['an organisation', 'partOfId', 'updateOrganization', (make, partOfId) => make.organization({ partOfId })],
  ['a proposal', 'partOfId', 'updateProposal', (make, partOfId) => make.proposal({ negotiationId, partOfId })],
  ['an event', 'partOfId', 'updateEvent', (make, partOfId) => make.event({ citations, partOfId })],
  ['a source', 'revisionOfId', 'updateSource', (make, revisionOfId) => make.source({ revisionOfId })],
  [
    'a proposal',
    'revisionOfId',
    'updateProposal',
    (make, revisionOfId) => make.proposal({ negotiationId, revisionOfId }),
  ],
])('%s with %s', (_, field, update, add) => {
  const put = (entry: Made, above: Made | null) => ({
    id: entry.id,
    expectedVersion: entry.version,
    [field]: above?.id ?? null,
  })

  it('cannot stand below itself', async () => {
    const entry = await add(make, null)
    expect(await refusal(service, update, put(entry, entry))).toEqual([`INVALID_VALUE ${field}`])
  })

  it('cannot stand below its child, nor three steps below itself', async () => {
    const top = await add(make, null)
    const child = await add(make, top.id)
    const grandchild = await add(make, child.id)
    const last = await add(make, grandchild.id)
    expect(await refusal(service, update, put(top, child))).toEqual([`INVALID_VALUE ${field}`])
    expect(await refusal(service, update, put(top, last))).toEqual([`INVALID_VALUE ${field}`])
  })

  it('can move to another branch, and to the top', async () => {
    const top = await add(make, null)
    const [left, right] = [await add(make, top.id), await add(make, top.id)]
    const { entry } = await written(service, update, put(left, right))
    await written(service, update, put(entry, null))
  })

  it('closes no circle by two changes side by side', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await add(make, null), await add(make, null)]
      const answers = await Promise.all([write(service, update, put(a, b)), write(service, update, put(b, a))])
      expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['INVALID_VALUE'])
    }
  })
})

describe('an event', () => {
  it('cannot be linked to itself', async () => {
    const event = await make.event({ citations })
    const links = [{ type: 'FOLLOWS', eventId: event.id }]
    expect(await refusal(service, 'updateEvent', { id: event.id, expectedVersion: 1, links })).toEqual([
      'INVALID_VALUE links.0.eventId',
    ])
  })
})
