import { readFileSync } from 'node:fs'
import { graphql } from '../generated/gql.ts'
import { type TestService, startService } from './service.ts'

const BUNDLE = 'tests/fixtures/second-record.json'

/** A service that holds the second record, the talks of Havana. Entries go by their keys in the bundle. */
export interface SecondRecord {
  readonly service: TestService
  /** How many entries the bundle has. */
  readonly size: number
  /** The id of the entry with this key. @throws when the bundle has none */
  readonly id: (key: string) => string
  /** The keys of entries, in their order. "number 90" for what a test added. */
  readonly keys: (entries: readonly { readonly number: number }[]) => string[]
}

const idsOfNewRecord = graphql(`
  query IdsOfNewRecord {
    changes(first: 100) {
      changes {
        entry {
          id
        }
      }
      hasMore
    }
  }
`)

/** Starts it. The sample load adds entries in the order of the bundle, so an entry's number is its place there. */
export async function startSecondRecord(): Promise<SecondRecord> {
  const { entries } = JSON.parse(readFileSync(BUNDLE, 'utf8')) as { entries: { key: string }[] }
  const service = await startService({ sample: BUNDLE })
  const { changes } = await service.ask(idsOfNewRecord)
  if (changes.hasMore) throw new Error('The second record has outgrown one page of the log; read on here.')
  const ids = new Map(changes.changes.map((change, index) => [entries[index]?.key, change.entry.id]))
  return {
    service,
    size: entries.length,
    id: (key) => {
      const id = ids.get(key)
      if (id === undefined) throw new Error(`The second record has no entry ${key}.`)
      return id
    },
    keys: (list) => list.map(({ number }) => entries[number - 1]?.key ?? `number ${String(number)}`),
  }
}
