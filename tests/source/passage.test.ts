import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPassage, nearestPassage } from '../../src/source/passage.ts'

const ARTICLE = [
  'Secretary of State Marco Rubio stated, "The ball is really in their (Russia\'s) court," with the U.S. believing the only way is through negotiations.',
  'Trump, speaking alongside Irish Prime Minister Micheál Martin in the Oval Office, said he had received "positive information".',
  '"But positive information means nothing," he said. "This is a very dire situation."',
  'He said he believed a ceasefire made sense for Russia, adding – without providing further details – that it had "a lot of disadvantages…"',
  '"We urge the Russians to sign onto this plan. This is the closest we have been to peace in this war," Leavitt said.',
].join('\n')

const nearest = (words: string, text = ARTICLE): readonly [exact: string, difference: string] | null => {
  const found = nearestPassage(text, words)
  return found && [found.exact, found.difference]
}

describe('finding a quote in its source', () => {
  it('finds the first occurrence without offsets', () => {
    expect(findPassage('a war, a plan, a war', 'a war')).toEqual({ start: 0, end: 5 })
    expect(findPassage('a war, a plan, a war', 'a war', null, null)).toEqual({ start: 0, end: 5 })
  })

  it('finds another occurrence by its offsets, or by one of them', () => {
    const place = { start: 15, end: 20 }
    expect(findPassage('a war, a plan, a war', 'a war', 15, 20)).toEqual(place)
    expect(findPassage('a war, a plan, a war', 'a war', 15)).toEqual(place)
    expect(findPassage('a war, a plan, a war', 'a war', undefined, 20)).toEqual(place)
  })

  it.each([
    ['start somewhere else', 14, null],
    ['end somewhere else', null, 19],
    ['do not fit the length', 15, 21],
    ['contradict each other', 0, 20],
    ['are reversed', 20, 15],
    ['are negative', -5, 0],
    ['lie outside the text', 100, 105],
    ['are no whole numbers', 15.5, null],
    ['are no numbers', Number.NaN, null],
  ])('refuses offsets that %s', (_what, start, end) => {
    expect(findPassage('a war, a plan, a war', 'a war', start, end)).toBeNull()
  })

  it.each([
    ['a capital letter', 'the ball is really'],
    ['a curly apostrophe', 'Russia’s'],
    ['another dash', 'adding - without'],
    ['a missing accent', 'Micheal'],
    ['a blank more', 'positive  information'],
    ['a blank for a line break', 'situation." He said'],
    ['another composition of an accent', 'Micheál'.normalize('NFD')],
    ['a word left out', 'The ball is in their'],
  ])('refuses a quote that differs by %s', (_what, words) => {
    expect(findPassage(ARTICLE, words)).toBeNull()
  })

  it('counts in UTF-16 code units', () => {
    expect(findPassage('😀😀 yes', 'yes')).toEqual({ start: 5, end: 8 })
  })

  it('finds no halves of characters', () => {
    expect(findPassage('😀', '\ud83d')).toBeNull()
    expect(findPassage('😀', '\ude00', 1)).toBeNull()
    expect(findPassage('😀 \ude00', '\ude00')).toEqual({ start: 3, end: 4 })
  })

  it('finds nothing for an empty quote', () => {
    expect(findPassage('a', '')).toBeNull()
    expect(findPassage('', '', 0, 0)).toBeNull()
  })

  it('finds every passage of every text, and what it finds is the quote', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '😀', 'é', '“'), minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (given, from, length) => {
        const characters = Array.from(given)
        const start = characters.slice(0, from % characters.length).join('').length
        const exact = characters
          .slice(from % characters.length)
          .slice(0, 1 + (length % 20))
          .join('')
        expect(findPassage(given, exact, start, start + exact.length)).toEqual({ start, end: start + exact.length })
        const first = findPassage(given, exact)
        expect(first && given.slice(first.start, first.end)).toBe(exact)
        expect(first?.start).toBeLessThanOrEqual(start)
      }),
    )
  })

  it('finds a changed quote only where the text has it', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 30 })
    const offset = fc.option(fc.integer({ min: -3, max: 33 }))
    fc.assert(
      fc.property(letters, letters, offset, offset, (text, exact, start, end) => {
        const found = findPassage(text, exact, start, end)
        const isThere = (at: number): boolean => at >= 0 && text.slice(at, at + exact.length) === exact
        if (found !== null) expect(text.slice(found.start, found.end)).toBe(exact)
        else if (start !== null && (end ?? start + exact.length) === start + exact.length)
          expect(isThere(start)).toBe(false)
        else if (start === null && end === null) expect(text.includes(exact)).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the nearest passage', () => {
  it.each([
    [
      'the source prints "positive" in straight quotation marks',
      'received “positive information”',
      'received "positive information"',
      'differs in quotation marks or apostrophes',
    ],
    ['capital letters', 'THE BALL IS REALLY', 'The ball is really', 'differs in capital letters'],
    ['dashes', 'adding — without providing', 'adding – without providing', 'differs in dashes or hyphens'],
    ['accents', 'Micheal Martin', 'Micheál Martin', 'differs in accents'],
    ['white space', 'This  is a\nvery', 'This is a very', 'differs in white space'],
    ['an ellipsis', 'a lot of disadvantages...', 'a lot of disadvantages…', 'differs in an ellipsis'],
    ['several of these', 'MICHEAL MARTIN', 'Micheál Martin', 'differs in accents and capital letters'],
    ['a comma', 'Rubio stated "The ball', 'Rubio stated, "The ball', 'differs in punctuation'],
  ])('names the typography that differs: %s', (_what, words, exact, difference) => {
    expect(nearest(words)).toEqual([exact, difference])
  })

  it('shows the words that the source has and the quote has not', () => {
    expect(nearest('The ball is really in their court')).toEqual([
      "The ball is really in their (Russia's) court",
      "the source also prints “Russia's”",
    ])
  })

  it('shows the words that the quote has and the source has not', () => {
    expect(nearest('This is a very very dire situation')?.[1]).toBe('the source does not print “very” there')
  })

  it('shows both where words differ, and counts the other places', () => {
    expect(nearest('The ball is truly in their (Russia’s) court')).toEqual([
      "The ball is really in their (Russia's) court",
      'the source prints “really” where the quote has “truly”',
    ])
    expect(nearest('We urge all Russians to sign onto that plan')).toEqual([
      'We urge the Russians to sign onto this plan',
      'the source prints “the” where the quote has “all”, and there is another difference',
    ])
  })

  it('says where the words stand when only the offsets were wrong', () => {
    expect(nearest('The ball is')).toEqual([
      'The ball is',
      `stands at characters ${ARTICLE.indexOf('The ball is')} to ${ARTICLE.indexOf('The ball is') + 11}`,
    ])
  })

  it('finds the words in scripts of every kind', () => {
    expect(
      nearest('Переговоры о перемирии в Джидде', 'Вчера: переговоры о прекращении огня в Джидде, сообщил Кремль.')?.[0],
    ).toBe('переговоры о прекращении огня в Джидде')
    expect(nearest('停火谈判在巴黎举行', '昨天，停火谈判在吉达举行，乌克兰同意三十天')).toEqual([
      '停火谈判在吉达举行',
      'the source prints “吉达” where the quote has “巴黎”',
    ])
    expect(nearest("зустріч у Кам'янці", 'Учора відбулася зустріч у Камʼянці.')?.[0]).toBe('зустріч у Камʼянці')
  })

  it.each([
    ['nothing is shared', 'a wholly different sentence about tax law'],
    ['too little is shared', 'The tax reform that Parliament passed is really in their interest'],
    ['one word alone is not there', 'Zelenskyy'],
    ['there are no words', '—!'],
    ['there is nothing', ''],
  ])('is none when %s', (_what, words) => {
    expect(nearestPassage(ARTICLE, words)).toBeNull()
  })

  it('is none in a text without words', () => {
    expect(nearestPassage('', 'The ball is')).toBeNull()
    expect(nearestPassage(' … ', 'The ball is')).toBeNull()
  })

  it('shows at most 300 characters of a long passage, around the first difference', () => {
    const long = Array.from({ length: 400 }, (_, index) => `word${index}`)
    const found = nearestPassage(long.join(' '), long.with(300, 'other').join(' '))
    expect(found?.exact.length).toBeLessThanOrEqual(300)
    expect(found?.exact).toMatch(/^word\d+ .* word300 .* word\d+$/)
    expect(found?.difference).toBe('the source prints “word300” where the quote has “other”')
  })

  it('finds the passage again after some of its words are changed', () => {
    const vocabulary = Array.from({ length: 200 }, (_, index) => `term${index.toString(36)}`)
    const distinct = fc.shuffledSubarray(vocabulary, { minLength: 60, maxLength: 120 })
    fc.assert(
      fc.property(distinct, fc.nat(40), fc.nat(6), (words, from, changed) => {
        const quote = words.slice(from, from + 16)
        const found = nearestPassage(words.join(' '), quote.with(2 + changed, 'changed').join(' '))
        expect(found?.exact).toBe(quote.join(' '))
        expect(found?.difference).toBe(`the source prints “${quote[2 + changed] ?? ''}” where the quote has “changed”`)
      }),
    )
  })

  it('always gives a short piece of the text, of any text and any words', () => {
    const text = fc
      .array(
        fc.constantFrom(
          'a',
          'B',
          'é',
          ' ',
          ' ',
          '“',
          "'",
          '…',
          '\n',
          '😀',
          '停',
          '火',
          'ไ',
          'ท',
          'word',
          '\u0301',
          '\ud83d',
          '.',
        ),
        { maxLength: 120 },
      )
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, text, (given, words) => {
        const found = nearestPassage(given, words)
        if (found === null) return
        expect(found.exact).toBe(given.slice(found.start, found.end))
        expect(found.exact).not.toBe('')
        expect(found.exact.length).toBeLessThanOrEqual(300)
        expect(found.difference).not.toBe('')
      }),
      { numRuns: 2000 },
    )
  })

  it('answers soon in the longest texts, also in hostile ones', () => {
    const article = `${ARTICLE}\n`.repeat(3000).slice(0, 1_999_900)
    const cases: readonly (readonly [string, string])[] = [
      [`${article} Nobody expected such an outcome here.`, 'Nobody predicted such an outcome here'],
      [article, article.slice(0, 19_900).replace('really', 'truly')],
      [article, 'unknown '.repeat(2500)],
      ['a '.repeat(1_000_000), `${'a '.repeat(9990)}b`],
      ['a b b a '.repeat(250_000), 'a a b '.repeat(3300)],
      ['停火谈判在吉达举行'.repeat(220_000), '行举达吉在判谈火停'.repeat(2200)],
      [`a${'\u0e48\u0e38'.repeat(999_000)}`, 'a \u0e48\u0e38 b c'],
    ]
    for (const [text, words] of cases) {
      const began = performance.now()
      nearestPassage(text, words)
      // Measured: 40 to 250 ms; what is quadratic takes minutes.
      expect(performance.now() - began).toBeLessThan(2000)
    }
  }, 30_000)
})
