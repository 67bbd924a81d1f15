import { type Filter, variablesOf } from '../board/filter.ts'
import type { Site } from '../board/site.ts'
import type { Ask } from '../feed/asking.ts'
import type { EntryType, ExportHeadFragment, TypedDocumentString } from '../generated/graphql.ts'

/** What is to be taken along, and where readers reach what it tells of. */
export interface Wanted {
  readonly ask: Ask
  /** Of the negotiation. */
  readonly id: string
  /** Of the present; a page further down only where a file is one of several. */
  readonly filter: Filter
  /** https://record.example */
  readonly origin: string
  readonly site: Site
}

/** A file of a negotiation: whole, or as it comes. */
export interface Made {
  readonly negotiation: ExportHeadFragment
  readonly body: string | AsyncIterable<string>
}

/** A page of entries as its operation asks for it. */
interface Timeline<Node> {
  readonly nodes: readonly Node[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
}

type PageVariables = ReturnType<typeof variablesOf> & {
  readonly id: string
  readonly first: number
  readonly after: string | null
}
type PageDocument<Node, Head> = TypedDocumentString<
  { readonly negotiation?: (Head & { readonly timeline: Timeline<Node> }) | null },
  PageVariables
>

/** A negotiation whose record has been opened at its first page. */
export interface Opened<Node, Head = ExportHeadFragment> {
  readonly negotiation: Head
  readonly firstPage: readonly Node[]
  /** Where the second page begins; null when there is none. */
  readonly after: string | null
  /** All pages, newest first, each read when it is asked for, so that a record of any size takes as little memory. */
  readonly pages: AsyncIterable<readonly Node[]>
}

const PAGE_ENTRIES = 50

/** Opens what a filter keeps of a record, of some types alone where these are given; null when there is no such negotiation. */
export async function openRecord<Node, Head extends ExportHeadFragment>(
  { ask, id, filter }: Wanted,
  document: PageDocument<Node, Head>,
  types?: readonly EntryType[],
): Promise<Opened<Node, Head> | null> {
  const kept = variablesOf(filter)
  const variables = {
    ...{ id, ...kept, first: PAGE_ENTRIES },
    types: types?.filter((type) => kept.types?.includes(type) ?? true) ?? kept.types,
  }
  const pageAfter = async (after: string | null) => (await ask(document, { ...variables, after })).negotiation
  const negotiation = await pageAfter(filter.after)
  if (!negotiation) return null
  const { timeline } = negotiation
  return {
    negotiation,
    firstPage: timeline.nodes,
    after: nextOf(timeline),
    pages: pagesFrom(timeline, async (after) => (await pageAfter(after))?.timeline),
  }
}

async function* pagesFrom<Node>(
  first: Timeline<Node>,
  timelineAfter: (after: string) => Promise<Timeline<Node> | undefined>,
): AsyncGenerator<readonly Node[]> {
  let timeline: Timeline<Node> | undefined = first
  while (timeline) {
    yield timeline.nodes
    const after = nextOf(timeline)
    timeline = after === null ? undefined : await timelineAfter(after)
  }
}

const nextOf = ({ pageInfo }: Timeline<unknown>): string | null =>
  pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null
