import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { ChangeFilter, ChangeKind, EntryType, FollowedSubscription } from '../generated/graphql.ts'
import { type Following, follow } from '../support/follow.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type PolledChange, headOf, pollAll } from '../support/polling.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const FOLLOWED = graphql(`
  subscription Followed($filter: ChangeFilter, $after: Cursor) {
    feed: changes(filter: $filter, after: $after) {
      cursor
      previousCursor
      change {
        cursor
        sequence
        at
        kind
        entryType
        entry {
          id
          version
        }
      }
    }
  }
`)
const MOVE = graphql(`
  mutation MoveEvent($input: UpdateEventInput!) {
    updateEvent(input: $input) {
      errors {
        message
      }
    }
  }
`)
const RETRACT = graphql(`
  mutation RetractMoved($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)
type Item = FollowedSubscription['feed']

/** What a reader wants: of which types, kinds and negotiation (by its place), or of a single event. */
interface Wish {
  readonly types: readonly EntryType[] | null
  readonly kinds: readonly ChangeKind[] | null
  readonly talks: number | null
  readonly event: boolean
}
const wishes: fc.Arbitrary<Wish> = fc.record({
  types: fc.option(fc.subarray<EntryType>(['PERSON', 'EVENT', 'PROPOSAL', 'LOCATION'])),
  kinds: fc.option(fc.subarray<ChangeKind>(['ADDED', 'UPDATED', 'RETRACTED'], { minLength: 1 })),
  talks: fc.option(fc.nat(1)),
  event: fc.boolean(),
})
const steps = fc.constantFrom('person', 'location', 'proposal', 'event', 'move', 'retract')

describe('the followers of the log', () => {
  let service: TestService
  let make: Maker
  let talks: readonly Made[]
  let citations: readonly { readonly sourceId: string }[]

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    talks = [await make.negotiation(), await make.negotiation()]
    citations = [{ sourceId: (await make.source()).id }]
  })
  afterAll(() => service.stop())

  /** The negotiations to which an entry's change belongs, by id and version, as the writer knows it. */
  const belongs = new Map<string, readonly string[]>()
  const note = ({ id, version }: Made, ...of: readonly (string | null)[]) =>
    belongs.set(
      `${id} ${version}`,
      of.filter((each) => each !== null),
    )

  /** One editor, who carries out the steps one by one on an event of his own. */
  async function write(script: readonly string[], event: Made, gate: () => Promise<void>): Promise<void> {
    const at = { talks: 0 as number | null, version: event.version, retracted: false }
    const idOf = (place: number | null) => (place === null ? null : talks[place]!.id)
    for (const step of script) {
      await gate()
      if (step === 'person') note(await make.person())
      if (step === 'location') note(await make.location())
      if (step === 'proposal') note(await make.proposal({ negotiationId: talks[1]!.id }), talks[1]!.id)
      if (step === 'event')
        note(await make.event({ citations: [...citations], negotiationId: talks[0]!.id }), talks[0]!.id)
      if ((step !== 'move' && step !== 'retract') || at.retracted) continue
      const before = at.talks
      const change = { id: event.id, expectedVersion: at.version }
      at.version += 1
      if (step === 'move') {
        at.talks = before === 0 ? 1 : before === 1 ? null : 0
        const { updateEvent } = await service.ask(MOVE, { input: { ...change, negotiationId: idOf(at.talks) } })
        expect(updateEvent.errors).toEqual([])
      } else {
        at.retracted = true
        const { retractEntry } = await service.ask(RETRACT, { input: { ...change, reason: 'a test' } })
        expect(retractEntry.errors).toEqual([])
      }
      note({ ...event, version: at.version }, idOf(before), idOf(at.talks))
    }
  }

  /** Whether a change is wished for; said without the service's own words. */
  const wished =
    ({ types, kinds, talks: place, event }: Wish, known: Made) =>
    (change: PolledChange) =>
      (types === null || types.includes(change.entryType)) &&
      (kinds === null || kinds.includes(change.kind)) &&
      (place === null || belongs.get(`${change.entry.id} ${change.entry.version}`)!.includes(talks[place]!.id)) &&
      (!event || change.entry.id === known.id)

  const filterOf = ({ types, kinds, talks: place, event }: Wish, known: Made): ChangeFilter => ({
    ...{ entryType: types === null ? null : [...types], kind: kinds === null ? null : [...kinds] },
    ...{ negotiationId: place === null ? null : talks[place]!.id, entryId: event ? known.id : null },
  })

  /** Reads a feed in legs: takes so many items, leaves, and comes back on a new socket with the last cursor. */
  class Reader {
    readonly taken: Item[] = []
    #feed: Following<Item> | null = null
    #legs: readonly number[]
    readonly #filter: ChangeFilter
    readonly #start: string

    constructor(filter: ChangeFilter, start: string, legs: readonly number[]) {
      this.#filter = filter
      this.#start = start
      this.#legs = legs
    }

    get received(): readonly Item[] {
      return [...this.taken, ...(this.#feed?.items ?? [])]
    }

    come(): void {
      const after = this.taken.at(-1)?.cursor ?? this.#start
      this.#feed = follow(service.socket(), FOLLOWED, { filter: this.#filter, after })
    }

    /** Leaves when the leg is over, forgetting what came beyond it, as a client that dies before it has stored it. */
    look(): void {
      const [leg] = this.#legs
      if (leg === undefined || !this.#feed || this.#feed.items.length < leg) return
      this.#legs = this.#legs.slice(1)
      this.leave(leg)
      this.come()
    }

    leave(count = Infinity): void {
      this.taken.push(...(this.#feed?.items.slice(0, count) ?? []))
      this.#feed?.leave()
      this.#feed = null
    }
  }

  it('each get what they wished for exactly once, in order and without a gap, whatever else happens (L3, L4)', async () => {
    const readers = fc.array(fc.tuple(wishes, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), fc.nat(12)), {
      ...{ minLength: 3, maxLength: 5 },
    })
    const writers = fc.array(fc.array(steps, { minLength: 4, maxLength: 10 }), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(writers, readers, async (scripts, plans) => {
        const events = await Promise.all(
          scripts.map(() => make.event({ citations: [...citations], negotiationId: talks[0]!.id })),
        )
        for (const event of events) note(event, talks[0]!.id)
        const start = await headOf(service)
        const coming = plans.map(([wish, legs, moment]) => ({
          ...{ wish, moment, reader: new Reader(filterOf(wish, events[0]!), start, legs) },
        }))
        // Readers come at moments counted in steps of the writers, and go by what they have received.
        const clock = { steps: 0 }
        const tick = () => {
          clock.steps += 1
          for (const each of coming) {
            if (each.moment === clock.steps) each.reader.come()
            each.reader.look()
          }
          return Promise.resolve()
        }
        await Promise.all(scripts.map((script, index) => write(script, events[index]!, tick)))
        for (const each of coming) if (each.moment === 0 || each.moment > clock.steps) each.reader.come()

        const all = await pollAll(service, { after: start })
        for (const { wish, reader } of coming) {
          const expected = all.filter(wished(wish, events[0]!))
          await until(() => {
            reader.look()
            return reader.received.length >= expected.length
          })
          expect(reader.received.map((item) => item.change)).toEqual(expected)
          const cursors = reader.received.map((item) => item.cursor)
          expect(reader.received.map((item) => item.previousCursor)).toEqual([start, ...cursors].slice(0, -1))
          // Pollers with the same filter get the same.
          const filter = filterOf(wish, events[0]!)
          expect(await pollAll(service, { after: start, filter, first: 3 })).toEqual(expected)
        }
        // Nothing more comes: all have read to the end and wait.
        await until(() => service.app.waiting() === coming.length)
        for (const { wish, reader } of coming) {
          expect(reader.received).toHaveLength(all.filter(wished(wish, events[0]!)).length)
          reader.leave()
        }
        await until(() => service.app.waiting() === 0)
      }),
      { numRuns: 6 },
    )
  })

  it('who come at any moment while others write go on from there, with a cursor and without (L4)', async () => {
    const start = await headOf(service)
    const feeds: { readonly after: string | undefined; readonly feed: Following<Item> }[] = []
    const write = async () => {
      for (let count = 0; count < 15; count += 1) {
        await make.person()
        for (const after of [start, undefined])
          feeds.push({ after, feed: follow(service.socket(), FOLLOWED, { after }) })
      }
    }
    await Promise.all([write(), write()])
    // All have arrived, and the last change is one that all of them get.
    await until(() => feeds.every(({ after, feed }) => after === undefined || feed.items.length > 0))
    await until(() => service.app.waiting() === feeds.length)
    const last = await make.person()
    await until(() => feeds.every(({ feed }) => feed.items.at(-1)?.change?.sequence === last.number))
    const all = await pollAll(service, { after: start })
    const cursors = [start, ...all.map((change) => change.cursor)]
    for (const { after, feed } of feeds) {
      const from = cursors.indexOf(feed.items[0]!.previousCursor)
      if (after !== undefined) expect(from).toBe(0)
      expect(feed.items.map((item) => item.change)).toEqual(all.slice(from))
      feed.leave()
    }
  })

  it('who poll go on from the cursor of a page, forwards and backwards, and see the same log (L12)', async () => {
    const page = graphql(`
      query PollBack($before: Cursor, $after: Cursor, $first: Int, $last: Int, $filter: ChangeFilter) {
        changes(before: $before, after: $after, first: $first, last: $last, filter: $filter) {
          changes {
            sequence
          }
          cursor
          hasMore
        }
      }
    `)
    const all = (await pollAll(service)).map((change) => change.sequence)
    expect(all).toEqual(all.map((_, index) => index + 1))
    expect((await pollAll(service, { first: 7 })).map((change) => change.sequence)).toEqual(all)
    const back: number[] = []
    for (let before: string | undefined; ;) {
      const { changes } = await service.ask(page, { before, last: 11 })
      back.unshift(...changes.changes.map((change) => change.sequence))
      if (!changes.hasMore) break
      before = changes.cursor
    }
    expect(back).toEqual(all)
    // What is asked for without matches is read to the end, and the next page goes on from there.
    const head = await headOf(service)
    const { changes } = await service.ask(page, { filter: { entryType: ['STATEMENT'] }, first: 1 })
    expect(changes).toEqual({ changes: [], cursor: head, hasMore: false })
    const next = await make.person()
    const { changes: more } = await service.ask(page, { after: changes.cursor })
    expect(more).toEqual({ changes: [{ sequence: next.number }], cursor: await headOf(service), hasMore: false })
  })
})
