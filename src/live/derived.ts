import type { Sql } from '../db/sql.ts'
import type { Snapshot } from './draft.ts'

/** A change of an entry as it goes into the log. */
export interface Step {
  /** The entry as it stood; null when it is new. */
  readonly before: Snapshot | null
  readonly after: Snapshot
}

/**
 * Rows that follow from the entries and are kept beside them, so that lists and counts need not look at every entry. An upper slice says how: the
 * log, which every change goes through, has them written in the statement that appends its line.
 */
export interface Derived {
  /** Names its parts. */
  readonly name: string
  /**
   * Parts of the statement that appends these changes; none where they mean nothing to it. The rows of the changed entries are written by then, but
   * for number and retraction, which the snapshots have.
   */
  readonly parts: (steps: readonly Step[]) => readonly Sql[]
}
