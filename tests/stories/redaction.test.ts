import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TypedDocumentString } from '../generated/graphql.ts'
import { type Following, follow } from '../support/follow.ts'
import { type Maker, maker } from '../support/make.ts'
import { headOf } from '../support/polling.ts'
import { ADMIN, EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const REDACT = `mutation ($input: RedactEntryInput!) { payload: redactEntry(input: $input) {
  entry { id version } errors { code message path } cursor } }`
const FEED = `subscription ($after: Cursor) { feed: changes(after: $after) { cursor previousCursor change {
  sequence kind editor reason changedFields
  entry { id version
    ... on Person { name aliases identifiers { value } memberships { title } }
    ... on Source { title text publisher } ... on Statement { content quotes { exact } speaker { ... on Person { name } } } } } } }`

interface Payload {
  readonly payload: {
    readonly entry: { readonly id: string; readonly version: number } | null
    readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[]
    readonly cursor: string | null
  }
}
interface Item {
  readonly cursor: string
  readonly previousCursor: string
  readonly change: { readonly sequence: number; readonly kind: string; readonly entry: { readonly id: string } }
}

describe('redaction', () => {
  let service: TestService
  let make: Maker

  beforeAll(async () => {
    service = await startService()
    make = maker(service)
  })
  afterAll(() => service.stop())

  const redact = async (input: object, token: string | null = ADMIN) =>
    (await service.send<Payload, object>(REDACT, { input }, token)).data.payload
  const redacted = async (id: string, more: object = {}) => {
    const answer = await redact({ id, reason: 'asked for', ...more })
    expect(answer.errors).toEqual([])
    return answer
  }
  const answerOf = async (query: string, variables: object, token: string | null = EDITOR) => {
    const { data, errors } = await service.send<object, object>(query, variables, token)
    expect(errors).toBeUndefined()
    return JSON.stringify(data)
  }
  const feed = (after: string) =>
    // The document is a text that the types of the tests do not know.
    follow<Item, { after: string }>(
      service.socket(EDITOR),
      FEED as unknown as TypedDocumentString<{ feed: Item }, { after: string }>,
      { after },
    )
  const arrived = (following: Following<Item>, cursor: string) => until(() => following.items.at(-1)?.cursor === cursor)

  it('takes the words out of every answer, past and present, and of every feed, also of those that show it from elsewhere', async () => {
    const word = 'Kaltenbrunnov'
    const start = await headOf(service)
    const { id } = await make.person({
      name: word,
      aliases: [`${word} II`],
      identifiers: [{ scheme: 'x', value: word }],
    })
    const { id: sourceId } = await make.source({
      title: `On ${word}`,
      text: `So said ${word}.`,
      textAccess: 'EVERYONE',
    })
    const { id: statementId } = await make.statement({ speakerId: id, citations: [{ sourceId }] })
    const before = await answerOf('{ changes(last: 1) { changes { at } } }', {})
    const at = /"at":"([^"]+)"/.exec(before)![1]!
    const attached = feed(start)
    await arrived(attached, await headOf(service))
    expect(JSON.stringify(attached.items)).toContain(word)
    const heard = attached.items.length

    await redacted(sourceId)
    const { cursor } = await redacted(id, { reason: 'The person asked for it.' })
    await arrived(attached, cursor!)
    const resuming = feed(start)
    await arrived(resuming, cursor!)
    // The same document as before the redaction, so what had been rendered for it was at hand.
    expect(resuming.items.map(({ change }) => change.sequence)).toEqual(
      attached.items.map(({ change }) => change.sequence),
    )
    expect(attached.items.at(-1)).toMatchObject({
      change: {
        kind: 'REDACTED',
        editor: 'admin',
        reason: 'The person asked for it.',
        changedFields: ['name', 'aliases', 'identifiers'],
      },
    })
    const variables = { id, sourceId, statementId, at, word }
    const answers = [
      JSON.stringify(attached.items.slice(heard)),
      JSON.stringify(resuming.items),
      await answerOf(
        'query ($id: ID!, $sourceId: ID!, $at: DateTime!) { a: entry(id: $id, asOf: $at) { ... on Person { name aliases identifiers { value } } } b: entry(id: $sourceId, asOf: $at) { ... on Source { title text } } }',
        variables,
      ),
      await answerOf(
        'query ($id: ID!, $statementId: ID!) { node(id: $id) { ... on Entry { history { nodes { entry { ... on Person { name aliases } } } } } } statement(id: $statementId) { speaker { ... on Person { name aliases } } citations { source { title text } } } }',
        variables,
      ),
      await answerOf(
        '{ changes { changes { reason entry { ... on Person { name aliases } ... on Source { title text } } } } }',
        {},
      ),
    ]
    expect(answers.filter((answer) => answer.includes(word))).toEqual([])
    const found = await answerOf(
      'query ($word: String!) { search(query: $word) { totalCount } persons(filter: { name: $word }) { totalCount } sources(filter: { publisher: $word }) { totalCount } p: persons(filter: { identifier: { scheme: "x", value: $word } }) { totalCount } }',
      variables,
    )
    expect(found).toBe(
      '{"search":{"totalCount":0},"persons":{"totalCount":0},"sources":{"totalCount":0},"p":{"totalCount":0}}',
    )
    expect(await answerOf('{ search(query: "redacted") { totalCount } }', {})).toBe('{"search":{"totalCount":2}}')
    for (const each of [attached, resuming]) each.leave()
  })

  it('is for ADMIN alone', async () => {
    const { id } = await make.person()
    const codes = async (token: string | null) =>
      (await service.send(REDACT, { input: { id, reason: 'r' } }, token)).errors?.map(
        ({ extensions }) => extensions.code,
      )
    expect(await codes(EDITOR)).toEqual(['FORBIDDEN'])
    expect(await codes(null)).toEqual(['UNAUTHENTICATED'])
    expect(await answerOf('query ($id: ID!) { person(id: $id) { version } }', { id })).toBe('{"person":{"version":1}}')
  })

  it('is refused with what the caller can do about it, and then nothing is written', async () => {
    const { id } = await make.person()
    const start = await headOf(service)
    const refused = async (input: object) =>
      (await redact(input)).errors.map(({ code, path, message }) => ({ code, path: path.join('.'), message }))
    expect(await refused({ id, fields: ['aliases', 'height'], reason: 'r' })).toEqual([
      {
        ...{ code: 'INVALID_VALUE', path: 'input.fields.1' },
        message: 'This can be redacted of such an entry: name, aliases, identifiers, memberships, citations.',
      },
    ])
    expect(await refused({ id, reason: ' ' })).toMatchObject([{ code: 'REQUIRED', path: 'input.reason' }])
    expect(await refused({ id, reason: 'r', expectedVersion: 2 })).toMatchObject([{ code: 'VERSION_CONFLICT' }])
    expect(await refused({ id: 'nobody', reason: 'r' })).toMatchObject([{ code: 'NOT_FOUND', path: 'input.id' }])
    expect(await headOf(service)).toBe(start)
  })

  it('takes out the named fields alone, and the same again is no change', async () => {
    const { id } = await make.person({ name: 'Name', aliases: ['Alias'] })
    const fields = { fields: ['name'], idempotencyKey: `key of ${id}` }
    const first = await redacted(id, fields)
    expect(first.entry?.version).toBe(2)
    expect(await redacted(id, fields)).toEqual(first)
    expect((await redacted(id, { fields: ['name'] })).cursor).toBe(await headOf(service))
    expect(await answerOf('query ($id: ID!) { person(id: $id) { version name aliases } }', { id })).toBe(
      '{"person":{"version":2,"name":"[redacted]","aliases":["Alias"]}}',
    )
  })

  it('takes the text of a source for good; quotes and passages of other entries stay as they were recorded', async () => {
    const { id: sourceId } = await make.source({ text: 'We agree, he said.' })
    const { id } = await make.statement({
      ...{ quoteType: 'DIRECT', quotes: [{ exact: 'We agree' }], citations: [{ sourceId, exact: 'he said' }] },
    })
    await redacted(sourceId, { fields: ['text'] })
    const shown =
      'query ($id: ID!) { statement(id: $id) { quotes { exact verified } citations { exact source { title text } } } }'
    expect(JSON.parse(await answerOf(shown, { id }))).toMatchObject({
      statement: {
        quotes: [{ exact: 'We agree', verified: true }],
        citations: [{ exact: 'he said', source: { text: null } }],
      },
    })
    const again = await service.send<{ payload: { errors: readonly { code: string; path: string[] }[] } }, object>(
      'mutation ($input: UpdateSourceInput!) { payload: updateSource(input: $input) { errors { code path } } }',
      { input: { id: sourceId, expectedVersion: 2, text: 'We agree, he said.' } },
    )
    expect(again.data.payload.errors).toEqual([{ code: 'INVALID_VALUE', path: ['input', 'text'] }])
  })

  it('leaves a retracted step retracted, and two redacted events apart', async () => {
    const { id: partyId } = await make.organization()
    const { id: negotiationId } = await make.negotiation({ parties: [{ organizationId: partyId, role: 'PARTY' }] })
    const { id: proposalId } = await make.proposal({ negotiationId })
    const step = await make.statusUpdate({ negotiationId, partyId, proposalId, position: 'ACCEPTS' })
    const positions =
      'query ($id: ID!) { negotiation(id: $id) { positions { position } statusUpdates { totalCount } } }'
    await service.send(
      `mutation { retractEntry(input: { id: "${step.id}", expectedVersion: 1, reason: "mistaken" }) { cursor } }`,
    )
    await redacted(step.id)
    expect(await answerOf(positions, { id: negotiationId })).toBe(
      '{"negotiation":{"positions":[],"statusUpdates":{"totalCount":0}}}',
    )
    const { id: sourceId } = await make.source()
    const events = [await make.event({ citations: [{ sourceId }] }), await make.event({ citations: [{ sourceId }] })]
    for (const { id } of events) await redacted(id)
    for (const { id } of events) {
      const { data } = await service.send<{ payload: { errors: readonly object[] } }, object>(
        'mutation ($input: UpdateEventInput!) { payload: updateEvent(input: $input) { errors { code message } } }',
        { input: { id, expectedVersion: 2, verification: 'DISPUTED' } },
      )
      expect(data.payload.errors).toEqual([])
    }
  })

  it('shows where the log ends, as verification takes it', async () => {
    const { data } = await service.send<
      { service: { logHead: { sequence: number; hash: string; text: string } } },
      object
    >('{ service { logHead { sequence hash text } } }')
    const { sequence, hash, text } = data.service.logHead
    expect(text).toBe(`${sequence}:${hash}`)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(service.app.logHead).toMatch(/^0:[0-9a-f]{64}$/)
  })
})
