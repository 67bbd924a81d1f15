import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { type Known, knownEntries, refusal, written } from '../support/writing.ts'

let service: TestService
let make: Maker
let known: Known

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  known = await knownEntries(service)
})
afterAll(() => service.stop())

/** Citations of sources published then; null for one of unknown date. */
const published = (...dates: (string | null)[]) =>
  Promise.all(
    dates.map(async (edtf) => ({ sourceId: (await make.source({ publishedOn: edtf === null ? null : { edtf } })).id })),
  )

const event = (edtf: string, citations: object[], factuality = 'OCCURRED') => ({
  ...known.inputs.Event,
  title: `Event ${edtf} ${factuality}`,
  date: { edtf },
  citations,
  factuality,
})

describe('an event that occurred', () => {
  it.each([
    '2025-03-13',
    '2025-03-13T00:00:00Z',
    '2025-04',
    '2026',
    '2025-03-13/2025-03-15',
    '2025-03-13/..',
    '2025-03-13~',
  ])('cannot be dated %s when its sources are of 11 March 2025 and before', async (edtf) => {
    const citations = await published('2025-03-10', '2025-03-11')
    expect(await refusal(service, 'addEvent', event(edtf, citations))).toEqual(['INVALID_VALUE date'])
  })

  it.each([
    '2025-03-11',
    '2025-03-12',
    '2025-03-12T23:59:59Z',
    '2025-03',
    '2025',
    '2025-03-12/2025-03-20',
    '../2025-05',
    '../..',
  ])('can be dated %s when its newest source is of 11 March 2025', async (edtf) => {
    await written(service, 'addEvent', event(edtf, await published('2025-03-11', '2025-03-10')))
  })

  it.each([null, '../..', '2025-03-01/..'])('can be dated any day when a source is published %s', async (edtf) => {
    await written(service, 'addEvent', event('2025-06-01', await published('2025-03-11', edtf)))
  })

  it('cannot become so by a change of its date, its factuality or its citations', async () => {
    const [early, late] = await published('2025-03-11', '2025-06-01')
    const planned = await written(service, 'addEvent', event('2025-05-01', [early!], 'PLANNED'))
    const occurred = await written(service, 'addEvent', event('2025-05-02', [early!, late!]))
    const change = (id: string, given: object) => refusal(service, 'updateEvent', { id, expectedVersion: 1, ...given })
    expect(await change(planned.entry.id, { factuality: 'OCCURRED' })).toEqual(['INVALID_VALUE date'])
    expect(await change(occurred.entry.id, { citations: [early] })).toEqual(['INVALID_VALUE date'])
    expect(await change(occurred.entry.id, { date: { edtf: '2025-07-01' } })).toEqual(['INVALID_VALUE date'])
    await written(service, 'updateEvent', {
      id: planned.entry.id,
      expectedVersion: 1,
      factuality: 'OCCURRED',
      citations: [early, late],
    })
  })
})

describe('an event that has not occurred', () => {
  it.each(['PLANNED', 'POSSIBLE', 'POSTPONED', 'CANCELLED', 'CLAIMED', 'REPORTED', 'ONGOING', 'DENIED'])(
    'can be dated after its sources: %s',
    async (factuality) => {
      await written(service, 'addEvent', event('2030-01-01', await published('2025-03-11'), factuality))
    },
  )
})

describe('a status update', () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const update = (edtf: string) => ({ ...known.inputs.NegotiationStatusUpdate, effectiveOn: { edtf } })

  it.each([
    ['in three days', () => inDays(3).slice(0, 10)],
    ['in 25 hours', () => inDays(25 / 24)],
    ['from in three days on', () => `${inDays(3).slice(0, 10)}/..`],
    ['next year', () => String(new Date().getUTCFullYear() + 1 + (new Date().getUTCMonth() === 11 ? 1 : 0))],
    ['no later than in 2 years', () => `../${inDays(730).slice(0, 10)}`],
  ])('cannot be dated %s', async (_, edtf) => {
    expect(await refusal(service, 'addNegotiationStatusUpdate', update(edtf()))).toEqual(['INVALID_VALUE effectiveOn'])
  })

  it.each([
    ['today', () => inDays(0).slice(0, 10)],
    ['tomorrow', () => inDays(1).slice(0, 10)],
    ['in 23 hours', () => inDays(23 / 24)],
    ['this year', () => inDays(0).slice(0, 4)],
    ['on an unknown day', () => '../..'],
  ])('can be dated %s', async (_, edtf) => {
    await written(service, 'addNegotiationStatusUpdate', update(edtf()))
  })
})
