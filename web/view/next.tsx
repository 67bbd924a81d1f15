import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import { type BoardNegotiation, type Certainty, certaintyOf } from '../board/standing.ts'
import type { Site } from '../board/site.ts'
import { Sources } from './evidence.tsx'
import { Section } from './parts.tsx'

const TONES: Readonly<Record<Certainty, string>> = {
  CONFIRMED: 'for',
  ANNOUNCED: 'plain',
  POSTPONED: 'plain',
  POSSIBLE: 'wait',
}

/** What comes next: how sure it is, what, when, and who says so. */
export function Next({
  negotiation,
  site,
}: {
  readonly negotiation: BoardNegotiation
  readonly site: Site
}): JSX.Element {
  const { nodes } = negotiation.next
  const { next: words, quoted } = site.words
  return (
    <Section id="next" title={words.title}>
      {nodes.length === 0 && <p class="empty">{words.none}</p>}
      <ol class="next-list">
        {nodes.map((event) => {
          const certainty = certaintyOf(event)
          return (
            <li key={event.id}>
              <p class={`certainty ${TONES[certainty]}`}>{words.certainty[certainty]}</p>
              <h3 dir="auto">
                <a href={`/e/${String(event.number)}`}>{event.title}</a>
              </h3>
              <ul class="entry-meta">
                <li dir="auto">
                  {event.date.asReported == null ? dateWords(event.date, site) : quoted(event.date.asReported)}
                </li>
                <Sources citations={event.citations} site={site} />
              </ul>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
