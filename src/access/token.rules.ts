import { z } from 'zod'
import { MAX, defaultWord, read, required } from '../record/input.ts'
import { Refused, problem } from '../record/refusal.ts'
import type { Role } from './role.ts'

const HOUR_MS = 3_600_000
const UNITS: ReadonlyMap<string, number> = new Map([
  ['h', HOUR_MS],
  ['d', 24 * HOUR_MS],
  ['w', 7 * 24 * HOUR_MS],
])
const EXAMPLES = '90d, 12h, 2w, 2027-06-30 (the end of that day, UTC) or 2027-06-30T18:00:00Z'
/** PostgreSQL and RFC 3339 write four digits. */
const END_OF_TIME = Date.UTC(10_000, 0)

/** What a new token is asked for with. */
export interface TokenInput {
  readonly name: string
  readonly role: Role
  /** Null: it does not expire. */
  readonly expiresAt: Date | null
}

const shape = z.object({ name: required(MAX.name), role: defaultWord<Role>('READER') })

/** The input, checked; blanks around the name are taken away. @throws Refused with paths below `input` */
export function readNewToken({ expiresAt, ...rest }: TokenInput, now: Date): TokenInput {
  const { name, role } = read(shape, rest)
  // It stands in the log and in lists on terminals for ever.
  if (/\p{Cc}/u.test(name)) throw refused('name', 'name takes one line of text, without control characters.')
  if (expiresAt !== null && expiresAt <= now) throw refused('expiresAt', 'expiresAt must lie in the future.')
  return { name: name.trim(), role, expiresAt }
}

/**
 * When a token expires of which somebody says so: a time from `now` on (hours, days, weeks), the end of a day, or an instant.
 * @throws Refused with a sentence and examples
 */
export function expiryOf(text: string, now: Date): Date {
  const at = readExpiry(text.trim(), now)
  if (!(at < END_OF_TIME)) throw refused('expiresAt', `When the token expires must be said as ${EXAMPLES}.`)
  if (at <= now.getTime()) throw refused('expiresAt', 'When the token expires must lie in the future.')
  return new Date(at)
}

/** NaN when it cannot be read. */
function readExpiry(text: string, now: Date): number {
  const [, count, unit = ''] = /^(\d{1,6})([hdw])$/i.exec(text) ?? []
  if (count !== undefined) return now.getTime() + Number(count) * (UNITS.get(unit.toLowerCase()) ?? NaN)
  const [, day, time = 'T23:59:59.999Z'] =
    /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2}))?$/i.exec(text) ?? []
  if (day === undefined) return NaN
  // Date.parse takes 30 February for the 2nd of March.
  const midnight = Date.parse(`${day}T00:00:00Z`)
  return new Date(midnight || 0).toISOString().startsWith(day) ? Date.parse(`${day}${time}`) : NaN
}

function refused(field: string, message: string): Refused {
  return new Refused([problem('INVALID_VALUE', [field], message)])
}
