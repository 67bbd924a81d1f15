import type { SecondRecord } from './second-record.ts'
import type { TestService } from './service.ts'

/** A list of the second record that can be read by pages. */
export interface PagedList {
  readonly name: string
  /** The list, with its paging, in an operation. */
  readonly field: (paging: string) => string
}

/** A page of whatever list. */
export interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly number: number } }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

/** The lists of the second record: of each way to make one, at least one. */
export function pagedLists({ id }: SecondRecord): readonly PagedList[] {
  const list = (name: string, field: string, more = ''): PagedList => ({
    name,
    field: (paging) => `list: ${field}(${paging}${more})`,
  })
  const below = (name: string, type: string, key: string, field: string): PagedList => ({
    name,
    field: (paging) => `above: ${type}(id: "${id(key)}") { list: ${field}(${paging})`,
  })
  return [
    list('events', 'events'),
    list('events, oldest first', 'events', ', order: { direction: ASC }'),
    list('events, as recorded', 'events', ', order: { field: RECORDED_AT, direction: ASC }'),
    list('events, last recorded first', 'events', ', order: { field: RECORDED_AT }'),
    list('statements', 'statements'),
    list('statements, oldest first', 'statements', ', order: { direction: ASC }'),
    ...['persons', 'organizations', 'locations', 'sources', 'statusUpdates'].map((name) => list(name, name)),
    list('search', 'search', ', query: "the"'),
    below('timeline', 'negotiation', 'negotiation-havana', 'timeline'),
    below('citedBy', 'source', 'source-chronicle', 'citedBy'),
    below('history', 'person', 'person-santos', 'history'),
    below('statements of an organisation', 'organization', 'org-colombia', 'statements'),
    below('events at a place', 'location', 'loc-colombia', 'events'),
    below('statusUpdates of a negotiation', 'negotiation', 'negotiation-havana', 'statusUpdates'),
  ]
}

/** A page, or the codes of the refusal. */
export async function readPage(
  service: TestService,
  list: PagedList,
  paging: string,
): Promise<{ data: Page | undefined; codes: string[] }> {
  const node = list.name === 'history' ? 'number: sequence' : '... on Entry { number }'
  const page = `{ edges { cursor node { ${node} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`
  const field = list.field(paging)
  // Which field it is differs from list to list, so the operation cannot be typed.
  const answer = await service.send<{ list?: Page; above?: { list: Page } } | null, object>(
    `{ ${field} ${page} ${field.startsWith('above') ? '}' : ''} }`,
  )
  return {
    data: answer.data?.list ?? answer.data?.above?.list,
    codes: [...new Set(answer.errors?.map((error) => error.extensions.code))],
  }
}
