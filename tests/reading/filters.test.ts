import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { EventFilter } from '../generated/graphql.ts'
import { type SecondRecord, startSecondRecord } from '../support/second-record.ts'

const eventsFiltered = graphql(`
  query EventsFiltered($filter: EventFilter) {
    events(filter: $filter, first: 100) {
      nodes {
        number
      }
      totalCount
    }
  }
`)

let record: SecondRecord
beforeAll(async () => {
  record = await startSecondRecord()
})
afterAll(() => record.service.stop())

/** The keys of the events that a filter lets through, without "event-". */
async function events(filter: EventFilter | null): Promise<string[]> {
  const { events: found } = await record.service.ask(eventsFiltered, { filter })
  expect(found.totalCount).toBe(found.nodes.length)
  return record.keys(found.nodes).map((key) => key.replace('event-', ''))
}

/** Newest first: the default order. */
const ALL = [
  ...['arms', 'bogota', 'plebiscite', 'cartagena', 'final', 'eln-announced', 'embassy', 'handshake', 'raid', 'ambush'],
  ...['release', 'capture', 'video-link', 'rural', 'protests', 'own-ceasefire', 'first-round', 'launch'],
  ...['general-agreement', 'exploratory', 'letters', 'radio-contact'],
]
const QUIMERA = ['radio-contact']
const on = (day: string): EventFilter => ({ onOrAfter: day, onOrBefore: day })

type Case = readonly [sentence: string, filter: (id: (key: string) => string) => EventFilter, found: readonly string[]]

const vocabularies: readonly Case[] = [
  ['of a type', () => ({ type: ['AGREE'] }), ['bogota', 'cartagena', 'final', 'rural', 'general-agreement']],
  ['of any of several types', () => ({ type: ['PROTEST', 'COERCE'] }), ['capture', 'protests']],
  ['of none, when a list names none', () => ({ type: [] }), []],
  [
    'of any factuality of several',
    () => ({ factuality: ['PLANNED', 'CLAIMED'] }),
    ['arms', 'protests', 'radio-contact'],
  ],
  ['of a verification', () => ({ verification: ['CONFIRMED', 'DISPUTED'] }), ['general-agreement', 'letters']],
  ['with an id elsewhere', () => ({ identifier: { scheme: 'pa-x', value: '696' } }), ['general-agreement']],
  ['with an id elsewhere only of the same scheme', () => ({ identifier: { scheme: 'ucdp', value: '696' } }), []],
  ['whose title has a word', () => ({ search: 'ALZATE' }), ['release', 'capture']],
  ['whose outcome has a word', () => ({ search: '"land fund"' }), ['rural']],
  ['for which all given fields hold', () => ({ type: ['AGREE'], countryCode: ['CO'] }), ['bogota', 'cartagena']],
  [
    'of all kinds, when every field is null',
    () => ({ type: null, negotiationId: null, search: null, within: null }),
    ALL,
  ],
]

const references: readonly Case[] = [
  ['of a negotiation', (id) => ({ negotiationId: id('negotiation-eln') }), ['eln-announced']],
  ['about a proposal', (id) => ({ proposalId: id('proposal-final') }), ['plebiscite', 'cartagena', 'final']],
  ['citing a source', (id) => ({ sourceId: id('source-leaflet') }), ['protests', 'radio-contact']],
  ['of a person', (id) => ({ participantId: id('person-jimenez') }), ['bogota', 'cartagena', 'handshake']],
  ['of the lowest part', (id) => ({ participantId: id('org-farc-delegation') }), ['final', 'rural', 'launch']],
  ['of a part and its parts', (id) => ({ participantId: id('org-secretariat') }), ['final', 'rural', 'launch']],
  [
    'of an organisation and its parts at any depth, not of their members',
    (id) => ({ participantId: id('org-farc') }),
    [
      ...['arms', 'final', 'raid', 'ambush', 'release', 'capture'],
      ...['rural', 'own-ceasefire', 'launch', 'general-agreement', 'exploratory', 'letters'],
    ],
  ],
]

const IN_CUBA = ['final', 'handshake', 'video-link', 'rural', 'first-round', 'general-agreement', 'exploratory']
const IN_COLOMBIA = [
  ...['arms', 'bogota', 'plebiscite', 'cartagena', 'raid'],
  ...['ambush', 'release', 'capture', 'video-link', 'protests'],
]

