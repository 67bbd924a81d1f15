import { createClient } from 'graphql-sse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { asked, readEvents, type StreamedEvent } from '../support/events.ts'
import { follow } from '../support/follow.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { headOf, pollAll } from '../support/polling.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CHANGES = graphql(`
  subscription StreamedChanges($filter: ChangeFilter, $after: Cursor) {
    feed: changes(filter: $filter, after: $after) {
      cursor
      previousCursor
      change {
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
    }
  }
`)
interface Item {
  readonly data: { readonly feed: { cursor: string; previousCursor: string; change: object | null } }
}

describe('an event stream', () => {
  let service: TestService
  let make: Maker
  let url: string

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    url = `${service.url}/graphql/stream`
  })
  afterAll(() => service.stop())

  const waiting = (count: number) => until(() => service.app.waiting() === count)
  const feedOf = (events: readonly StreamedEvent[]) => events.map(({ data }) => (data as Item).data.feed)

  it('is read by the client of graphql-sse', async () => {
    const client = createClient({ url, retryAttempts: 0 })
    const items: unknown[] = []
    const leave = client.subscribe(
      { query: CHANGES.toString() },
      { next: ({ data }) => items.push(data), error: () => undefined, complete: () => undefined },
    )
    await waiting(1)
    const person = await make.person()
    await until(() => items.length > 0)
    expect(items).toMatchObject([{ feed: { change: { sequence: person.number } } }])
    leave()
    await waiting(0)
    client.dispose()
  })

  it('gives each event the cursor as its id, and goes on after the last one that a browser names', async () => {
    const start = await headOf(service)
    const made: Made[] = [await make.person(), await make.person(), await make.person()]
    const first = await readEvents(url, asked(CHANGES.toString(), { after: start }))
    await until(() => first.events.length === 3)
    expect(first.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(first.response.headers.get('x-request-id')).not.toBeNull()
    expect(first.events.map(({ event }) => event)).toEqual(['next', 'next', 'next'])
    expect(first.events.map(({ id }) => id)).toEqual(feedOf(first.events).map(({ cursor }) => cursor))
    first.leave()
    // As EventSource does: the same request again, with the id of the last event that it has seen.
    const headers = { 'last-event-id': first.events[1]!.id! }
    const again = await readEvents(url, asked(CHANGES.toString(), { after: start }, headers))
    await until(() => again.events.length === 1)
    expect(feedOf(again.events)).toMatchObject([
      { previousCursor: first.events[1]!.id, change: { sequence: made[2]!.number } },
    ])
    again.leave()
    await waiting(0)
  })

  it('can be opened by address alone, as EventSource must', async () => {
    const query = new URLSearchParams({
      query: CHANGES.toString(),
      operationName: 'StreamedChanges',
      variables: JSON.stringify({ filter: { entryType: ['LOCATION'] } }),
    })
    const reader = await readEvents(`${url}?${query.toString()}`, { headers: { accept: 'text/event-stream' } })
    await waiting(1)
    await make.person()
    const place = await make.location()
    await until(() => reader.events.length > 0)
    expect(feedOf(reader.events)).toMatchObject([{ change: { sequence: place.number } }])
    reader.leave()
    await waiting(0)
  })

  it('delivers the sequence that sockets and pollers get (L12)', async () => {
    const after = await headOf(service)
    const filter = { entryType: ['PERSON', 'NEGOTIATION'] as ('PERSON' | 'NEGOTIATION')[] }
    const streamed = await readEvents(url, asked(CHANGES.toString(), { after, filter }))
    const socket = follow(service.socket(), CHANGES, { after, filter })
    await Promise.all([make.person(), make.location(), make.negotiation(), make.person(), make.source()])
    await until(() => streamed.events.length === 3 && socket.items.length === 3)
    expect(feedOf(streamed.events)).toEqual(socket.items)
    expect(socket.items.map(({ change }) => change)).toEqual(await pollAll(service, { after, filter }))
    streamed.leave()
    socket.leave()
  })

  it('answers a query with one event and ends', async () => {
    const reader = await readEvents(url, asked('{ viewer { name } }', {}, { authorization: `Bearer ${EDITOR}` }))
    await until(reader.ended)
    expect(reader.events).toEqual([
      { event: 'next', id: undefined, data: { data: { viewer: { name: 'editor' } } } },
      { event: 'complete', id: undefined, data: null },
    ])
  })

  it.each<[string, string, object, string]>([
    ['a document that cannot be read', '{ viewer {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a field that does not exist', 'subscription { changes { nothing } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable of the wrong type', CHANGES.toString(), { filter: { entryType: 'NOBODY' } }, 'BAD_USER_INPUT'],
    ['a cursor that is none', CHANGES.toString(), { after: 'garbage' }, 'CURSOR_INVALID'],
    ['a filter that names nobody', CHANGES.toString(), { filter: { entryId: 'nobody' } }, 'BAD_USER_INPUT'],
    ['a mutation without a token', 'mutation { addPerson(input: { name: "X" }) { cursor } }', {}, 'UNAUTHENTICATED'],
  ])('says inside the stream what is wrong with %s, and ends', async (_what, query, variables, code) => {
    const reader = await readEvents(url, asked(query, variables))
    await until(reader.ended)
    expect(reader.response.status).toBe(200)
    expect(reader.events).toMatchObject([
      { event: 'next', data: { errors: [{ extensions: { code } }] } },
      { event: 'complete' },
    ])
    await waiting(0)
  })

  it.each<[string, RequestInit & { readonly search?: string }, number]>([
    ['a token that is not known', asked('{ viewer { name } }', {}, { authorization: 'Bearer nobody' }), 401],
    ['a form', { ...asked('{ viewer { name } }'), headers: { 'content-type': 'text/plain', accept: '*/*' } }, 415],
    ['a body that is no JSON', { ...asked(''), body: '{' }, 400],
    ['no query', { ...asked(''), body: '{}' }, 400],
    ['variables that are no object', { ...asked(''), body: '{"query":"{ viewer { name } }","variables":[1]}' }, 400],
    ['another answer than a stream', asked('{ viewer { name } }', {}, { accept: 'application/json' }), 406],
    ['a mutation by address', { search: '?query=mutation{addPerson(input:{name:"X"}){cursor}}' }, 405],
    ['variables in the address that are no JSON', { search: '?query={viewer{name}}&variables={' }, 400],
  ])('is refused for %s', async (_what, { search = '', ...init }, status) => {
    const response = await fetch(`${url}${search}`, { headers: { accept: 'text/event-stream' }, ...init })
    expect(response.status).toBe(status)
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] }
    expect(errors[0]!.extensions.code).toBe(status === 401 ? 'UNAUTHENTICATED' : 'BAD_REQUEST')
    expect(errors[0]!.message).not.toMatch(/\bat .*:\d+/)
  })
})
