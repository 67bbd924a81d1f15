import type { DatePartsFragment } from '../generated/graphql.ts'
import { WORDS } from './words.ts'

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A clock's time and the day that it shows, in a zone. */
interface Clock extends Day {
  readonly time: string
}

const DAY_MS = 86_400_000

/** How a date is written: in full, or as short as it can be told apart. */
type Form = 'long' | 'short'

/** A date of the record in words: "12 Mar 2025", "28 Feb 2025 to 11 Mar 2025", "no later than 12 Mar 2025". Never a guess. */
export function dateWords(date: DatePartsFragment, zone: string, form: Form = 'short'): string {
  const first = dayOf(date.earliest)
  const last = dayOf(date.latest)
  if (date.precision === 'INSTANT' && date.earliest != null) {
    const clock = clockOf(date.earliest, zone)
    return `${dayWords(clock, form)}, ${clock.time} ${zoneName(zone)}`
  }
  if (!first) return last ? `No later than ${dayWords(last, 'short')}` : WORDS.dateNotStated
  if (!last) return `Since ${dayWords(first, 'short')}`
  const about = date.precision === 'APPROXIMATE' ? 'About ' : ''
  if (isSame(first, last)) return about + dayWords(first, form)
  if (isMonth(first, last)) return `${about}${monthOf(first, 'long')} ${String(first.year)}`
  if (isYear(first, last)) return about + String(first.year)
  return `${about}${dayWords(first, 'short')} to ${dayWords(last, 'short')}`
}

/** Day and time of a moment: "12 Mar 2025, 08:59 Kyiv". */
export function momentWords(instant: string, zone: string): string {
  return momentParts(instant, zone).join(', ')
}

/** A moment in two parts, of which the second is enough for the same day: "12 Mar 2025" and "08:59 Kyiv". */
export function momentParts(instant: string, zone: string): readonly [day: string, time: string] {
  const clock = clockOf(instant, zone)
  return [dayWords(clock, 'short'), `${clock.time} ${zoneName(zone)}`]
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
export function groupOf(date: DatePartsFragment, zone: string): DayGroup {
  const order = orderOf(date)
  if (date.precision === 'INSTANT' && date.earliest != null) return dayGroup(clockOf(date.earliest, zone))
  const day = date.precision === 'DAY' ? dayOf(date.earliest) : null
  if (day) return dayGroup(day)
  const title = dateWords(date, zone, 'long')
  return { key: `~${title}`, title, order, exact: false }
}

function dayGroup(day: Day): DayGroup {
  return {
    key: [day.year, day.month, day.day].join('-'),
    title: dayWords(day, 'long'),
    order: Date.UTC(day.year, day.month - 1, day.day),
    exact: true,
  }
}

function dayWords(day: Day, form: Form): string {
  const { year, month } = day
  if (form === 'short') return `${String(day.day)} ${monthOf(day, 'short')} ${String(year)}`
  const weekday = WORDS.days[new Date(Date.UTC(year, month - 1, day.day)).getUTCDay()] ?? ''
  return `${weekday}, ${String(day.day)} ${monthOf(day, 'long')} ${String(year)}`
}

function monthOf({ month }: Day, form: Form): string {
  const name = WORDS.months[month - 1] ?? ''
  return form === 'long' ? name : name.slice(0, 3)
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
