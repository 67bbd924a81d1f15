import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestService, startService } from '../support/service.ts'
import { type Given, type Known, type Slice, knownEntries, refusal, write } from '../support/writing.ts'

const text = (length: number) => 'x'.repeat(length)
const many = <Item>(item: Item) => Array.from({ length: 501 }, () => item)
const date = (edtf: string) => ({ edtf })

/** Where the input is wrong, the input itself, and what it is answered with. Each holds for new entries and for changes to one. */
type Row = readonly [slice: Slice, given: Given, problem: string]

const TEXTS: readonly (readonly [Slice, string])[] = [
  ['Source', 'title'],
  ['Person', 'name'],
  ['Organization', 'name'],
  ['Location', 'name'],
  ['Negotiation', 'name'],
  ['Proposal', 'name'],
  ['Event', 'title'],
]
const PROSE: readonly (readonly [Slice, string])[] = [
  ['Negotiation', 'summary'],
  ['Proposal', 'summary'],
  ['Event', 'summary'],
  ['Event', 'outcome'],
  ['Statement', 'content'],
  ['NegotiationStatusUpdate', 'summary'],
]
const SHORT: readonly (readonly [Slice, string])[] = [
  ['Source', 'publisher'],
  ['Source', 'licence'],
  ['Negotiation', 'conflict'],
  ['Statement', 'speakerTitle'],
  ['Statement', 'platform'],
  ['Statement', 'audience'],
]
const SLICES: readonly Slice[] = [
  'Source',
  'Person',
  'Organization',
  'Location',
  'Negotiation',
  'Proposal',
  'Event',
  'Statement',
  'NegotiationStatusUpdate',
]

const blanks: readonly Row[] = [
  ...TEXTS.flatMap(([slice, field]): Row[] =>
    ['', ' \n\t'].map((blank) => [slice, { [field]: blank }, `REQUIRED ${field}`]),
  ),
  ['Statement', { content: ' ' }, 'REQUIRED content'],
  ['NegotiationStatusUpdate', { summary: ' ' }, 'REQUIRED summary'],
  ['Event', { date: date('') }, 'REQUIRED date.edtf'],
  ['Person', { aliases: ['Good', ' '] }, 'REQUIRED aliases.1'],
  ['Location', { identifiers: [{ scheme: '', value: '1' }] }, 'REQUIRED identifiers.0.scheme'],
  ['Statement', { topics: [''] }, 'REQUIRED topics.0'],
  ['Event', { modes: [' '] }, 'REQUIRED modes.0'],
  ['Event', { participants: [{ role: 'ACTOR' }] }, 'REQUIRED participants.0.description'],
  ['Event', { figures: [{ measure: 'KILLED' }] }, 'REQUIRED figures.0.best'],
]

const forms: readonly Row[] = [
  ...[
    'yesterday',
    '2025-13',
    '2025-02-30',
    '2025-21',
    'Y12025',
    '202X',
    '2025-03-11T14:05:00',
    '2025-03-12/2025-03-11',
    ' 2025',
    text(600),
  ].map((edtf): Row => ['Event', { date: date(edtf) }, 'INVALID_VALUE date.edtf']),
  ['Source', { publishedOn: date('soon') }, 'INVALID_VALUE publishedOn.edtf'],
  ['Negotiation', { openedOn: date('soon') }, 'INVALID_VALUE openedOn.edtf'],
  ['Negotiation', { closedOn: date('soon') }, 'INVALID_VALUE closedOn.edtf'],
  ['Negotiation', { openedOn: date('2025-03'), closedOn: date('2025-02') }, 'INVALID_VALUE closedOn'],
  ['Statement', { date: date('soon') }, 'INVALID_VALUE date.edtf'],
  ['NegotiationStatusUpdate', { effectiveOn: date('soon') }, 'INVALID_VALUE effectiveOn.edtf'],
  ...[
    'example.org',
    'ftp://example.org/',
    'javascript:alert(1)',
    'https://',
    '//example.org/',
    '',
    'https://exa mple.org/',
  ].map((url): Row => ['Source', { url }, 'INVALID_VALUE url']),
  ['Source', { archivedUrl: 'data:text/html,x' }, 'INVALID_VALUE archivedUrl'],
  ...['ua', 'UKR', 'XX', 'U', ''].map((countryCode): Row => ['Location', { countryCode }, 'INVALID_VALUE countryCode']),
  ['Organization', { countryCode: 'Ukraine' }, 'INVALID_VALUE countryCode'],
  ...['english language', 'e', 'en_US', '', 'i-none', 'x-', 'x-ninesigns', 'zh-yue-', 'en-abc-abc-abc-abc'].map(
    (language): Row => ['Source', { language }, 'INVALID_VALUE language'],
  ),
  ['Statement', { language: 'x' }, 'INVALID_VALUE language'],
]

