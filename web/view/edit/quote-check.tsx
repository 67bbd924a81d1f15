import type { JSX } from 'preact'
import { paragraphAt } from '../../draft/quote.ts'
import { useEditor } from './context.tsx'
import { useComparison, useTexts } from './hooks.ts'

/** How words compare with their source, told while one types; and a way to take the source's words instead. */
export function QuoteCheck(props: {
  readonly words: string
  readonly sourceIds: readonly string[]
  readonly onTake: (exact: string) => void
  /** Keeps the words as reported speech; null where they can be none. */
  readonly onReport: (() => void) | null
}): JSX.Element | null {
  const { words } = useEditor()
  const texts = useTexts(props.sourceIds)
  const compared = useComparison(props.words, texts)
  return (
    <div class="compared" role="status">
      {sentenceOf()}
    </div>
  )

  function sentenceOf(): JSX.Element | null {
    if (props.words.trim() === '') return null
    if (compared.type === 'verbatim')
      return (
        <p class="exact">
          <span aria-hidden="true">✓</span> {words.verbatim(compared.paragraph)}
        </p>
      )
    if (compared.type === 'nothing') {
      if (props.sourceIds.length === 0) return <p class="quiet">{words.noSource}</p>
      return texts.length < props.sourceIds.length ? null : <p class="quiet">{words.noText}</p>
    }
    const { nearest, asking } = compared
    const report = props.onReport && (
      <button type="button" class="plain" onClick={props.onReport}>
        {words.asReportedSpeech}
      </button>
    )
    if (!nearest)
      return (
        <>
          <p class="inexact">{asking ? words.looking : words.notInSource}</p>
          {!asking && report}
        </>
      )
    const text = texts.find(({ id }) => id === nearest.sourceId)?.text ?? ''
    return (
      <>
        <p class="inexact">
          <span aria-hidden="true">✕</span>{' '}
          {words.nearest(paragraphAt(text, nearest.start), Math.floor(nearest.shared * 100))}{' '}
          {words.difference(nearest.difference)}
        </p>
        <blockquote class="nearest">
          <p dir="auto">{nearest.exact}</p>
        </blockquote>
        <p>
          <button type="button" class="plain" onClick={() => props.onTake(nearest.exact)}>
            {words.takeWords}
          </button>{' '}
          {report}
        </p>
      </>
    )
  }
}
