import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { type Given, type Known, knownEntries, refusal, refused, written } from '../support/writing.ts'

const FIRST =
  'The minister said on Tuesday: “We are ready to talk about a ceasefire of thirty days.” We are ready, he said again. 😀 Done.'
const SECOND = 'Another paper has it that the delegation left the city before dawn and did not come back.'

let service: TestService
let make: Maker
let known: Known
let first: string
let second: string
let bare: string

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  known = await knownEntries(service)
  first = (await make.source({ title: 'First paper', text: FIRST })).id
  second = (await make.source({ title: 'Second paper', text: SECOND })).id
  bare = (await make.source({ title: 'Paper without a text' })).id
})
afterAll(() => service.stop())

const direct = (quotes: readonly Given[], sourceIds = [first]) => ({
  ...known.inputs.Statement,
  quoteType: 'DIRECT',
  quotes,
  citations: sourceIds.map((sourceId) => ({ sourceId })),
})

async function quotesOf(input: Given) {
  const { entry } = await written(service, 'addStatement', input)
  const query = graphql(`
    query QuotesOf($id: ID!) {
      statement(id: $id) {
        quotes {
          exact
          start
          end
          verified
          insertions
          source {
            id
          }
        }
      }
    }
  `)
  return (await service.ask(query, { id: entry.id })).statement!.quotes
}

const quotesAndHistory = graphql(`
  query QuotesAndHistory($id: ID!) {
    statement(id: $id) {
      version
      retraction {
        reason
      }
      quotes {
        verified
        start
      }
      history {
        nodes {
          kind
          changedFields
          entry {
            retraction {
              reason
            }
          }
        }
      }
    }
  }
`)

const READY = FIRST.indexOf('We are ready')
const AGAIN = FIRST.indexOf('We are ready', READY + 1)

