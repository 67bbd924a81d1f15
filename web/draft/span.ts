import type { DatePartsFragment } from '../generated/graphql.ts'
import type { DateGiven } from './values.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

/**
 * A date as a preview shows it, of the forms that editors write most: days, months, years, spans, open ends, about, moments. Null of any other, which the
 * service may understand all the same.
 */
export function previewDate({ edtf, asReported, inferred }: DateGiven): DatePartsFragment | null {
  const text = edtf.trim()
  const parts = partsOf(text)
  return parts && { ...parts, edtf: text, asReported: asReported || null, inferred }
}

type Parts = Pick<DatePartsFragment, 'earliest' | 'latest' | 'precision'>

function partsOf(text: string): Parts | null {
  if (text === '' || text === '../..') return { earliest: null, latest: null, precision: 'UNKNOWN' }
  if (text.includes('T')) return momentAt(text)
  if (text.endsWith('~')) {
    const about = spanOf(text.slice(0, -1))
    return about && { ...about, precision: 'APPROXIMATE' }
  }
  const [from, to, ...rest] = text.split('/')
  if (from === undefined || rest.length > 0) return null
  if (to === undefined) return spanOf(from)
  return between(from, to)
}

function momentAt(text: string): Parts | null {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || !/(Z|[+-]\d\d:\d\d)$/.test(text)) return null
  return { earliest: at.toISOString(), latest: at.toISOString(), precision: 'INSTANT' }
}

function between(from: string, to: string): Parts | null {
  const [first, last] = [spanOf(from), spanOf(to)]
  if (from === '..') return last && { earliest: null, latest: last.latest, precision: 'BEFORE' }
  if (to === '..') return first && { earliest: first.earliest, latest: null, precision: 'AFTER' }
  return first && last && { earliest: first.earliest, latest: last.latest, precision: 'RANGE' }
}

/** A day, a month or a year. */
function spanOf(text: string): Parts | null {
  const precision = DAY.test(text) ? 'DAY' : /^\d{4}-\d\d$/.test(text) ? 'MONTH' : /^\d{4}$/.test(text) ? 'YEAR' : null
  if (precision === null) return null
  const [year = 0, month, day] = text.split('-').map(Number)
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1)
  const end =
    day !== undefined
      ? Date.UTC(year, (month ?? 1) - 1, day + 1)
      : month !== undefined
        ? Date.UTC(year, month, 1)
        : Date.UTC(year + 1, 0, 1)
  // The thirtieth of February would be a day of March.
  if (!new Date(start).toISOString().startsWith(text)) return null
  return { earliest: new Date(start).toISOString(), latest: new Date(end - 1).toISOString(), precision }
}