const places: readonly Case[] = [
  ['at a place', (id) => ({ locationId: id('loc-palace') }), ['handshake', 'rural', 'first-round']],
  [
    'at a place and all its parts',
    (id) => ({ locationId: id('loc-havana') }),
    ['final', 'embassy', ...IN_CUBA.slice(1)],
  ],
  ['in a country, though the places name none', () => ({ countryCode: ['CU'] }), IN_CUBA],
  ['in the country of the nearest place that names one', () => ({ countryCode: ['NO'] }), ['embassy', 'launch']],
  ['in a country, once each', () => ({ countryCode: ['CO'] }), IN_COLOMBIA],
  ['in no country that is not named exactly', () => ({ countryCode: ['co', 'C%', ''] }), []],
  ['within a box', () => ({ within: { south: 22, west: -83, north: 24, east: -82 } }), IN_CUBA],
  [
    'within a box that touches a point',
    () => ({ within: { south: -17, west: 179.2, north: -17, east: 179.2 } }),
    QUIMERA,
  ],
  ['across 180°', () => ({ within: { south: -20, west: 170, north: -10, east: -170 } }), QUIMERA],
  ['east of 180° alone', () => ({ within: { south: -20, west: -180, north: -10, east: -178 } }), QUIMERA],
  ['nowhere around the globe the short way', () => ({ within: { south: -20, west: -178, north: -10, east: 179 } }), []],
]

const bounds: readonly Case[] = [
  ['after the last known day: what is open or unknown', () => ({ onOrAfter: '2016-11-25' }), ['arms', 'radio-contact']],
  ['before the first known day: likewise', () => ({ onOrBefore: '2012-02-22' }), ['letters', 'radio-contact']],
  ['on the last day of a range', () => on('2013-01-20'), ['protests', 'own-ceasefire', 'radio-contact']],
  ['on the day after it', () => on('2013-01-21'), ['protests', 'radio-contact']],
  [
    'on the day that ends one period and begins another',
    () => on('2012-02-23'),
    ['exploratory', 'letters', 'radio-contact'],
  ],
  ['on the last day of a week', () => on('2012-11-25'), ['own-ceasefire', 'first-round', 'radio-contact']],
  ['on the last day of a month', () => on('2015-05-31'), ['raid', 'radio-contact']],
  ['at an instant of the day, UTC', () => on('2013-05-26'), ['rural', 'protests', 'radio-contact']],
  [
    'on no day, when the bounds are crossed',
    () => ({ onOrAfter: '2016-01-02', onOrBefore: '2014-01-01' }),
    ['radio-contact'],
  ],
  ['in the first and the last year', () => ({ onOrAfter: '0001-01-01', onOrBefore: '9999-12-31' }), ALL],
]

describe('a filter keeps the events', () => {
  it.each([...vocabularies, ...references, ...places, ...bounds])('%s', async (_sentence, filter, found) => {
    expect(await events(filter(record.id))).toEqual(found)
  })

  it('that name an entry which does not exist, or of another type: none', async () => {
    const fields = ['negotiationId', 'proposalId', 'participantId', 'sourceId', 'locationId'] as const
    const ids = ['0193a000-0000-7000-8000-000000000000', 'no-id', '', '%', record.id('source-radio')]
    for (const field of fields) for (const id of ids) expect(await events({ [field]: id })).toEqual([])
  })
})

describe('a box', () => {
  it.each([
    { south: 10, west: 0, north: 9, east: 1 },
    { south: -90.1, west: 0, north: 0, east: 1 },
    { south: 0, west: -180.5, north: 1, east: 1 },
    { south: 0, west: 0, north: 1, east: 1e300 },
  ])('of %o is refused', async (within) => {
    const { errors } = await record.service.send(eventsFiltered, { filter: { within } })
    expect(errors?.map((error) => error.extensions.code)).toEqual(['BAD_USER_INPUT'])
  })
})

describe('a bound', () => {
  it.each(['0000-01-01', '2016-02-30', '2016-13-01', '2016', '2016-01-01T00:00:00Z', ''])(
    'of "%s" is refused',
    async (day) => {
      for (const filter of [{ onOrAfter: day }, { onOrBefore: day }]) {
        const { errors } = await record.service.send(eventsFiltered, { filter })
        expect(errors?.map((error) => error.extensions.code)).toEqual(['BAD_USER_INPUT'])
      }
    },
  )
})