describe('a quote', () => {
  it('is verified at its first occurrence', async () => {
    const [quote] = await quotesOf(direct([{ exact: 'We are ready' }]))
    expect(quote).toEqual({
      exact: 'We are ready',
      start: READY,
      end: READY + 12,
      verified: true,
      insertions: [],
      source: { id: first },
    })
  })

  it.each([
    ['both offsets', () => ({ start: AGAIN, end: AGAIN + 12 })],
    ['its start', () => ({ start: AGAIN })],
    ['its end', () => ({ end: AGAIN + 12 })],
  ])('is verified at another occurrence that is given with %s', async (_, offsets) => {
    const [quote] = await quotesOf(direct([{ exact: 'We are ready', ...offsets() }]))
    expect(quote).toMatchObject({ start: AGAIN, end: AGAIN + 12, verified: true })
  })

  it('is sought in the cited sources, in order, when it names none', async () => {
    const [quote] = await quotesOf(direct([{ exact: 'before dawn' }], [bare, first, second]))
    expect(quote).toMatchObject({ verified: true, source: { id: second } })
  })

  it('is sought in the source that it names, cited or not', async () => {
    const [quote] = await quotesOf(direct([{ exact: 'before dawn', sourceId: second }]))
    expect(quote).toMatchObject({ verified: true, source: { id: second } })
    expect(
      await refusal(service, 'addStatement', direct([{ exact: 'before dawn', sourceId: first }], [second])),
    ).toEqual(['QUOTE_NOT_IN_SOURCE quotes.0'])
  })

  it('is kept unverified, as given, where no text is stored', async () => {
    const [quote] = await quotesOf(direct([{ exact: 'before dawn', sourceId: bare, start: 3, end: 14 }]))
    expect(quote).toEqual({
      exact: 'before dawn',
      start: 3,
      end: 14,
      verified: false,
      insertions: [],
      source: { id: bare },
    })
    const [unnamed] = await quotesOf(direct([{ exact: 'before dusk' }], [bare]))
    expect(unnamed).toMatchObject({ verified: false, source: null, start: null })
  })

  it('keeps the insertions that stand in it', async () => {
    const [quote] = await quotesOf(direct([{ exact: 'a ceasefire of thirty days', insertions: ['of thirty days'] }]))
    expect(quote).toMatchObject({ verified: true, insertions: ['of thirty days'] })
  })

  it.each<[string, Given]>([
    ['words that stand nowhere', { exact: 'We will never talk' }],
    ['words in another typography', { exact: 'said on Tuesday: "We are ready' }],
    ['words in another case', { exact: 'the Minister said' }],
    ['words with a second blank', { exact: 'We are  ready' }],
    ['a start where they do not stand', { exact: 'We are ready', start: READY + 1 }],
    ['an end where they do not stand', { exact: 'We are ready', end: READY + 13 }],
    ['offsets further apart than the words', { exact: 'We are ready', start: READY, end: READY + 13 }],
    ['offsets in the wrong order', { exact: 'We are ready', start: READY + 12, end: READY }],
    ['offsets beyond the text', { exact: 'We are ready', start: 1_000_000, end: 1_000_012 }],
    ['an insertion that is not in it', { exact: 'We are ready', insertions: ['we are'] }],
  ])('is refused with %s', async (_, quote) => {
    expect(await refusal(service, 'addStatement', direct([{ exact: 'a ceasefire' }, quote]))).toEqual([
      'QUOTE_NOT_IN_SOURCE quotes.1',
    ])
  })

  it('is refused with the nearest passage in the message', async () => {
    const { errors } = await refused(
      service,
      'addStatement',
      direct([{ exact: 'We are ready to talk about a truce of thirty days' }]),
    )
    expect(errors[0]!.message).toContain('We are ready to talk about a ceasefire of thirty days')
    expect(errors[0]!.message).toContain('First paper')
  })

  it('is refused with the title of the stored source in which the words do stand', async () => {
    const { errors } = await refused(service, 'addStatement', direct([{ exact: 'left the city before dawn' }]))
    expect(errors[0]!.message).toContain('They do stand in “Second paper”.')
  })

  it('is refused with every other that is wrong', async () => {
    const wrong = [{ exact: 'nothing like it' }, { exact: 'We are ready' }, { exact: 'nor this' }]
    expect(await refusal(service, 'addStatement', direct(wrong))).toEqual([
      'QUOTE_NOT_IN_SOURCE quotes.0',
      'QUOTE_NOT_IN_SOURCE quotes.2',
    ])
  })

  it('is refused in a change too, while those that stood there stay', async () => {
    const { entry } = await written(service, 'addStatement', direct([{ exact: 'We are ready', start: AGAIN }]))
    const change = { id: entry.id, expectedVersion: 1 }
    const kept = { exact: 'We are ready', start: AGAIN }
    expect(await refusal(service, 'updateStatement', { ...change, quotes: [kept, { exact: 'nor this' }] })).toEqual([
      'QUOTE_NOT_IN_SOURCE quotes.1',
    ])
    await written(service, 'updateStatement', { ...change, quotes: [kept, { exact: 'a ceasefire' }] })
  })
})

describe.each(['DIRECT', 'MIXED'])('a statement of quote type %s', (quoteType) => {
  it('needs a quote', async () => {
    expect(await refusal(service, 'addStatement', { ...direct([]), quoteType })).toEqual(['REQUIRED quotes'])
    const { entry } = await written(service, 'addStatement', { ...direct([{ exact: 'a ceasefire' }]), quoteType })
    expect(await refusal(service, 'updateStatement', { id: entry.id, expectedVersion: 1, quotes: [] })).toEqual([
      'REQUIRED quotes',
    ])
    expect(await refusal(service, 'updateStatement', { id: entry.id, expectedVersion: 1, quotes: null })).toEqual([
      'REQUIRED quotes',
    ])
  })
})

