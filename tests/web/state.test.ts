import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoardData } from '../../web/board/data.ts'
import { dateWords, groupOf } from '../../web/board/date.ts'
import { EVERYTHING, type Filter, KINDS, addressOf, filterIn } from '../../web/board/filter.ts'
import {
  type BoardChange,
  type LiveState,
  after,
  dividerAfter,
  shownEntries,
  stateOf,
  waitingEntries,
} from '../../web/board/live.ts'
import { paragraphsOf } from '../../web/board/passages.ts'
import { type Shown, daysOf } from '../../web/board/record.ts'
import type { Site } from '../../web/board/site.ts'
import type { BoardNegotiation } from '../../web/board/standing.ts'
import { en } from '../../web/words/en.ts'

type Event = Extract<Shown, { __typename: 'Event' }>

const day = (on: string): Event['date'] => ({
  edtf: on,
  earliest: `${on}T00:00:00.000Z`,
  latest: `${on}T23:59:59.999Z`,
  precision: 'DAY',
  asReported: null,
  inferred: false,
})
const UNKNOWN: Event['date'] = { ...day('2025-03-12'), edtf: '', earliest: null, latest: null, precision: 'UNKNOWN' }
const BEFORE: Event['date'] = { ...day('2025-03-12'), edtf: '../2025-03-12', earliest: null, precision: 'BEFORE' }

function event(number: number, more: Partial<Event> = {}): Event {
  return {
    ...{ __typename: 'Event', id: `id-${String(number)}`, number, version: 1, recordedAt: '2025-03-12T08:00:00.000Z' },
    ...{ verification: 'UNVERIFIED', retraction: null, citations: [], title: `Event ${String(number)}`, about: null },
    ...{ factuality: 'OCCURRED', outcome: null, date: day('2025-03-12'), locations: [] },
    ...more,
  }
}

const SITE: Site = {
  ...{ name: 'Parley', zone: 'UTC', language: 'en', logo: null, boundaries: 'un', home: null },
  words: en,
}

function board(entries: readonly Shown[], filter: Filter = EVERYTHING): BoardData {
  const negotiation = {
    ...{ id: 'n', name: 'Talks', parties: [], proposals: [], positions: [], statusUpdates: { nodes: [] } },
  } as unknown as BoardNegotiation
  return {
    ...{ site: SITE, filter, negotiation, entries, total: entries.length, older: null },
    ...{
      parties: [],
      placeName: null,
      sources: 1,
      updatedAt: null,
      sequence: null,
      hasMap: false,
      origin: '',
      cursor: 'c0',
      moments: [],
    },
  }
}

const change = (kind: BoardChange['kind'], entry: Shown, sequence = 1): BoardChange => ({
  ...{ kind, entry, sequence, at: '2025-03-12T09:00:00.000Z' },
})
const deliver = (state: LiveState, each: BoardChange, missed = false): LiveState =>
  after(state, { type: 'change', change: each, missed })
const show = (state: LiveState): LiveState => after(state, { type: 'show' })
const idsOf = (entries: readonly Shown[]): string[] => entries.map(({ id }) => id)

