import { useEffect, useState } from 'preact/hooks'
import type { Term, Vocabulary } from '../../draft/fields.ts'
import { type Comparison, type SourceText, compare } from '../../draft/quote.ts'
import { useEditor } from './context.tsx'

const PAUSE_MS = 250

/** The words of a vocabulary; empty until they are known. */
export function useTerms(vocabulary: Vocabulary): readonly Term[] {
  const { acts } = useEditor()
  const [terms, setTerms] = useState<readonly Term[]>([])
  useEffect(() => onceAnswered(acts.terms(vocabulary), setTerms), [acts, vocabulary])
  return terms
}

/** Sources with their texts, in order, as far as they are known by now. */
export function useTexts(ids: readonly string[]): readonly SourceText[] {
  const { acts } = useEditor()
  const [known, setKnown] = useState<ReadonlyMap<string, SourceText>>(new Map())
  const wanted = ids.join(' ')
  useEffect(() => {
    const missing = wanted.split(' ').filter((id) => id !== '' && !known.has(id))
    const ends = missing.map((id) =>
      onceAnswered(acts.text(id), (text) => {
        if (text) setKnown((before) => new Map(before).set(id, text))
      }),
    )
    return () => {
      for (const end of ends) end()
    }
    // What becomes known asks for nothing more.
  }, [acts, wanted])
  return ids.flatMap((id) => known.get(id) ?? [])
}

/** How words compare with sources: at once whether they stand there, and after a pause in typing which passage is nearest. */
export function useComparison(words: string, sources: readonly SourceText[]): Comparison {
  const { acts } = useEditor()
  const [nearest, setNearest] = useState<{ readonly of: string; readonly found: Comparison } | null>(null)
  const compared = compare(words, sources)
  const elsewhere = compared.type === 'elsewhere'
  const ids = sources.filter(({ text }) => text !== null).map(({ id }) => id)
  const of = JSON.stringify([words, ids])
  useEffect(() => {
    if (!elsewhere) return
    let over = false
    const timer = setTimeout(() => {
      const asked = Promise.all(ids.map((id) => acts.nearest(id, words)))
      onceAnswered(asked, (all) => {
        const [best = null] = all.filter((each) => each !== null).sort((one, other) => other.shared - one.shared)
        if (!over) setNearest({ of, found: { type: 'elsewhere', nearest: best, asking: false } })
      })
    }, PAUSE_MS)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [acts, of, elsewhere])
  return elsewhere && nearest?.of === of ? nearest.found : compared
}

/** Tells of an answer, unless nobody waits for it any more; without one all stays as it is. Answers how to wait no more. */
export function onceAnswered<Value>(asked: Promise<Value>, tell: (value: Value) => void): () => void {
  let over = false
  asked.then(
    (value) => {
      if (!over) tell(value)
    },
    () => undefined,
  )
  return () => {
    over = true
  }
}
