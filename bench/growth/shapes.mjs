// The shapes of the sample's events and statements: which fields are there, how many of each, how long, how precisely dated.
import { readFileSync } from 'node:fs'

const SAMPLE = new URL('../../prisma/sample/ceasefire-2025-03.json', import.meta.url)
const DAY_MS = 86_400_000
/** The day on which the sample's article was written: dates are kept by their distance to it. */
const WRITTEN = Date.parse('2025-03-12')

const { entries } = JSON.parse(readFileSync(SAMPLE, 'utf8'))
const inputs = (type) => entries.filter((entry) => entry.type === type).map(({ input }) => input)

export const EVENTS = inputs('EVENT')
export const STATEMENTS = inputs('STATEMENT')
export const UPDATES = inputs('NEGOTIATION_STATUS_UPDATE')

/** A date of the sample, as far from another day as it is from the sample's. @param {string} edtf @param {number} day milliseconds */
export function datedFrom(edtf, day) {
  return edtf.replace(/\d{4}(-\d\d){1,2}/g, (date) => {
    const moved = Date.parse(date) - WRITTEN + day
    return new Date(Math.floor(moved / DAY_MS) * DAY_MS).toISOString().slice(0, date.length)
  })
}