describe('a board that lives on', () => {
  it('has new entries wait, and puts them in when it is told to', () => {
    const waiting = deliver(stateOf(board([event(1)])), change('ADDED', event(2)))
    expect(idsOf(shownEntries(waiting))).toEqual(['id-1'])
    expect(idsOf(waitingEntries(waiting))).toEqual(['id-2'])
    expect(waiting.said).toBe('1 new update.')
    const shown = show(waiting)
    expect(idsOf(shownEntries(shown))).toEqual(['id-2', 'id-1'])
    expect(waitingEntries(shown)).toEqual([])
    expect([...shown.fresh]).toEqual(['id-2'])
  })

  it('puts them in at once for who wants that', () => {
    const preferences = { theme: 'system', zone: null, keys: true, arrive: true } as const
    const state = after(stateOf(board([])), { type: 'prefer', preferences })
    expect(idsOf(shownEntries(deliver(state, change('ADDED', event(1)))))).toEqual(['id-1'])
  })

  it('corrects in place what it shows, and marks what was retracted', () => {
    const state = stateOf(board([event(1)]))
    const corrected = deliver(state, change('UPDATED', event(1, { version: 2, title: 'Put right' })))
    expect(shownEntries(corrected)[0]).toMatchObject({ title: 'Put right' })
    const retraction = { at: '2025-03-12T09:00:00.000Z', reason: 'It did not happen.' }
    const retracted = deliver(corrected, change('RETRACTED', event(1, { version: 3, retraction })))
    expect(shownEntries(retracted)[0]).toMatchObject({ retraction: { reason: 'It did not happen.' } })
  })

  it('forgets a new entry that was retracted before anybody saw it', () => {
    const retraction = { at: '2025-03-12T09:00:00.000Z', reason: 'A mistake.' }
    const state = deliver(stateOf(board([])), change('ADDED', event(1)))
    const retracted = deliver(state, change('RETRACTED', event(1, { version: 2, retraction })))
    expect(waitingEntries(retracted)).toEqual([])
    expect(shownEntries(show(retracted))).toEqual([])
  })

  it('takes an older entry that moves up for no news', () => {
    const state = stateOf({ ...board([event(8)]), sequence: 9 })
    const read = after(state, { type: 'read', data: board([event(7), event(10)]) })
    expect(idsOf(waitingEntries(read))).toEqual(['id-10'])
  })

  it('leaves to the service what a filter keeps', () => {
    const filter = { ...EVERYTHING, q: 'land' }
    const state = deliver(stateOf(board([], filter)), change('ADDED', event(1)))
    expect(waitingEntries(state)).toEqual([])
    const read = after(state, { type: 'read', data: board([event(1)], filter) })
    expect(idsOf(waitingEntries(read))).toEqual(['id-1'])
  })

  it('takes the page of a filter for all that there is, unless another is wanted by then', () => {
    const [statements, events] = [
      filterIn(new URLSearchParams('kind=statements')),
      filterIn(new URLSearchParams('kind=events')),
    ]
    const waiting = deliver(stateOf(board([event(1)])), change('ADDED', event(2)))
    const wanted = after(waiting, { type: 'filter', filter: statements })
    expect(wanted.data.filter).toEqual(statements)
    expect(idsOf(shownEntries(wanted))).toEqual(['id-1'])
    expect(after(wanted, { type: 'page', data: board([event(3)], events) })).toBe(wanted)
    expect(after(wanted, { type: 'read', data: board([event(3)]) })).toBe(wanted)
    const turned = after(wanted, { type: 'page', data: board([event(4)], statements) })
    expect(idsOf(shownEntries(turned))).toEqual(['id-4'])
    expect(waitingEntries(turned)).toEqual([])
  })

  it('shows the oldest first to who wants that, and leaves to the service what is new there', () => {
    const oldest: Filter = { ...EVERYTHING, order: 'oldest' }
    const state = stateOf(board([event(1), event(2, { date: day('2025-03-11') })], oldest))
    expect(idsOf(shownEntries(state))).toEqual(['id-2', 'id-1'])
    expect(waitingEntries(deliver(state, change('ADDED', event(3))))).toEqual([])
  })

  it('draws a line below what was missed, where that stands above all else', () => {
    const known = stateOf(board([event(1, { date: day('2025-03-11') })]))
    const missed = show(deliver(deliver(known, change('ADDED', event(2)), true), change('ADDED', event(3)), true))
    expect(dividerAfter(missed)).toBe('id-2')
    const scattered = show(deliver(missed, change('ADDED', event(4, { date: day('2024-01-01') })), true))
    expect(dividerAfter(scattered)).toBeNull()
    expect(dividerAfter(known)).toBeNull()
  })

  it('is the same in whatever order changes and pages come: nothing twice, nothing lost, the newest version of each', () => {
    fc.assert(
      fc.property(arrivals(), ({ changes, pages, order }) => {
        const standing = standingAfter(changes)
        const happenings = order.map((index) =>
          index < changes.length ? changes[index]! : pages[index - changes.length]!,
        )
        const end = show(
          happenings.reduce<LiveState>(
            (state, each) =>
              Array.isArray(each) ? after(state, { type: 'read', data: board(each) }) : deliver(state, each),
            stateOf(board([])),
          ),
        )
        const visible = shownEntries(end).filter(({ retraction }) => retraction === null)
        expect(new Set(idsOf(visible)).size).toBe(visible.length)
        expect(visible.map(({ id, version }) => [id, version]).sort()).toEqual(
          standing.map(({ id, version }) => [id, version]).sort(),
        )
      }),
    )
  })
})

/** A log of few entries, pages as they were read at some moments of it, and an order in which all this arrives. */
function arrivals() {
  return fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 14 }).chain((steps) => {
    const changes = logOf(steps)
    const moments = fc.array(fc.nat(changes.length), { maxLength: 3 })
    return moments.chain((reads) => {
      const pages = reads.map((upTo) => standingAfter(changes.slice(0, upTo)))
      const all = [...changes.keys(), ...pages.map((_, index) => changes.length + index)]
      return fc
        .shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
        .map((order) => ({ changes, pages, order }))
    })
  })
}

function logOf(steps: readonly (readonly [number, number])[]): BoardChange[] {
  const newest = new Map<number, Event>()
  return steps.map(([which, act], sequence) => {
    const before = newest.get(which)
    const version = (before?.version ?? 0) + 1
    const retraction = { at: '2025-03-12T09:00:00.000Z', reason: 'So.' }
    const kind = !before ? 'ADDED' : before.retraction ? 'REINSTATED' : act === 0 ? 'RETRACTED' : 'UPDATED'
    const entry = event(which, { version, retraction: kind === 'RETRACTED' ? retraction : null })
    newest.set(which, entry)
    return change(kind, entry, sequence)
  })
}

