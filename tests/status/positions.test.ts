import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoricalDate } from '../../src/record/date.ts'
import {
  type Counted,
  type DerivedPosition,
  accepting,
  awaiting,
  derivePositions,
  deriveStatus,
  oldestFirst,
  upTo,
} from '../../src/status/positions.rules.ts'
import type { ProposalStatus } from '../../src/status/status.words.ts'
import { Position } from '../../src/status/status.words.ts'

const day = (text: string): HistoricalDate => ({
  edtf: text,
  earliest: `${text}T00:00:00.000Z`,
  latest: `${text}T23:59:59.999Z`,
  precision: 'DAY',
  asReported: null,
  inferred: false,
})
const unknown: HistoricalDate = { ...day('../..'), earliest: null, latest: null, precision: 'UNKNOWN' }

let count = 0
/** The party Ukraine accepts the proposal on 11 March, unless told otherwise. */
function update(given: Partial<Counted> & { readonly on?: HistoricalDate }): Counted {
  const { on = day('2025-03-11'), ...rest } = given
  count += 1
  const what = { proposalId: 'ceasefire', proposalNumber: 1, partyId: 'Ukraine', personId: null, proposalStatus: null }
  return {
    id: `u${count}`,
    number: count,
    effectiveOn: on,
    orderedAt: on.earliest,
    position: 'ACCEPTS',
    ...what,
    ...rest,
  }
}
const shown = ({ partyId, personId, position, since }: DerivedPosition) =>
  [partyId, personId, position, since.edtf].filter((each) => each !== null).join(' ')

const dates = [unknown, ...['2024-12-31', '2025-03-10', '2025-03-11', '2025-03-12'].map(day)]
const proposals = [null, 'first', 'second']
const updates: fc.Arbitrary<Counted[]> = fc
  .array(
    fc.record({
      on: fc.constantFrom(...dates),
      proposalId: fc.constantFrom(...proposals),
      partyId: fc.constantFrom(null, 'a', 'b', 'c'),
      personId: fc.constantFrom(null, null, 'x', 'y'),
      position: fc.constantFrom(null, 'ACCEPTS' as const, 'REJECTS' as const, 'UNDER_REVIEW' as const),
      proposalStatus: fc.constantFrom(null, 'PROPOSED' as const, 'AGREED' as const),
    }),
    { maxLength: 25 },
  )
  .map((drafts) =>
    drafts.map(({ on, ...draft }, index) => ({
      ...{ ...draft, id: `u${index}`, number: index + 1, effectiveOn: on, orderedAt: on.earliest },
      proposalNumber: draft.proposalId === null ? null : proposals.indexOf(draft.proposalId),
    })),
  )
const PARTIES = ['c', 'a']
const keyOf = (each: { proposalId: unknown; partyId: unknown; personId: unknown }) =>
  [each.proposalId, each.partyId, each.personId].join(' ')

