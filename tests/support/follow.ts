import type { Client, ExecutionResult } from 'graphql-ws'
import type { TypedDocumentString } from '../generated/graphql.ts'

/** What a subscription has brought so far. */
export interface Following<Item> {
  readonly items: readonly Item[]
  /** When each came, by performance.now(). */
  readonly arrivedAt: readonly number[]
  /** Codes of errors, and of the closing of a socket as "4403". */
  readonly codes: readonly string[]
  /** Whether it has ended, by itself or by an error. */
  readonly ended: () => boolean
  readonly leave: () => void
}

/** Subscribes with the one field `feed` and collects what comes. */
export function follow<Item, Variables extends Record<string, unknown>>(
  client: Client,
  document: TypedDocumentString<{ feed: Item }, Variables>,
  variables: Variables,
): Following<Item> {
  const items: Item[] = []
  const arrivedAt: number[] = []
  const codes: string[] = []
  let ended = false
  const note = (error: unknown) => {
    const errors: unknown[] = Array.isArray(error) ? error : [error]
    codes.push(...errors.map(codeOf))
  }
  const leave = client.subscribe<{ feed: Item }>(
    { query: document.toString(), variables },
    {
      next: ({ data, errors }: ExecutionResult<{ feed: Item }>) => {
        if (data) {
          items.push(data.feed)
          arrivedAt.push(performance.now())
        }
        if (errors) note(errors)
      },
      error: (error) => {
        note(error)
        ended = true
      },
      complete: () => (ended = true),
    },
  )
  return { items, arrivedAt, codes, ended: () => ended, leave }
}

/** GraphQL errors carry a code of ours, closing events that of the socket. */
function codeOf(error: unknown): string {
  const { extensions, code } = error as { readonly extensions?: { readonly code?: string }; readonly code?: number }
  return extensions?.code ?? String(code ?? error)
}
