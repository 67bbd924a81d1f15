import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EDITOR, type TestService, startService } from '../support/service.ts'

const BY_ALIAS = '{ innocent: __type(name: "Event") { ...T } } fragment T on __Type { name }'
const BY_FRAGMENT = 'query { ...Q } fragment Q on Query { __schema { queryType { name } } }'

describe('with INTROSPECTION=false', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService({ config: { introspection: false } })
  })
  afterAll(() => service.stop())

  it.each([getIntrospectionQuery(), BY_ALIAS, BY_FRAGMENT])(
    'readers cannot ask for the schema: %.30s',
    async (query) => {
      const { errors } = await service.send(query, {}, null)
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    },
  )

  it('readers can still ask for the name of a type, and editors for the schema', async () => {
    expect((await service.send('{ __typename viewer { __typename } }', {}, null)).errors).toBeUndefined()
    expect((await service.send(getIntrospectionQuery(), {}, EDITOR)).errors).toBeUndefined()
  })
})

describe('without it', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService()
  })
  afterAll(() => service.stop())

  it('everyone can ask for the whole schema, within the limits', async () => {
    const everything = getIntrospectionQuery({
      ...{ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true },
      ...{ schemaDescription: true, inputValueDeprecation: true, oneOf: true },
    })
    for (const query of [getIntrospectionQuery(), everything])
      expect((await service.send(query, {}, null)).errors).toBeUndefined()
  })
})