describe.each(['INDIRECT', 'NONE'])('a statement of quote type %s', (quoteType) => {
  it('has no quotes', async () => {
    expect(await refusal(service, 'addStatement', { ...direct([{ exact: 'a ceasefire' }]), quoteType })).toEqual([
      'INVALID_VALUE quotes',
    ])
    const { entry } = await written(service, 'addStatement', direct([{ exact: 'a ceasefire' }]))
    expect(await refusal(service, 'updateStatement', { id: entry.id, expectedVersion: 1, quoteType })).toEqual([
      'INVALID_VALUE quotes',
    ])
    await written(service, 'updateStatement', { id: entry.id, expectedVersion: 1, quoteType, quotes: [] })
  })
})

describe('a citation', () => {
  const citing = (citation: Given) => ({
    ...known.inputs.Person,
    citations: [{ sourceId: bare }, { sourceId: first, ...citation }],
  })

  async function citationOf(input: Given) {
    const { entry } = await written(service, 'addPerson', input)
    const query = graphql(`
      query CitationsOf($id: ID!) {
        person(id: $id) {
          citations {
            exact
            start
            end
            locator
            source {
              id
            }
          }
        }
      }
    `)
    return (await service.ask(query, { id: entry.id })).person!.citations[1]
  }

  it('finds its place by its words', async () => {
    expect(await citationOf(citing({ exact: 'We are ready' }))).toMatchObject({
      exact: 'We are ready',
      start: READY,
      end: READY + 12,
    })
  })

  it('finds its words by its place', async () => {
    expect(await citationOf(citing({ start: AGAIN, end: AGAIN + 12 }))).toMatchObject({
      exact: 'We are ready',
      start: AGAIN,
      end: AGAIN + 12,
    })
  })

  it('can be of the whole source, with a locator', async () => {
    expect(await citationOf(citing({ locator: 'p. 3' }))).toEqual({
      exact: null,
      start: null,
      end: null,
      locator: 'p. 3',
      source: { id: first },
    })
  })

  const emoji = FIRST.indexOf('😀')
  it.each<[string, Given]>([
    ['words that stand nowhere', { exact: 'We will never talk' }],
    ['a start where its words do not stand', { exact: 'We are ready', start: 0 }],
    ['a start alone', { start: 0 }],
    ['an end alone', { end: 5 }],
    ['nothing between its offsets', { start: 5, end: 5 }],
    ['offsets in the wrong order', { start: 5, end: 4 }],
    ['an end beyond the text', { start: 0, end: FIRST.length + 1 }],
    ['offsets that cut a character in half', { start: emoji + 1, end: emoji + 4 }],
    ['an end that cuts a character in half', { start: 0, end: emoji + 1 }],
  ])('is refused with %s', async (_, citation) => {
    expect(await refusal(service, 'addPerson', citing(citation))).toEqual(['QUOTE_NOT_IN_SOURCE citations.1'])
  })

  it('is refused below zero', async () => {
    expect(await refusal(service, 'addPerson', citing({ start: -1, end: 5 }))).toEqual([
      'INVALID_VALUE citations.1.start',
    ])
  })

  it('is refused for a passage that is longer than a quote may be', async () => {
    const long = await make.source({ text: 'x'.repeat(30_000) })
    const input = (end: number) => ({ ...known.inputs.Person, citations: [{ sourceId: long.id, start: 0, end }] })
    expect(await refusal(service, 'addPerson', input(20_001))).toEqual(['TOO_LONG citations.0'])
    await written(service, 'addPerson', input(20_000))
  })
})

