import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderedAt } from '../../src/record/date.ts'
import { type DatePrecision, readEdtf } from '../../src/record/edtf.ts'
import { optionalDate, read as readInput } from '../../src/record/input.ts'

type Row = readonly [edtf: string, precision: DatePrecision, earliest: string | null, latest: string | null]

const START = 'T00:00:00.000Z'
const END = 'T23:59:59.999Z'

const taken: readonly Row[] = [
  ['2025-03-12T14:05:00Z', 'INSTANT', '2025-03-12T14:05:00.000Z', '2025-03-12T14:05:00.000Z'],
  ['2025-03-12T14:05:00+05:30', 'INSTANT', '2025-03-12T08:35:00.000Z', '2025-03-12T08:35:00.000Z'],
  ['2025-03-12T23:05:00-04', 'INSTANT', '2025-03-13T03:05:00.000Z', '2025-03-13T03:05:00.000Z'],
  ['2025-03-12T14:05:00.5Z', 'INSTANT', '2025-03-12T14:05:00.500Z', '2025-03-12T14:05:00.500Z'],
  ['2025-03-12T14:05:00.05Z', 'INSTANT', '2025-03-12T14:05:00.050Z', '2025-03-12T14:05:00.050Z'],
  ['2025-03-12T14:05:00.123+02:00', 'INSTANT', '2025-03-12T12:05:00.123Z', '2025-03-12T12:05:00.123Z'],
  ['0099-12-31T23:59:59Z', 'INSTANT', '0099-12-31T23:59:59.000Z', '0099-12-31T23:59:59.000Z'],
  ['2025-03-12', 'DAY', `2025-03-12${START}`, `2025-03-12${END}`],
  ['2024-02-29', 'DAY', `2024-02-29${START}`, `2024-02-29${END}`],
  ['2000-02-29', 'DAY', `2000-02-29${START}`, `2000-02-29${END}`],
  ['9999-12-31', 'DAY', `9999-12-31${START}`, `9999-12-31${END}`],
  ['2025-03', 'MONTH', `2025-03-01${START}`, `2025-03-31${END}`],
  ['2024-02', 'MONTH', `2024-02-01${START}`, `2024-02-29${END}`],
  ['2025-12', 'MONTH', `2025-12-01${START}`, `2025-12-31${END}`],
  ['2025', 'YEAR', `2025-01-01${START}`, `2025-12-31${END}`],
  ['0001', 'YEAR', `0001-01-01${START}`, `0001-12-31${END}`],
  ['0099', 'YEAR', `0099-01-01${START}`, `0099-12-31${END}`],
  ['9999', 'YEAR', `9999-01-01${START}`, `9999-12-31${END}`],
  ['2025-02-28/2025-03-11', 'RANGE', `2025-02-28${START}`, `2025-03-11${END}`],
  ['2024-08/2025-03-12', 'RANGE', `2024-08-01${START}`, `2025-03-12${END}`],
  ['2025-03-12/2025-03', 'RANGE', `2025-03-12${START}`, `2025-03-31${END}`],
  ['2025/2025', 'RANGE', `2025-01-01${START}`, `2025-12-31${END}`],
  ['2025-03-12/2025-03-12', 'RANGE', `2025-03-12${START}`, `2025-03-12${END}`],
  ['2025-03-10/2025-03-16', 'WEEK', `2025-03-10${START}`, `2025-03-16${END}`],
  ['2025-03-11/2025-03-17', 'RANGE', `2025-03-11${START}`, `2025-03-17${END}`],
  ['2025-03-10/2025-03-23', 'RANGE', `2025-03-10${START}`, `2025-03-23${END}`],
  ['../2025-03-12', 'BEFORE', null, `2025-03-12${END}`],
  ['/2025-03-12', 'BEFORE', null, `2025-03-12${END}`],
  ['../2025', 'BEFORE', null, `2025-12-31${END}`],
  ['2025-03-12/..', 'AFTER', `2025-03-12${START}`, null],
  ['2025-03-12/', 'AFTER', `2025-03-12${START}`, null],
  ['2024-08/..', 'AFTER', `2024-08-01${START}`, null],
  ['2025-03-11~', 'APPROXIMATE', `2025-03-11${START}`, `2025-03-11${END}`],
  ['2025-02-28?', 'APPROXIMATE', `2025-02-28${START}`, `2025-02-28${END}`],
  ['2025-03%', 'APPROXIMATE', `2025-03-01${START}`, `2025-03-31${END}`],
  ['2025-03-11~/2025-03-12~', 'APPROXIMATE', `2025-03-11${START}`, `2025-03-12${END}`],
  ['2025-03-10/2025-03-16?', 'APPROXIMATE', `2025-03-10${START}`, `2025-03-16${END}`],
  ['2025-03-11?/..', 'APPROXIMATE', `2025-03-11${START}`, null],
  ['../2025~', 'APPROXIMATE', null, `2025-12-31${END}`],
  ['../..', 'UNKNOWN', null, null],
]

