import { type Filter, variablesOf } from '../board/filter.ts'
import { type Shown, isShown } from '../board/record.ts'
import type { Ask } from '../feed/asking.ts'
import { RecordPageDocument, type RecordPageQuery } from '../generated/graphql.ts'

/** A page of a record as exports read it. */
export interface RecordPage {
  readonly negotiation: Pick<NonNullable<RecordPageQuery['negotiation']>, 'id' | 'name' | 'summary'>
  readonly entries: readonly Shown[]
  /** Where the next begins; null on the last. */
  readonly after: string | null
}

/** A page of what a filter keeps, newest first; null when there is no such negotiation. */
export async function recordPage(
  ask: Ask,
  id: string,
  filter: Filter,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<RecordPage | null> {
  const { negotiation } = await ask(RecordPageDocument, { id, ...variablesOf(filter), first, after })
  if (!negotiation) return null
  const { timeline, ...rest } = negotiation
  const { hasNextPage, endCursor } = timeline.pageInfo
  return { negotiation: rest, entries: timeline.nodes.filter(isShown), after: hasNextPage ? (endCursor ?? null) : null }
}
