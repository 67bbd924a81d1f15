import { graphql } from '../generated/gql.ts'
import type { ChangeFilter, PollLogQuery } from '../generated/graphql.ts'
import type { TestService } from './service.ts'

/** A line of the log as a poller gets it. */
export type PolledChange = PollLogQuery['changes']['changes'][number]

const POLL = graphql(`
  query PollLog($filter: ChangeFilter, $after: Cursor, $first: Int) {
    changes(filter: $filter, after: $after, first: $first) {
      changes {
        cursor
        sequence
        at
        kind
        entryType
        entry {
          id
          version
        }
      }
      cursor
      hasMore
    }
  }
`)

/** Where the log ends. */
export async function headOf(service: TestService): Promise<string> {
  const head = graphql(`
    query HeadOfLog {
      service {
        headCursor
      }
    }
  `)
  return (await service.ask(head)).service.headCursor
}

/** All that stands in the log after a cursor, read page by page. */
export async function pollAll(
  service: TestService,
  given: { readonly after?: string | null; readonly filter?: ChangeFilter; readonly first?: number } = {},
): Promise<PolledChange[]> {
  const polled: PolledChange[] = []
  for (let after = given.after ?? null; ;) {
    const { changes } = await service.ask(POLL, { first: 100, ...given, after })
    polled.push(...changes.changes)
    if (!changes.hasMore) return polled
    after = changes.cursor
  }
}
