import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import {
  type Known,
  type Mutation,
  type Slice,
  knownEntries,
  refusal,
  refused,
  write,
  written,
} from '../support/writing.ts'

let service: TestService
let make: Maker
let known: Known

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  known = await knownEntries(service)
})
afterAll(() => service.stop())

const retraction = (entry: Made) => ({ id: entry.id, expectedVersion: entry.version, reason: 'Added by mistake.' })
const retract = async (entry: Made) => (await written(service, 'retractEntry', retraction(entry))).entry
const reinstate = async (entry: Made) => (await written(service, 'reinstateEntry', retraction(entry))).entry

const makes: readonly (readonly [Slice, () => Promise<Made>])[] = [
  ['Source', () => make.source()],
  ['Person', () => make.person()],
  ['Organization', () => make.organization()],
  ['Location', () => make.location()],
  ['Negotiation', () => make.negotiation()],
  ['Proposal', () => make.proposal()],
  ['Event', () => make.event()],
  ['Statement', () => make.statement()],
  ['NegotiationStatusUpdate', () => make.statusUpdate({ negotiationId: known.entries.Negotiation.id })],
]

describe.each(makes)('a %s', (slice, add) => {
  it('is retracted with a reason, and stays readable by id with its retraction', async () => {
    const { version, id } = await retract(await add())
    const query = graphql(`
      query RetractionOf($id: ID!) {
        entry(id: $id) {
          version
          retraction {
            reason
            editor
          }
          history {
            nodes {
              kind
              reason
              changedFields
            }
          }
        }
      }
    `)
    const { entry } = await service.ask(query, { id }, null)
    expect(version).toBe(2)
    expect(entry).toEqual({
      version: 2,
      retraction: { reason: 'Added by mistake.', editor: 'editor' },
      history: {
        nodes: [
          expect.objectContaining({ kind: 'ADDED' }),
          { kind: 'RETRACTED', reason: 'Added by mistake.', changedFields: ['retraction'] },
        ],
      },
    })
  })

  it('is retracted once', async () => {
    const retracted = await retract(await add())
    const { entry, errors } = await refused(service, 'retractEntry', retraction(retracted))
    expect(errors).toEqual([expect.objectContaining({ code: 'ALREADY_RETRACTED', path: ['input', 'id'] })])
    expect(entry).toMatchObject(retracted)
  })

  it('is reinstated only when it is retracted', async () => {
    const entry = await add()
    expect(await refusal(service, 'reinstateEntry', retraction(entry))).toEqual(['NOT_RETRACTED id'])
    const back = await reinstate(await retract(entry))
    expect(back.version).toBe(3)
    expect(await refusal(service, 'reinstateEntry', retraction(back))).toEqual(['NOT_RETRACTED id'])
  })

  it('is neither retracted nor reinstated without a reason', async () => {
    const entry = await add()
    for (const reason of ['', ' \t'])
      expect(await refusal(service, 'retractEntry', { ...retraction(entry), reason })).toEqual(['REQUIRED reason'])
    const retracted = await retract(entry)
    expect(await refusal(service, 'reinstateEntry', { ...retraction(retracted), reason: '' })).toEqual([
      'REQUIRED reason',
    ])
    expect(await refusal(service, 'reinstateEntry', { ...retraction(retracted), reason: 'x'.repeat(20_001) })).toEqual([
      'TOO_LONG reason',
    ])
    expect(await refusal(service, 'reinstateEntry', { ...retraction(retracted), reason: 'a\u0000' })).toEqual([
      'INVALID_VALUE reason',
    ])
  })

  it('is not changed when someone was faster, and the payload holds it as it is now', async () => {
    const retracted = await retract(await add())
    const mutations: Mutation[] = [
      'retractEntry',
      'reinstateEntry',
      ...(slice === 'NegotiationStatusUpdate' ? [] : [`update${slice}` as const]),
    ]
    for (const mutation of mutations) {
      for (const expectedVersion of [1, 3, 0, -1, 2_147_483_647]) {
        const { entry, errors } = await refused(service, mutation, { ...retraction(retracted), expectedVersion })
        expect(errors).toEqual([
          expect.objectContaining({ code: 'VERSION_CONFLICT', path: ['input', 'expectedVersion'] }),
        ])
        expect(entry).toEqual({ ...retracted, retraction: { editor: 'editor', reason: 'Added by mistake.' } })
      }
    }
  })

  it.skipIf(slice === 'NegotiationStatusUpdate')('is not updated while it is retracted', async () => {
    const retracted = await retract(await add())
    const { entry, errors } = await refused(service, `update${slice}` as Mutation, {
      ...retraction(retracted),
      verification: 'DISPUTED',
    })
    expect(errors).toEqual([expect.objectContaining({ code: 'ALREADY_RETRACTED', path: ['input', 'id'] })])
    expect(entry?.id).toBe(retracted.id)
    await written(service, `update${slice}` as Mutation, {
      ...retraction(await reinstate(retracted)),
      verification: 'DISPUTED',
    })
  })
})

