import type { DatePartsFragment } from '../generated/graphql.ts'
import type { Day } from '../words/en.ts'
import type { Site } from './site.ts'

/** In which zone and in which words dates are told. */
export type Telling = Pick<Site, 'zone' | 'words'>

/** A clock's time and the day that it shows, in a zone. */
interface Clock extends Day {
  readonly time: string
}

const DAY_MS = 86_400_000

/** How a date is written: in full, or as short as it can be told apart. */
type Form = 'long' | 'short'

/** A date of the record in words: "12 Mar 2025", "28 Feb 2025 to 11 Mar 2025", "no later than 12 Mar 2025". Never a guess. */
export function dateWords(date: DatePartsFragment, site: Telling, form: Form = 'short'): string {
  const { dates, comma } = site.words
  const first = dayOf(date.earliest)
  const last = dayOf(date.latest)
  if (date.precision === 'INSTANT' && date.earliest != null) {
    const clock = clockOf(date.earliest, site.zone)
    return [dayWords(clock, site, form), dates.clock(clock.time, zoneName(site.zone))].join(comma)
  }
  if (!first) return last ? dates.until(dates.short(last)) : dates.notStated
  if (!last) return dates.since(dates.short(first))
  const span = spanWords(first, last, site, form)
  return date.precision === 'APPROXIMATE' ? dates.about(span) : span
}

function spanWords(first: Day, last: Day, site: Telling, form: Form): string {
  const { dates } = site.words
  if (isSame(first, last)) return dayWords(first, site, form)
  if (isMonth(first, last)) return dates.month(first)
  if (isYear(first, last)) return String(first.year)
  return dates.between(dates.short(first), dates.short(last))
}

/** Day and time of a moment: "12 Mar 2025, 08:59 Kyiv". */
export function momentWords(instant: string, site: Telling): string {
  return momentParts(instant, site).join(site.words.comma)
}

/** A moment in two parts, of which the second is enough for the same day: "12 Mar 2025" and "08:59 Kyiv". */
export function momentParts(instant: string, { zone, words }: Telling): readonly [day: string, time: string] {
  const clock = clockOf(instant, zone)
  return [words.dates.short(clock), words.dates.clock(clock.time, zoneName(zone))]
}

/** What a zone is called beside a time: the city, or the zone where it has none. */
export const zoneName = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')

/** Where a date stands in a list, as the record orders it: its first instant; where that is open, the last day; null for an unknown one. */
export function orderOf({ earliest, latest }: Pick<DatePartsFragment, 'earliest' | 'latest'>): number | null {
  if (earliest != null) return Date.parse(earliest)
  if (latest == null) return null
  return Math.floor(Date.parse(latest) / DAY_MS) * DAY_MS
}

/** The day of a list under which an entry stands: one day, or a period that is told in words. */
export interface DayGroup {
  readonly key: string
  readonly title: string
  /** Groups stand newest first by it; null, of the unknown, last. */
  readonly order: number | null
  /** Whether it is one certain day. */
  readonly exact: boolean
}

/** Under which day a date stands. */
export function groupOf(date: DatePartsFragment, site: Telling): DayGroup {
  const order = orderOf(date)
  if (date.precision === 'INSTANT' && date.earliest != null) return dayGroup(clockOf(date.earliest, site.zone), site)
  const day = date.precision === 'DAY' ? dayOf(date.earliest) : null
  if (day) return dayGroup(day, site)
  const title = dateWords(date, site, 'long')
  return { key: `~${title}`, title, order, exact: false }
}

function dayGroup(day: Day, site: Telling): DayGroup {
  return {
    key: [day.year, day.month, day.day].join('-'),
    title: dayWords(day, site, 'long'),
    order: Date.UTC(day.year, day.month - 1, day.day),
    exact: true,
  }
}

function dayWords(day: Day, { words: { dates } }: Telling, form: Form): string {
  if (form === 'short') return dates.short(day)
  return dates.long(day, new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay())
}

function dayOf(instant: string | null | undefined): Day | null {
  if (instant == null) return null
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return null
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }
}

const isSame = (one: Day, other: Day): boolean =>
  one.year === other.year && one.month === other.month && one.day === other.day
const isMonth = (from: Day, to: Day): boolean =>
  from.year === to.year && from.month === to.month && from.day === 1 && to.day === lastDayOf(to)
const isYear = (from: Day, to: Day): boolean =>
  from.year === to.year && from.month === 1 && from.day === 1 && to.month === 12 && to.day === 31
const lastDayOf = ({ year, month }: Day): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** By Intl's numbers alone, so that a server and a browser with other words for months say the same. */
function clockOf(instant: string, zone: string): Clock {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value] as const),
  )
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
  return {
    ...{ year: number('year'), month: number('month'), day: number('day') },
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
  }
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
}