const refused: Readonly<Record<string, readonly string[]>> = {
  'what is no date': [
    '',
    'on Tuesday',
    '12.03.2025',
    '03/12/2025',
    '20250312',
    '202503',
    '12025',
    '25-03-12',
    '2025-3-12',
    '2025-W11',
  ],
  'blanks around a date': [' 2025', '2025 ', '2025-03-12\n', '2025-03-11 / 2025-03-12'],
  'days that the calendar does not have': [
    '2025-02-30',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-00',
    '2025-13',
    '2025-03-00',
    '2025-03-32',
  ],
  'such days in intervals, uncertain or with a time': [
    '2025-02-29/2025-03-12',
    '2025-02-29?',
    '2025-02-29T12:00:00Z',
    '../2023-02-29',
  ],
  'years outside 0001 to 9999': ['0000', '0000-01-01', '-0001', '-2025', '10000', 'Y20250', 'Y-20250', '-2025/2025'],
  'instants whose offset leads out of these years': ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00'],
  seasons: ['2025-21', '2025-24', '2025-21/2025-22', '2025-33'],
  'unspecified digits': ['202X', '20XX', '2025-XX', '2025-03-XX', 'XXXX', '2025-XX-XX', '202X/2025'],
  'centuries and decades': ['20', '202', '20?', '202~'],
  'what is of level 2': [
    '2025?-03-12',
    '2025-~03',
    '~2025',
    '?2025-03-12',
    '[2025,2026]',
    '{2025}',
    '[..2025]',
    'Y2025E3',
    '2025S2',
    '2025-03-12~?',
  ],
  'a time without offset, in whatever zone this machine is': ['2025-03-12T14:05:00', '2025-03-12T14:05:00.000'],
  'times that the standard does not write': [
    ...[
      '2025-03-12T14:05Z',
      '2025-03-12T14Z',
      '2025-03-12 14:05:00Z',
      '2025-03-12T14:05:00z',
      '2025-03T14:05:00Z',
      '2025-03-12T14:05:00Z~',
    ],
    ...[
      '2025-03-12T14:05:00+0200',
      '2025-03-12T14:05:00\u221202:00',
      '2025-03-12T14:05:00-00:00',
      '2025-03-12T14:05:00+15:00',
    ],
    ...['2025-03-12T24:00:00Z', '2025-03-12T14:60:00Z', '2025-03-12T14:05:60Z', '2025-03-12T14:05:00.Z'],
  ],
  'more than milliseconds': ['2025-03-12T14:05:00.1234Z', '2025-03-12T14:05:00.123456+00:00'],
  'a time of day in an interval': [
    '2025-03-12T14:05:00Z/2025-03-12T16:00:00Z',
    '2025-03-12T14:05:00Z/..',
    '2025-03-12/2025-03-12T14:05:00Z',
  ],
  'intervals that end before they start': [
    '2025/2024',
    '2025-03-12/2025-03-11',
    '2025-03-12/2025-02',
    '2025-03-12~/2025-03-11~',
  ],
  'intervals without a date, save ../..': ['/', '../', '/..', '..', '...', '../../..', '2025/2026/2027'],
}

const read = (edtf: string): Row | null => {
  const period = readEdtf(edtf)
  return (
    period && [
      period.edtf,
      period.precision,
      period.earliest?.toISOString() ?? null,
      period.latest?.toISOString() ?? null,
    ]
  )
}

