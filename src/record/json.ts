import { Prisma } from '../db/generated/client.ts'
import type { HistoricalDate } from './date.ts'

/** A date as a JSON column takes it; NULL for none. */
export function jsonDate(
  date: HistoricalDate | null,
): { [Name in keyof HistoricalDate]: string | boolean | null } | typeof Prisma.DbNull {
  return date === null ? Prisma.DbNull : { ...date }
}
