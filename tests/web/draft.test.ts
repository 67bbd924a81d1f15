import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEdtf } from '../../src/record/edtf.ts'
import { findPassage } from '../../src/source/passage.ts'
import { type Draft, mutationInput, placed, problemsOf } from '../../web/draft/draft.ts'
import { type Editing, type Outcome, after, editingOf } from '../../web/draft/editing.ts'
import { valuesFrom } from '../../web/draft/given.ts'
import { compare, paragraphAt, quoted } from '../../web/draft/quote.ts'
import { carryOut } from '../../web/draft/sending.ts'
import { previewDate } from '../../web/draft/span.ts'
import { type Row, type Values, rowsOf } from '../../web/draft/values.ts'

const SOURCE = { id: 's', type: 'Source', number: 1, name: 'A paper' } as const
const SAY = { missing: (field: string) => `${field} must be given.`, noNumber: 'This is no number.' }
const DRAFT: Draft = {
  ...{ id: 'd', kind: 'Event', corrects: null, reason: '', key: 'k', unanswered: null, at: '2025-03-12T08:00:00.000Z' },
  values: { title: 'A meeting', citations: [{ key: 'c', values: { sourceId: SOURCE } }] },
}
const standing = (values: Values, version = 1) => ({ id: 'e', number: 7, version, values, fixed: [] })

describe('what a draft sends', () => {
  it('is only what was given, and to the character where it is prose', () => {
    expect(
      mutationInput({ ...DRAFT, values: { ...DRAFT.values, outcome: ' As printed. ', modes: ' a \n\nb' } }),
    ).toEqual({
      ...{ title: 'A meeting', outcome: ' As printed. ', modes: ['a', 'b'], citations: [{ sourceId: 's' }] },
      idempotencyKey: 'k',
    })
  })

  it('is of a correction only what is other than it was; what was taken away is null, or an empty list', () => {
    const base = {
      title: 'A meeting',
      outcome: 'Nothing',
      modes: 'a',
      date: { edtf: '2025', asReported: '', inferred: false },
    }
    const corrects = standing(base, 3)
    const values = { ...base, title: 'Two meetings', outcome: '', modes: '' }
    expect(mutationInput({ ...DRAFT, corrects, values, reason: ' Misread. ' })).toEqual({
      ...{ id: 'e', expectedVersion: 3, title: 'Two meetings', outcome: null, modes: [], reason: 'Misread.' },
      idempotencyKey: 'k',
    })
  })

  it('makes verbatim words a direct quote that says what was said, unless that was said otherwise', () => {
    const quotes = [{ key: 'q', values: { exact: 'We agree' } }]
    const statement: Draft = { ...DRAFT, kind: 'Statement', values: { quotes } }
    expect(mutationInput(statement)).toMatchObject({ quoteType: 'DIRECT', content: 'We agree' })
    expect(
      mutationInput({ ...statement, values: { quotes, content: 'He agreed.', quoteType: 'MIXED' } }),
    ).toMatchObject({
      ...{ quoteType: 'MIXED', content: 'He agreed.' },
    })
    expect(mutationInput({ ...statement, values: { content: 'He agreed.' } })).toMatchObject({ quoteType: 'INDIRECT' })
  })

  it('leaves out rows in which nothing was said but a choice from a list', () => {
    const participants: readonly Row[] = [
      { key: 'a', values: { role: 'ACTOR' } },
      { key: 'b', values: { role: 'HOST', description: 'A mediator' } },
    ]
    const draft: Draft = { ...DRAFT, values: { ...DRAFT.values, participants } }
    expect(mutationInput(draft)).toMatchObject({ participants: [{ role: 'HOST', description: 'A mediator' }] })
    // The first of the input is the second of the form.
    expect(placed(draft, { path: ['participants', '0', 'role'], message: '', code: '' }).path).toEqual([
      ...['participants', '1', 'role'],
    ])
  })

  it('is not sent while something is missing or no number', () => {
    const point = { latitude: '50,4', longitude: 'east' }
    expect(
      problemsOf({ ...DRAFT, kind: 'Location', values: { point } }, SAY).map(({ path, message }) => [path, message]),
    ).toEqual([
      [['name'], 'name must be given.'],
      [['kind'], 'kind must be given.'],
      [['point'], 'This is no number.'],
    ])
  })
})

