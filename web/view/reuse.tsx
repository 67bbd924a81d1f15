import type { JSX } from 'preact'
import type { BoardData } from '../board/data.ts'
import { momentWords } from '../board/date.ts'
import type { Site } from '../board/site.ts'
import { Section } from './parts.tsx'

/** How to take along what the board shows, and how to name it so that others find the same. */
export function Reuse(
  props: Pick<BoardData, 'negotiation' | 'updatedAt' | 'sequence'> & { readonly site: Site },
): JSX.Element {
  const { negotiation, updatedAt, sequence, site } = props
  const words = site.words.reuse
  return (
    <Section id="reuse" title={words.title}>
      <ul class="reuse">
        {updatedAt !== null && (
          <li>
            {words.cite(
              <bdi>{site.name}</bdi>,
              <bdi>{negotiation.name}</bdi>,
              momentWords(updatedAt, site),
              sequence === null ? null : String(sequence),
            )}
            <a href={`?asOf=${encodeURIComponent(updatedAt)}`}>{words.lasting}</a>
          </li>
        )}
        <li>
          {words.follow(
            (link) => (
              <a href={`/n/${negotiation.id}/feed.json`}>{link}</a>
            ),
            (link) => (
              <a href={`/n/${negotiation.id}/next.ics`}>{link}</a>
            ),
          )}
        </li>
        <li>
          {words.takeAlong((link) => (
            <a href={`/n/${negotiation.id}/record.csv`}>{link}</a>
          ))}
        </li>
        <li>
          <a href={`/embed/n/${negotiation.id}`}>{words.embed}</a>
        </li>
        <li>
          <a href="/playground">{words.ask}</a>
        </li>
      </ul>
    </Section>
  )
}
