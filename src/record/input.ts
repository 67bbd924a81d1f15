import { z } from 'zod'
import { readEdtf } from './edtf.ts'
import type { HistoricalDate } from './date.ts'
import { Refused, type UserErrorCode, problem } from './refusal.ts'

/** Longest names, titles, identifiers; summaries, contents, quotes, reasons; texts of sources; lists in an input; searches. */
export const MAX = { name: 500, prose: 20_000, text: 2_000_000, list: 500, search: 1_000 } as const

type Fail = (code: UserErrorCode, message: string) => never

/** A value read by hand: what `fail` is told becomes a problem at the path of the value. */
function value<Value>(read: (given: unknown, fail: Fail) => Value) {
  // Optional, so that an absent field is read too: what that means is for `read` to say.
  return z
    .unknown()
    .optional()
    .transform((given, context): Value => {
      const fail: Fail = (code, message) => {
        context.addIssue({ code: 'custom', params: { code }, message })
        throw new Failed()
      }
      try {
        return read(given, fail)
      } catch (error) {
        if (error instanceof Failed) return z.NEVER
        throw error
      }
    })
}
class Failed extends Error {}

// PostgreSQL stores neither U+0000 nor half a surrogate pair.
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

function readText(given: unknown, max: number, fail: Fail): string {
  if (typeof given !== 'string') return fail('INVALID_VALUE', 'takes text.')
  if (given.length > max)
    return fail('TOO_LONG', `takes at most ${String(max)} characters; ${String(given.length)} were given.`)
  if (UNSTORABLE.test(given))
    return fail('INVALID_VALUE', 'holds a character that no text may hold: U+0000 or half of a surrogate pair.')
  return given
}

/** Text that must be given and not blank. */
export const required = (max: number) =>
  value((given, fail) => {
    if (given === undefined || given === null || (typeof given === 'string' && given.trim() === ''))
      return fail('REQUIRED', 'must be given and not be blank.')
    return readText(given, max, fail)
  })

/** Text that may be absent; blank is as absent. */
export const optional = (max: number) =>
  value((given, fail) =>
    given === undefined || given === null || given === '' ? null : blankAsNull(readText(given, max, fail)),
  )

const blankAsNull = (text: string): string | null => (text.trim() === '' ? null : text)

/** Text of a form; `example` goes into the message. */
export const formed = (max: number, example: string, holds: (text: string) => boolean) =>
  value((given, fail) => {
    if (given === undefined || given === null) return null
    const text = readText(given, max, fail)
    return holds(text) ? text : fail('INVALID_VALUE', `is not of the right form; an example: ${example}.`)
  })

/** A word of a vocabulary that GraphQL has checked already. */
export const word = <Word extends string>() =>
  value((given, fail) => (typeof given === 'string' ? (given as Word) : fail('REQUIRED', 'must be given.')))
/** As word, or null. */
export const optionalWord = <Word extends string>() =>
  value((given) => (typeof given === 'string' ? (given as Word) : null))
/** As word; absent and null mean the default. */
export const defaultWord = <Word extends string>(fallback: Word) =>
  value((given) => (typeof given === 'string' ? (given as Word) : fallback))

/** A yes or no; absent and null mean the default. */
export const flag = (fallback: boolean) => value((given) => (typeof given === 'boolean' ? given : fallback))
/** A yes or no, or null when it is not said. */
export const optionalFlag = () => value((given) => (typeof given === 'boolean' ? given : null))

/** A number in a range, or null. */
export const optionalNumber = (min: number, max: number) =>
  value((given, fail) => (given === undefined || given === null ? null : readNumber(given, min, max, fail)))
/** A number in a range. */
export const number = (min: number, max: number) => value((given, fail) => readNumber(given, min, max, fail))

function readNumber(given: unknown, min: number, max: number, fail: Fail): number {
  if (typeof given !== 'number' || !(given >= min && given <= max))
    return fail('INVALID_VALUE', `takes a number from ${String(min)} to ${String(max)}.`)
  return given
}

/** A list; absent and null mean none. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((given, context) => {
    const items: unknown = given ?? []
    if (Array.isArray(items) && items.length > MAX.list) {
      context.addIssue({
        code: 'custom',
        params: { code: 'TOO_LONG' },
        message: `takes at most ${String(MAX.list)} items; ${String(items.length)} were given.`,
      })
      return []
    }
    return items
  }, z.array(item))

/** The id of another entry; whether there is one is checked against the record. */
export const id = () =>
  value((given, fail) => (typeof given === 'string' ? given : fail('REQUIRED', 'takes the id of an entry.')))
/** As id, or null. */
export const optionalId = () => value((given) => (typeof given === 'string' ? given : null))

const dateParts = z.object({ edtf: z.unknown(), asReported: optional(MAX.name), inferred: flag(false) })

/** A historical date, or null. */
export const optionalDate = () =>
  z
    .preprocess((given) => given ?? null, dateParts.nullable())
    .transform((given, context): HistoricalDate | null => {
      if (given === null) return null
      const period = typeof given.edtf === 'string' && given.edtf.length <= MAX.name ? readEdtf(given.edtf) : null
      if (period === null) {
        const blank = given.edtf === undefined || given.edtf === null || given.edtf === ''
        const message =
          'is not an EDTF date of level 1; examples: 2025-03-11, 2024-08, 2025-02-28/2025-03-11, ../2025-03-12, 2025-03-11~.'
        context.addIssue({
          code: 'custom',
          path: ['edtf'],
          params: { code: blank ? 'REQUIRED' : 'INVALID_VALUE' },
          message,
        })
        return z.NEVER
      }
      const { earliest, latest, precision } = period
      return {
        edtf: period.edtf,
        earliest: earliest?.toISOString() ?? null,
        latest: latest?.toISOString() ?? null,
        precision,
        asReported: given.asReported,
        inferred: given.inferred,
      }
    })

/** A historical date that must be given. */
export const date = () =>
  optionalDate().transform((given, context): HistoricalDate => {
    if (given !== null) return given
    context.addIssue({
      code: 'custom',
      params: { code: 'REQUIRED' },
      message: 'must be given; ../.. says that it is not known.',
    })
    return z.NEVER
  })

/**
 * The input as a value of the shape, defaults filled in; what the shape does not name is left out.
 * @throws Refused with every problem that the shape finds.
 */
export function read<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const result = shape.safeParse(input)
  if (result.success) return result.data
  throw new Refused(
    result.error.issues.map((issue) => {
      const code = issue.code === 'custom' ? (issue.params?.code as UserErrorCode | undefined) : undefined
      const path = issue.path.map(nameOfStep)
      return problem(code ?? 'INVALID_VALUE', path, `${spoken(path)} ${issue.message}`)
    }),
  )
}

const nameOfStep = (step: PropertyKey): string => String(step)

/** A path for a sentence: aliases 3 for the third of them, since people count from one. */
function spoken(path: readonly string[]): string {
  return path.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : step)).join(' ')
}
