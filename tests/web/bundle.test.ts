import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { maker } from '../support/make.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'

interface Bundle {
  readonly entries: readonly { readonly key: string; readonly type: string; readonly input: object }[]
  readonly leftOut: readonly { readonly number: number; readonly what: string }[]
}

const Standing = graphql(`
  query StandingOfBundle {
    negotiations(first: 2) {
      nodes {
        id
        name
        stage
        parties {
          role
          organization {
            name
          }
        }
        proposals {
          name
          status
        }
        positions {
          position
          since {
            edtf
          }
          party {
            name
          }
          person {
            name
          }
          statusUpdate {
            summary
          }
        }
        timeline(first: 100) {
          totalCount
          nodes {
            __typename
            ... on Event {
              title
            }
            ... on Statement {
              content
              quotes {
                exact
                verified
              }
            }
            ... on NegotiationStatusUpdate {
              summary
            }
          }
        }
      }
    }
  }
`)
const RetractForBundle = graphql(`
  mutation RetractForBundle($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)

describe('the bundle of a negotiation', () => {
  const services: TestService[] = []
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley_test_'))
  })
  afterAll(async () => {
    for (const service of services) await service.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const start = async (sample: boolean | string) => {
    const service = await startService({ sample })
    services.push(service)
    return service
  }
  const bundleFrom = async (service: TestService, id: string, { query = '', token = '' } = {}) => {
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` }
    const response = await fetch(`${service.url}/n/${id}/bundle.json${query}`, { headers })
    expect(response.status).toBe(200)
    const text = await response.text()
    const file = join(folder, `${id}${String(services.length)}.json`)
    await writeFile(file, text)
    return { file, bundle: JSON.parse(text) as Bundle }
  }
  /** The oldest, or the one with a name. */
  const negotiationOf = async (service: TestService, called?: string) => {
    const { negotiations } = await service.ask(Standing)
    const { id, ...standing } = negotiations.nodes.find(({ name }) => called === undefined || name === called)!
    return { id, standing }
  }

  it.each([true, 'tests/fixtures/second-record.json'])(
    'fills an empty record with the same negotiation (%s)',
    async (sample) => {
      const first = await start(sample)
      const { id, standing } = await negotiationOf(first)
      const { file, bundle } = await bundleFrom(first, id, { token: EDITOR })
      const second = await start(file)
      const again = await negotiationOf(second, standing.name)
      expect(again.standing).toEqual(standing)
      const { bundle: of } = await bundleFrom(second, again.id, { token: EDITOR })
      expect(renamed(of)).toEqual(renamed(bundle))
    },
  )

  it('holds what a filter keeps and all that this refers to', async () => {
    const first = await start(true)
    const { id } = await negotiationOf(first)
    const { file, bundle } = await bundleFrom(first, id, { query: '?kind=statements&q=land' })
    const second = await start(file)
    expect(second.app.loaded).toBe(bundle.entries.length)
    const { standing } = await negotiationOf(second)
    expect(standing.timeline.nodes.map(({ __typename }) => __typename)).toContain('Statement')
    expect(standing.timeline.totalCount).toBeLessThan(10)
    expect(standing.parties.length).toBeGreaterThan(2)
  })

  it('keeps apart what editors told apart, and says what it had to leave out', async () => {
    const service = await start(false)
    const make = maker(service)
    const negotiationId = (await make.negotiation()).id
    const [kept, gone] = [await make.source(), await make.source()]
    const citations = [{ sourceId: kept.id }]
    const one = await make.event({ negotiationId, title: 'A meeting', citations })
    await make.event({ negotiationId, title: 'A Meeting', citations, distinctFromIds: [one.id] })
    const lost = await make.event({ negotiationId, title: 'Another', citations: [...citations, { sourceId: gone.id }] })
    const secret = await make.source({ text: 'Only editors read it.', textAccess: 'EDITORS' })
    await make.statement({
      ...{ negotiationId, quoteType: 'DIRECT', quotes: [{ exact: 'Only editors', sourceId: secret.id }] },
      citations: [{ sourceId: secret.id }],
    })
    const retraction = { id: gone.id, expectedVersion: gone.version, reason: 'It was forged.' }
    expect((await service.ask(RetractForBundle, { input: retraction })).retractEntry.errors).toEqual([])
    const { file, bundle } = await bundleFrom(service, negotiationId)
    expect(JSON.stringify(bundle)).not.toContain('Only editors read it.')
    const left = bundle.leftOut.map(({ number, what }) => `${what} ${String(number)}`)
    expect(left).toEqual(
      expect.arrayContaining([
        `text ${String(secret.number)}`,
        `entry ${String(gone.number)}`,
        `reference ${String(lost.number)}`,
      ]),
    )
    const { standing } = await negotiationOf(await start(file))
    expect(standing.timeline.nodes.filter(({ __typename }) => __typename === 'Event')).toHaveLength(3)
    const forEditors = await bundleFrom(service, negotiationId, { token: EDITOR })
    expect(JSON.stringify(forEditors.bundle)).toContain('Only editors read it.')
  })
})

/** With keys that tell of the place alone: numbers are given anew. */
function renamed({ entries }: Bundle): unknown {
  const places = new Map(entries.map(({ key }, index) => [key, `#${String(index)}`]))
  return JSON.parse(JSON.stringify(entries), (_, value: unknown) =>
    typeof value === 'string' ? (places.get(value) ?? value) : value,
  )
}