function standingAfter(changes: readonly BoardChange[]): Event[] {
  const newest = new Map(changes.map(({ entry }) => [entry.id, entry as Event]))
  return [...newest.values()].filter(({ retraction }) => retraction === null)
}

describe('the days of a record', () => {
  const dates = fc.constantFrom(day('2025-03-12'), day('2025-03-11'), BEFORE, UNKNOWN)
  const entries = fc
    .uniqueArray(fc.nat(30))
    .chain((numbers) => fc.tuple(...numbers.map((number) => dates.map((date) => event(number, { date })))))

  it('are the same in whatever order entries come, and hold each once', () => {
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const days = daysOf(shuffled, SITE)
          expect(days).toEqual(daysOf(all, SITE))
          expect(days.flatMap(({ entries: held }) => idsOf(held)).sort()).toEqual(idsOf(all).sort())
          expect(new Set(days.map(({ key }) => key)).size).toBe(days.length)
        },
      ),
    )
  })

  it('stand newest first, a certain day before what may lie up to it, and the unknown last', () => {
    const all = [
      event(1, { date: UNKNOWN }),
      event(2, { date: BEFORE }),
      event(3),
      event(4, { date: day('2025-03-11') }),
    ]
    expect(daysOf(all, SITE).map(({ title }) => title)).toEqual([
      'Wednesday, 12 March 2025',
      'No later than 12 Mar 2025',
      'Tuesday, 11 March 2025',
      'Date not stated',
    ])
  })

  it('stand oldest first for who wants that, the unknown last all the same', () => {
    const all = [event(1, { date: UNKNOWN }), event(3), event(2), event(4, { date: day('2025-03-11') })]
    expect(daysOf(all, SITE, 'oldest').flatMap((each) => idsOf(each.entries))).toEqual(['id-4', 'id-2', 'id-3', 'id-1'])
  })

  it('are those of the zone for what happened at an instant', () => {
    const date = { ...day('2025-03-12'), earliest: '2025-03-12T22:30:00.000Z', precision: 'INSTANT' as const }
    expect(groupOf(date, { ...SITE, zone: 'Europe/Kyiv' }).title).toBe('Thursday, 13 March 2025')
    expect(dateWords(date, { ...SITE, zone: 'Europe/Kyiv' })).toBe('13 Mar 2025, 00:30 Kyiv')
  })
})

describe('a filter', () => {
  const filters = fc.record({
    kinds: fc.subarray([...KINDS]),
    party: fc.option(fc.uuid()),
    place: fc.option(fc.uuid()),
    q: fc.string().map((text) => text.trim()),
    order: fc.constantFrom('newest' as const, 'oldest' as const),
    after: fc.option(fc.string({ minLength: 1 })),
    asOf: fc.constant(null),
  })

  it('is read from the address that was written of it', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(filterIn(new URLSearchParams(addressOf(filter)))).toEqual(filter)
      }),
    )
  })

  it('knows the past by a day, which means its end, or by a moment, and shows it whole', () => {
    const asOf = (text: string) => filterIn(new URLSearchParams(`?kind=events&asOf=${text}`))
    expect(asOf('2025-03-12')).toEqual({ ...EVERYTHING, asOf: '2025-03-12T23:59:59.999Z' })
    expect(asOf('2025-03-12T08:00Z')).toEqual({ ...EVERYTHING, asOf: '2025-03-12T08:00:00.000Z' })
    expect(asOf('2025-13-40')).toEqual({ ...EVERYTHING, kinds: ['events'] })
  })

  it('takes for not said what it does not understand', () => {
    const query = new URLSearchParams(`?kind=rumours&party=&place=${'x'.repeat(500)}&q=%20`)
    expect(filterIn(query)).toEqual(EVERYTHING)
  })
})

describe('a source with its passages', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 60 })
  const passages = fc.array(
    fc.record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 20 }), number: fc.nat(5) }),
    { maxLength: 8 },
  )

  it('shows all of the text, and marks just the passages, however they overlap', () => {
    fc.assert(
      fc.property(texts, passages, (text, given) => {
        const marked = given.map(({ start, length, number }) => ({ start, end: start + length, number }))
        const pieces = paragraphsOf(text, marked).flatMap((paragraph) => paragraph.pieces)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        for (const { start, text: words, numbers } of pieces)
          for (let at = start; at < start + words.length; at += 1) {
            const covering = marked.filter((each) => each.end <= text.length && each.start <= at && at < each.end)
            expect(numbers).toEqual(
              [...new Set(covering.map(({ number }) => number))].sort((one, other) => one - other),
            )
          }
      }),
    )
  })
})
