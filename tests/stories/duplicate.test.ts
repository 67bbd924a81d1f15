import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Maker, maker } from '../support/make.ts'
import { administer, testServer } from '../support/database.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'
import { type Given, refused, write, written } from '../support/writing.ts'

let service: TestService
let make: Maker
let source: string
let places: string[]
let actors: string[]

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  source = (await make.source()).id
  places = [(await make.location()).id, (await make.location()).id]
  actors = [(await make.person()).id, (await make.organization()).id]
})
afterAll(() => service.stop())

/** An event of its own title, with everything that tells events apart. */
const event = (title: string, given: Given = {}) => ({
  title,
  type: 'CONSULT',
  factuality: 'OCCURRED',
  date: { edtf: '2025-03-11' },
  locationIds: places,
  participants: actors.map((actorId) => ({ role: 'ACTOR', actorId })),
  citations: [{ sourceId: source }],
  ...given,
})

describe('the same event again', () => {
  it('is refused, and the payload holds the one that the record holds', async () => {
    const first = await written(service, 'addEvent', event('Talks in Jeddah'))
    const { entry, errors } = await refused(service, 'addEvent', event('Talks in Jeddah'))
    expect(errors).toEqual([expect.objectContaining({ code: 'DUPLICATE', path: ['input', 'title'] })])
    expect(errors[0]!.message).toContain(first.entry.id)
    expect(entry).toMatchObject(first.entry)
  })

  it.each<[string, () => Given]>([
    ['in other case and with other accents', () => ({ title: 'TÁLKS of the SÁME' })],
    ['with its places in another order, one of them twice', () => ({ locationIds: [places[1], places[0], places[1]] })],
    [
      'with other roles of those who took part',
      () => ({ participants: actors.toReversed().map((actorId) => ({ role: 'HOST', actorId })) }),
    ],
    ['with a date that means the same period', () => ({ date: { edtf: '2025-03-11/2025-03-11' } })],
    [
      'with another factuality, summary and negotiation',
      () => ({ factuality: 'PLANNED', summary: 'Other words', modes: ['phone'] }),
    ],
    ['with another passage of the same source', () => ({ citations: [{ sourceId: source, locator: 'p. 2' }] })],
  ])('is refused %s', async (_, given) => {
    await write(service, 'addEvent', event('Talks of the same'))
    const { errors } = await refused(service, 'addEvent', event('Talks of the same', given()))
    expect(errors.map(({ code }) => code)).toEqual(['DUPLICATE'])
  })

  it.each<[string, () => Promise<Given> | Given]>([
    ['title', () => ({ title: 'Talks of another' })],
    ['type', () => ({ type: null })],
    ['period', () => ({ date: { edtf: '2025-03-10' } })],
    ['places', () => ({ locationIds: places.slice(1) })],
    ['participants', () => ({ participants: [] })],
    ['source', async () => ({ citations: [{ sourceId: (await make.source()).id }] })],
  ])('is another one when it has another %s', async (_, given) => {
    await write(service, 'addEvent', event('Talks apart'))
    await written(service, 'addEvent', event('Talks apart', await given()))
  })

  it('is let in when distinctFromIds names every one that it resembles', async () => {
    const first = await written(service, 'addEvent', event('Talks twice'))
    const second = await written(service, 'addEvent', event('Talks twice', { distinctFromIds: [first.entry.id] }))
    const { errors } = await refused(service, 'addEvent', event('Talks twice', { distinctFromIds: [first.entry.id] }))
    expect(errors[0]!.message).toContain(second.entry.id)
    await written(service, 'addEvent', event('Talks twice', { distinctFromIds: [first.entry.id, second.entry.id] }))
    // One that was told apart stays so when it changes.
    await written(service, 'updateEvent', { id: second.entry.id, expectedVersion: 1, summary: 'The afternoon round.' })
  })

  it('is let in when the first is retracted, and then the first cannot come back', async () => {
    const first = await written(service, 'addEvent', event('Talks withdrawn'))
    const retracted = await written(service, 'retractEntry', {
      id: first.entry.id,
      expectedVersion: 1,
      reason: 'Not so.',
    })
    const second = await written(service, 'addEvent', event('Talks withdrawn'))
    const reinstate = { id: first.entry.id, expectedVersion: retracted.entry.version, reason: 'It is so.' }
    const { entry, errors } = await refused(service, 'reinstateEntry', reinstate)
    expect(errors).toEqual([expect.objectContaining({ code: 'DUPLICATE', path: ['input', 'id'] })])
    expect(entry).toMatchObject(second.entry)
    await written(service, 'retractEntry', { id: second.entry.id, expectedVersion: 1, reason: 'Twice.' })
    await written(service, 'reinstateEntry', reinstate)
    expect((await refused(service, 'addEvent', event('Talks withdrawn'))).entry?.id).toBe(first.entry.id)
  })

  it('is refused to a change too, with advice that a change can follow', async () => {
    const first = await written(service, 'addEvent', event('Talks that stay'))
    const second = await written(service, 'addEvent', event('Talks that change'))
    const change = { id: second.entry.id, expectedVersion: 1, title: 'Talks that stay' }
    const { entry, errors } = await refused(service, 'updateEvent', change)
    expect(errors).toEqual([expect.objectContaining({ code: 'DUPLICATE', path: ['input', 'title'] })])
    expect(errors[0]!.message).toMatch(/tells them apart; else retract one of the two\.$/)
    expect(errors[0]!.message).not.toContain('distinctFromIds')
    expect(entry).toMatchObject(first.entry)
  })

  it('can be retracted and come back when it was told apart', async () => {
    const first = await written(service, 'addEvent', event('Talks told apart'))
    const second = await written(service, 'addEvent', event('Talks told apart', { distinctFromIds: [first.entry.id] }))
    for (const { entry } of [first, second]) {
      const retracted = await written(service, 'retractEntry', { id: entry.id, expectedVersion: 1, reason: 'Not so.' })
      await written(service, 'reinstateEntry', {
        id: entry.id,
        expectedVersion: retracted.entry.version,
        reason: 'It is so.',
      })
    }
    expect((await refused(service, 'addEvent', event('Talks told apart'))).errors[0]!.code).toBe('DUPLICATE')
  })

  it('is refused when an event becomes it by a change', async () => {
    const first = await written(service, 'addEvent', event('Talks at noon'))
    const second = await written(service, 'addEvent', event('Talks at night'))
    const { entry, errors } = await refused(service, 'updateEvent', {
      id: second.entry.id,
      expectedVersion: 1,
      title: 'talks at NOON',
    })
    expect(errors).toEqual([expect.objectContaining({ code: 'DUPLICATE', path: ['input', 'title'] })])
    expect(entry?.id).toBe(first.entry.id)
    await written(service, 'updateEvent', { id: first.entry.id, expectedVersion: 1, title: 'Talks at dawn' })
    await written(service, 'updateEvent', { id: second.entry.id, expectedVersion: 1, title: 'Talks at noon' })
  })

  it('is let in once when it is added by many side by side', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => write(service, 'addEvent', event('Talks in parallel'))),
    )
    expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(
      Array.from({ length: 7 }, () => 'DUPLICATE'),
    )
    const ids = new Set(answers.map(({ entry }) => entry?.id))
    expect(ids.size).toBe(1)
    const query = graphql(`
      query ParallelTalks {
        events(filter: { search: "parallel" }) {
          totalCount
        }
      }
    `)
    expect((await service.ask(query)).events.totalCount).toBe(1)
  })

  it.skipIf(testServer === undefined)('is refused though it came while the first was being written', async () => {
    const { databaseUrl = '' } = service.config
    const waiting = async () => {
      const { rowCount } = await administer(databaseUrl, (client) =>
        client.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
      )
      return rowCount === 1
    }
    // The slow one has an identifier and stops where that is written: after it was looked for, before its own row is there.
    let slow: ReturnType<typeof write> | undefined
    await administer(databaseUrl, async (client) => {
      await client.query('begin; lock table identifier in exclusive mode')
      const given = { identifiers: [{ scheme: 'wikidata', value: 'Q42' }] }
      slow = write(service, 'addEvent', event('Talks in haste', given))
      await until(waiting)
      await written(service, 'addEvent', event('Talks in haste'))
      await client.query('commit')
    })
    expect((await slow)?.errors.map(({ code }) => code)).toEqual(['DUPLICATE'])
  })
})
