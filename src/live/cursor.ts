import { cursorInvalid } from '../record/request-error.ts'

// One character of format before the rest, so that a later format can be told from this one.
const FORMAT = 'a'

/** A place in a log. Opaque to clients: format, epoch of the log, sequence. */
export function cursorAt(epoch: string, sequence: number): string {
  return Buffer.from(`${FORMAT}.${epoch}.${String(sequence)}`).toString('base64url')
}

/**
 * The sequence that a cursor stands for; what is after it has not been read yet. Whether the log reaches that far is refuseBeyond's to say.
 * @throws CURSOR_INVALID when it is no cursor, or one of another log (another or a restored database)
 */
export function sequenceOf(cursor: string, epoch: string): number {
  const [format, of, digits, ...rest] = Buffer.from(cursor, 'base64url').toString().split('.')
  if (format !== FORMAT || of === undefined || digits === undefined || rest.length > 0 || !/^\d{1,9}$/.test(digits)) {
    throw cursorInvalid('This is not a cursor of the log. Read the record anew and go on from service { headCursor }.')
  }
  if (of !== epoch)
    throw cursorInvalid(
      'This cursor is of another log: another database, or one restored from a backup. Read the record anew and go on from service { headCursor }.',
    )
  return Number(digits)
}

/** @throws CURSOR_INVALID for a sequence that the log has not reached: it was set back since the cursor was given */
export function refuseBeyond(head: number, sequence: number): void {
  if (sequence > head)
    throw cursorInvalid(
      'This cursor is ahead of the log, which was set back. Read the record anew and go on from service { headCursor }.',
    )
}