describe('a position', () => {
  it('is the newest of its proposal, party and person, since the first of its unbroken run', () => {
    fc.assert(
      fc.property(updates, (all) => {
        // Said another way: walk back from the newest as long as nothing else was said.
        const counting = all.filter(
          (each) => each.proposalId !== null && each.partyId !== null && each.position !== null,
        )
        const expected = [...new Set(counting.map(keyOf))].map((key) => {
          const run = counting.filter((each) => keyOf(each) === key)
          const time = (each: Counted) => (each.orderedAt === null ? -Infinity : Date.parse(each.orderedAt))
          run.sort((a, b) => (time(a) === time(b) ? a.number - b.number : time(a) - time(b)))
          const newest = run.at(-1)!
          const broken = run.findLastIndex((each) => each.position !== newest.position)
          const since = run[broken + 1]!.effectiveOn
          return { key, position: newest.position, statusUpdateId: newest.id, since: since.edtf }
        })
        const derived = derivePositions(all, PARTIES).map((each) => ({
          ...{ key: keyOf(each), position: each.position, statusUpdateId: each.statusUpdateId, since: each.since.edtf },
        }))
        const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
        expect(derived.toSorted(byKey)).toEqual(expected.toSorted(byKey))
      }),
    )
  })

  it('does not depend on the order in which the updates come', () => {
    const shuffled = updates.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(derivePositions(other, PARTIES)).toEqual(derivePositions(all, PARTIES))
        expect(deriveStatus(other, 'first')).toBe(deriveStatus(all, 'first'))
      }),
    )
  })

  it('stands by proposal, then as the parties stand in the negotiation, the rest after them, the own before the persons', () => {
    fc.assert(
      fc.property(updates, (all) => {
        const places = derivePositions(all, PARTIES).map(({ proposalId, partyId, personId }) => {
          const party = PARTIES.indexOf(partyId)
          return [proposals.indexOf(proposalId), party < 0 ? PARTIES.length : party, personId === null ? 0 : 1]
        })
        expect(places).toEqual(places.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!))
      }),
    )
  })

  it('of a person never replaces that of the party, nor the other way round', () => {
    fc.assert(
      fc.property(updates, (all) => {
        const own = (each: { personId: string | null }) => each.personId === null
        const others = (each: { personId: string | null }) => !own(each)
        const derived = derivePositions(all, PARTIES)
        expect(derived.filter(own)).toEqual(derivePositions(all.filter(own), PARTIES))
        expect(derived.filter(others)).toEqual(derivePositions(all.filter(others), PARTIES))
      }),
    )
  })

  it.each<[string, readonly Counted[], string]>([
    [
      'goes on through a repetition',
      [update({ on: day('2025-03-09') }), update({ on: day('2025-03-11') })],
      'Ukraine ACCEPTS 2025-03-09',
    ],
    [
      'begins anew after something else was said',
      [
        update({ on: day('2025-03-09') }),
        update({ on: day('2025-03-10'), position: 'UNDER_REVIEW' }),
        update({ on: day('2025-03-11') }),
      ],
      'Ukraine ACCEPTS 2025-03-11',
    ],
    [
      'is not broken by what a person says',
      [
        update({ on: day('2025-03-09') }),
        update({ on: day('2025-03-10'), personId: 'Yermak', position: 'REJECTS' }),
        update({ on: day('2025-03-11') }),
      ],
      'Ukraine ACCEPTS 2025-03-09, Ukraine Yermak REJECTS 2025-03-10',
    ],
    [
      'is not changed by an older step that is added later',
      [update({ on: day('2025-03-11') }), update({ on: day('2024-03-11'), position: 'REJECTS' })],
      'Ukraine ACCEPTS 2025-03-11',
    ],
    [
      'of one day is that which was added last',
      [update({ position: 'REJECTS' }), update({ position: 'ACCEPTS' })],
      'Ukraine ACCEPTS 2025-03-11',
    ],
    [
      'of an unknown date yields to any with a date, and the run may begin with it',
      [update({ on: day('2025-03-11') }), update({ on: unknown, position: 'ACCEPTS' })],
      'Ukraine ACCEPTS ../..',
    ],
    [
      'of an unknown date stands where nothing is dated',
      [update({ on: unknown, position: 'REJECTS' }), update({ on: unknown, position: 'UNDER_REVIEW' })],
      'Ukraine UNDER_REVIEW ../..',
    ],
    ['needs a proposal', [update({ proposalId: null, proposalNumber: null })], ''],
    ['needs a party', [update({ partyId: null })], ''],
    ['is not said by an update without one', [update({ position: null, proposalStatus: 'AGREED' })], ''],
  ])('%s', (_words, all, expected) => {
    expect(derivePositions(all, ['Ukraine']).map(shown).join(', ')).toBe(expected)
  })
})

describe('the end of a day', () => {
  const at = (orderedAt: string | null) => update({ orderedAt })

  it.each([
    ['keeps its last millisecond', '2025-03-11T23:59:59.999Z', true],
    ['leaves out the next day', '2025-03-12T00:00:00.000Z', false],
    ['keeps what was long before', '0044-03-15T00:00:00.000Z', true],
    ['leaves out what has no known date', null, false],
  ])('%s', (_words, orderedAt, kept) => {
    expect(upTo([at(orderedAt)], '2025-03-11')).toHaveLength(kept ? 1 : 0)
  })

  it('is not looked at when no day is asked for', () => {
    expect(upTo([at(null), at('2025-03-12T00:00:00.000Z')], null)).toHaveLength(2)
  })

  it('comes never later for less: who stood somewhere on a day is told by what is dated up to then', () => {
    fc.assert(
      fc.property(updates, fc.constantFrom('2025-03-09', '2025-03-10', '2025-03-11'), (all, on) => {
        const then = derivePositions(upTo(all, on), PARTIES)
        const known = all.filter((each) => each.orderedAt !== null && each.orderedAt.slice(0, 10) <= on)
        expect(then).toEqual(derivePositions(known, PARTIES))
      }),
    )
  })
})

