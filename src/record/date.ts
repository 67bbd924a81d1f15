import { Field, InputType, ObjectType } from 'type-graphql'
import type { DatePrecision as precisions } from './edtf.ts'
import { DateTimeScalar, EdtfScalar } from './scalars.ts'
import { type Word, vocabulary } from './vocabulary.ts'

export const DatePrecision = vocabulary('DatePrecision', 'How precisely a date is known, read from its EDTF.', {
  INSTANT: 'A point in time.',
  DAY: 'A day.',
  RANGE: 'Some time in a period with both ends.',
  WEEK: 'Seven days from a Monday.',
  MONTH: 'A month.',
  YEAR: 'A year.',
  BEFORE: 'No later than a date; earliest is null.',
  AFTER: 'No earlier than a date; latest is null.',
  APPROXIMATE: 'About then, or uncertain.',
  UNKNOWN: 'Nothing is known; earliest and latest are null.',
} satisfies Record<precisions, string>)
export type DatePrecision = Word<typeof DatePrecision>

@ObjectType({ description: 'A date or period as precisely as it is known.', simpleResolvers: true })
export class HistoricalDate {
  @Field(() => EdtfScalar, { description: 'The date in EDTF, as the editor gave it.' })
  readonly edtf!: string
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First instant it can mean, UTC; null where the period is open.',
  })
  readonly earliest!: string | null
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Last instant it can mean, UTC; null where the period is open.',
  })
  readonly latest!: string | null
  @Field(() => DatePrecision, { description: 'How precisely it is known.' })
  readonly precision!: DatePrecision
  @Field(() => String, {
    nullable: true,
    description: "The words of the source: 'on Tuesday', 'last August'. Null when none are recorded.",
  })
  readonly asReported!: string | null
  @Field(() => Boolean, { description: 'True when an editor concluded the date and no source states it.' })
  readonly inferred!: boolean
}

@InputType({ description: 'A date or period as precisely as it is known.' })
export class HistoricalDateInput {
  @Field(() => EdtfScalar, {
    description:
      'EDTF, level 1, years 0001 to 9999: 2025-03-11, 2024-08, ../2025-03-12, 2025-03-11~. An instant needs an offset.',
  })
  readonly edtf!: string
  @Field(() => String, { nullable: true, description: 'The words of the source, at most 500 characters.' })
  readonly asReported?: string | null
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'True when no source states the date and the editor concluded it.',
  })
  readonly inferred?: boolean | null
}

/**
 * The instant by which a date is ordered: its earliest; where that is open, the beginning of the last day it can mean, so that "no later than
 * the 12th" stands among what is dated the 12th and not after all of it; null where nothing is known.
 */
export function orderedAt(date: HistoricalDate | null): string | null {
  if (date === null) return null
  return date.earliest ?? (date.latest === null ? null : `${date.latest.slice(0, 10)}T00:00:00.000Z`)
}

/** How long the period of a date is; BEFORE and AFTER where it is open, UNKNOWN where nothing is known. */
export type DateSpan = 'BEFORE' | 'AFTER' | 'DAY' | 'MONTH' | 'YEAR' | 'LONGER' | 'UNKNOWN'

/** The longest that a closed period of a span is, in days. */
export const LONGEST_DAYS = { DAY: 1, MONTH: 31, YEAR: 366 } as const

/** The span of a date; what has none is as unknown as a date of which nothing is known. */
export function spanOf(date: HistoricalDate | null): DateSpan {
  if (date === null || (date.earliest === null && date.latest === null)) return 'UNKNOWN'
  if (date.earliest === null) return 'BEFORE'
  if (date.latest === null) return 'AFTER'
  const days = (Date.parse(date.latest) - Date.parse(date.earliest)) / 86_400_000
  if (days <= LONGEST_DAYS.DAY) return 'DAY'
  if (days <= LONGEST_DAYS.MONTH) return 'MONTH'
  return days <= LONGEST_DAYS.YEAR ? 'YEAR' : 'LONGER'
}
