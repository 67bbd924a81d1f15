/**
 * The rows of a list inside an entry, for Prisma: written with a new entry, put in place of the old ones otherwise. Their order is kept
 * in `ordinal`.
 */
export function rowsOf<Row extends object>(
  isNew: boolean,
  rows: readonly Row[],
): { deleteMany?: object; createMany: { data: (Row & { ordinal: number })[] } } {
  const createMany = { data: rows.map((row, ordinal) => ({ ...row, ordinal })) }
  return isNew ? { createMany } : { deleteMany: {}, createMany }
}
