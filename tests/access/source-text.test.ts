import { type GraphQLField, getNamedType, isCompositeType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, readEvents } from '../support/events.ts'
import { maker } from '../support/make.ts'
import { published, selectAll } from '../support/schema-walk.ts'
import { EDITOR, type TestService, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const PASSAGE = 'the talks go on in Jeddah'
/** No word of these stands anywhere else. */
const HIDDEN = Array.from({ length: 40 }, (_, index) => `hidden${String(index).padStart(2, '0')}`)
const TEXT = `${HIDDEN.slice(0, 20).join(' ')} ${PASSAGE} ${HIDDEN.slice(20).join(' ')}`
const LATER = `${HIDDEN.join(' ')} later`
/** How far below a root field entries are followed; each type is opened once, a source wherever it is reached. */
const DEPTH = 7

const { query: Query, subscription: Subscription } = published.toConfig()

describe('the text of a source that is for editors', () => {
  let service: TestService
  let reader: string
  let ids: readonly string[]
  let after: string

  beforeAll(async () => {
    // The walk asks for more at once than anyone may.
    service = await startService({ config: { maxQueryCost: 1_000_000_000, maxQueryDepth: 100 } })
    reader = (await service.app.tokens.add({ name: 'Reader', role: 'READER', expiresAt: null }, 'admin')).secret
    const make = maker(service)
    const head = await service.send<{ service: { headCursor: string } }, object>('{ service { headCursor } }')
    after = head.data.service.headCursor
    const article = await make.source({ title: 'An article', text: TEXT, textAccess: 'EDITORS' })
    const revision = await make.source({ title: 'Its revision', revisionOfId: article.id })
    // A text that is added later stands in an update.
    await service.send(
      'mutation ($id: ID!, $text: String) { updateSource(input: { id: $id, expectedVersion: 1, text: $text }) { cursor } }',
      { id: revision.id, text: LATER },
    )
    // Open for a while, so that what was rendered then may lie about.
    const opened = await make.source({
      ...{ title: 'Once open', text: TEXT, textAccess: 'EVERYONE', citations: [{ sourceId: article.id }] },
    })
    await service.send(
      'mutation ($id: ID!) { updateSource(input: { id: $id, expectedVersion: 1, textAccess: EDITORS }) { cursor } }',
      { id: opened.id },
    )
    const citations = [{ sourceId: article.id, exact: PASSAGE }, { sourceId: revision.id }]
    const [person, state] = [await make.person({ citations }), await make.organization({ citations })]
    const place = await make.location({ citations })
    const talks = await make.negotiation({ citations, parties: [{ organizationId: state.id, role: 'PARTY' }] })
    const proposal = await make.proposal({ citations, negotiationId: talks.id })
    const event = await make.event({
      ...{ title: 'The talks', citations, negotiationId: talks.id, proposalId: proposal.id, locationIds: [place.id] },
      participants: [{ actorId: person.id, role: 'ACTOR' }],
    })
    const statement = await make.statement({
      ...{
        content: 'That the talks go on',
        citations,
        negotiationId: talks.id,
        atEventId: event.id,
        viaIds: [article.id],
      },
      ...{ speakerId: person.id, quoteType: 'DIRECT', quotes: [{ exact: PASSAGE, sourceId: article.id }] },
    })
    const step = await make.statusUpdate({
      ...{ negotiationId: talks.id, citations, evidenceStatementIds: [statement.id], evidenceEventIds: [event.id] },
      ...{ partyId: state.id, proposalId: proposal.id, position: 'ACCEPTS' },
    })
    ids = [article, revision, opened, person, state, place, talks, proposal, event, statement, step].map(({ id }) => id)
  })
  afterAll(() => service.stop())

  /** The arguments of a root field with which it leads somewhere, as lists of variables. */
  function argumentsOf({ name, args }: GraphQLField<unknown, unknown>): readonly Readonly<Record<string, unknown>>[] {
    const named = args.map((argument) => argument.name)
    if (named.includes('ids')) return [{ ids }]
    if (named.includes('asOf')) return ids.flatMap((id) => [{ id }, { id, asOf: new Date().toISOString() }])
    if (named.includes('id')) return ids.map((id) => ({ id }))
    return [name === 'search' ? { query: 'talks' } : {}]
  }

  /** The document of a root field that asks for all below it. */
  function documentOf(field: GraphQLField<unknown, unknown>, given: object, without: ReadonlySet<string>): string {
    const passed = field.args.filter(({ name }) => name in given)
    const declared = passed.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
    const named = passed.map(({ name }) => `${name}: $${name}`).join(', ')
    const selection = selectAll(field.type, { target: 'Source', leaf: 'text', depth: DEPTH, without })
    return `query Walk${declared && `(${declared})`} { ${field.name}${named && `(${named})`} ${selection} }`
  }

  /** What cannot be asked of the past is refused, and would take the rest of the answer with it: it is left away. */
  async function answerable(field: GraphQLField<unknown, unknown>, given: object) {
    const without = new Set<string>()
    for (;;) {
      const document = documentOf(field, given, without)
      const { data, errors } = await service.send<Record<string, unknown>, object>(document, given, EDITOR)
      if (!errors) return { document, data }
      for (const { path = [], extensions, message } of errors) {
        expect(extensions.code, message).toBe('BAD_USER_INPUT')
        without.add(String(path.filter((step) => typeof step === 'string').at(-1)))
      }
    }
  }

  const hiddenIn = (text: string) => HIDDEN.filter((word) => text.includes(word))

  it('is shown to no reader on any way to a source that queries know, and to editors on all', async () => {
    const shown = new Set<string>()
    let passages = 0
    const fields = Object.values(Query?.getFields() ?? {}).filter(
      ({ name, type }) => isCompositeType(getNamedType(type)) && name !== 'accessTokens',
    )
    for (const field of fields) {
      for (const given of argumentsOf(field)) {
        const { document, data } = await answerable(field, given)
        if (data[field.name] === null) continue
        for (const path of pathsTo(data)) shown.add(`${'asOf' in given ? 'then ' : ''}${path}`)
        for (const token of [null, reader]) {
          const { errors, ...answer } = await service.send(document, given, token)
          expect(errors).toBeUndefined()
          expect(hiddenIn(JSON.stringify(answer)), field.name).toEqual([])
          passages += JSON.stringify(answer).split(PASSAGE).length - 1
        }
      }
    }
    expect(passages).toBeGreaterThan(0)
    // As editor the same words bring the text, so the walk has been there.
    for (const way of WAYS)
      expect(
        [...shown].some((path) => way.test(path)),
        String(way),
      ).toBe(true)
  })

  /** Ways that must have led to a text, as paths of fields. */
  const WAYS = [
    /^source\./,
    /^sources\./,
    /^node\./,
    /^nodes\./,
    /^entry\./,
    /^then entry\./,
    /^search\./,
    /^changes\./,
    /\bhistory\./,
    /\bcitations\.source\./,
    /\bquotes\.source\./,
    /\bvia\./,
    /\brevisionOf\./,
    /\bcitedBy\./,
  ]

  it('is shown to no reader who follows the log from its beginning', async () => {
    const past = new Set(
      ['events', 'statements', 'citedBy', 'linkedFrom'].flatMap((list) => [
        list,
        ...['Person', 'Organization', 'Location', 'Negotiation', 'Event'].map((type) => `${type}_${list}`),
      ]),
    )
    for (const field of Object.values(Subscription?.getFields() ?? {})) {
      const selection = selectAll(field.type, { target: 'Source', leaf: 'text', depth: DEPTH, without: past })
      const query = `subscription Walk { ${field.name}(after: "${after}") ${selection} }`
      const streams = await Promise.all(
        [null, reader, EDITOR].map((token) =>
          readEvents(
            `${service.url}/graphql/stream`,
            asked(query, {}, token === null ? {} : { authorization: `Bearer ${token}` }),
          ),
        ),
      )
      const expected = field.name === 'changes' ? ids.length : 1
      await until(() => streams.every(({ events }) => events.length >= expected))
      const [anonymous, asReader, asEditor] = streams.map(({ events }) => JSON.stringify(events))
      for (const { leave } of streams) leave()
      expect(hiddenIn(anonymous! + asReader!), field.name).toEqual([])
      expect(hiddenIn(asEditor!), field.name).toEqual(HIDDEN)
    }
  })

  it('is shown to no reader below the lists of a negotiation', async () => {
    const cited = '{ nodes { citations { source { text } } } }'
    const query = `{ negotiations { nodes { timeline ${cited} events ${cited} statusUpdates ${cited}
      statements { nodes { via { text } quotes { source { text } } atEvent { citations { source { text } } } } } } } }`
    const answers = await Promise.all([null, reader, EDITOR].map((token) => service.send(query, {}, token)))
    const [anonymous, asReader, asEditor] = answers.map((answer) => JSON.stringify(answer))
    expect(hiddenIn(anonymous! + asReader!)).toEqual([])
    // Two sources are cited by each of three entries in the timeline, by the event and the step again, and four ways lead on from the statement.
    expect(asEditor!.split(HIDDEN[0]!).length - 1).toBe(14)
  })

  it('is found by no search and no filter, and told by no refusal', async () => {
    const found = `{ search(query: "${HIDDEN[3]!}") { totalCount } sources(filter: { publisher: "${HIDDEN[3]!}" }) { totalCount }
      statements(filter: { search: "${HIDDEN[3]!}" }) { totalCount } events(filter: { search: "${HIDDEN[3]!}" }) { totalCount } }`
    for (const token of [null, reader]) {
      const { data } = await service.send<Record<string, { totalCount: number }>, object>(found, {}, token)
      expect(Object.values(data).map(({ totalCount }) => totalCount)).toEqual([0, 0, 0, 0])
      const refused = await service.send(
        'mutation ($id: ID!) { addPerson(input: { name: "x", citations: [{ sourceId: $id, exact: "the talks go on at Jeddah" }] }) { errors { message } } }',
        { id: ids[0] },
        token,
      )
      expect(hiddenIn(JSON.stringify(refused))).toEqual([])
      expect(JSON.stringify(refused)).not.toContain(PASSAGE)
    }
  })
})

/** Where in an answer hidden words stand, as paths of field names without their types, lists and edges. */
function pathsTo(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === 'string') return value.includes(HIDDEN[0]!) ? [path.join('.')] : []
  if (Array.isArray(value)) return value.flatMap((each) => pathsTo(each, path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => {
    const plain = name.replace(/^[A-Z]\w*?_/, '')
    return pathsTo(each, [...path, plain])
  })
}
