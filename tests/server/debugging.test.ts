import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts'
import { type TestService, startService } from '../support/service.ts'

const WRONG: readonly (readonly [what: string, body: string])[] = [
  ['no GraphQL', JSON.stringify({ query: '{' })],
  ['what is not in the schema', JSON.stringify({ query: '{ nothing }' })],
  ['wrong variables', JSON.stringify({ query: 'query Q($id: ID!) { entry(id: $id) { id } }' })],
  ['a mutation', JSON.stringify({ query: 'mutation { addPerson(input: { name: "N" }) { cursor } }' })],
  ['a bad cursor', JSON.stringify({ query: '{ changes(after: "x") { cursor } }' })],
  ['no JSON', '{'],
  ['no operation', '{}'],
]

describe('a service under development', () => {
  let service: TestService
  let debugged: ServiceProcess

  beforeAll(async () => {
    ;[service, debugged] = await Promise.all([
      startService(),
      startServiceProcess({
        DATA_DIR: 'memory',
        ADMIN_TOKEN: 'a',
        NODE_ENV: 'development',
        DEBUG: '*',
        LOG_LEVEL: 'silent',
      }),
    ])
  })
  afterAll(() => Promise.all([service.stop(), debugged.end('SIGTERM')]))

  it.each(WRONG)('says no more of an error than any other: %s', async (_what, body) => {
    const answers = [service.url, debugged.url].map(async (url) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
      return { status: response.status, text: await response.text() }
    })
    const [usual, debugging] = await Promise.all(answers)
    expect(usual?.text).toContain('"errors"')
    expect(debugging).toEqual(usual)
  })
})
