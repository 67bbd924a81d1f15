import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const personsNamed = graphql(`
  query PersonsNamed($name: String!) {
    persons(filter: { name: $name }) {
      nodes {
        name
      }
    }
  }
`)

const sourcesPublishedBy = graphql(`
  query SourcesPublishedBy($publisher: String!) {
    sources(filter: { publisher: $publisher }) {
      nodes {
        publisher
      }
    }
  }
`)

const retract = graphql(`
  mutation RetractWhatWasAdded($input: RetractEntryInput!) {
    retractEntry(input: $input) {
      errors {
        message
      }
    }
  }
`)

const LISTS = ['events', 'statements', 'persons', 'organizations', 'locations', 'sources', 'negotiations'] as const

let service: TestService
let make: Maker
beforeAll(async () => {
  service = await startService()
  make = maker(service)
})
afterAll(() => service.stop())

describe('the signs % _ \\ in a filter', () => {
  const NAMES = ['100% Sure', 'under_score', String.raw`back\slash`, `O'Neill "Quote"`, 'Plain']

  it.each([
    ['%', ['100% Sure']],
    ['_', ['under_score']],
    ['\\', [String.raw`back\slash`]],
    ["'", [`O'Neill "Quote"`]],
    ['’', [`O'Neill "Quote"`]],
    ['p%n', []],
    ['p____', []],
    ['\\%', []],
    ['\u0000', []],
    ['', ['100% Sure', String.raw`back\slash`, `O'Neill "Quote"`, 'Plain', 'under_score']],
  ])('%j stand for themselves', async (part, found) => {
    if ((await names('plain')).length === 0) for (const name of NAMES) await make.person({ name })
    expect(await names(part)).toEqual(found)
  })

  it('stand for themselves in the name of a publisher too', async () => {
    for (const publisher of ['50% Paper', 'Paper']) await make.source({ publisher })
    const { sources } = await service.ask(sourcesPublishedBy, { publisher: '% p' })
    expect(sources.nodes).toEqual([{ publisher: '50% Paper' }])
  })

  const names = async (name: string) =>
    (await service.ask(personsNamed, { name })).persons.nodes.map((node) => node.name)
})

describe('a retracted entry', () => {
  const makers = (): Readonly<Record<(typeof LISTS)[number], () => Promise<Made>>> => ({
    events: () => make.event(),
    statements: () => make.statement(),
    persons: () => make.person(),
    organizations: () => make.organization(),
    locations: () => make.location(),
    sources: () => make.source(),
    negotiations: () => make.negotiation(),
  })

  it.each(LISTS)('leaves the list of %s, which shows it when asked to', async (list) => {
    const { id, version } = await makers()[list]()
    // An operation whose field is a parameter cannot be typed.
    const ids = async (filter: string) => {
      const answer = await service.send<Record<string, { nodes: { id: string }[]; totalCount: number }>, object>(
        `{ ${list}(first: 100, filter: ${filter}) { nodes { id } totalCount } }`,
      )
      expect(answer.data[list]?.totalCount).toBe(answer.data[list]?.nodes.length)
      return answer.data[list]?.nodes.map((node) => node.id)
    }
    expect(await ids('{}')).toContain(id)
    const { retractEntry } = await service.ask(retract, { input: { id, expectedVersion: version, reason: 'A test' } })
    expect(retractEntry.errors).toEqual([])
    expect(await ids('{}')).not.toContain(id)
    expect(await ids('{ includeRetracted: false }')).not.toContain(id)
    expect(await ids('{ includeRetracted: null }')).not.toContain(id)
    expect(await ids('{ includeRetracted: true }')).toContain(id)
  })
})