it.each([
  ['12', 12],
  ['12,000', 12_000],
  ['1.234.567', 1_234_567],
  ['1 200', 1_200],
  ['12.5', '12.5'],
  ['some', 'some'],
])('a figure of %s is sent as %s', (best, sent) => {
  const figures = [{ key: 'f', values: { measure: 'KILLED', best } }]
  const draft: Draft = { ...DRAFT, values: { ...DRAFT.values, figures } }
  expect(mutationInput(draft)).toMatchObject({ figures: [{ measure: 'KILLED', best: sent }] })
  expect(problemsOf(draft, SAY).some(({ path }) => path.includes('figures'))).toBe(typeof sent === 'string')
})

it('a correction gives back what no field shows', () => {
  const given = {
    ...{
      title: 'A meeting',
      participants: [{ role: 'ACTOR', description: 'Members', identified: false, actorId: null }],
    },
    citations: [
      { sourceId: { __typename: 'Source', id: 's', number: 1, name: 'A paper' }, exact: 'We', start: 3, end: 5 },
    ],
  }
  const base = valuesFrom('Event', given)
  const values = {
    ...base,
    participants: [...rowsOf(base['participants']), { key: 'n', values: { description: 'New' } }],
  }
  const citations = [...rowsOf(base['citations']), { key: 'n', values: { sourceId: SOURCE } }]
  expect(mutationInput({ ...DRAFT, corrects: standing(base), values: { ...values, citations } })).toMatchObject({
    participants: [{ role: 'ACTOR', description: 'Members', identified: false }, { description: 'New' }],
    citations: [{ sourceId: 's', exact: 'We', start: 3, end: 5 }, { sourceId: 's' }],
  })
})

describe('how words compare with a source', () => {
  it('is what the record finds, to the character', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀', 'é') })
    fc.assert(
      fc.property(letters, letters, (text, words) => {
        const compared = compare(words, [{ id: 's', title: '', language: null, text }])
        const found = words.trim() === '' ? null : findPassage(text, words)
        if (found) expect(compared).toMatchObject({ type: 'verbatim', ...found })
        else expect(compared.type).not.toBe('verbatim')
      }),
    )
  })

  it('counts paragraphs as the page of the source does', () => {
    const text = 'One.\n\n  \nTwo, and more.\nThree.'
    expect(paragraphAt(text, text.indexOf('One'))).toBe(1)
    expect(paragraphAt(text, text.indexOf('Two'))).toBe(2)
    expect(paragraphAt(text, text.indexOf('more'))).toBe(2)
    expect(paragraphAt(text, text.indexOf('Three'))).toBe(3)
  })

  it('puts selected words where none stand yet, else at the end', () => {
    const first = quoted(null, 'One', 'k1')
    expect(quoted(first, 'Two', 'k2').map(({ values }) => values['exact'])).toEqual(['One', 'Two'])
    expect(quoted([{ key: 'k', values: { exact: ' ' } }], 'One', 'k3')).toEqual([
      { key: 'k', values: { exact: 'One' } },
    ])
  })
})

it.each([
  ...[
    '2025-03-12',
    '2025-02',
    '2024',
    '2025-03-10/2025-03-12',
    '../2025-03-12',
    '2025-03-12/..',
    '2025-03-12~',
    '../..',
  ],
  ...['2025-03-12T08:30:00Z', '2025-03-12T08:30:00+02:00', '2025-12-31', '2024-02-29'],
])('a preview dates %s as the record does', (edtf) => {
  const { earliest, latest, precision } = readEdtf(edtf)!
  const shown = previewDate({ edtf, asReported: '', inferred: false })!
  expect(shown.precision).toBe(precision)
  expect([shown.earliest, shown.latest]).toEqual([earliest?.toISOString() ?? null, latest?.toISOString() ?? null])
})

