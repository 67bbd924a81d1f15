import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type Passage, paragraphsOf } from '../../board/passages.ts'
import type { SourceText } from '../../draft/quote.ts'
import { useEditor } from './context.tsx'

/** Above the first of the marked words. */
const MARGIN_PX = 48

/** The text of a source beside the form, with what is quoted marked. Words that one selects in it become a quote. */
export function SourceBeside(props: {
  readonly source: SourceText
  readonly passages: readonly { readonly start: number; readonly end: number }[]
  readonly onQuote: ((exact: string) => void) | null
}): JSX.Element {
  const { words } = useEditor()
  const { source, passages, onQuote } = props
  const box = useRef<HTMLOListElement>(null)
  const selected = useSelected(box, source.text ?? '')
  const key = JSON.stringify(passages)
  const paragraphs = useMemo(() => {
    const marked = passages.map((passage): Passage => ({ ...passage, number: 0 }))
    return paragraphsOf(source.text ?? '', marked).filter(({ pieces }) => pieces.some(({ text }) => text.trim() !== ''))
    // The passages by what they say: they are made anew with each letter.
  }, [source.text, key])
  useEffect(() => {
    const mark = box.current?.querySelector('mark')
    // The box alone: the page stays where it is.
    if (box.current && mark)
      box.current.scrollTop += mark.getBoundingClientRect().top - box.current.getBoundingClientRect().top - MARGIN_PX
  }, [key])
  return (
    <section class="section" aria-labelledby="source-title">
      <div class="section-head">
        <h2 id="source-title">{words.source}</h2>
        <p class="note" dir="auto">
          {source.title}
        </p>
      </div>
      {source.text === null ? (
        <p class="empty">{words.noText}</p>
      ) : (
        <>
          {onQuote && <TakeSelected {...{ selected, onQuote }} />}
          <ol
            ref={box}
            class="source-text beside-text"
            lang={source.language ?? undefined}
            tabIndex={0}
            aria-label={source.title}
          >
            {paragraphs.map((paragraph, index) => (
              <li key={paragraph.start}>
                <span class="number">{index + 1}</span>
                <p dir="auto" data-start={paragraph.start}>
                  {paragraph.pieces.map(({ start, text, numbers }) =>
                    numbers.length === 0 ? <span key={start}>{text}</span> : <mark key={start}>{text}</mark>,
                  )}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

function TakeSelected(props: { readonly selected: string; readonly onQuote: (exact: string) => void }): JSX.Element {
  const { words } = useEditor()
  const { selected, onQuote } = props
  return (
    <p class="take">
      <button
        type="button"
        class="plain"
        aria-disabled={selected === ''}
        // Before the selection is gone.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => {
          if (selected !== '') onQuote(selected)
        }}
      >
        {words.takeSelection}
      </button>{' '}
      <span class="hint">{words.selectionHint}</span>
    </p>
  )
}

/** The words of the text that are selected in the box, to the character: read from the text, since a selection drops and adds ends of lines. */
function useSelected(box: { readonly current: HTMLElement | null }, text: string): string {
  const [selected, setSelected] = useState('')
  useEffect(() => {
    const look = (): void => {
      const selection = document.getSelection()
      const range = selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null
      const [start, end] = (range && box.current && placesIn(range, box.current)) ?? [0, 0]
      setSelected(text.slice(start, end).trim())
    }
    document.addEventListener('selectionchange', look)
    return () => document.removeEventListener('selectionchange', look)
  }, [box, text])
  return selected
}

/** Where a range begins and ends in the text of a box; null where none of it is selected. Three clicks reach beyond their paragraph. */
function placesIn(range: Range, box: HTMLElement): readonly [start: number, end: number] | null {
  const within = [...box.querySelectorAll<HTMLElement>('p[data-start]')].filter((each) => range.intersectsNode(each))
  const [first, last] = [within[0], within.at(-1)]
  if (!first || !last) return null
  const endOfLast = startOf(last) + last.textContent.length
  const start = first.contains(range.startContainer)
    ? placeIn(first, range.startContainer, range.startOffset)
    : startOf(first)
  const end = last.contains(range.endContainer) ? placeIn(last, range.endContainer, range.endOffset) : endOfLast
  return [start, end]
}

const startOf = (paragraph: HTMLElement): number => Number(paragraph.dataset['start'])

function placeIn(paragraph: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange()
  before.setStart(paragraph, 0)
  before.setEnd(node, offset)
  return startOf(paragraph) + before.toString().length
}
