import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldWithOffsets } from '../../src/record/fold.ts'

/** Text of every kind: letters with marks, controls, blanks, emoji, lone surrogates. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom(
        ...'éßİıſςΣŁø’ʼ´`“”…ﬁ½ｶﾞがกุ่ำ한हिं\u0301\u0316\u064b\u05b8\u0640\u200d\u00ad\ud83d\ude00\ud800 \u00a0\n\t\u0000\u3000'.split(
          '',
        ),
      ),
    ),
  )
  .map((pieces) => pieces.join(''))

describe('folding', () => {
  it.each([
    ['case', 'ZELENSKYY', 'Zelenskyy'],
    ['accents', 'Micheál Martin', 'Micheal Martin'],
    ['composed and decomposed accents', 'Zażółć'.normalize('NFC'), 'Zażółć'.normalize('NFD')],
    ['Cyrillic case and accents', 'КРИВИЙ РІГ, Ка́ма, ёлка', 'кривии рiг, кама, елка'.replace('i', 'і')],
    ['Greek case, accents and final sigma', 'ΟΔΥΣΣΕΥΣ', 'Ὀδυσσεύς'],
    ['letters with strokes', 'Łódź, Ørsted, Đặng, ħ', 'lodz, orsted, dang, h'],
    ['ligatures', 'Æsir œuvre ﬁnal Þing', 'aesir oeuvre final thing'],
    ['sharp s in all its forms', 'STRASSE ẞ ß', 'Straße ss SS'],
    ['dotted and dotless i', 'İSTANBUL', 'ıstanbul'],
    ['Georgian capitals', 'ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ', 'საქართველო'],
    ['Hebrew points', 'שָׁלוֹם', 'שלום'],
    ['Arabic harakat and kashida', 'مُحَمَّد سـلام', 'محمد سلام'],
    ['width', 'ＵＮ　１２ ｶﾞｻﾞ', 'un 12 ガザ'],
    ['apostrophes', 'Zelenskyy’s обʼєкт', "zelenskyy's об'єкт"],
    ['quotation marks', '“positive” „gut“ «oui» צה״ל', '"positive" "gut" "oui" צה"ל'],
    ['an ellipsis and hyphens', 'so… cease‑fire', 'so... cease-fire'],
    ['white space', ' \n thirty\u00a0\t days  ', 'thirty days'],
    ['what is not seen', 'cease\u00adfire\u200b \u202atalks\u202c\ufeff', 'ceasefire talks'],
    ['control characters, as blanks', 'a\u0000b\u0002c', 'a b c'],
  ])('makes no difference of %s', (_what, one, other) => {
    expect(fold(one)).toBe(fold(other))
  })

  it.each([
    ['Japanese voicing marks', 'がき', 'かき'],
    ['the vowel signs of Indic scripts', 'हिन्दी', 'हनद'],
    ['Thai vowels and tones', 'ปู่', 'ปู'],
    ['Hangul syllables', '평화', '평하'],
    ['dashes and hyphens, lest a range become a negative number', '10–20', '10-20'],
    ['words and their neighbours', 'cease fire', 'ceasefire'],
  ])('keeps apart %s', (_what, one, other) => {
    expect(fold(one)).not.toBe(fold(other))
  })

  it('replaces lone surrogates, which no database stores', () => {
    expect(fold('a\ud800b\udc00')).toBe('a\ufffdb\ufffd')
  })

  it('takes every character of Unicode, once and for all, whatever its case and composition', () => {
    // No spelling of words: the blanks and primes that compatibility makes of quotation marks. The iota below a letter is an
    // accent here, though upper case may write it as a letter.
    const odd = /[´″‶\u1f80-\u1fff]|\u0345/u
    const faults: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code)
      const folded = fold(character)
      const spellings = odd.test(character)
        ? [folded]
        : [
            folded,
            character.toUpperCase(),
            character.toLowerCase(),
            character.normalize('NFD'),
            character.normalize('NFKC'),
          ]
      if (spellings.some((spelling) => spelling !== character && fold(spelling) !== folded))
        faults.push(code.toString(16))
    }
    expect(faults).toEqual([])
  }, 60_000)

  it('changes nothing that is folded', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('makes no difference of composition', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text))
        expect(fold(text.normalize('NFC'))).toBe(fold(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves single blanks, none at the ends, and no control characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text)).not.toMatch(/^ | $| {2}|[^\S ]|\p{Cc}|\p{Cs}/u)
      }),
      { numRuns: 1000 },
    )
  })

  it('folds words joined by a blank as it folds each', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        // A mark at the start of the second would go to the blank, and one that is left out is not missed.
        fc.pre(!/^[\p{M}\p{Default_Ignorable_Code_Point}\u0640\uff9e\uff9f]/u.test(other))
        expect(fold(`${one} ${other}`)).toBe(`${fold(one)} ${fold(other)}`.trim())
      }),
      { numRuns: 1000 },
    )
  })

  it('takes time in proportion, also for a letter under a million accents', () => {
    const began = performance.now()
    for (const text of [`a${'\u0301\u0316'.repeat(500_000)}`, `ก${'\u0e48\u0e38'.repeat(500_000)}`]) fold(text)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

describe('folding with offsets', () => {
  it('points from each folded letter to where it stands', () => {
    const text = ' Straße — Ａlf’s  ﬁnale\u0301 '
    const { folded, offsets } = foldWithOffsets(text)
    const placeOf = (words: string): string => {
      const start = folded.indexOf(words)
      return text.slice(offsets[start], offsets[start + words.length])
    }
    expect(folded).toBe("strasse — alf's finale")
    expect(['strasse', "alf's", 'finale', '—'].map(placeOf)).toEqual(['Straße', 'Ａlf’s', 'ﬁnale\u0301 ', '—'])
  })

  it('folds as fold does, with offsets that lie in the text and never decrease', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, offsets } = foldWithOffsets(text)
        expect(folded).toBe(fold(text))
        expect(offsets).toHaveLength(folded.length + 1)
        expect(offsets.at(-1)).toBe(text.length)
        expect(offsets.every((offset, index) => offset >= (offsets[index - 1] ?? 0) && offset <= text.length)).toBe(
          true,
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('gives each folded word back as text that folds to it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, offsets } = foldWithOffsets(text)
        for (const { 0: word, index } of folded.matchAll(/[^ ]+/g)) {
          const isWhole =
            offsets[index - 1] !== offsets[index] && offsets[index + word.length] !== offsets[index + word.length - 1]
          if (isWhole) expect(fold(text.slice(offsets[index], offsets[index + word.length]))).toBe(word)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
