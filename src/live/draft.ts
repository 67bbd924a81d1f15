import type { Entry, EntryType } from '../record/entry.ts'
import { type Word, vocabulary } from '../record/vocabulary.ts'
import type { Redacts } from './chain.ts'

export const ChangeKind = vocabulary('ChangeKind', 'What was done to an entry.', {
  ADDED: 'It is new.',
  UPDATED: 'Some of its fields changed.',
  RETRACTED: 'It was withdrawn.',
  REINSTATED: 'Its retraction was taken back.',
  REDACTED: 'Words were taken out of it and of everything that the log held of it; changedFields says where.',
})
export type ChangeKind = Word<typeof ChangeKind>

/** An entry without what rendering adds. */
export type Snapshot = Omit<Entry, 'asOf'>

/** A change that is about to be appended. Number, version and times are the log's to give. */
export interface Draft {
  readonly kind: ChangeKind
  readonly entryId: string
  readonly entryType: EntryType
  /** The entry as it stood; null when it is new. */
  readonly before: Snapshot | null
  /** Everything that the entry's own slice says of it, after the change. */
  readonly fields: object
  readonly negotiationIds: readonly string[]
  readonly changedFields: readonly string[]
  readonly editor: string
  readonly reason: string | null
  /** The snapshots that this change blanked; absent of all but REDACTED. */
  readonly redacts?: readonly Redacts[]
}

/** A line of the log as it was appended. */
export interface Appended {
  readonly sequence: number
  /** The entry as it stands right after. */
  readonly entry: Snapshot
}

/** The channel on which each commit says up to where the log has grown. A hint: it carries that sequence alone, and losing it loses nothing. */
export const WAKE_CHANNEL = 'parley_log'
