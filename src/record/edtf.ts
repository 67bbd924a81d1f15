import { parse, type ParsedDate, type ParsedInterval } from 'edtf'
import { LRUCache } from 'lru-cache'

/**
 * What an accepted date can mean, in UTC. `earliest` and `latest` are its first and last millisecond, each null where the
 * period is open; `edtf` is the text as it was given.
 */
export interface DatePeriod {
  readonly edtf: string
  readonly earliest: Date | null
  readonly latest: Date | null
  readonly precision: DatePrecision
}

/** The words for how precisely a date is known; the names of the contract's enum (SEMANTICS §3). */
export const DatePrecision = {
  INSTANT: 'INSTANT',
  DAY: 'DAY',
  RANGE: 'RANGE',
  WEEK: 'WEEK',
  MONTH: 'MONTH',
  YEAR: 'YEAR',
  BEFORE: 'BEFORE',
  AFTER: 'AFTER',
  APPROXIMATE: 'APPROXIMATE',
  UNKNOWN: 'UNKNOWN',
} as const
/** One of these words. */
export type DatePrecision = (typeof DatePrecision)[keyof typeof DatePrecision]

/**
 * The period that an EDTF text means, or null when the record does not take it: what is not level 1 of EDTF, and of level 1
 * seasons, unspecified digits, Y-years and years outside 0001 to 9999 (also when an offset moves an instant there). Nothing is
 * trimmed. Never throws.
 *
 * Sources: SEMANTICS §3; https://www.loc.gov/standards/datetime/. Intervals run between dates: "time of day is excluded" there.
 */
export function readEdtf(text: string): DatePeriod | null {
  const parsed = parseLevel1(text)
  if (parsed === null) return null
  const period = parsed.type === 'Date' ? readDate(text, parsed) : readInterval(text, parsed)
  if (period === null) return null
  return /[~?%]/.test(text) ? { ...period, precision: DatePrecision.APPROXIMATE } : period
}

const DAY_MS = 86_400_000
const MONDAY = 1

/** Longer than every accepted form. The library's parser keeps a state for every character it is given, accepted or not. */
const MAX_LENGTH = 40

/**
 * Hours, minutes and seconds, a fraction of at most milliseconds, and an offset. The library also takes times without seconds,
 * T24:00, offsets without a colon and the minus sign U+2212, which the standard's extended format does not know.
 */
const INSTANT_TIME = /T(?!24)\d\d:\d\d:\d\d(?:\.(\d{1,3}))?(?:Z|[+-]\d\d(?::\d\d)?)$/

interface Bounds {
  readonly earliest: Date | null
  readonly latest: Date | null
}

// The library makes its grammar anew for each text, and reads as long at one date as we do at all else of an event; in records the same days come again
// and again. What a text means depends on nothing else.
const known = new LRUCache<string, { readonly meant: ParsedDate | ParsedInterval | null }>({ max: 10_000 })

function parseLevel1(text: string): ParsedDate | ParsedInterval | null {
  if (text.length > MAX_LENGTH) return null
  const before = known.get(text)
  if (before) return before.meant
  const meant = parseAnew(text)
  known.set(text, { meant })
  return meant
}

function parseAnew(text: string): ParsedDate | ParsedInterval | null {
  try {
    // `parse`, not the library's `edtf()`: that takes '20250312' for milliseconds since 1970, and refuses an interval that ends
    // within its first date ('2025-03-12/2025-03-12', '2025-03-12/2025-03').
    return parse(text, { level: 1, types: ['Date', 'Interval'] })
  } catch {
    // The library has no other way to say that a text is no EDTF.
    return null
  }
}

function readDate(text: string, date: ParsedDate): DatePeriod | null {
  if (text.includes('T')) return readInstant(text, date)
  const bounds = calendarBounds(date)
  if (bounds === null) return null
  const precision = [DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY][date.values.length - 1]
  if (precision === undefined) throw new Error('A date without a time ends at its day, so this cannot happen.')
  return { edtf: text, ...bounds, precision }
}

function readInstant(text: string, date: ParsedDate): DatePeriod | null {
  const time = INSTANT_TIME.exec(text)
  // Without an offset the library takes that of this machine; the pattern asks for one.
  if (time === null || date.offset === undefined || calendarBounds(date) === null) return null
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = date.values
  // The library reads the fraction as a count of milliseconds: .5 as 5, .05 likewise. So it is read here.
  const millisecond = Number((time[1] ?? '').padEnd(3, '0'))
  const at = utc(year, month, day)
  at.setUTCHours(hour, minute - date.offset, second, millisecond)
  return isYear(at.getUTCFullYear()) ? { edtf: text, earliest: at, latest: at, precision: DatePrecision.INSTANT } : null
}

function readInterval(text: string, { values: [from, to] }: ParsedInterval): DatePeriod | null {
  if (text === '../..') return { edtf: text, earliest: null, latest: null, precision: DatePrecision.UNKNOWN }
  if (text.includes('T')) return null
  const first = endBounds(from)
  const last = endBounds(to)
  if (first === null || last === null) return null
  const { earliest } = first
  const { latest } = last
  if (earliest === null || latest === null) {
    // Of what says nothing at all only '../..' is taken, so that the unknown has one spelling: not '/', '../' or '/..'.
    if (earliest === latest) return null
    return { edtf: text, earliest, latest, precision: earliest === null ? DatePrecision.BEFORE : DatePrecision.AFTER }
  }
  if (earliest > latest) return null
  const givenInDays = isDate(from) && isDate(to) && from.values.length === 3 && to.values.length === 3
  const week =
    givenInDays && earliest.getUTCDay() === MONDAY && latest.getTime() - earliest.getTime() === 7 * DAY_MS - 1
  return { edtf: text, earliest, latest, precision: week ? DatePrecision.WEEK : DatePrecision.RANGE }
}

/** Both null for an end that is open ('..') or unknown (''); the record makes no difference between these. */
function endBounds(end: ParsedDate | number | null): Bounds | null {
  return isDate(end) ? calendarBounds(end) : { earliest: null, latest: null }
}

function isDate(end: ParsedDate | number | null): end is ParsedDate {
  return typeof end === 'object' && end !== null
}

/** First and last millisecond of the year, month or day; null for one that the calendar or the record does not have. */
function calendarBounds({ values, unspecified }: ParsedDate): Bounds | null {
  const [year = 0, month = 0, day = 1] = values
  if (unspecified !== undefined || !isYear(year)) return null
  const earliest = utc(year, month, day)
  // The library takes 29 February in every year.
  if (earliest.getUTCDate() !== day) return null
  const next = utc(
    year + (values.length === 1 ? 1 : 0),
    month + (values.length === 2 ? 1 : 0),
    day + (values.length > 2 ? 1 : 0),
  )
  return { earliest, latest: new Date(next.getTime() - 1) }
}

/** `Date.UTC` would take the years 1 to 99 for 1901 to 1999. */
function utc(year: number, month: number, day: number): Date {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date
}

function isYear(year: number): boolean {
  return year >= 1 && year <= 9999
}