const numbers: readonly Row[] = [
  ['Location', { point: { latitude: 90.1, longitude: 0 } }, 'INVALID_VALUE point.latitude'],
  ['Location', { point: { latitude: -90.1, longitude: 0 } }, 'INVALID_VALUE point.latitude'],
  ['Location', { point: { latitude: 0, longitude: 180.1 } }, 'INVALID_VALUE point.longitude'],
  ['Location', { point: { latitude: 0, longitude: -181 } }, 'INVALID_VALUE point.longitude'],
  ['Proposal', { durationDays: -1 }, 'INVALID_VALUE durationDays'],
  ['Event', { figures: [{ measure: 'KILLED', best: -1 }] }, 'INVALID_VALUE figures.0.best'],
  ['Event', { figures: [{ measure: 'KILLED', low: 5, high: 4 }] }, 'INVALID_VALUE figures.0'],
  ['Event', { figures: [{ measure: 'KILLED', low: 5, best: 3, high: 7 }] }, 'INVALID_VALUE figures.0'],
]

const lengths: readonly Row[] = [
  ...[...TEXTS, ...SHORT].map(([slice, field]): Row => [slice, { [field]: text(501) }, `TOO_LONG ${field}`]),
  ...PROSE.map(([slice, field]): Row => [slice, { [field]: text(20_001) }, `TOO_LONG ${field}`]),
  ['Source', { url: `https://example.org/${text(2000)}` }, 'TOO_LONG url'],
  ['Person', { aliases: [text(501)] }, 'TOO_LONG aliases.0'],
  ['Organization', { identifiers: [{ scheme: 'x', value: text(501) }] }, 'TOO_LONG identifiers.0.value'],
  ['Event', { date: { edtf: '2025', asReported: text(501) } }, 'TOO_LONG date.asReported'],
  ['Event', { contexts: [text(501)] }, 'TOO_LONG contexts.0'],
  ['Event', { participants: [{ role: 'ACTOR', description: text(501) }] }, 'TOO_LONG participants.0.description'],
  ['Statement', { quoteType: 'DIRECT', quotes: [{ exact: text(20_001) }] }, 'TOO_LONG quotes.0.exact'],
  ...SLICES.filter((slice) => slice !== 'NegotiationStatusUpdate').map((slice): Row => [
    slice,
    { reason: text(20_001) },
    'TOO_LONG reason',
  ]),
  ...SLICES.map((slice): Row => [slice, { idempotencyKey: text(501) }, 'TOO_LONG idempotencyKey']),
]

const lists: readonly Row[] = [
  ...SLICES.map((slice): Row => [slice, { citations: many({ sourceId: 'x' }) }, 'TOO_LONG citations']),
  ['Person', { aliases: many('x') }, 'TOO_LONG aliases'],
  ['Person', { memberships: many({ organizationId: 'x' }) }, 'TOO_LONG memberships'],
  ['Organization', { identifiers: many({ scheme: 'x', value: 'x' }) }, 'TOO_LONG identifiers'],
  ['Negotiation', { parties: many({ organizationId: 'x', role: 'PARTY' }) }, 'TOO_LONG parties'],
  ['Event', { modes: many('x') }, 'TOO_LONG modes'],
  ['Event', { contexts: many('x') }, 'TOO_LONG contexts'],
  ['Event', { locationIds: many('x') }, 'TOO_LONG locationIds'],
  ['Event', { participants: many({ role: 'ACTOR' }) }, 'TOO_LONG participants'],
  ['Event', { links: many({ type: 'FOLLOWS', eventId: 'x' }) }, 'TOO_LONG links'],
  ['Event', { figures: many({ measure: 'KILLED', best: 1 }) }, 'TOO_LONG figures'],
  ['Statement', { quoteType: 'DIRECT', quotes: many({ exact: 'x' }) }, 'TOO_LONG quotes'],
  [
    'Statement',
    { quoteType: 'DIRECT', quotes: [{ exact: 'x', insertions: many('x') }] },
    'TOO_LONG quotes.0.insertions',
  ],
  ['Statement', { topics: many('x') }, 'TOO_LONG topics'],
  ['Statement', { jointWithIds: many('x') }, 'TOO_LONG jointWithIds'],
  ['Statement', { aboutEventIds: many('x') }, 'TOO_LONG aboutEventIds'],
  ['Statement', { viaIds: many('x') }, 'TOO_LONG viaIds'],
  ['NegotiationStatusUpdate', { evidenceStatementIds: many('x') }, 'TOO_LONG evidenceStatementIds'],
  ['NegotiationStatusUpdate', { evidenceEventIds: many('x') }, 'TOO_LONG evidenceEventIds'],
]

