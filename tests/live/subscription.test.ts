import fc from 'fast-check'
import type { Client, ExecutionResult } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { graphql } from '../generated/gql.ts'
import { type Made, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

interface Item {
  readonly cursor: string
  readonly previousCursor: string
  readonly change?: {
    readonly sequence: number
    readonly kind: string
    readonly entry: { readonly name?: string; readonly version: number }
  } | null
  readonly statusUpdate?: Record<string, unknown> | null
}

const CHANGES = `subscription ($after: Cursor, $filter: ChangeFilter, $checkpoints: Boolean) {
  feed: changes(after: $after, filter: $filter, checkpoints: $checkpoints) { cursor previousCursor change { sequence kind entry { version ... on Person { name } } } } }`
const STATUS = `subscription ($after: Cursor, $id: ID) {
  feed: negotiationStatusAdded(after: $after, negotiationId: $id) { cursor previousCursor statusUpdate {
    id kind retraction { reason } evidenceStatements { speakerTitle quotes { exact verified } } negotiation { status { id } positions { position party { name } } } } } }`

/** What a client has received, and how to leave. */
function follow(client: Client, query: string, variables: Record<string, unknown> = {}) {
  const items: Item[] = []
  const errors: { message: string; extensions?: { code?: string } }[] = []
  const ended = { value: false }
  const leave = client.subscribe<{ feed: Item }>(
    { query, variables },
    {
      next: ({ data, errors: found }: ExecutionResult<{ feed: Item }>) => {
        if (data) items.push(data.feed)
        errors.push(...((found ?? []) as unknown as typeof errors))
      },
      error: (error) => errors.push(...((Array.isArray(error) ? error : [error]) as typeof errors)),
      complete: () => (ended.value = true),
    },
  )
  return { items, errors, ended, leave }
}

describe('a subscription', () => {
  let service: TestService
  let make: ReturnType<typeof maker>
  let negotiation: Made

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
    negotiation = await make.negotiation()
  })
  afterAll(() => service.stop())

  const head = async () =>
    (
      await service.ask(
        graphql(`
          query FeedHead {
            service {
              headCursor
            }
          }
        `),
      )
    ).service.headCursor
  const waiting = (count: number) => until(() => service.app.waiting() >= count)

  it('delivers a status update as it is added, with the quote of its evidence and who spoke it', async () => {
    const source = await make.source({ text: 'An official said: “we are close”.' })
    const feed = follow(service.socket(), STATUS, { id: negotiation.id })
    await waiting(1)
    const statement = await make.statement({
      quoteType: 'DIRECT',
      speakerTitle: 'an official',
      quotes: [{ exact: 'we are close' }],
      citations: [{ sourceId: source.id }],
    })
    await make.statusUpdate({ negotiationId: (await make.negotiation()).id })
    const update = await make.statusUpdate({
      negotiationId: negotiation.id,
      kind: 'SIGNAL',
      evidenceStatementIds: [statement.id],
    })
    await until(() => feed.items.length === 1)
    expect(feed.items[0]?.statusUpdate).toMatchObject({
      id: update.id,
      kind: 'SIGNAL',
      evidenceStatements: [{ speakerTitle: 'an official', quotes: [{ exact: 'we are close', verified: true }] }],
      negotiation: { status: { id: update.id } },
    })
    feed.leave()
  })

  it('delivers the retraction and the reinstatement of a status update', async () => {
    const update = await make.statusUpdate({ negotiationId: negotiation.id })
    const feed = follow(service.socket(), STATUS, { id: negotiation.id, after: await head() })
    for (const [name, version] of [
      ['retractEntry', 1],
      ['reinstateEntry', 2],
    ] as const) {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
      await service.send(`mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`, {
        input: { id: update.id, expectedVersion: version, reason: 'mistaken' },
      })
    }
    await until(() => feed.items.length === 2)
    expect(feed.items.map((item) => item.statusUpdate?.['retraction'])).toEqual([{ reason: 'mistaken' }, null])
    feed.leave()
  })

  it('begins at now without a cursor, and with one goes on from there, each change once and in order, while writes go on (L3, L4)', async () => {
    const start = await head()
    const writing = { on: true }
    const names: string[] = []
    const writer = (async () => {
      while (writing.on) {
        names.push(`person ${names.length}`)
        await make.person({ name: names.at(-1)! })
      }
    })()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), async (count) => {
        // Leaves after a few items and comes back with its last cursor, on a new socket.
        let after = start
        const got: Item[] = []
        while (got.length < count * 3) {
          const feed = follow(service.socket(), CHANGES, { after, filter: { entryType: ['PERSON'] } })
          await until(() => feed.items.length >= count)
          feed.leave()
          const taken = feed.items.slice(0, count)
          expect(taken[0]?.previousCursor).toBe(after)
          got.push(...taken)
          after = got.at(-1)!.cursor
        }
        expect(got.map((item) => item.change?.entry.name)).toEqual(names.slice(0, got.length))
        expect(got.slice(1).map((item) => item.previousCursor)).toEqual(got.slice(0, -1).map((item) => item.cursor))
      }),
      { numRuns: 8 },
    )
    writing.on = false
    await writer
    await until(() => service.app.waiting() === 0)
    const late = follow(service.socket(), CHANGES)
    await waiting(1)
    const last = await make.person({ name: 'the last' })
    await until(() => late.items.length > 0)
    expect(late.items.map((item) => item.change?.sequence)).toEqual([last.number])
    late.leave()
  })

  it('renders each change as of its own sequence, however quickly the next one follows (L9)', async () => {
    const person = await make.person({ name: 'first' })
    const after = await head()
    for (const [index, name] of ['second', 'third'].entries()) {
      await service.ask(
        graphql(`
          mutation RenamePerson($input: UpdatePersonInput!) {
            updatePerson(input: $input) {
              errors {
                code
              }
            }
          }
        `),
        {
          input: { id: person.id, expectedVersion: index + 1, name },
        },
      )
    }
    const feed = follow(service.socket(), CHANGES, { after, filter: { entryId: person.id } })
    await until(() => feed.items.length === 2)
    expect(feed.items.map((item) => item.change?.entry)).toEqual([
      { name: 'second', version: 2 },
      { name: 'third', version: 3 },
    ])
    feed.leave()
  })

  it('says what is wrong with a cursor or a filter that cannot be honoured, and never stays silent (L11)', async () => {
    for (const [query, variables, code] of [
      [CHANGES, { after: 'junk' }, 'CURSOR_INVALID'],
      [STATUS, { after: Buffer.from('a.0000.1').toString('base64url') }, 'CURSOR_INVALID'],
      [CHANGES, { filter: { entryId: 'nobody' } }, 'BAD_USER_INPUT'],
      [STATUS, { id: '00000000-0000-7000-8000-000000000000' }, 'BAD_USER_INPUT'],
    ] as const) {
      const feed = follow(service.socket(), query, variables)
      await until(() => feed.errors.length > 0)
      expect(feed.errors[0]?.extensions?.code).toBe(code)
    }
  })

  it('frees everything when its reader leaves, also while nothing happens', async () => {
    const before = service.app.waiting()
    for (let cycle = 0; cycle < 60; cycle += 1) {
      const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      const acknowledged = new Promise((resolve) => socket.once('message', resolve))
      await new Promise((resolve) => socket.once('open', resolve))
      socket.send(JSON.stringify({ type: 'connection_init' }))
      // A third leaves before the acknowledgement, a third while it subscribes, a third while it waits.
      if (cycle % 3 > 0) {
        await acknowledged
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: CHANGES } }))
      }
      if (cycle % 3 > 1) await waiting(before + 1)
      socket.terminate()
    }
    await until(() => service.app.waiting() === before)
  })

  it('moves its resume point by checkpoints while nothing matches, at least every 15 s', async () => {
    const feed = follow(service.socket(), CHANGES, { checkpoints: true, filter: { entryType: ['LOCATION'] } })
    await waiting(1)
    const person = await make.person()
    await until(() => feed.items.length > 0, 15_000)
    expect(feed.items[0]?.change).toBeNull()
    const { changes } = await service.ask(
      graphql(`
        query AfterCheckpoint($after: Cursor!) {
          changes(after: $after) {
            changes {
              sequence
            }
          }
        }
      `),
      { after: feed.items[0]!.cursor },
    )
    expect(changes.changes.every((change) => change.sequence > person.number)).toBe(true)
    feed.leave()
  })

  it('gives pollers the same sequence (L12)', async () => {
    const feed = follow(service.socket(), CHANGES, {
      after: Buffer.from(
        Buffer.from(await head(), 'base64url')
          .toString()
          .replace(/\d+$/, '0'),
      ).toString('base64url'),
    })
    const page = graphql(`
      query Poll($after: Cursor) {
        changes(after: $after, first: 7) {
          changes {
            sequence
          }
          cursor
          hasMore
        }
      }
    `)
    const polled: number[] = []
    let { changes } = await service.ask(page, { after: null })
    polled.push(...changes.changes.map((change) => change.sequence))
    while (changes.hasMore) {
      changes = (await service.ask(page, { after: changes.cursor })).changes
      polled.push(...changes.changes.map((change) => change.sequence))
    }
    await until(() => feed.items.length >= polled.length)
    expect(feed.items.map((item) => item.change?.sequence)).toEqual(polled)
    expect(polled).toEqual(Array.from({ length: polled.length }, (_, index) => index + 1))
    feed.leave()
  })
})
