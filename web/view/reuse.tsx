import type { JSX } from 'preact'
import type { BoardData } from '../board/data.ts'
import { momentWords } from '../board/date.ts'
import { Section, type Site } from './parts.tsx'

/** How to take along what the board shows, and how to name it so that others find the same. */
export function Reuse(
  props: Pick<BoardData, 'negotiation' | 'updatedAt' | 'sequence'> & { readonly site: Site },
): JSX.Element {
  const { negotiation, updatedAt, sequence, site } = props
  return (
    <Section id="reuse" title="Reuse">
      <ul class="reuse">
        {updatedAt !== null && (
          <li>
            Cite as: <bdi>{site.name}</bdi>, “<bdi>{negotiation.name}</bdi>”, as the record stood on{' '}
            {momentWords(updatedAt, site.zone)}
            {sequence !== null && ` (change ${String(sequence)})`}.{' '}
            <a href={`?asOf=${encodeURIComponent(updatedAt)}`}>Lasting address of that state</a>
          </li>
        )}
        <li>
          Follow: <a href={`/n/${negotiation.id}/feed.json`}>JSON Feed</a>,{' '}
          <a href={`/n/${negotiation.id}/next.ics`}>calendar of what comes next</a>
        </li>
        <li>
          Take along: <a href={`/n/${negotiation.id}/record.csv`}>the record as CSV</a>
        </li>
        <li>
          <a href={`/embed/n/${negotiation.id}`}>Who stands where, for your own page</a>
        </li>
        <li>
          <a href="/playground">Ask the record by GraphQL</a>
        </li>
      </ul>
    </Section>
  )
}
