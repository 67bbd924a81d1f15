import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Draft } from '../../draft/draft.ts'
import { previewOf } from '../../draft/preview.ts'
import { type Nearest, type SourceText, compare } from '../../draft/quote.ts'
import { previewDate } from '../../draft/span.ts'
import { type Values, chosenOf, dateOf, rowsOf, textOf } from '../../draft/values.ts'
import { RecordEntry } from '../entry.tsx'
import { useEditor } from './context.tsx'
import { onceAnswered, useComparison, useTexts } from './hooks.ts'
import { SourceBeside } from './source-beside.tsx'

/** What readers will see of a draft, by the component that shows it to them, and the source beside it. */
export function Previewed({
  draft,
  onQuote,
}: {
  readonly draft: Draft
  readonly onQuote: (exact: string) => void
}): JSX.Element {
  const { site, words } = useEditor()
  const { kind, values, corrects, at } = draft
  const texts = useTexts(sourcesOf(values))
  const from = usePositionNow(values)
  const entry = previewOf(kind, values, { texts, at, number: corrects?.number ?? 0 })
  const date = dateOf(values[kind === 'NegotiationStatusUpdate' ? 'effectiveOn' : 'date'])
  const position = entry?.__typename === 'NegotiationStatusUpdate' ? entry.position : null
  const [first] = texts
  const nearest = useNearest(values, texts)
  return (
    <div class="previewed">
      {entry && (
        <section class="section" aria-labelledby="preview-title">
          <div class="section-head">
            <h2 id="preview-title">{words.preview}</h2>
            <p class="note">{words.previewNote}</p>
          </div>
          <ol class="entries" inert>
            <RecordEntry
              {...{ entry, site, isNew: corrects === null ? words.new : null }}
              dated={date.edtf !== '' && previewDate(date) !== null}
              inferred={date.inferred}
              move={position === null ? undefined : { from, to: position }}
            />
          </ol>
          {date.edtf !== '' && previewDate(date) === null && (
            <p class="meta" dir="ltr">
              {date.edtf}
            </p>
          )}
        </section>
      )}
      {first && (
        <SourceBeside
          source={first}
          passages={[...passagesIn(values, first), ...(nearest?.sourceId === first.id ? [nearest] : [])]}
          onQuote={kind === 'Statement' ? onQuote : null}
        />
      )}
    </div>
  )
}

const sourcesOf = (values: Values): readonly string[] =>
  rowsOf(values['citations']).flatMap((row) => chosenOf(row.values['sourceId'])?.id ?? [])

function passagesIn(values: Values, source: Parameters<typeof compare>[1][number]) {
  return [...rowsOf(values['quotes']), ...rowsOf(values['citations'])].flatMap((row) => {
    const compared = compare(textOf(row.values['exact']), [source])
    return compared.type === 'verbatim' ? [{ start: compared.start, end: compared.end }] : []
  })
}

/** The passage nearest to the first words that do not stand in a source; null when all do, or none is near. */
function useNearest(values: Values, texts: readonly SourceText[]): Nearest | null {
  const words = rowsOf(values['quotes']).map((row) => textOf(row.values['exact']))
  const compared = useComparison(words.find((each) => compare(each, texts).type === 'elsewhere') ?? '', texts)
  return compared.type === 'elsewhere' ? compared.nearest : null
}

/** Where the party of a status update stands until now; null where it has said nothing, and until that is known. */
function usePositionNow(values: Values): string | null {
  const { acts } = useEditor()
  const [held, setHeld] = useState<string | null>(null)
  const negotiation = chosenOf(values['negotiationId'])?.id
  const proposal = chosenOf(values['proposalId'])?.id
  const party = chosenOf(values['partyId'])?.id
  const person = chosenOf(values['personId'])?.id ?? null
  useEffect(() => {
    if (negotiation === undefined || proposal === undefined || party === undefined) return
    return onceAnswered(acts.positionNow(negotiation, [proposal, party, person]), setHeld)
  }, [acts, negotiation, proposal, party, person])
  return held
}
