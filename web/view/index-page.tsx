import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import type { NegotiationsQuery } from '../generated/graphql.ts'
import type { Site } from '../board/site.ts'
import type { Words } from '../words/en.ts'
import { Chip, Section } from './parts.tsx'

/** All negotiations, each with where it stands in one line. */
export function IndexPage({
  list,
  site,
}: {
  readonly list: NegotiationsQuery['negotiations']
  readonly site: Site
}): JSX.Element {
  const { nodes, pageInfo } = list
  const words = site.words.index
  return (
    <>
      <div class="lede">
        <h1>{words.title}</h1>
      </div>
      <Section id="negotiations" title={words.heading}>
        {nodes.length === 0 && <p class="empty">{words.none}</p>}
        <ol class="negotiations">
          {nodes.map(({ id, name, conflict, status }) => (
            <li key={id}>
              {conflict != null && (
                <p class="meta" dir="auto">
                  {conflict}
                </p>
              )}
              <h3 dir="auto">
                <a href={`/n/${id}`}>{name}</a>
              </h3>
              {status ? (
                <p class="one-line">
                  <span dir="auto">{status.summary}</span> <Chip number={status.number} site={site} />{' '}
                  <span class="meta">{dateWords(status.date, site)}</span>
                </p>
              ) : (
                <p class="one-line quiet">{words.noStep}</p>
              )}
            </li>
          ))}
        </ol>
        {pageInfo.hasNextPage && pageInfo.endCursor != null && (
          <p class="pages">
            <a class="older" href={`/n?after=${encodeURIComponent(pageInfo.endCursor)}`}>
              {words.more}
            </a>
          </p>
        )}
      </Section>
    </>
  )
}

/** What is said where there is nothing to show, and why. */
export function Missing(props: { readonly title: string; readonly why: string; readonly words: Words }): JSX.Element {
  const { title, why, words } = props
  return (
    <div class="lede missing">
      <h1 dir="auto">{title}</h1>
      <p class="about" dir="auto">
        {why}
      </p>
      <p>
        <a href="/n">{words.refusals.back}</a>
      </p>
    </div>
  )
}