describe('publishing a draft', () => {
  const published: Outcome = { type: 'published', entry: { id: 'e', number: 7, version: 1 } }
  const means = (outcomes: Outcome[], sent: string[], values: Values = DRAFT.values) => ({
    inputOf: (draft: Draft) => JSON.stringify(mutationInput(draft)),
    publish: (_draft: Draft, input: string) => {
      sent.push(input)
      return Promise.resolve(outcomes.shift()!)
    },
    reopen: () => Promise.resolve(standing(values)),
  })

  it('sends an attempt without an answer again as it was, before anything else', async () => {
    const [first, sent] = [JSON.stringify(mutationInput(DRAFT)), [] as string[]]
    const changed: Draft = { ...DRAFT, values: { ...DRAFT.values, title: 'Two meetings' }, unanswered: first }
    const { outcome, rest } = await carryOut(changed, means([published], sent), () => undefined)
    expect(sent).toEqual([first])
    expect([outcome, rest?.number]).toEqual([published, 7])
    const state = after({ ...editingOf(changed) }, { type: 'goOn', standing: rest! })
    expect(mutationInput(state.draft)).toMatchObject({ id: 'e', expectedVersion: 1, title: 'Two meetings' })
  })

  it('sends what is there now where that attempt had not been carried out and cannot be', async () => {
    const sent: string[] = []
    const refused: Outcome = { type: 'refused', problems: [], atDoor: false }
    const { outcome } = await carryOut(
      { ...DRAFT, unanswered: '{}' },
      means([refused, published], sent),
      () => undefined,
    )
    expect(sent).toEqual(['{}', JSON.stringify(mutationInput(DRAFT))])
    expect(outcome).toEqual(published)
  })

  it('remembers an attempt without an answer through a session that is over, and a door that is shut', () => {
    const open = after(editingOf({ ...DRAFT, unanswered: '{"first":1}' }), { type: 'send', input: '{"first":1}' })
    for (const outcome of [
      { type: 'signed-out' },
      { type: 'refused', problems: [], atDoor: true },
      { type: 'unanswered' },
    ] as const)
      expect(after(open, { type: 'outcome', outcome, key: 'n' }).draft).toMatchObject({
        ...{ unanswered: '{"first":1}', key: 'k' },
      })
  })

  it('waits for the next attempt where what was published cannot be read again', async () => {
    const first = JSON.stringify(mutationInput(DRAFT))
    const changed: Draft = { ...DRAFT, values: { ...DRAFT.values, title: 'Two meetings' }, unanswered: first }
    const failing = { ...means([published], []), reopen: () => Promise.reject(new Error('Away.')) }
    expect((await carryOut(changed, failing, () => undefined)).outcome.type).toBe('unanswered')
  })

  it('keeps what was typed whatever comes of it', () => {
    const outcome = fc.constantFrom<Outcome>(
      ...[
        published,
        { type: 'refused', atDoor: false, problems: [{ path: ['title'], message: 'No.', code: 'TOO_LONG' }] } as const,
      ],
      ...[{ type: 'signed-out' } as const, { type: 'unanswered' } as const],
    )
    fc.assert(
      fc.property(fc.array(outcome), (outcomes) => {
        const end = outcomes.reduce<Editing>(
          (state, each) =>
            after(after(state, { type: 'send', input: '{}' }), { type: 'outcome', outcome: each, key: 'n' }),
          editingOf(DRAFT),
        )
        expect(end.draft.values).toEqual(DRAFT.values)
      }),
    )
  })

  it('takes over what another editor changed alone, and lets one choose where both did', () => {
    const corrects = standing({ title: 'Before', summary: 'Before', outcome: 'Before' })
    const mine: Draft = { ...DRAFT, corrects, values: { ...corrects.values, title: 'Mine', outcome: 'Mine' } }
    const theirs = standing({ title: 'Theirs', summary: 'Theirs', outcome: 'Before' }, 2)
    const conflict = after(editingOf(mine), { type: 'outcome', outcome: { type: 'conflict', theirs }, key: 'n' })
    expect(conflict.conflict?.fields.map(({ name }) => name)).toEqual(['title'])
    expect(conflict.draft.values).toMatchObject({ title: 'Mine', summary: 'Theirs', outcome: 'Mine' })
    // After a reload it comes again.
    expect(mutationInput(conflict.draft)).toMatchObject({ expectedVersion: 1 })
    const [kept, taken] = (['mine', 'theirs'] as const).map((whose) =>
      after(conflict, { type: 'choose', name: 'title', whose }),
    )
    expect(mutationInput(kept!.draft)).toEqual({
      ...{ id: 'e', expectedVersion: 2, title: 'Mine', outcome: 'Mine', idempotencyKey: 'n' },
    })
    expect(mutationInput(taken!.draft)).toEqual({ id: 'e', expectedVersion: 2, outcome: 'Mine', idempotencyKey: 'n' })
  })
})