describe('the order of updates', () => {
  it('is total: no two are equal, and sorting is repeatable', () => {
    fc.assert(
      fc.property(updates, (all) => {
        const sorted = all.toSorted(oldestFirst)
        for (const [index, each] of sorted.entries())
          for (const later of sorted.slice(index + 1)) {
            expect(oldestFirst(each, later)).toBeLessThan(0)
            expect(oldestFirst(later, each)).toBeGreaterThan(0)
          }
      }),
      { numRuns: 30 },
    )
  })
})

describe('the status of a proposal', () => {
  it('is the newest that an update on it carries, whoever says it', () => {
    const said = (proposalStatus: ProposalStatus | null, date: string, proposalId = 'ceasefire') =>
      update({ proposalStatus, on: day(date), proposalId, partyId: null, position: null })
    expect(deriveStatus([], 'ceasefire')).toBeNull()
    expect(deriveStatus([said(null, '2025-03-11')], 'ceasefire')).toBeNull()
    const all = [
      ...[said('AGREED', '2025-03-11'), said('PROPOSED', '2025-03-10')],
      ...[said(null, '2025-03-12'), said('REJECTED', '2025-03-13', 'another')],
    ]
    expect(deriveStatus(all, 'ceasefire')).toBe('AGREED')
  })
})

describe('the parties of a negotiation', () => {
  const party = (organizationId: string, role = 'PARTY') => ({ organizationId, role })
  const names = (parties: readonly { organizationId: string }[]) => parties.map((each) => each.organizationId)

  it.each(Object.keys(Position) as Position[])(
    'are awaited or not, and accept or not, when they say %s',
    (position) => {
      const positions = derivePositions([update({ position })], [])
      expect(names(accepting([party('Ukraine')], positions, 'ceasefire'))).toEqual(
        position === 'ACCEPTS' ? ['Ukraine'] : [],
      )
      const answers = ['PROPOSES', 'ACCEPTS', 'REJECTS'].includes(position)
      expect(names(awaiting([party('Ukraine')], positions, 'ceasefire'))).toEqual(answers ? [] : ['Ukraine'])
    },
  )

  it('are awaited while they say nothing, or say it of another proposal, or a person of theirs says it', () => {
    const positions = derivePositions(
      [
        update({ partyId: 'Russia', proposalId: 'another', proposalNumber: 2 }),
        update({ partyId: 'Ukraine', personId: 'Yermak' }),
      ],
      [],
    )
    const parties = [party('Russia'), party('Ukraine'), party('Belarus')]
    expect(names(awaiting(parties, positions, 'ceasefire'))).toEqual(['Russia', 'Ukraine', 'Belarus'])
    expect(accepting(parties, positions, 'ceasefire')).toEqual([])
  })

  it('accept in whatever role and are awaited as PARTY alone, each named once, as they stand in the negotiation', () => {
    const positions = derivePositions(
      [
        update({ partyId: 'United States' }),
        update({ partyId: 'Russia' }),
        update({ partyId: 'Ukraine', position: 'UNDER_REVIEW' }),
      ],
      [],
    )
    const parties = [
      ...[party('Saudi Arabia', 'HOST'), party('Ukraine'), party('United States', 'MEDIATOR')],
      ...[party('United States', 'SPONSOR'), party('Russia'), party('Ukraine', 'HOST'), party('Belarus', 'OBSERVER')],
    ]
    expect(names(accepting(parties, positions, 'ceasefire'))).toEqual(['United States', 'Russia'])
    expect(names(awaiting(parties, positions, 'ceasefire'))).toEqual(['Ukraine'])
    expect(names(awaiting([party('Moldova', 'HOST'), party('Moldova')], positions, 'ceasefire'))).toEqual(['Moldova'])
  })
})
