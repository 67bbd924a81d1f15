import type { JSX } from 'preact'
import { momentWords } from '../board/date.ts'
import { type AnyEntry, type Correction, type EntryChange, correctionsOf } from '../board/history.ts'
import { comparing, isShown } from '../board/record.ts'
import type { Site } from '../board/site.ts'
import { fieldIn, nameIn } from '../board/text.ts'
import type { Words } from '../words/en.ts'
import type { SaidAndDoneQuery } from '../generated/graphql.ts'
import { RecordEntry } from './entry.tsx'
import { passageHref } from './evidence.tsx'
import { Facts } from './facts.tsx'
import { Retraction, Section } from './parts.tsx'

/** What a person, organisation or place has said and done, or what happened there; null of other entries. */
export type SaidAndDone = Extract<SaidAndDoneQuery['node'], { statements: unknown }> | null

/** What the page of an entry is made of. */
export interface EntryPageProps {
  readonly entry: AnyEntry
  readonly history: readonly EntryChange[]
  readonly said: SaidAndDone
  readonly site: Site
}

/** The title of an entry. */
export function titleOf(entry: AnyEntry, { entryPage }: Words): string {
  if (entry.__typename === 'Event' || entry.__typename === 'Source') return entry.title
  if (entry.__typename === 'NegotiationStatusUpdate') return entry.summary
  if (entry.__typename === 'Statement')
    return entryPage.statementOf(entry.speaker?.name ?? entry.speakerTitle ?? entryPage.somebody)
  return entry.name
}

/** An entry with all that is known of it, what it rests on, and every change that it has seen. */
export function EntryPage({ entry, history, said, site }: EntryPageProps): JSX.Element {
  const negotiation = negotiationOf(entry)
  const words = site.words.entryPage
  return (
    <>
      <div class="lede">
        <p class="conflict">
          {words.head(
            words.kinds[entry.__typename],
            String(entry.number),
            negotiation && (
              <a href={`/n/${negotiation.id}`}>
                <bdi>{negotiation.name}</bdi>
              </a>
            ),
          )}
        </p>
        <h1 dir="auto">{titleOf(entry, site.words)}</h1>
        {entry.retraction && <Retraction retraction={entry.retraction} site={site} />}
      </div>
      <div class="columns">
        <div>
          <Section id="entry" title={words.content}>
            <Content entry={entry} site={site} />
          </Section>
          {said && <Said said={said} site={site} place={entry.__typename === 'Location'} />}
        </div>
        <div class="side">
          <Facts entry={entry} site={site} />
          <History id={entry.id} changes={history} site={site} />
        </div>
      </div>
    </>
  )
}

function negotiationOf(entry: AnyEntry): { readonly id: string; readonly name: string } | null {
  if (entry.__typename === 'Negotiation') return entry
  if (entry.__typename === 'Statement' || entry.__typename === 'Event') return entry.negotiation ?? null
  if (entry.__typename === 'NegotiationStatusUpdate' || entry.__typename === 'Proposal') return entry.ofNegotiation
  return null
}

function Content({ entry, site }: { readonly entry: AnyEntry; readonly site: Site }): JSX.Element {
  if (isShown(entry))
    return (
      <ol class="entries">
        <RecordEntry entry={entry} site={site} dated />
      </ol>
    )
  return (
    <div class="prose">
      {'about' in entry && entry.about != null ? <p dir="auto">{entry.about}</p> : null}
      <Passages entry={entry} words={site.words} />
    </div>
  )
}

function Passages({ entry, words }: { readonly entry: AnyEntry; readonly words: Words }): JSX.Element {
  if (entry.citations.length === 0) return <p class="empty">{words.entryPage.noPassage}</p>
  return (
    <ul class="passages">
      {entry.citations.map((citation, index) => (
        <li key={index}>
          {citation.exact != null && (
            <blockquote class="cell-quote">
              <p dir="auto">{words.quoted(citation.exact)}</p>
            </blockquote>
          )}
          <p class="meta">
            <a href={passageHref(citation)} dir="auto">
              {citation.source.title}
            </a>
            {citation.locator != null && (
              <>
                {words.comma}
                <bdi>{citation.locator}</bdi>
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Said({
  said,
  site,
  place,
}: {
  readonly said: NonNullable<SaidAndDone>
  readonly site: Site
  readonly place: boolean
}): JSX.Element {
  const entries = [...said.statements.nodes, ...said.events.nodes].filter(isShown).sort(comparing('newest'))
  const total = said.statements.totalCount + said.events.totalCount
  const words = site.words.entryPage
  return (
    <Section
      id="said"
      title={place ? words.happened : words.said}
      note={entries.length < total ? words.newestOf(entries.length, total) : undefined}
    >
      {entries.length === 0 && <p class="empty">{words.nothing}</p>}
      <ol class="entries">
        {entries.map((entry) => (
          <RecordEntry key={entry.id} entry={entry} site={site} dated />
        ))}
      </ol>
    </Section>
  )
}

function History(props: {
  readonly id: string
  readonly changes: readonly EntryChange[]
  readonly site: Site
}): JSX.Element {
  const { id, changes, site } = props
  const words = site.words.entryPage
  return (
    <Section id="history" title={words.history}>
      <ol class="history">
        {correctionsOf(changes)
          .toReversed()
          .map(({ change, corrections }) => (
            <li key={change.sequence}>
              <p>
                {words.changed(
                  <strong>{nameIn(words.changes, change.kind)}</strong>,
                  momentWords(change.at, site),
                  <bdi>{change.editor}</bdi>,
                )}
              </p>
              {change.reason != null && <p dir="auto">{change.reason}</p>}
              {corrections.map((correction) => (
                <Corrected key={correction.field} correction={correction} words={site.words} />
              ))}
            </li>
          ))}
      </ol>
      <p class="meta">
        <a href={`/edit/e/${id}`}>{words.correct}</a>
      </p>
    </Section>
  )
}

function Corrected({ correction, words }: { readonly correction: Correction; readonly words: Words }): JSX.Element {
  const { field, before, after } = correction
  return (
    <p class="corrected">
      {fieldIn(words.entryPage.fields, field)}
      {before !== null && (
        <>
          : <del dir="auto">{before}</del>
        </>
      )}{' '}
      {after !== null && <ins dir="auto">{after}</ins>}
    </p>
  )
}
