import type { JSX } from 'preact'
import { dateWords, momentWords } from '../board/date.ts'
import { type Paragraph, type Passage, type Piece, paragraphsOf, passageName } from '../board/passages.ts'
import { counted, plain, shortened } from '../board/words.ts'
import type { SourcePageQuery } from '../generated/graphql.ts'
import { Chip, Section, type Site } from './parts.tsx'

/** A source, as its page asks for it. */
export type SourceShown = NonNullable<SourcePageQuery['source']>
/** An entry that rests on a source. */
export type Citing = SourceShown['citedBy']['nodes'][number]

/** A source with its stored text, where that may be shown, and every passage marked that the record rests on. */
export function SourcePage(props: {
  readonly source: SourceShown
  readonly citing: readonly Citing[]
  readonly site: Site
}): JSX.Element {
  const { source, citing, site } = props
  return (
    <>
      <div class="lede">
        <p class="conflict">
          Source {source.number}, {plain(source.kind).toLowerCase()}
        </p>
        <h1 class="long" dir="auto">
          {source.title}
        </h1>
        {source.retraction && (
          <p class="retraction big" role="note">
            Retracted {momentWords(source.retraction.at, site.zone)}: <bdi>{source.retraction.reason}</bdi>
          </p>
        )}
        <p class="built">
          {source.publisher != null && (
            <>
              <bdi>{source.publisher}</bdi>.{' '}
            </>
          )}
          {source.publishedOn ? dateWords(source.publishedOn, site.zone, 'long') : 'Day of publication not stated'}
          {source.publishedOn?.inferred === true && ' (inferred)'}.{' '}
          {counted(source.citedBy.totalCount, 'entry rests', 'entries rest')} on it.
        </p>
        <Addresses source={source} />
      </div>
      <div class="columns">
        {source.text == null ? (
          <Excerpts source={source} citing={citing} />
        ) : (
          <Text text={source.text} source={source} citing={citing} />
        )}
        <div class="side">
          <CitedBy citing={citing} />
        </div>
      </div>
    </>
  )
}

function Addresses({ source }: { readonly source: SourceShown }): JSX.Element {
  return (
    <ul class="entry-meta">
      {source.url != null && (
        <li>
          <a href={source.url} rel="noreferrer external">
            Original
          </a>
        </li>
      )}
      {source.archivedUrl != null && (
        <li>
          <a href={source.archivedUrl} rel="noreferrer external">
            Archived copy
          </a>
        </li>
      )}
      {source.revisionOf && (
        <li>
          Replaces <a href={`/s/${source.revisionOf.id}`}>{shortened(source.revisionOf.title, 80)}</a>
        </li>
      )}
      {source.licence != null && <li>{source.licence}</li>}
      <li>
        <a href={`/e/${source.id}?as=entry`}>History of this source</a>
      </li>
    </ul>
  )
}

function passagesIn(
  source: SourceShown,
  citing: readonly Citing[],
): readonly (Passage & { readonly exact: string | null })[] {
  return citing.flatMap((entry) =>
    [...entry.citations, ...(entry.__typename === 'Statement' ? entry.quotes : [])].flatMap((each) =>
      each.source?.id === source.id && each.start != null && each.end != null
        ? [{ start: each.start, end: each.end, number: entry.number, exact: each.exact ?? null }]
        : [],
    ),
  )
}

function Text(props: {
  readonly text: string
  readonly source: SourceShown
  readonly citing: readonly Citing[]
}): JSX.Element {
  const paragraphs = paragraphsOf(props.text, passagesIn(props.source, props.citing)).filter(({ pieces }) =>
    pieces.some(({ text }) => text.trim() !== ''),
  )
  return (
    <Section
      id="text"
      title="Source text"
      note={`${counted(paragraphs.length, 'paragraph', 'paragraphs')}. The record rests on the marked words.`}
    >
      <ol class="source-text" lang={props.source.language ?? undefined}>
        {paragraphs.map((paragraph, index) => (
          <TextParagraph key={paragraph.start} paragraph={paragraph} number={index + 1} />
        ))}
      </ol>
    </Section>
  )
}

function TextParagraph({ paragraph, number }: { readonly paragraph: Paragraph; readonly number: number }): JSX.Element {
  return (
    <li id={`p${String(number)}`}>
      <a class="number" href={`#p${String(number)}`} aria-label={`Paragraph ${String(number)}`}>
        ¶{number}
      </a>
      <p dir="auto">
        {paragraph.pieces.map((piece) => (
          <TextPiece key={piece.start} piece={piece} />
        ))}
      </p>
    </li>
  )
}

function TextPiece({ piece }: { readonly piece: Piece }): JSX.Element {
  const { numbers, text, start, ends } = piece
  if (numbers.length === 0) return <>{text}</>
  return (
    <>
      {ends.map((end) => (
        <span key={end} class="anchor" id={passageName(start, end)} />
      ))}
      <mark title={`Entries ${numbers.join(', ')}`} data-start={start} data-end={start + text.length}>
        {text}
      </mark>
    </>
  )
}

function Excerpts({
  source,
  citing,
}: {
  readonly source: SourceShown
  readonly citing: readonly Citing[]
}): JSX.Element {
  const passages = citing.flatMap((entry) =>
    entry.citations.flatMap((each, index) =>
      each.source.id === source.id && each.exact != null
        ? [
            {
              ...{ key: `${entry.id} ${String(index)}`, exact: each.exact, number: entry.number },
              name: each.start == null || each.end == null ? null : passageName(each.start, each.end),
            },
          ]
        : [],
    ),
  )
  return (
    <Section
      id="text"
      title="Cited passages"
      note={
        source.textAccess === 'EDITORS'
          ? 'Editors alone may read the whole text.'
          : 'The record holds no text of this source.'
      }
    >
      {passages.length === 0 && <p class="empty">No passage is cited word for word.</p>}
      <ul class="passages">
        {passages.map(({ key, exact, number, name }, index) => (
          <li
            key={key}
            id={passages.findIndex((each) => each.name === name) === index ? (name ?? undefined) : undefined}
          >
            <blockquote class="cell-quote">
              <p dir="auto">“{exact}”</p>
            </blockquote>
            <p class="meta">
              Cited by <Chip number={number} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function CitedBy({ citing }: { readonly citing: readonly Citing[] }): JSX.Element {
  return (
    <Section id="cited-by" title="What rests on it">
      {citing.length === 0 && <p class="empty">Nothing yet.</p>}
      <ol class="rests">
        {citing.map((entry) => (
          <li key={entry.id}>
            <a href={`/e/${String(entry.number)}`}>
              <span class="number">{entry.number}</span> <span dir="auto">{nameOf(entry)}</span>
            </a>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function nameOf(entry: Citing): string {
  if (entry.__typename === 'Statement') return shortened(entry.content, 90)
  if (entry.__typename === 'Event') return shortened(entry.title, 90)
  return 'name' in entry ? shortened(entry.name, 90) : plain(entry.__typename)
}
