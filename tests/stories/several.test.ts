import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const twoUpdates = graphql(`
  mutation TwoUpdates($first: UpdatePersonInput!, $second: UpdatePersonInput!) {
    first: updatePerson(input: $first) {
      ...PersonWritten
    }
    second: updatePerson(input: $second) {
      ...PersonWritten
    }
  }

  fragment PersonWritten on PersonPayload {
    person {
      name
      version
      history {
        totalCount
        nodes {
          kind
        }
      }
      memberships {
        organization {
          name
        }
      }
    }
    errors {
      code
    }
  }
`)

let service: TestService
let make: Maker
beforeAll(async () => {
  service = await startService()
  make = maker(service)
})
afterAll(() => service.stop())

describe('several mutations in one request', () => {
  it('answer each with the entry as it is after it', async () => {
    const organization = await make.organization({ name: 'Delegation' })
    const { id } = await make.person({ name: 'Before' })
    const memberships = [{ organizationId: organization.id }]
    const { first, second } = await service.ask(twoUpdates, {
      first: { id, expectedVersion: 1, name: 'Once' },
      second: { id, expectedVersion: 2, name: 'Twice', memberships },
    })
    expect(first.person).toMatchObject({ name: 'Once', version: 2, history: { totalCount: 2 }, memberships: [] })
    expect(second.person).toMatchObject({
      ...{ name: 'Twice', version: 3, memberships: [{ organization: { name: 'Delegation' } }] },
      history: { totalCount: 3, nodes: [{ kind: 'ADDED' }, { kind: 'UPDATED' }, { kind: 'UPDATED' }] },
    })
  })

  it('answer the one that is refused with the entry as the one before has left it', async () => {
    const { id } = await make.person({ name: 'Before' })
    const { second } = await service.ask(twoUpdates, {
      first: { id, expectedVersion: 1, name: 'Once' },
      second: { id, expectedVersion: 1, name: 'Late' },
    })
    expect(second.errors).toEqual([{ code: 'VERSION_CONFLICT' }])
    expect(second.person).toMatchObject({ name: 'Once', version: 2, history: { totalCount: 2 } })
  })

  it('answer one that comes after a refused one with what it wrote', async () => {
    const { id } = await make.person({ name: 'Before' })
    const { first, second } = await service.ask(twoUpdates, {
      first: { id, expectedVersion: 7, name: 'Late' },
      second: { id, expectedVersion: 1, name: 'Once' },
    })
    expect(first.person).toMatchObject({ name: 'Before', version: 1 })
    expect(second.person).toMatchObject({ name: 'Once', version: 2 })
  })
})
