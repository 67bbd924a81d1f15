import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { type Maker, maker } from '../support/make.ts'
import { metricsOf } from '../support/metrics.ts'
import { headOf } from '../support/polling.ts'
import { type RawSocket, openRaw } from '../support/raw-socket.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const TEXT = 'For editors alone: the words of the source.'

describe('subscribers who ask alike', () => {
  let service: TestService
  let make: Maker
  let sockets: Readonly<Record<'reader' | 'editor', RawSocket>>

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    const [reader, editor] = [await openRaw(service.url), await openRaw(service.url)]
    await reader.begin()
    await editor.begin({ authorization: `Bearer ${EDITOR}` })
    sockets = { reader, editor }
  })
  afterAll(async () => {
    for (const { socket } of Object.values(sockets)) socket.terminate()
    await service.stop()
  })

  let ids = 0
  const subscribe = (raw: RawSocket, query: string, variables: object = {}, operationName?: string) => {
    const id = `of sharing ${(ids += 1)}`
    raw.send({ type: 'subscribe', id, payload: { query, variables, operationName } })
    const items = () =>
      raw.messages.filter((each) => each.id === id && each.type === 'next').map(({ payload }) => payload)
    return { items, leave: () => raw.send({ type: 'complete', id }) }
  }
  const executions = async () => {
    const value = await metricsOf(service)
    return { executions: value('feed_executions_total')!, deliveries: value('feed_deliveries_total')! }
  }
  const waiting = (count: number) => until(() => service.app.waiting() === count)

  it('share one execution for each change and distinct document, variables and role, however many they are (L13)', async () => {
    const documents = [
      'subscription A($f: ChangeFilter, $from: Cursor) { changes(filter: $f, after: $from) { cursor previousCursor change { sequence } } }',
      'subscription B($f: ChangeFilter, $from: Cursor) { feed: changes(filter: $f, after: $from) { change { kind sequence } } }',
    ]
    const filters = [{ f: null }, { f: { entryType: ['PERSON', 'LOCATION'] } }]
    const before = await executions()
    const start = await headOf(service)
    const feeds = (['reader', 'editor'] as const).flatMap((role) =>
      documents.flatMap((query) =>
        filters.flatMap((variables) =>
          // The cursor is not among what tells them apart.
          [{}, { from: null }, { from: start }].map((from) =>
            subscribe(sockets[role], query, { ...variables, ...from }),
          ),
        ),
      ),
    )
    await waiting(feeds.length)
    const made = [await make.person(), await make.location(), await make.person()]
    await until(() => feeds.every((feed) => feed.items().length === made.length))
    const after = await executions()
    expect(after.executions - before.executions).toBe(made.length * documents.length * filters.length * 2)
    expect(after.deliveries - before.deliveries).toBe(made.length * feeds.length)
    for (const feed of feeds) feed.leave()
    await waiting(0)
  })

  it('never get what another role may see (L13)', async () => {
    const query = `subscription { changes(filter: { entryType: [SOURCE] }) { change { entry { ... on Source { text } } } } }`
    const feeds = [subscribe(sockets.reader, query), subscribe(sockets.editor, query), subscribe(sockets.reader, query)]
    await waiting(feeds.length)
    await make.source({ text: TEXT, textAccess: 'EDITORS' })
    await until(() => feeds.every((feed) => feed.items().length === 1))
    const texts = feeds.map((feed) => feed.items()[0])
    const text = (value: string | null) => ({ data: { changes: { change: { entry: { text: value } } } } })
    expect(texts).toEqual([text(null), text(TEXT), text(null)])
    for (const feed of feeds) feed.leave()
    await waiting(0)
  })

  it('get no text that was closed to them since others like them got it', async () => {
    const query = `subscription ($after: Cursor) { changes(after: $after) { change { entry { ... on Source { text textAccess } } } } }`
    const start = await headOf(service)
    const { id } = await make.source({ text: TEXT, textAccess: 'EVERYONE' })
    const early = subscribe(sockets.reader, query, { after: start })
    await until(() => early.items().length === 1)
    const entry = (text: string | null, textAccess: string) => ({
      data: { changes: { change: { entry: { text, textAccess } } } },
    })
    expect(early.items()).toEqual([entry(TEXT, 'EVERYONE')])
    await service.send(
      `mutation { updateSource(input: { id: "${id}", expectedVersion: 1, textAccess: EDITORS }) { cursor } }`,
    )
    await until(() => early.items().length === 2)
    const late = subscribe(sockets.reader, query, { after: start })
    await until(() => late.items().length === 2)
    expect(late.items()).toEqual([entry(null, 'EVERYONE'), entry(null, 'EDITORS')])
    for (const feed of [early, late]) feed.leave()
    await waiting(0)
  })

  it('each get their own previousCursor, under whatever name and as often as they asked', async () => {
    const query = `subscription ($after: Cursor) { f: changes(after: $after) { previousCursor p: previousCursor ...More cursor } }
      fragment More on FeedItem { q: previousCursor change { sequence } }`
    const start = await headOf(service)
    const first = await make.person()
    const old = subscribe(sockets.reader, query, { after: start })
    const fresh = subscribe(sockets.reader, query)
    await until(() => old.items().length === 1)
    await waiting(2)
    const head = await headOf(service)
    const second = await make.person()
    await until(() => old.items().length === 2 && fresh.items().length === 1)
    const item = (previous: string, cursor: string, sequence: number) => ({
      data: { f: { previousCursor: previous, p: previous, q: previous, cursor, change: { sequence } } },
    })
    const last = await headOf(service)
    expect(old.items()).toEqual([item(start, head, first.number), item(head, last, second.number)])
    expect(fresh.items()).toEqual([item(head, last, second.number)])
    for (const feed of [old, fresh]) feed.leave()
    await waiting(0)
  })

  it('are told apart by every variable that the document uses beside its cursor', async () => {
    const query = `subscription ($with: Boolean!, $after: Cursor, $id: ID) {
      changes(after: $after, filter: { entryId: $id }) { change { sequence @include(if: $with) entry { id } } } }`
    const person = await make.person()
    const start = await headOf(service)
    const feeds = [true, false].flatMap((shown) =>
      [{}, { after: start }].map((more) => subscribe(sockets.reader, query, { with: shown, id: person.id, ...more })),
    )
    await waiting(4)
    await service.send(
      `mutation { updatePerson(input: { id: "${person.id}", expectedVersion: 1, name: "Other" }) { cursor } }`,
    )
    await until(() => feeds.every((feed) => feed.items().length === 1))
    const shown = feeds.map(
      (feed) => 'sequence' in (feed.items()[0] as { data: { changes: { change: object } } }).data.changes.change,
    )
    expect(shown).toEqual([true, true, false, false])
    for (const feed of feeds) feed.leave()
    await waiting(0)
  })

  it('get the bytes that sockets, event streams and a second look give, whatever the words of the record (L9)', async () => {
    const query =
      'subscription ($after: Cursor) { changes(after: $after) { previousCursor change { entry { ... on Person { name aliases } } } } }'
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (word) => {
        const start = await headOf(service)
        const live = subscribe(sockets.reader, query, { after: start })
        await make.person({ name: `Person ${word}`, aliases: [`"${word}"\\`] })
        await until(() => live.items().length === 1)
        const late = subscribe(sockets.reader, query, { after: start })
        const streamed = await readEvents(`${service.url}/graphql/stream`, asked(query, { after: start }))
        await until(() => late.items().length === 1 && streamed.events.length === 1)
        expect(late.items()).toEqual(live.items())
        expect(streamed.events[0]!.data).toEqual(live.items()[0])
        streamed.leave()
        for (const feed of [live, late]) feed.leave()
        await waiting(0)
      }),
      { numRuns: 10 },
    )
  })
})