describe('the text of a source', () => {
  const change = { expectedVersion: 1 }

  it.each([
    ['the same again', FIRST],
    ['another', SECOND],
    ['none', null],
  ])('is set once: %s is refused', async (_, text) => {
    expect(await refusal(service, 'updateSource', { id: first, ...change, text })).toEqual(['INVALID_VALUE text'])
  })

  it('can be added to a source that has none', async () => {
    const source = await make.source()
    const { entry } = await written(service, 'updateSource', { id: source.id, ...change, text: FIRST })
    expect(
      await refusal(service, 'updateSource', { id: source.id, expectedVersion: entry.version, text: FIRST }),
    ).toEqual(['INVALID_VALUE text'])
  })

  it('verifies the quotes of a statement that was retracted meanwhile, when that is reinstated', async () => {
    const source = await make.source()
    const quotes = [{ exact: 'We are ready', sourceId: source.id }]
    const statement = (await written(service, 'addStatement', direct(quotes, [source.id]))).entry
    const { id } = statement
    await written(service, 'retractEntry', { id, expectedVersion: 1, reason: 'Twice.' })
    await written(service, 'updateSource', { id: source.id, ...change, text: FIRST })
    await written(service, 'reinstateEntry', { id, expectedVersion: 2, reason: 'Once.' })
    const { statement: verified } = await service.ask(quotesAndHistory, { id })
    expect(verified).toEqual({
      ...{ version: 4, retraction: null, quotes: [{ verified: true, start: READY }] },
      history: {
        nodes: [
          { kind: 'ADDED', changedFields: expect.any(Array) as string[], entry: { retraction: null } },
          { kind: 'RETRACTED', changedFields: ['retraction'], entry: { retraction: { reason: 'Twice.' } } },
          { kind: 'REINSTATED', changedFields: ['retraction'], entry: { retraction: null } },
          { kind: 'UPDATED', changedFields: ['quotes'], entry: { retraction: null } },
        ],
      },
    })
  })

  it('changes nothing of a statement that is reinstated and whose words do not stand in it', async () => {
    const source = await make.source()
    const quotes = [{ exact: 'We will never talk', sourceId: source.id }]
    const { id } = (await written(service, 'addStatement', direct(quotes, [source.id]))).entry
    await written(service, 'retractEntry', { id, expectedVersion: 1, reason: 'Twice.' })
    await written(service, 'updateSource', { id: source.id, ...change, text: FIRST })
    await written(service, 'reinstateEntry', { id, expectedVersion: 2, reason: 'Once.' })
    const { statement } = await service.ask(quotesAndHistory, { id })
    expect(statement).toMatchObject({ version: 3, retraction: null, quotes: [{ verified: false, start: null }] })
  })

  it('is set once when two give it side by side', async () => {
    const source = await make.source()
    const answers = await Promise.allSettled(
      [FIRST, SECOND].map((text) => written(service, 'updateSource', { id: source.id, ...change, text })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('asking a source for the passage nearest to some words', () => {
  const NEAREST = graphql(`
    query NearestPassage($id: ID!, $words: String!) {
      source(id: $id) {
        nearestPassage(words: $words) {
          exact
          start
          end
          shared
          difference
        }
      }
    }
  `)
  const nearest = async (id: string, words: string) =>
    (await service.ask(NEAREST, { id, words })).source!.nearestPassage

  it('tells the place of words that stand there', async () => {
    expect(await nearest(first, 'We are ready to talk')).toMatchObject({
      ...{ exact: 'We are ready to talk', start: 31, end: 51, shared: 1 },
    })
  })

  it('tells how far off words are, and what the source prints', async () => {
    const found = await nearest(first, 'We are willing to talk about a ceasefire')
    expect(found!.exact).toBe('We are ready to talk about a ceasefire')
    expect(found!.shared).toBeGreaterThan(0.7)
    expect(found!.shared).toBeLessThan(1)
    expect(found!.difference).toContain('prints “ready” where the quote has “willing”')
  })

  it('tells nothing where nothing is alike, and of a source without a text', async () => {
    expect(await nearest(first, 'Entirely different material stands elsewhere')).toBeNull()
    expect(await nearest(bare, 'We are ready to talk')).toBeNull()
  })

  it('refuses more words than a quote may have', async () => {
    await expect(nearest(first, 'x'.repeat(20_001))).rejects.toThrow(/at most 20000 characters/)
  })
})
