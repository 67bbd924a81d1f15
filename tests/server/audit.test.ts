import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestService, startService } from '../support/service.ts'

let service: TestService
const audits = serverAudits({ url: () => `${service.url}/graphql` })

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  beforeAll(async () => {
    service = await startService()
  })
  afterAll(() => service.stop())

  it('has all the audits that there are', () => {
    expect(audits.length).toBe(61)
  })

  it.each(audits.map((audit) => ({ audit, title: `${audit.id} ${audit.name}` })))('$title', async ({ audit }) => {
    const result = await audit.fn()
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok')
  })
})
