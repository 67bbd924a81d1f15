import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { ViewAsOfQuery, ViewNowQuery, ViewStandingQuery } from '../generated/graphql.ts'
import { type TestService, startService } from '../support/service.ts'
import { World, edits } from '../support/world.ts'

const VIEW_NOW = graphql(`
  query ViewNow($id: ID!) {
    entry(id: $id) {
      ...ViewOfEntry
    }
  }
`)
const VIEW_AS_OF = graphql(`
  query ViewAsOf($id: ID!, $asOf: DateTime!) {
    entry(id: $id, asOf: $asOf) {
      ...ViewOfEntry
    }
  }
`)
const STANDING = graphql(`
  query ViewStanding($id: ID!, $asOf: DateTime) {
    node(id: $id) {
      ... on Negotiation {
        positions(asOf: $asOf) {
          ...PositionView
        }
        early: positions(on: "2025-03-11", asOf: $asOf) {
          ...PositionView
        }
      }
      ... on Proposal {
        positions(asOf: $asOf) {
          ...PositionView
        }
        early: positions(on: "2025-03-11", asOf: $asOf) {
          ...PositionView
        }
      }
    }
  }
`)
const CHANGES = graphql(`
  query ViewOfChanges($after: Cursor) {
    changes(after: $after, first: 20) {
      changes {
        sequence
        at
        entry {
          ...ViewOfEntry
        }
      }
      cursor
      hasMore
    }
  }
`)
const NEWEST = graphql(`
  query ViewOfNewest {
    changes(last: 1) {
      changes {
        sequence
        at
      }
      cursor
    }
    service {
      headCursor
    }
  }
`)

type View = ViewNowQuery['entry']
/** What was served at a head. */
interface Served {
  readonly sequence: number
  readonly at: string
  readonly entries: ReadonlyMap<string, View>
  readonly standings: ReadonlyMap<string, ViewStandingQuery['node']>
}

describe('the record as it was', () => {
  let service: TestService

  beforeAll(async () => {
    // Everything that can be seen of 20 entries, their lists too.
    service = await startService({ config: { maxQueryCost: 1_000_000 } })
  })
  afterAll(() => service.stop())

  const viewsOf = async (ids: readonly string[], asOf?: string) => {
    const views = await Promise.all(
      ids.map((id) =>
        asOf === undefined
          ? service.ask<ViewNowQuery, { id: string }>(VIEW_NOW, { id })
          : service.ask<ViewAsOfQuery, { id: string; asOf: string }>(VIEW_AS_OF, { id, asOf }),
      ),
    )
    return new Map(ids.map((id, index) => [id, views[index]!.entry]))
  }
  const standingsOf = async (ids: readonly string[], asOf?: string) => {
    const found = await Promise.all(ids.map((id) => service.ask(STANDING, { id, asOf })))
    return new Map(ids.map((id, index) => [id, found[index]!.node]))
  }
  const standing = ({ standing: { negotiations, proposals } }: World) => [...negotiations, ...proposals]

  const serve = async (world: World): Promise<Served> => {
    const { changes } = await service.ask(NEWEST)
    const [newest] = changes.changes
    return { ...newest!, entries: await viewsOf(world.ids), standings: await standingsOf(standing(world)) }
  }

  it('equals what was served at that head, in every field that follows from others too', async () => {
    await fc.assert(
      fc.asyncProperty(edits({ minLength: 8, maxLength: 12 }), async (script) => {
        const world = await World.make(service)
        const { service: start } = await service.ask(NEWEST)
        const served = [await serve(world)]
        for (const edit of script) {
          await world.edit(edit)
          served.push(await serve(world))
        }
        // Of several changes in one millisecond only the last can be asked for by its time; of no change at all, the same is served twice.
        const telling = served.filter((each, index) => served[index + 1]?.at !== each.at)
        for (const { at, entries, standings } of telling) {
          expect(await viewsOf([...entries.keys()], at)).toEqual(entries)
          expect(await standingsOf([...standings.keys()], at)).toEqual(standings)
          // What was added later was not there.
          const later = world.ids.filter((id) => !entries.has(id))
          expect([...(await viewsOf(later, at)).values()]).toEqual(later.map(() => null))
        }
        // Each change is rendered at its own sequence; those that were heads can be compared.
        const heads = new Map(served.map((each) => [each.sequence, each.entries]))
        for (let after = start.headCursor; ;) {
          const { changes } = await service.ask(CHANGES, { after })
          for (const { sequence, entry } of changes.changes) {
            const known = heads.get(sequence)?.get(entry.id)
            if (known !== undefined) expect(entry).toEqual(known)
          }
          if (!changes.hasMore) break
          after = changes.cursor
        }
      }),
      { numRuns: 2 },
    )
  })
})
