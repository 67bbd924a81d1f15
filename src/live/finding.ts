/** Something in the database that does not hold. */
export interface Finding {
  /**
   * ALTERED, REMOVED, INSERTED, MOVED (two neighbours changed places): what was done to the line. HEAD: the head is not that of the newest line.
   * EXPECTED: the chain holds, but it is not the one that was there before. ENTRY: the tables have another newest state than the log.
   */
  readonly kind: 'ALTERED' | 'REMOVED' | 'INSERTED' | 'MOVED' | 'HEAD' | 'EXPECTED' | 'ENTRY'
  /** Of the line; of ENTRY, of its newest line, 0 when it has none. */
  readonly sequence: number
  /** Of ENTRY alone. */
  readonly entryId: string | null
  /** A sentence for a person. */
  readonly message: string
}

/** A finding about a line of the log, or its head. */
export function finding(kind: Exclude<Finding['kind'], 'ENTRY'>, sequence: number, message: string): Finding {
  return { kind, sequence, entryId: null, message }
}
