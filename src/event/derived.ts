import type { Derived } from '../live/derived.ts'
import { eventTally } from './event-tally.ts'
import { eventUnder } from './event-under.ts'

/** All that is kept beside the entries. Whoever opens the log to write gives it these. */
export const DERIVED: readonly Derived[] = [eventUnder, eventTally]