const NUL = 'a\u0000b'
const HALF = 'a\ud83d'
const characters: readonly Row[] = [
  ...[...TEXTS, ...PROSE, ...SHORT].flatMap(([slice, field]): Row[] =>
    [NUL, HALF, '\udc00a'].map((bad) => [slice, { [field]: bad }, `INVALID_VALUE ${field}`]),
  ),
  ['Source', { text: NUL }, 'INVALID_VALUE text'],
  ['Source', { text: HALF }, 'INVALID_VALUE text'],
  ['Source', { url: `https://example.org/${NUL}` }, 'INVALID_VALUE url'],
  ['Source', { language: NUL }, 'INVALID_VALUE language'],
  ['Location', { countryCode: NUL }, 'INVALID_VALUE countryCode'],
  ['Person', { aliases: [HALF] }, 'INVALID_VALUE aliases.0'],
  ['Event', { date: date(NUL) }, 'INVALID_VALUE date.edtf'],
  ['Event', { date: { edtf: '2025', asReported: NUL } }, 'INVALID_VALUE date.asReported'],
  ['Event', { citations: [{ sourceId: 'x', locator: NUL }] }, 'INVALID_VALUE citations.0.locator'],
  ['Statement', { quoteType: 'DIRECT', quotes: [{ exact: HALF }] }, 'INVALID_VALUE quotes.0.exact'],
  ...SLICES.map((slice): Row => [slice, { idempotencyKey: NUL }, 'INVALID_VALUE idempotencyKey']),
  ...SLICES.filter((slice) => slice !== 'NegotiationStatusUpdate').map((slice): Row => [
    slice,
    { reason: HALF },
    'INVALID_VALUE reason',
  ]),
]

let service: TestService
let known: Known

beforeAll(async () => {
  service = await startService()
  known = await knownEntries(service)
})
afterAll(() => service.stop())

const shown = (given: Given) => JSON.stringify(given).slice(0, 60)

describe.each(Object.entries({ blanks, forms, numbers, lengths, lists, characters }))('refuses %s', (_, rows) => {
  const added = rows.filter(([, given]) => !('reason' in given))
  it.each(added.map(([slice, given, problem]) => [problem, slice, shown(given), given] as const))(
    'with %s: a new %s with %s',
    async (problem, slice, _shown, given) => {
      expect(await refusal(service, `add${slice}`, { ...known.inputs[slice], ...given })).toEqual([problem])
    },
  )

  const updated = rows.flatMap(([slice, given, problem]) =>
    slice === 'NegotiationStatusUpdate' ? [] : [[problem, slice, shown(given), given] as const],
  )
  it.each(updated)('with %s: a change of a %s to %s', async (problem, slice, _shown, given) => {
    const { id, version } = known.entries[slice]
    // The text of the known source is set, so that of another one is looked at.
    const target = 'text' in given ? (await write(service, 'addSource', known.inputs.Source)).entry! : { id, version }
    expect(
      await refusal(service, `update${slice}`, { id: target.id, expectedVersion: target.version, ...given }),
    ).toEqual([problem])
  })
})

describe('a source', () => {
  it.each(['x', '語'])('takes a text of 2,000,000 times %s and no more', async (character) => {
    const input = { ...known.inputs.Source, text: character.repeat(2_000_001) }
    expect(await refusal(service, 'addSource', input)).toEqual(['TOO_LONG text'])
    expect((await write(service, 'addSource', { ...input, text: character.repeat(2_000_000) })).errors).toEqual([])
  })
})

