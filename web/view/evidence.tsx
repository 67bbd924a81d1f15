import type { ComponentChildren } from 'preact'
import { passageName } from '../board/passages.ts'
import type { Shown } from '../board/record.ts'
import type { Site } from '../board/site.ts'
import { shortened } from '../board/text.ts'
import type { CitationPartsFragment } from '../generated/graphql.ts'
import { Chip } from './parts.tsx'

/** What an entry rests on: its verbatim words, its sources, or for a step the entries that show it. */
export function Evidence({ entry, site }: { readonly entry: Shown; readonly site: Site }): ComponentChildren {
  const words = site.words.entry
  if (entry.__typename === 'NegotiationStatusUpdate') {
    const shown = [...entry.evidenceStatements, ...entry.evidenceEvents]
    if (shown.length === 0) return null
    return (
      <li>
        {words.restsOn}{' '}
        {shown.map(({ id, number }) => (
          <span key={id}>
            <Chip number={number} site={site} />{' '}
          </span>
        ))}
      </li>
    )
  }
  const verbatim = entry.__typename === 'Statement' ? entry.quotes.find(({ verified }) => verified) : undefined
  if (verbatim?.source)
    return (
      <li>
        <a href={passageHref({ ...verbatim, source: verbatim.source })}>
          <span class="check" aria-hidden="true">
            ✓
          </span>{' '}
          {words.verbatim}
          {inParagraph(verbatim, words)}
          <span class="hidden">{words.verbatimIn(verbatim.source.title)}</span>
        </a>
      </li>
    )
  return <Sources citations={entry.citations} site={site} />
}

/** The sources of an entry, each once. */
export function Sources(props: {
  readonly citations: readonly CitationPartsFragment[]
  readonly site: Site
}): ComponentChildren {
  const { citations, site } = props
  const { entry: words, comma } = site.words
  const once = citations.filter(
    (each, index) => citations.findIndex(({ source }) => source.id === each.source.id) === index,
  )
  return once.map((citation) => (
    <li key={citation.source.id}>
      <a href={passageHref(citation)} title={citation.source.title}>
        {words.source}
        {inParagraph(citation, words)}
        <span class="hidden">{words.sourceNamed(shortened(citation.source.title, 120))}</span>
      </a>
      {citation.locator != null && (
        <>
          {comma}
          <bdi>{citation.locator}</bdi>
        </>
      )}
    </li>
  ))
}

const inParagraph = ({ paragraph }: { readonly paragraph: number | null }, words: Site['words']['entry']): string =>
  paragraph === null ? '' : words.inParagraph(String(paragraph))

/** Where the cited words stand, in the page of their source. */
export function passageHref(passage: {
  readonly start?: number | null
  readonly end?: number | null
  readonly source: { readonly id: string }
}): string {
  const { start, end, source } = passage
  return `/s/${source.id}${start == null || end == null ? '' : `#${passageName(start, end)}`}`
}
