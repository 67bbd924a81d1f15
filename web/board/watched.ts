import type { ChangeFilter, ChangeKind, ReachedFragment } from '../generated/graphql.ts'

/** What a page is written with that changes in place while it is open. */
export interface WatchedData {
  readonly cursor: string
  /** The number of the newest change when it was written. */
  readonly sequence: number
  /** Of which changes it follows. */
  readonly filter: ChangeFilter
  /** What is told of a change to those who listen, by its kind; null: each line of a list that reads otherwise, as it reads. */
  readonly said: Readonly<Record<ChangeKind, string>> | null
}

/** A page that follows these changes. */
export const watching = (
  { headCursor, logHead }: ReachedFragment,
  filter: ChangeFilter,
  said: WatchedData['said'],
): WatchedData => ({ cursor: headCursor, sequence: logHead.sequence, filter, said })