describe('reading a historical date', () => {
  it.each(taken)('reads %s as %s', (...row) => {
    expect(read(row[0])).toEqual(row)
  })

  for (const [what, texts] of Object.entries(refused)) {
    it.each(texts)(`refuses ${what}: %j`, (text) => {
      expect(readEdtf(text)).toBeNull()
    })
  }

  it('answers at once for a text of any length', () => {
    const began = performance.now()
    for (const text of ['2025-03-12/', '[2025,', '9', '1,']) expect(readEdtf(text.repeat(200_000))).toBeNull()
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('does not depend on the zone of the machine', () => {
    const zone = process.env.TZ
    try {
      process.env.TZ = 'America/New_York'
      expect(read('2025-03-12')).toEqual(['2025-03-12', 'DAY', `2025-03-12${START}`, `2025-03-12${END}`])
      expect(readEdtf('2025-03-12T14:05:00')).toBeNull()
      expect(read('2025-03-09T02:30:00Z')?.[2]).toBe('2025-03-09T02:30:00.000Z')
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
  })
})

describe('the laws of dates', () => {
  const day = fc
    .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const date = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length))
  const qualifier = fc.constantFrom('', '~', '?', '%')

  it('reads every day of the record as that day', () => {
    fc.assert(
      fc.property(day, (text) => {
        expect(read(text)).toEqual([text, 'DAY', text + START, text + END])
      }),
    )
  })

  it('reads every instant of the record as JavaScript does', () => {
    const instant = fc.tuple(
      day.filter((text) => !/^(0001|9999)/.test(text)),
      fc.nat(86_399_999),
      fc.integer({ min: -12 * 60, max: 14 * 60 }),
    )
    fc.assert(
      fc.property(instant, ([text, millisecond, offset]) => {
        const clock = new Date(millisecond).toISOString().slice(11, 23)
        const minutes = Math.abs(offset)
        const zone =
          offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${new Date(minutes * 60_000).toISOString().slice(11, 16)}`
        expect(readEdtf(`${text}T${clock}${zone}`)?.earliest?.getTime()).toBe(Date.parse(`${text}T${clock}${zone}`))
      }),
    )
  })

  it('spans an interval from the first of its start to the last of its end, and refuses it only when that is reversed', () => {
    fc.assert(
      fc.property(date, date, qualifier, (from, to, sign) => {
        const first = readEdtf(from)?.earliest ?? null
        const last = readEdtf(to)?.latest ?? null
        const period = readEdtf(`${from}${sign}/${to}`)
        if (first !== null && last !== null && first > last) expect(period).toBeNull()
        else expect(period).toMatchObject({ earliest: first, latest: last })
      }),
    )
  })

  it('keeps the bounds when a date becomes uncertain or approximate', () => {
    fc.assert(
      fc.property(date, fc.constantFrom('~', '?', '%'), (text, sign) => {
        const period = readEdtf(text)
        expect(readEdtf(text + sign)).toEqual({ ...period, edtf: text + sign, precision: 'APPROXIMATE' })
      }),
    )
  })

  it('never throws, keeps the text as given, and orders the bounds', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789-/.~?%TZ:+X[]{},YS '.split('')), maxLength: 30 })
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
        const period = readEdtf(text)
        if (period === null) return
        expect(period.edtf).toBe(text)
        if (period.earliest !== null && period.latest !== null)
          expect(period.earliest.getTime()).toBeLessThanOrEqual(period.latest.getTime())
      }),
      { numRuns: 500 },
    )
  })
})

describe('the order of dates', () => {
  it.each([
    ['2025-03', '2025-03-01T00:00:00.000Z'],
    ['2024-08/2025-03-12', '2024-08-01T00:00:00.000Z'],
    ['2025-03-12/..', '2025-03-12T00:00:00.000Z'],
    ['../2025-03-12', '2025-03-12T00:00:00.000Z'],
    ['../..', null],
  ])('orders %s by %s', (text, instant) => {
    expect(orderedAt(readInput(optionalDate(), { edtf: text }))).toBe(instant)
  })
})
