import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../src/record/fold.ts'
import { type Mark, highlight, marksFromHeadline } from '../../src/record/highlight.ts'
import { wordsOf } from '../../src/record/words.ts'

const ARTICLE =
  'According to U.S. President Donald Trump, U.S. officials are soon to travel to Russia to discuss a potential ceasefire agreement in Ukraine. ' +
  'The Kremlin has stated that it is studying the ceasefire proposal, and a phone call is possible. ' +
  'Trump, speaking alongside Irish Prime Minister Micheál Martin, said he had received “positive information” about the possibility of a ceasefire.'

/** Where each of the words first stands. */
const marksOf = (text: string, ...words: readonly string[]): readonly Mark[] =>
  words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }))

/** The fragment as the text that a reader sees. */
const seen = (html: string): string =>
  html
    .replace(/<\/?mark>/g, '')
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_sign, name: 'lt') => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name],
    )

const trimmed = (fragment: string): string => fragment.replace(/^…/, '').replace(/…$/, '')

describe('highlighting', () => {
  it('marks the hits in a short text and leaves the rest as it is', () => {
    expect(
      highlight(
        'The Kremlin is studying the ceasefire.',
        marksOf('The Kremlin is studying the ceasefire.', 'Kremlin', 'ceasefire'),
      ),
    ).toBe('The <mark>Kremlin</mark> is studying the <mark>ceasefire</mark>.')
  })

  it('escapes what would be HTML, in hits and around them', () => {
    expect(highlight(`<b title="x">it's & so</b>`, [{ start: 0, end: 3 }])).toBe(
      '<mark>&lt;b </mark>title=&quot;x&quot;&gt;it&#39;s &amp; so&lt;/b&gt;',
    )
  })

  it('shows the beginning, cut after a word, when nothing is marked', () => {
    expect(highlight(ARTICLE, [], 60)).toBe('According to U.S. President Donald Trump, U.S. officials are…')
  })

  it('shows what stands around a hit, cut between words', () => {
    expect(highlight(ARTICLE, marksOf(ARTICLE, 'studying'), 60)).toBe(
      '…that it is <mark>studying</mark> the ceasefire proposal, and a phone call…',
    )
  })

  it('shows the end whole when the hit is there', () => {
    expect(highlight(ARTICLE, [{ start: ARTICLE.length - 10, end: ARTICLE.length }], 40)).toBe(
      '…about the possibility of a <mark>ceasefire.</mark>',
    )
  })

  it('prefers the place with most hits, and of equals the first', () => {
    const marks = marksOf(ARTICLE, 'Russia', 'Micheál', 'Martin', 'said', 'Kremlin')
    expect(highlight(ARTICLE, marks, 70)).toContain('<mark>Micheál</mark> <mark>Martin</mark>, <mark>said</mark>')
    expect(highlight(ARTICLE, marksOf(ARTICLE, 'Kremlin', 'Russia'), 30)).toContain('<mark>Russia</mark>')
  })

  it('joins marks that overlap, and does not mind their order or parts outside the text', () => {
    const marks = [
      { start: 4, end: 99 },
      { start: -5, end: 2 },
      { start: 1, end: 3 },
      { start: 3, end: 3 },
      { start: 5, end: 4 },
      { start: NaN, end: NaN },
    ]
    expect(highlight('ceasefire', marks)).toBe('<mark>cea</mark>s<mark>efire</mark>')
  })

  it('cuts a hit that is longer than the fragment, and closes it', () => {
    expect(highlight('x'.repeat(50), [{ start: 5, end: 45 }], 10)).toBe('…<mark>xxxxxxxxxx</mark>…')
  })

  it('cuts between characters where there are no blanks', () => {
    expect(highlight('停火谈判在吉达举行'.repeat(9), [{ start: 40, end: 42 }], 12)).toBe(
      '…火谈判<mark>在吉</mark>达举行停火谈判…',
    )
  })

  it('cuts no accent off its letter and no emoji in pieces', () => {
    expect(seen(highlight('e\u0301'.repeat(40), [{ start: 20, end: 22 }], 9))).toMatch(/^…(e\u0301)+…$/)
    expect(seen(highlight('👩‍🚀'.repeat(40), [{ start: 50, end: 55 }], 23))).toMatch(/^…(👩‍🚀)+…$/u)
  })

  it('always gives a piece of the text, short enough, with whole characters and balanced marks', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '\n', '<', '&', '"', "'", '😀', 'é', '停', 'e\u0301'),
      maxLength: 300,
    })
    const marks = fc.array(
      fc.record({ start: fc.integer({ min: -5, max: 320 }), end: fc.integer({ min: -5, max: 320 }) }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(text, marks, fc.integer({ min: 2, max: 80 }), (given, hits, maxChars) => {
        const html = highlight(given, hits, maxChars)
        const shown = seen(html)
        const piece = trimmed(shown)
        expect(given).toContain(piece)
        expect(piece.length).toBeLessThanOrEqual(maxChars)
        expect(/\p{Cs}/u.test(piece)).toBe(false)
        expect(shown === given || shown.includes('…')).toBe(true)
        expect(html.replace(/<mark>[^<>]+<\/mark>/g, '')).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
        if (hits.every(({ start, end }) => start >= end)) expect(html).not.toContain('<mark>')
        else if (hits.some(({ start, end }) => start >= 0 && start < end && end <= given.length))
          expect(html).toContain('<mark>')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('marks from a headline', () => {
  const hitsOf = (headline: string, text: string): readonly string[] =>
    marksFromHeadline(headline, text).map(({ start, end }) => text.slice(start, end))

  it('finds the hits in the original letters', () => {
    expect(hitsOf('the \u0002kremlin\u0003  \u0002micheal\u0003 martin', 'The Kremlin, Micheál Martin')).toEqual([
      'Kremlin',
      'Micheál',
    ])
  })

  it('finds them where folding changes lengths', () => {
    expect(hitsOf('so    \u0002strasse\u0003 in \u0002lodz\u0003', '  So…  Straße\nin Ło\u0301dź  ')).toEqual([
      'Straße',
      'Ło\u0301dź',
    ])
  })

  it('takes a ligature whole when a hit ends within it', () => {
    expect(hitsOf('\u0002f\u0003in \u0002fi\u0003', 'ﬁn ﬁ')).toEqual(['ﬁ', 'ﬁ'])
  })

  it('finds the parts of a hyphenated word', () => {
    expect(
      hitsOf('\u0002cease\u0003 \u0002fire\u0003    b \u0002peace\u0003  b ', 'Cease-Fire & <b>Peace</b>'),
    ).toEqual(['Cease', 'Fire', 'Peace'])
  })

  it('is empty for a headline without marks, and for an empty one', () => {
    expect(marksFromHeadline('the kremlin', 'The Kremlin')).toEqual([])
    expect(marksFromHeadline('', 'The Kremlin')).toEqual([])
  })

  it('leaves out what follows where the headline departs from the text', () => {
    expect(hitsOf('the \u0002kremlin\u0003 has \u0002stated\u0003', 'The Kremlin had stated')).toEqual(['Kremlin'])
  })

  it('is not confused by control characters in the text or by marks that do not close', () => {
    expect(hitsOf('a \u0002b\u0003', 'A\u0002 B\u0003')).toEqual(['B'])
    expect(hitsOf('\u0002the kremlin', 'The Kremlin')).toEqual([])
    expect(hitsOf('the\u0003 kremlin\u0002', 'The Kremlin')).toEqual([])
  })

  it('gives back each marked word of any text', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'B', 'é', 'ß', 'Ł', 'ж', 'Ё', 'が', '停', '😀', 'ﬁ', 'e\u0301'),
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.boolean()), { maxLength: 12 }), (words) => {
        const text = words.map(([original]) => original).join(' \n')
        const headline = words
          .map(([original, hit]) => (hit ? `\u0002${wordsOf(fold(original))}\u0003` : wordsOf(fold(original))))
          .join(' ')
        expect(hitsOf(headline, text)).toEqual(words.filter(([, hit]) => hit).map(([original]) => original))
      }),
    )
  })
})
