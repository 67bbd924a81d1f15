import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import type { NegotiationsQuery } from '../generated/graphql.ts'
import { Chip, Section, type Site } from './parts.tsx'

/** All negotiations, each with where it stands in one line. */
export function IndexPage({
  list,
  site,
}: {
  readonly list: NegotiationsQuery['negotiations']
  readonly site: Site
}): JSX.Element {
  const { nodes, pageInfo } = list
  return (
    <>
      <div class="lede">
        <h1>Negotiations</h1>
      </div>
      <Section id="negotiations" title="Where they stand">
        {nodes.length === 0 && <p class="empty">No negotiation has been recorded yet.</p>}
        <ol class="negotiations">
          {nodes.map(({ id, name, conflict, status }) => (
            <li key={id}>
              {conflict != null && <p class="meta">{conflict}</p>}
              <h3 dir="auto">
                <a href={`/n/${id}`}>{name}</a>
              </h3>
              {status ? (
                <p class="one-line">
                  <span dir="auto">{status.summary}</span> <Chip number={status.number} />{' '}
                  <span class="meta">{dateWords(status.date, site.zone)}</span>
                </p>
              ) : (
                <p class="one-line quiet">No step has been recorded yet.</p>
              )}
            </li>
          ))}
        </ol>
        {pageInfo.hasNextPage && pageInfo.endCursor != null && (
          <p class="pages">
            <a class="older" href={`/?after=${encodeURIComponent(pageInfo.endCursor)}`}>
              More negotiations
            </a>
          </p>
        )}
      </Section>
    </>
  )
}

/** What is said where there is nothing to show, and why. */
export function Missing({ title, why }: { readonly title: string; readonly why: string }): JSX.Element {
  return (
    <div class="lede missing">
      <h1>{title}</h1>
      <p class="about">{why}</p>
      <p>
        <a href="/">To the negotiations</a>
      </p>
    </div>
  )
}
