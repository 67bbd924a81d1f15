import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { graphql } from '../generated/gql.ts'
import { follow } from '../support/follow.ts'
import { type Made, type Maker, maker } from '../support/make.ts'
import { metricsOf } from '../support/metrics.ts'
import { headOf, pollAll } from '../support/polling.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const ADDED = graphql(`
  subscription FeedOfUpdates($id: ID, $after: Cursor, $checkpoints: Boolean) {
    feed: negotiationStatusAdded(negotiationId: $id, after: $after, checkpoints: $checkpoints) {
      cursor
      previousCursor
      statusUpdate {
        id
        version
        retraction {
          reason
        }
        evidenceStatements {
          speaker {
            ... on Person {
              name
            }
          }
          quotes {
            exact
            verified
          }
        }
        negotiation {
          status {
            id
          }
          positions {
            position
            party {
              name
            }
          }
        }
      }
    }
  }
`)
const CHANGES = graphql(`
  subscription FeedOfChanges($filter: ChangeFilter, $after: Cursor, $checkpoints: Boolean) {
    feed: changes(filter: $filter, after: $after, checkpoints: $checkpoints) {
      cursor
      previousCursor
      change {
        sequence
        kind
        entry {
          id
          version
        }
      }
    }
  }
`)
const RETRACT = graphql(`
  mutation FeedRetract($input: RetractEntryInput!) {
    written: retractEntry(input: $input) {
      cursor
    }
  }
`)
const REINSTATE = graphql(`
  mutation FeedReinstate($input: ReinstateEntryInput!) {
    written: reinstateEntry(input: $input) {
      cursor
    }
  }
