import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import { type BoardNegotiation, type Certainty, certaintyOf } from '../board/standing.ts'
import { Sources } from './entry.tsx'
import { Section, type Site } from './parts.tsx'

const TONES: Readonly<Record<Certainty, string>> = {
  Confirmed: 'for',
  Announced: 'plain',
  Postponed: 'plain',
  Possible: 'wait',
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
  return (
    <Section id="next" title="What comes next">
      {nodes.length === 0 && <p class="empty">Nothing is announced.</p>}
      <ol class="next-list">
        {nodes.map((event) => {
          const certainty = certaintyOf(event)
          return (
            <li key={event.id}>
              <p class={`certainty ${TONES[certainty]}`}>{certainty}</p>
              <h3 dir="auto">
                <a href={`/e/${String(event.number)}`}>{event.title}</a>
              </h3>
              <ul class="entry-meta">
                <li>
                  {event.date.asReported == null ? dateWords(event.date, site.zone) : `“${event.date.asReported}”`}
                </li>
                <Sources citations={event.citations} />
              </ul>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