describe('one of many who change an entry side by side', () => {
  it('wins; the others are told VERSION_CONFLICT', async () => {
    const person = await make.person()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        write(service, 'updatePerson', { id: person.id, expectedVersion: 1, name: `Name ${index}` }),
      ),
    )
    expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(
      Array.from({ length: 7 }, () => 'VERSION_CONFLICT'),
    )
    expect(answers.every(({ entry }) => entry?.version === 2)).toBe(true)
  })
})

describe('what an event or a statement rests on', () => {
  const citing = (...sources: Made[]) => sources.map(({ id: sourceId }) => ({ sourceId }))

  it('is not retracted while it is their only citation; they are named', async () => {
    const source = await make.source()
    const [event, statement] = [
      await make.event({ citations: citing(source), title: 'The talks' }),
      await make.statement({ citations: citing(source), content: 'The words' }),
    ]
    const { errors } = await refused(service, 'retractEntry', retraction(source))
    expect(errors).toEqual([expect.objectContaining({ code: 'CITATION_REQUIRED', path: ['input', 'id'] })])
    expect(errors[0]!.message).toContain(`${event.number} “The talks”, ${statement.number} “The words”`)
    await retract(event)
    expect(await refusal(service, 'retractEntry', retraction(source))).toEqual(['CITATION_REQUIRED id'])
    await retract(statement)
    await retract(source)
  })

  it('is retracted where another citation stands, until the last', async () => {
    const [first, second] = [await make.source(), await make.source()]
    await make.event({ citations: citing(first, second, first) })
    await retract(first)
    expect(await refusal(service, 'retractEntry', retraction(second))).toEqual(['CITATION_REQUIRED id'])
  })

  it('is retracted where only entries that need no citation cite it', async () => {
    const source = await make.source()
    await make.person({ citations: citing(source) })
    await retract(source)
  })

  it('cannot become one that is retracted', async () => {
    const [first, second] = [await make.source(), await make.source()]
    const event = await make.event({ citations: citing(first, second) })
    const statement = await make.statement({ citations: citing(first, second) })
    await retract(first)
    for (const [mutation, { id }] of [
      ['updateEvent', event],
      ['updateStatement', statement],
    ] as const) {
      expect(await refusal(service, mutation, { id, expectedVersion: 1, citations: citing(first) })).toEqual([
        'CITATION_REQUIRED citations',
      ])
      await written(service, mutation, { id, expectedVersion: 1, citations: citing(second) })
    }
  })

  it('stands by one citation when two are retracted side by side', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [first, second] = [await make.source(), await make.source()]
      await make.event({ citations: citing(first, second) })
      const answers = await Promise.all(
        [first, second].map((source) => write(service, 'retractEntry', retraction(source))),
      )
      expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['CITATION_REQUIRED'])
    }
  })

  it('stands when it is cited for the first time and retracted side by side', async () => {
    for (let round = 0; round < 5; round += 1) {
      const source = await make.source()
      const input = { ...known.inputs.Event, title: `Round ${round}`, citations: citing(source) }
      const answers = await Promise.all([
        write(service, 'addEvent', input),
        write(service, 'retractEntry', retraction(source)),
      ])
      expect(answers.flatMap(({ errors }) => errors)).toHaveLength(1)
      expect(['NOT_FOUND', 'CITATION_REQUIRED']).toContain(answers.flatMap(({ errors }) => errors)[0]!.code)
    }
  })

  it('is not reinstated once all that it cites is retracted', async () => {
    const source = await make.source()
    const event = await retract(await make.event({ citations: citing(source) }))
    const gone = await retract(source)
    expect(await refusal(service, 'reinstateEntry', retraction(event))).toEqual(['CITATION_REQUIRED id'])
    await reinstate(gone)
    await reinstate(event)
  })
})

describe('what a status update rests on', () => {
  it('is not retracted while it is its only evidence; the update is named', async () => {
    const negotiationId = known.entries.Negotiation.id
    const [event, statement] = [await make.event({ negotiationId }), await make.statement({ negotiationId })]
    const evidence = { evidenceEventIds: [event.id], evidenceStatementIds: [statement.id] }
    const update = await make.statusUpdate({ negotiationId, summary: 'The step', ...evidence })
    const goneEvent = await retract(event)
    const { errors } = await refused(service, 'retractEntry', retraction(statement))
    expect(errors).toEqual([expect.objectContaining({ code: 'EVIDENCE_REQUIRED', path: ['input', 'id'] })])
    expect(errors[0]!.message).toContain(`${update.number} “The step”`)
    const goneUpdate = await retract(update)
    const goneStatement = await retract(statement)
    expect(await refusal(service, 'reinstateEntry', retraction(goneUpdate))).toEqual(['EVIDENCE_REQUIRED id'])
    await reinstate(goneEvent)
    await reinstate(goneUpdate)
    await reinstate(goneStatement)
  })

  it('is retracted where the update corrects another, which needs no evidence', async () => {
    const negotiationId = known.entries.Negotiation.id
    const wrong = await make.statusUpdate({ negotiationId })
    const event = await make.event({ negotiationId })
    await make.statusUpdate({ negotiationId, correctsId: wrong.id, evidenceEventIds: [event.id] })
    await retract(event)
  })
})