describe('a language', () => {
  it.each([
    ...['uk', 'zh-Hant-TW', 'de-CH-1996', 'en-x-court', 'x-klingon', 'X-Whine-7', 'i-default', 'I-Klingon'],
    ...['en-GB-oed', 'sgn-BE-FR', 'art-lojban', 'zh-min-nan', 'no-bok', 'zh-yue', 'zh-cmn-Hans-CN'],
  ])('may be any tag of BCP 47: %s', async (language) => {
    const { errors } = await write(service, 'addSource', { ...known.inputs.Source, language })
    expect(errors).toEqual([])
  })
})

describe('the longest that is allowed', () => {
  it.each<[Slice, Given]>([
    ['Person', { name: text(500), aliases: Array.from({ length: 500 }, (_, index) => `alias ${index}`) }],
    ['Negotiation', { name: text(500), summary: text(20_000) }],
    ['Statement', { content: text(20_000), topics: Array.from({ length: 500 }, (_, index) => `topic ${index}`) }],
    ['Source', { title: '😀'.repeat(250) }],
  ])('is taken: %s', async (slice, given) => {
    expect((await write(service, `add${slice}`, { ...known.inputs[slice], ...given })).errors).toEqual([])
  })
})

describe('several problems at once', () => {
  it('are reported together', async () => {
    const given = {
      title: ' ',
      summary: text(20_001),
      date: date('soon'),
      figures: [{ measure: 'KILLED', best: -1 }],
      identifiers: [{ scheme: '', value: NUL }],
    }
    expect(await refusal(service, 'addEvent', { ...known.inputs.Event, ...given })).toEqual([
      ...['REQUIRED title', 'TOO_LONG summary', 'INVALID_VALUE date.edtf', 'INVALID_VALUE figures.0.best'],
      ...['REQUIRED identifiers.0.scheme', 'INVALID_VALUE identifiers.0.value'],
    ])
  })

  it('are reported together when they are references', async () => {
    const given = {
      locationIds: ['x', known.entries.Person.id],
      negotiationId: known.entries.Event.id,
      citations: [{ sourceId: 'y' }],
    }
    expect(await refusal(service, 'addEvent', { ...known.inputs.Event, ...given })).toEqual([
      ...[
        'NOT_FOUND citations.0.sourceId',
        'NOT_FOUND locationIds.0',
        'NOT_FOUND locationIds.1',
        'NOT_FOUND negotiationId',
      ],
    ])
  })

  it('are reported together when they contradict each other', async () => {
    const given = { speakerTitle: null, attribution: 'ON_RECORD', quoteType: 'DIRECT', citations: [] }
    expect(await refusal(service, 'addStatement', { ...known.inputs.Statement, ...given })).toEqual([
      ...['CITATION_REQUIRED citations', 'REQUIRED quotes', 'REQUIRED speakerTitle', 'INVALID_VALUE attribution'],
    ])
  })
})

describe('null', () => {
  it.each<[Slice, string, string]>([
    ['Source', 'title', 'REQUIRED title'],
    ['Source', 'kind', 'REQUIRED kind'],
    ['Person', 'name', 'REQUIRED name'],
    ['Organization', 'name', 'REQUIRED name'],
    ['Organization', 'kind', 'REQUIRED kind'],
    ['Location', 'name', 'REQUIRED name'],
    ['Location', 'kind', 'REQUIRED kind'],
    ['Negotiation', 'name', 'REQUIRED name'],
    ['Negotiation', 'stage', 'REQUIRED stage'],
    ['Proposal', 'name', 'REQUIRED name'],
    ['Event', 'title', 'REQUIRED title'],
    ['Event', 'factuality', 'REQUIRED factuality'],
    ['Event', 'date', 'REQUIRED date'],
    ['Event', 'citations', 'CITATION_REQUIRED citations'],
    ['Statement', 'content', 'REQUIRED content'],
    ['Statement', 'quoteType', 'REQUIRED quoteType'],
    ['Statement', 'speechAct', 'REQUIRED speechAct'],
    ['Statement', 'date', 'REQUIRED date'],
    ['Statement', 'citations', 'CITATION_REQUIRED citations'],
  ])('is refused in a change where a value is required: %s.%s', async (slice, field, problem) => {
    const { id, version } = known.entries[slice]
    expect(
      await refusal(service, slice === 'NegotiationStatusUpdate' ? 'retractEntry' : `update${slice}`, {
        id,
        expectedVersion: version,
        [field]: null,
      }),
    ).toEqual([problem])
  })
})
