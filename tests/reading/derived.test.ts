import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { raw, sql } from '../../src/db/sql.ts'
import { DERIVED } from '../../src/event/derived.ts'
import { loadBundle } from '../../src/importers/bundle.ts'
import { Log } from '../../src/live/log.ts'
import { buildParleySchema } from '../../src/schema.ts'
import { graphql } from '../generated/gql.ts'
import type { AllEventsQuery, EventsFoundQuery } from '../generated/graphql.ts'
import { openTestDatabase } from '../support/database.ts'
import { type Made, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { type Mutation, write } from '../support/writing.ts'

const ALL = graphql(`
  query AllEvents {
    events(first: 100, filter: { includeRetracted: true }) {
      nodes {
        id
        number
        type
        factuality
        retraction {
          at
        }
        date {
          earliest
          latest
        }
        locations {
          id
        }
        participants {
          actor {
            ... on Node {
              id
            }
          }
        }
      }
    }
    locations(first: 100, filter: { includeRetracted: true }) {
      nodes {
        id
        partOf {
          id
        }
      }
    }
    organizations(first: 100, filter: { includeRetracted: true }) {
      nodes {
        id
        partOf {
          id
        }
      }
    }
  }
`)
const FOUND = graphql(`
  query EventsFound($filter: EventFilter!, $id: ID!, $bucket: TimeBucket) {
    events(first: 100, filter: $filter) {
      nodes {
        id
      }
      totalCount
    }
    node(id: $id) {
      ... on Location {
        events(first: 100) {
          nodes {
            id
          }
          totalCount
        }
      }
      ... on Organization {
        events(first: 100) {
          nodes {
            id
          }
          totalCount
        }
      }
    }
    tallied: eventCounts(by: [TYPE, FACTUALITY], bucket: $bucket) {
      periodStart
      type
      factuality
      count
    }
    counted: eventCounts(by: [TYPE, FACTUALITY, NEGOTIATION], bucket: $bucket) {
      periodStart
      type
      factuality
      count
    }
  }
`)

let service: TestService
let citations: readonly { readonly sourceId: string }[]
beforeAll(async () => {
  service = await startService({ sample: false })
  citations = [{ sourceId: (await maker(service).source()).id }]
})
afterAll(() => service.stop())

const DATES = [
  '2024-02',
  '2024-02-10',
  '2024-02-29/2024-03-01',
  '2023',
  '2020/2024',
  '../2024-02-12',
  '2024-02-12/..',
  '../..',
]
const TYPES = ['CONSULT', 'ASSAULT', null]
const KINDS = ['add', 'add', 'add', 'where', 'who', 'when', 'retract', 'reinstate', 'place', 'body'] as const
type Edit = readonly [kind: (typeof KINDS)[number], of: number, other: number]

/** Places and bodies of its own, three of each, which events and moves are chosen from. */
class Scene {
  readonly #places: Made[] = []
  readonly #bodies: Made[] = []
  readonly #events: Made[] = []
  readonly #versions = new Map<string, number>()

  static async make(): Promise<Scene> {
    const make = maker(service)
    const scene = new Scene()
    for (const index of [0, 1, 2]) {
      const partOf = (all: readonly Made[]) => (index === 2 ? { partOfId: all[1]!.id } : {})
      scene.#places.push(await make.location({ kind: 'REGION', ...partOf(scene.#places) }))
      scene.#bodies.push(await make.organization(partOf(scene.#bodies)))
    }
    return scene
  }

  get above(): readonly string[] {
    return [...this.#places, ...this.#bodies].map(({ id }) => id)
  }

  async edit([kind, of, other]: Edit): Promise<void> {
    const event = this.#events[of % this.#events.length]
    const some = (all: readonly Made[]) => all.filter((_, index) => (other >> index) % 2 === 1).map(({ id }) => id)
    const where = { locationIds: some(this.#places) }
    const who = { participants: some(this.#bodies).map((actorId) => ({ actorId, role: 'ACTOR' })) }
    const when = { date: { edtf: DATES[other % DATES.length] }, type: TYPES[of % 3] }
    if (kind === 'add') {
      const title = `Event ${String(this.#versions.size)} of ${this.#places[0]!.id}`
      const input = { title, factuality: of % 2 === 0 ? 'CLAIMED' : 'REPORTED', citations, ...where, ...who, ...when }
      const { entry } = await write(service, 'addEvent', input)
      if (entry) this.#events.push(entry)
      return
    }
    if (kind === 'place') return this.#move('updateLocation', this.#places, of, other)
    if (kind === 'body') return this.#move('updateOrganization', this.#bodies, of, other)
    if (!event) return
    if (kind === 'where') return this.#change('updateEvent', event, where)
    if (kind === 'who') return this.#change('updateEvent', event, who)
    if (kind === 'when') return this.#change('updateEvent', event, when)
    return this.#change(kind === 'retract' ? 'retractEntry' : 'reinstateEntry', event, { reason: 'As it should be.' })
  }

  #move(mutation: Mutation, all: readonly Made[], of: number, other: number): Promise<void> {
    const whole = all[other % 4]
    return this.#change(mutation, all[of % 3]!, { partOfId: whole?.id ?? null })
  }

  /** What the record refuses is left as it is. */
  async #change(mutation: Mutation, { id, version }: Made, fields: object): Promise<void> {
    const expectedVersion = this.#versions.get(id) ?? version
    const { entry } = await write(service, mutation, { id, expectedVersion, ...fields })
    if (entry) this.#versions.set(id, entry.version)
  }
}

type Events = AllEventsQuery['events']['nodes']

/** What lies above an event, by what the entries themselves say. */
function aboveOf(event: Events[number], wholes: ReadonlyMap<string, string | null>): Set<string> {
  const above = new Set<string>()
  const named = [...event.locations.map(({ id }) => id), ...event.participants.map(({ actor }) => actor?.id)]
  for (const id of named) for (let at = id ?? null; at !== null; at = wholes.get(at) ?? null) above.add(at)
  return above
}

const overlaps = ({ date: { earliest, latest } }: Events[number], from: string, to: string): boolean =>
  (latest === null || latest >= from) && (earliest === null || earliest <= `${to}T23:59:59.999Z`)

const sum = (groups: EventsFoundQuery['tallied'], of: (group: EventsFoundQuery['tallied'][number]) => string) =>
  groups.reduce(
    (sums, group) => sums.set(of(group), (sums.get(of(group)) ?? 0) + group.count),
    new Map<string, number>(),
  )

describe('after any edits', () => {
  it('a place and a body have the events at them and at their parts, and the tally is the count of all', async () => {
    const edit = fc.tuple(fc.constantFrom(...KINDS), fc.nat(29), fc.nat(29))
    const law = fc.asyncProperty(fc.array(edit, { minLength: 8, maxLength: 18 }), async (edits) => {
      const scene = await Scene.make()
      for (const each of edits) await scene.edit(each)
      const { events, locations, organizations } = await service.ask(ALL, {})
      const wholes = new Map(
        [...locations.nodes, ...organizations.nodes].map(({ id, partOf }) => [id, partOf?.id ?? null]),
      )
      for (const [index, id] of scene.above.entries()) {
        const filter = {
          ...(index < 3 ? { locationId: id } : { participantId: id }),
          onOrAfter: '2024-02-11',
          onOrBefore: '2024-02-28',
        }
        const found = await service.ask(FOUND, { filter, id, bucket: index % 2 === 0 ? 'MONTH' : 'YEAR' })
        const under = events.nodes.filter((event) => event.retraction === null && aboveOf(event, wholes).has(id))
        const dated = under.filter((event) => overlaps(event, filter.onOrAfter, filter.onOrBefore))
        if (!found.node || !('events' in found.node)) throw new Error('Neither a place nor a body.')
        expect(found.node.events).toEqual({ nodes: under.map((event) => ({ id: event.id })), totalCount: under.length })
        expect(found.events).toEqual({ nodes: dated.map((event) => ({ id: event.id })), totalCount: dated.length })
        const group = (of: EventsFoundQuery['tallied'][number]) => [of.periodStart, of.type, of.factuality].join(' ')
        expect(sum(found.tallied, group)).toEqual(sum(found.counted, group))
      }
    })
    await fc.assert(law, { numRuns: 5 })
  })
})

describe('a record from before the derived rows', () => {
  const MIGRATION = 'prisma/migrations/20261126100000_growth/migration.sql'
  const SAMPLE = 'prisma/sample/ceasefire-2025-03.json'

  it('gets by the migration what it would have got by being written', async () => {
    const database = await openTestDatabase()
    const log = await Log.open(database, DERIVED)
    await loadBundle(log, buildParleySchema(), SAMPLE, 'sample')
    const derived = async () => [
      await database.reader.rows(sql`select id, date_span, event_type from entry order by id`),
      await database.reader.rows(sql`select * from event_under order by event_id, above_id`),
      await database.reader.rows(sql`select * from event_tally order by key`),
    ]
    const written = await derived()
    expect(written.map((rows) => rows.length > 10)).toEqual([true, true, true])
    // Without comments; of what it does the filling alone, as the tables are there.
    const statements = readFileSync(MIGRATION, 'utf8')
      .replaceAll(/^--.*$/gm, '')
      .split(/;\n/)
    const filling = statements.map((each) => each.trim()).filter((each) => /^(UPDATE|INSERT)/.test(each))
    expect(filling).toHaveLength(4)
    await database.transaction(async (tx) => {
      await tx.rows(sql`delete from event_under`)
      await tx.rows(sql`delete from event_tally`)
      await tx.rows(sql`update entry set date_span = 'UNKNOWN', event_type = null`)
      for (const statement of filling) await tx.rows(sql`${raw(statement)}`)
    })
    expect(await derived()).toEqual(written)
    await database.close()
  })
})
