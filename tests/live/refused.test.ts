import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { follow } from '../support/follow.ts'
import { type Made, maker } from '../support/make.ts'
import { headOf } from '../support/polling.ts'
import { type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const CHANGES = graphql(`
  subscription RefusedChanges($filter: ChangeFilter, $after: Cursor) {
    feed: changes(filter: $filter, after: $after) {
      cursor
    }
  }
`)
const ADDED = graphql(`
  subscription RefusedUpdates($id: ID, $after: Cursor) {
    feed: negotiationStatusAdded(negotiationId: $id, after: $after) {
      cursor
    }
  }
`)
const POLL = graphql(`
  query RefusedPoll($filter: ChangeFilter, $after: Cursor, $before: Cursor, $first: Int, $last: Int) {
    changes(filter: $filter, after: $after, before: $before, first: $first, last: $last) {
      changes {
        sequence
      }
      cursor
      hasMore
    }
  }
`)
const NOBODY = '00000000-0000-7000-8000-000000000000'

describe('what the feed cannot honour', () => {
  let service: TestService
  let other: TestService
  let talks: Made
  let person: Made
  /** Cursors that this log cannot honour, by what is wrong with them. */
  let cursors: Readonly<Record<string, string>>

  beforeAll(async () => {
    ;[service, other] = await Promise.all([startService(), startService()])
    const make = maker(service)
    talks = await make.negotiation()
    person = await make.person()
    const head = await headOf(service)
    const withText = (change: (text: string) => string) =>
      Buffer.from(change(Buffer.from(head, 'base64url').toString())).toString('base64url')
    cursors = {
      'of another log': await headOf(other),
      'ahead of the log': withText((text) => text.replace(/\d+$/, (digits) => String(Number(digits) + 1))),
      'far ahead of the log': withText((text) => text.replace(/\d+$/, '999999999')),
      'beyond all numbers': withText((text) => text.replace(/\d+$/, '99999999999999999999')),
      'of an unknown form': withText((text) => `z${text.slice(1)}`),
      'cut off': head.slice(0, -4),
      garbage: 'not a cursor',
      empty: '',
    }
  })
  afterAll(() => Promise.all([service.stop(), other.stop()]))

  const wrong = [
    'of another log',
    'ahead of the log',
    'far ahead of the log',
    'beyond all numbers',
    'of an unknown form',
    'cut off',
    'garbage',
    'empty',
  ]

  it.each(wrong)('is an error and never silence: a cursor %s, at every door (L11)', async (what) => {
    const after = cursors[what]!
    const polls = await Promise.all(
      [...[{ after }, { before: after, last: 5 }, { after, filter: { entryId: 'nothing' } }, { after, last: 5 }]].map(
        (asked) => service.send(POLL, asked),
      ),
    )
    expect(polls.map(({ errors }) => errors?.map((error) => error.extensions.code))).toEqual(
      polls.map(() => ['CURSOR_INVALID']),
    )
    const feeds = [
      follow(service.socket(), CHANGES, { after }),
      follow(service.socket(), ADDED, { after, id: talks.id }),
    ]
    await until(() => feeds.every((feed) => feed.ended()))
    expect(feeds.map((feed) => feed.codes)).toEqual([['CURSOR_INVALID'], ['CURSOR_INVALID']])
    expect(service.app.waiting()).toBe(0)
  })

  it('is an error in a subscription: a filter that names an entry which does not exist', async () => {
    const asked = (filter: object) => follow(service.socket(), CHANGES, { filter })
    const feeds = [
      ...[
        asked({ entryId: NOBODY }),
        asked({ entryId: 'nobody' }),
        asked({ negotiationId: NOBODY }),
        asked({ entryId: person.id.toUpperCase() }),
      ],
      ...[asked({ negotiationId: person.id }), asked({ entryId: person.id, negotiationId: NOBODY })],
      ...[NOBODY, 'nobody', '', person.id].map((id) => follow(service.socket(), ADDED, { id })),
    ]
    await until(() => feeds.every((feed) => feed.ended()))
    expect(feeds.map((feed) => feed.codes)).toEqual(feeds.map(() => ['BAD_USER_INPUT']))
  })

  it('matches nothing in a query: a filter that names an entry which does not exist', async () => {
    const head = await headOf(service)
    for (const filter of [{ entryId: NOBODY }, { negotiationId: 'nobody' }, { negotiationId: person.id }]) {
      const { changes } = await service.ask(POLL, { filter })
      expect(changes).toEqual({ changes: [], cursor: head, hasMore: false })
    }
  })

  it.each([
    ['first and last together', { first: 1, last: 1 }],
    ['none', { first: 0 }],
    ['less than none', { last: -1 }],
    ['more than 100', { first: 101 }],
    ['more than 100 from the end', { last: 101 }],
  ])('is an error in a query: %s', async (_what, asked) => {
    const { errors } = await service.send(POLL, asked)
    expect(errors?.map((error) => error.extensions.code)).toEqual(['BAD_USER_INPUT'])
  })

  it.each([
    [
      'two fields',
      'subscription { changes { cursor } negotiationStatusAdded { cursor } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['an unknown field', 'subscription { news { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['a number for a cursor', 'subscription { changes(after: 7) { cursor } }', 'BAD_USER_INPUT'],
  ])('is an error in a subscription: %s', async (_what, query, code) => {
    const feed = follow(service.socket(), { toString: () => query } as typeof CHANGES, {})
    await until(feed.ended)
    expect(feed.codes).toEqual([code])
  })
})
