import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FeedDocument, FeedError, follow, followChanges, followStatusUpdates } from '../../src/client/client.ts'
import { graphql } from '../generated/gql.ts'
import { collect, watched } from '../support/collect.ts'
import { type Maker, maker } from '../support/make.ts'
import { headOf } from '../support/polling.ts'
import { type Frame, type Relay, startRelay } from '../support/frame-relay.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const OWN = graphql(`
  subscription PeopleOfTheClient($filter: ChangeFilter, $after: Cursor) {
    people: changes(filter: $filter, after: $after) {
      cursor
      previousCursor
      change {
        entry {
          ... on Person {
            name
          }
        }
      }
    }
  }
`)

describe('the client helper', () => {
  let service: TestService
  let relay: Relay
  let make: Maker

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
  })
  beforeEach(async () => {
    relay = await startRelay(`${service.url.replace('http', 'ws')}/graphql`)
  })
  afterEach(async () => {
    await relay.close()
    await until(() => service.app.waiting() === 0)
  })
  afterAll(() => service.stop())

  const direct = () => watched(`${service.url}/graphql`)
  const isNext = (frame: Frame) => frame.type === 'next'
  /** Whether a message brings the change with this cursor. */
  const brings = (frame: Frame, cursor: string) =>
    isNext(frame) && JSON.stringify(frame).includes(`"cursor":"${cursor}"`)

  it('delivers changes in order, each with what was done to which entry', async () => {
    const after = await headOf(service)
    const person = await make.person()
    const place = await make.location()
    const { options } = direct()
    const feed = collect(followChanges({ ...options, after }))
    await until(() => feed.items.length === 2)
    expect(feed.items.map(({ change }) => change)).toMatchObject([
      { sequence: person.number, kind: 'ADDED', editor: 'editor', entry: { __typename: 'Person', id: person.id } },
      { sequence: place.number, entryType: 'LOCATION', entry: { __typename: 'Location', version: 1 } },
    ])
    await feed.leave()
  })

  it('delivers only what its filter keeps', async () => {
    const after = await headOf(service)
    await make.person()
    const place = await make.location()
    const feed = collect(followChanges({ ...direct().options, after, filter: { entryType: ['LOCATION'] } }))
    await until(() => feed.items.length === 1)
    expect(feed.items[0]).toMatchObject({ previousCursor: after, change: { entry: { id: place.id } } })
    await feed.leave()
  })

  it('delivers status updates of one negotiation with the quotes that show them', async () => {
    const [talks, others] = [await make.negotiation({ name: 'Talks' }), await make.negotiation()]
    const source = await make.source({ text: 'A spokesman said: “We are ready.”' })
    const statement = await make.statement({
      ...{ speakerId: (await make.person({ name: 'A spokesman' })).id, quoteType: 'DIRECT' },
      ...{ quotes: [{ exact: 'We are ready.' }], citations: [{ sourceId: source.id }] },
    })
    const feed = collect(followStatusUpdates({ ...direct().options, negotiationId: talks.id }))
    await until(() => service.app.waiting() === 1)
    await make.statusUpdate({ negotiationId: others.id })
    await make.statusUpdate({ negotiationId: talks.id, evidenceStatementIds: [statement.id], summary: 'Ready' })
    await until(() => feed.items.length === 1)
    expect(feed.items[0]?.statusUpdate).toMatchObject({
      ...{ kind: 'SIGNAL', summary: 'Ready', effectiveOn: { edtf: '2025-03-11' }, negotiation: { name: 'Talks' } },
      ...{ party: null, person: null, proposal: null, position: null, proposalStatus: null, retraction: null },
      evidenceStatements: [{ speaker: { name: 'A spokesman' }, quotes: [{ exact: 'We are ready.', verified: true }] }],
    })
    await feed.leave()
  })

  it("follows a subscription of the caller's own", async () => {
    const after = await headOf(service)
    await make.location()
    await make.person({ name: 'Somebody' })
    const feed = collect(follow(OWN, { filter: { entryType: ['PERSON'] } }, { ...direct().options, after }))
    await until(() => feed.items.length === 1)
    expect(feed.items[0]?.change?.entry).toEqual({ name: 'Somebody' })
    await feed.leave()
  })

  it('moves its cursor on while nothing matches, unless told not to', async () => {
    const after = await headOf(service)
    await make.person()
    const asked = { ...direct().options, after, filter: { entryType: ['LOCATION' as const] } }
    const [moving, still] = [collect(followChanges(asked)), collect(followChanges({ ...asked, checkpoints: false }))]
    await until(() => moving.items.length === 1, 15_000)
    expect(moving.items[0]).toEqual({ previousCursor: after, cursor: await headOf(service), change: null })
    expect(still.items).toEqual([])
    await Promise.all([moving.leave(), still.leave()])
  }, 20_000)

  it('misses nothing when the connection is lost before there was a first item', async () => {
    const feed = collect(followChanges(watched(relay.url).options))
    await until(() => service.app.waiting() === 1)
    relay.pass = () => null
    relay.cut()
    const person = await make.person()
    relay.pass = (frame) => frame
    relay.cut()
    await until(() => feed.items.length === 1)
    expect(feed.items[0]?.change?.sequence).toBe(person.number)
    await feed.leave()
  })

  // 1006 cannot be sent: it is what a client is told that has heard no code.
  it.each([1000, 1001, 1006, 1011, 1012, 1013, 4408, 4499, 4500])(
    'connects again after a close with %s, and says so',
    async (code) => {
      const { states, options } = watched(relay.url)
      const feed = collect(followChanges(options))
      await until(() => service.app.waiting() === 1)
      const first = await make.person()
      await until(() => feed.items.length === 1)
      relay.cut(code === 1006 ? undefined : code)
      const second = await make.person()
      await until(() => feed.items.length === 2)
      expect(feed.items.map(({ change }) => change?.sequence)).toEqual([first.number, second.number])
      await feed.leave()
      expect(states).toEqual(['connecting', 'open', `waiting ${String(code)}`, 'connecting', 'open', 'closed'])
    },
  )

  it('waits for a service that does not answer yet', async () => {
    const { url } = relay
    await relay.close()
    const { states, options } = watched(url)
    const feed = collect(followChanges(options))
    await until(() => states.filter((state) => state === 'waiting 1006').length === 2)
    expect(feed.error()).toBeUndefined()
    await feed.leave()
    expect(states.at(-1)).toBe('closed')
  })

  it('connects again after a fault of the service, behind the last item that came', async () => {
    const { states, options } = watched(relay.url)
    const feed = collect(followChanges({ ...options, after: await headOf(service) }))
    await make.person()
    await until(() => feed.items.length === 1)
    const fault = [{ message: 'Something went wrong here.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]
    relay.pass = (frame) => (isNext(frame) ? { ...frame, payload: { data: null, errors: fault } } : frame)
    const person = await make.person()
    await until(() => states.includes('waiting INTERNAL_SERVER_ERROR'))
    relay.pass = (frame) => frame
    await until(() => feed.items.length === 2)
    expect(feed.items[1]?.change?.sequence).toBe(person.number)
    await feed.leave()
  })

  it.each([1002, 1008, 1009, 4400, 4401, 4403, 4406, 4409, 4429])(
    'ends with an error after a close with %s, which would come again',
    async (code) => {
      const { states, options } = watched(relay.url)
      const feed = collect(followChanges(options))
      await until(() => service.app.waiting() === 1)
      relay.cut(code)
      await until(() => feed.error() !== undefined)
      expect(feed.error()).toBeInstanceOf(FeedError)
      expect(feed.error()).toMatchObject({ code: String(code) })
      expect(states.at(-1)).toBe(`closed ${String(code)}`)
    },
  )

  it('sends its token, and ends with 4403 when that is not known', async () => {
    const known = collect(followChanges({ ...direct().options, token: EDITOR }))
    const unknown = collect(followChanges({ ...direct().options, token: () => 'no-such-token' }))
    await until(() => service.app.waiting() === 1 && unknown.error() !== undefined)
    expect(unknown.error()).toMatchObject({ code: '4403', message: 'This token is not known' })
    await known.leave()
  })

  it('asks for another token when that of an open connection has run out', async () => {
    const tokens = [EDITOR, EDITOR, 'no-such-token']
    const feed = collect(
      followChanges({ ...watched(relay.url).options, token: () => Promise.resolve(tokens.shift() ?? '') }),
    )
    for (const left of [2, 1]) {
      await until(() => service.app.waiting() === 1 && tokens.length === left)
      relay.cut(4403)
      await until(() => service.app.waiting() === 0)
    }
    await until(() => feed.error() !== undefined)
    expect(feed.error()).toMatchObject({ code: '4403' })
    expect(tokens).toEqual([])
  })

  it('connects again when its token could not be had, with the reason', async () => {
    const reasons: (string | undefined)[] = []
    let asked = 0
    const token = () => ((asked += 1) === 1 ? Promise.reject(new Error('No token today.')) : Promise.resolve(EDITOR))
    const onState = (_state: string, why?: FeedError) => reasons.push(why?.message)
    const feed = collect(followChanges({ ...direct().options, token, onState }))
    await until(() => service.app.waiting() === 1)
    expect(reasons).toEqual([undefined, 'No token today.', undefined, undefined])
    await feed.leave()
  })

  it.each([
    ['CURSOR_INVALID', () => followChanges({ ...direct().options, after: 'bm8tc3VjaC1jdXJzb3I' })],
    ['BAD_USER_INPUT', () => followStatusUpdates({ ...direct().options, negotiationId: 'nothing' })],
    [
      'GRAPHQL_VALIDATION_FAILED',
      () => {
        const unknown: FeedDocument<{ cursor: string; previousCursor: string }, object> = 'subscription { nothing }'
        return follow(unknown, {}, direct().options)
      },
    ],
  ])('ends with %s when that is the answer', async (code, begin) => {
    const feed = collect<{ cursor: string; previousCursor: string }>(begin())
    await until(() => feed.error() !== undefined)
    expect(feed.error()).toBeInstanceOf(FeedError)
    expect(feed.error()).toMatchObject({ code, message: expect.stringMatching(/\w/) as string })
  })

  it('notices that an item is missing, and fetches it', async () => {
    const { states, options } = watched(relay.url)
    const feed = collect(followChanges({ ...options, after: await headOf(service) }))
    const first = await make.person()
    await until(() => feed.items.length === 1)
    let lost = 0
    relay.pass = (frame) => (isNext(frame) && (lost += 1) === 1 ? null : frame)
    const missing = await make.person()
    await until(() => lost === 1)
    const last = await make.person()
    await until(() => feed.items.length === 3)
    expect(feed.items.map(({ change }) => change?.sequence)).toEqual([first.number, missing.number, last.number])
    expect(states).toContain('waiting CHAIN_BROKEN')
    await feed.leave()
  })

  it('ends with CHAIN_BROKEN when the item is missing again, having delivered what came before', async () => {
    const { options } = watched(relay.url)
    const after = await headOf(service)
    const first = await make.person()
    const second = await make.person()
    const cursor = await headOf(service)
    await make.person()
    relay.pass = (frame) => (brings(frame, cursor) ? null : frame)
    const feed = collect(followChanges({ ...options, after }))
    await until(() => feed.error() !== undefined)
    expect(feed.error()).toMatchObject({ code: 'CHAIN_BROKEN' })
    expect(second.number).toBe(first.number + 1)
    expect(feed.items.map(({ change }) => change?.sequence)).toEqual([first.number])
    expect(relay.connections()).toBe(2)
  })

  it('is left at once, also while it waits for an item or for a connection', async () => {
    const { states, options } = direct()
    const idle = followChanges(options)
    const pending = [idle.next(), idle.next()]
    await until(() => service.app.waiting() === 1)
    await idle.return()
    expect(await Promise.all(pending)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ])
    await until(() => service.app.waiting() === 0)
    expect(states).toEqual(['connecting', 'open', 'closed'])
    expect(await idle.next()).toEqual({ done: true, value: undefined })

    const beginning = followChanges(direct().options)
    const first = beginning.next()
    await beginning.return()
    expect(await first).toEqual({ done: true, value: undefined })

    const nobody = watched('ws://127.0.0.1:9/graphql')
    const waiting = followChanges(nobody.options)
    const never = waiting.next()
    await until(() => nobody.states.includes('waiting 1006'))
    await waiting.return()
    expect(await never).toEqual({ done: true, value: undefined })
  })

  it('is left by breaking out of the loop', async () => {
    const after = await headOf(service)
    await make.person()
    const { states, options } = direct()
    for await (const { change } of followChanges({ ...options, after })) if (change) break
    await until(() => service.app.waiting() === 0)
    expect(states.at(-1)).toBe('closed')
  })

  it('opens nothing before it is read', async () => {
    const feed = followChanges(watched(relay.url).options)
    await feed.return()
    expect(relay.connections()).toBe(0)
  })

  it('keeps a thousand items for a slow reader and no more, and brings the rest when it has caught up', async () => {
    const after = await headOf(service)
    for (let batch = 0; batch < 22; batch += 1) {
      const names = Array.from({ length: 50 }, (_, index) => `Passer-by ${String(batch * 50 + index)}`)
      const fields = names.map((name, index) => `p${String(index)}: addPerson(input: { name: "${name}" }) { cursor }`)
      await service.send(`mutation { ${fields.join(' ')} }`)
    }
    const { states, options } = watched(relay.url)
    const feed = followChanges({ ...options, after })
    const items = [(await feed.next()).value]
    await until(() => states.includes('paused') && service.app.waiting() === 0)
    const last = await make.person()
    while (relay.connections() === 1) items.push((await feed.next()).value)
    // The first, the thousand, and one of the second connection.
    expect(items.length).toBeLessThanOrEqual(1002)
    while (items.at(-1)?.change?.sequence !== last.number) items.push((await feed.next()).value)
    expect(items.map((item) => item?.change?.sequence)).toEqual(
      Array.from({ length: 1101 }, (_, index) => last.number - 1100 + index),
    )
    await feed.return()
    expect(states).toEqual(['connecting', 'open', 'paused', 'connecting', 'open', 'closed'])
  })
})