`)

describe('a feed', () => {
  let service: TestService
  let make: Maker
  let beginning: string
  let talks: Made
  let ukraine: Made
  let ceasefire: Made

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    beginning = await headOf(service)
    ukraine = await make.organization({ name: 'Ukraine', kind: 'STATE' })
    talks = await make.negotiation({ parties: [{ organizationId: ukraine.id, role: 'PARTY' }] })
    ceasefire = await make.proposal({ negotiationId: talks.id })
  })
  afterAll(() => service.stop())

  const waiting = (count: number) => until(() => service.app.waiting() === count)
  const position = (word: 'ACCEPTS' | 'REJECTS') =>
    make.statusUpdate({ negotiationId: talks.id, partyId: ukraine.id, proposalId: ceasefire.id, position: word })

  it('delivers a status update when it is added, with the quote that shows it and who said it', async () => {
    const speaker = await make.person({ name: 'A spokesman' })
    const source = await make.source({ text: 'The spokesman said: “We are ready.”' })
    const feed = follow(service.socket(), ADDED, { id: talks.id })
    await waiting(1)
    const statement = await make.statement({
      ...{ speakerId: speaker.id, quoteType: 'DIRECT', quotes: [{ exact: 'We are ready.' }] },
      citations: [{ sourceId: source.id }],
    })
    const update = await make.statusUpdate({ negotiationId: talks.id, evidenceStatementIds: [statement.id] })
    await until(() => feed.items.length > 0)
    expect(feed.items.map((item) => item.statusUpdate)).toMatchObject([
      {
        id: update.id,
        evidenceStatements: [
          { speaker: { name: 'A spokesman' }, quotes: [{ exact: 'We are ready.', verified: true }] },
        ],
        negotiation: { status: { id: update.id } },
      },
    ])
    feed.leave()
  })

  it('is of one negotiation when one is named, else of all', async () => {
    const others = await make.negotiation()
    const [one, all] = [{ id: talks.id }, {}].map((asked) => follow(service.socket(), ADDED, asked))
    await waiting(2)
    const elsewhere = await make.statusUpdate({ negotiationId: others.id })
    const here = await make.statusUpdate({ negotiationId: talks.id })
    await until(() => one!.items.length === 1 && all!.items.length === 2)
    expect(one!.items.map((item) => item.statusUpdate?.id)).toEqual([here.id])
    expect(all!.items.map((item) => item.statusUpdate?.id)).toEqual([elsewhere.id, here.id])
    one!.leave()
    all!.leave()
  })

  it('brings a status update again when it is retracted, and when it is reinstated', async () => {
    const update = await position('ACCEPTS')
    const feed = follow(service.socket(), ADDED, { id: talks.id })
    await waiting(1)
    for (const [document, expectedVersion] of [
      [RETRACT, 1],
      [REINSTATE, 2],
    ] as const)
      await service.ask(document, { input: { id: update.id, expectedVersion, reason: 'a mistake' } })
    await until(() => feed.items.length === 2)
    const seen = feed.items.map(({ statusUpdate }) => [
      statusUpdate?.retraction?.reason,
      statusUpdate?.negotiation.positions.map((each) => each.position),
    ])
    expect(seen).toEqual([
      ['a mistake', []],
      [undefined, ['ACCEPTS']],
    ])
    feed.leave()
  })

  it('shows each of two quick changes with its own state, and what follows from it (L9)', async () => {
    const start = await headOf(service)
    const live = follow(service.socket(), ADDED, { id: talks.id })
    await waiting(1)
    await position('REJECTS')
    await position('ACCEPTS')
    await until(() => live.items.length === 2)
    const late = follow(service.socket(), ADDED, { id: talks.id, after: start })
    await until(() => late.items.length === 2)
    const states = live.items.map((item) => item.statusUpdate?.negotiation.positions)
    expect(states).toEqual(['REJECTS', 'ACCEPTS'].map((word) => [{ position: word, party: { name: 'Ukraine' } }]))
    expect(late.items.map((item) => item.statusUpdate)).toEqual(live.items.map((item) => item.statusUpdate))
    live.leave()
    late.leave()
  })

  it('begins with what comes next when no cursor is given, and names the head it began at', async () => {
    const head = await headOf(service)
    const feed = follow(service.socket(), CHANGES, {})
    await waiting(1)
    const next = await make.person()
    await until(() => feed.items.length > 0)
    expect(feed.items.map((item) => item.change?.sequence)).toEqual([next.number])
    expect(feed.items[0]!.previousCursor).toBe(head)
    feed.leave()
  })

  it('begins with the first of all changes at the cursor of the empty log, and goes on live', async () => {
    const feed = follow(service.socket(), CHANGES, { after: beginning })
    const last = await make.person()
    await until(() => feed.items.at(-1)?.change?.sequence === last.number)
    expect(feed.items[0]!.previousCursor).toBe(beginning)
    expect(feed.items.map((item) => item.change?.sequence)).toEqual(feed.items.map((_, index) => index + 1))
    feed.leave()
  })

  it('may be asked for under another name, fields twice, and several times on one socket', async () => {
    const client = service.socket()
    const document = graphql(`
      subscription FeedTwice($filter: ChangeFilter) {
        feed: changes(filter: $filter) {
          resume: cursor
          cursor
          change {
            first: sequence
            sequence
            entry {
              ... on Person {
                called: name
                name
              }
            }
          }
        }
      }
    `)
    const feeds = (['PERSON', 'LOCATION'] as const).map((type) =>
      follow(client, document, { filter: { entryType: [type] } }),
    )
    await waiting(2)
    await make.location()
    const person = await make.person({ name: 'Somebody' })
    await until(() => feeds.every((feed) => feed.items.length === 1))
    const [item] = feeds[0]!.items
    expect(item?.resume).toBe(item?.cursor)
    expect(item?.change).toEqual({
      ...{ first: person.number, sequence: person.number, entry: { called: 'Somebody', name: 'Somebody' } },
    })
    for (const feed of feeds) feed.leave()
    await waiting(0)
  })

  it('is free at once when its reader leaves, also while nothing happens (L7)', async () => {
    const client = service.socket()
    const feeds = Array.from({ length: 5 }, () => follow(client, CHANGES, { checkpoints: true }))
    await waiting(5)
    feeds[0]!.leave()
    await waiting(4)
    void client.dispose()
    await waiting(0)
  })

  it('leaves nothing behind after readers that were cut off at any moment (L7)', async () => {
    const cycles = process.env['LIVE_SCALE'] === 'full' ? 10_000 : 200
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const cut = async (cycle: number) => {
      const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      const received = { count: 0 }
      socket.on('message', () => (received.count += 1))
      await new Promise((resolve) => socket.once('open', resolve))
      socket.send(JSON.stringify({ type: 'connection_init' }))
      // Before the acknowledgement, while it subscribes, and a moment later.
      if (cycle % 4 > 0) {
        await until(() => received.count > 0)
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: CHANGES.toString() } }))
      }
      if (cycle % 4 > 1) await new Promise((resolve) => setImmediate(resolve))
      if (cycle % 4 > 2) await until(() => service.app.waiting() > 0)
      socket.terminate()
    }
    for (let batch = 0; batch < cycles / 10; batch += 1)
      await Promise.all(Array.from({ length: 10 }, (_, index) => cut(batch + index)))
    await waiting(0)
    await until(async () => {
      const value = await metricsOf(service)
      const gone = ['open_websockets', 'open_event_streams', 'open_subscriptions'].every((name) => value(name) === 0)
      // The one is of this very question.
      return gone && value('database_connections')! - value('database_connections_idle')! <= 1
    })
    await until(() => timers() <= before)
    const feed = follow(service.socket(), CHANGES, {})
    await waiting(1)
    await make.person()
    await until(() => feed.items.length === 1)
    feed.leave()
    await waiting(0)
  }, 600_000)

  it('is closed with 4403 for a token that is not known', async () => {
    const feed = follow(service.socket('no-such-token'), CHANGES, {})
    await until(feed.ended)
    expect(feed.codes).toEqual(['4403'])
    expect(service.app.waiting()).toBe(0)
  })

  it('has a checkpoint within 15 s when it asks for them, idle or not, and none otherwise (L10)', async () => {
    const start = await headOf(service)
    const asked = { after: start, filter: { entryType: ['LOCATION' as const] } }
    const moving = follow(service.socket(), CHANGES, { ...asked, checkpoints: true })
    const without = follow(service.socket(), CHANGES, asked)
    const ofUpdates = follow(service.socket(), ADDED, { after: start, checkpoints: true })
    const streams = [moving, ofUpdates]
    const person = await make.person()
    await until(() => streams.every((feed) => feed.items.length > 0), 15_000)
    for (const { items } of streams) {
      expect(items).toMatchObject([{ previousCursor: start }])
      expect((await pollAll(service, { after: items[0]!.cursor })).every((each) => each.sequence > person.number)).toBe(
        true,
      )
    }
    expect(moving.items[0]!.change).toBeNull()
    expect(ofUpdates.items[0]!.statusUpdate).toBeNull()
    expect(without.items).toEqual([])
    const place = await make.location()
    await until(() => moving.items.length === 2 && without.items.length === 1)
    expect(moving.items[1]).toMatchObject({
      previousCursor: moving.items[0]!.cursor,
      change: { sequence: place.number },
    })
    expect(without.items[0]!.previousCursor).toBe(start)
    for (const feed of [...streams, without]) feed.leave()
  }, 20_000)
})
