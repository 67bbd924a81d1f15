import type { HistoricalDate } from './date.ts'

/** What stands where words that must not be missing were taken out. */
export const REDACTED = '[redacted]'

/**
 * Of each field that can be redacted, what stands there afterwards. The rules of the entry hold for it as for any input, so that the entry can be
 * updated later. Blanking what is blank changes nothing.
 */
export type Blanks<Own> = {
  readonly [Field in keyof Own]?: (value: Own[Field], own: Own) => Own[Field]
}

/** For text that must be given. */
export const noWords = (): string => REDACTED
/** For what may be absent. */
export const nothing = (): null => null
/** For lists that may be empty. */
export const noItems = (): never[] => []

/** For dates: the words of the source go, the date itself stays, since orders and rules rest on it. */
export function dateAlone<When extends HistoricalDate | null>(date: When): When {
  return date && { ...date, asReported: null }
}
