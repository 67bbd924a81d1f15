import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import { type Paragraph, type Passage, type Piece, paragraphsOf, passageName } from '../board/passages.ts'
import type { Site } from '../board/site.ts'
import { nameIn, shortened } from '../board/text.ts'
import type { SourcePageQuery } from '../generated/graphql.ts'
import { Chip, Retraction, Section } from './parts.tsx'

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
  const { source: words, dates, vocabularies } = site.words
  return (
    <>
      <div class="lede">
        <p class="conflict">{words.head(String(source.number), nameIn(vocabularies.sourceKinds, source.kind))}</p>
        <h1 class="long" dir="auto">
          {source.title}
        </h1>
        {source.retraction && <Retraction retraction={source.retraction} site={site} />}
        <p class="built">
          {source.publisher != null && (
            <>
              <bdi>{source.publisher}</bdi>.{' '}
            </>
          )}
          {source.publishedOn ? dateWords(source.publishedOn, site, 'long') : words.dayNotStated}
          {source.publishedOn?.inferred === true && ` ${dates.inferred}`}. {words.restOnIt(source.citedBy.totalCount)}
        </p>
        <Addresses source={source} site={site} />
      </div>
      <div class="columns">
        {source.text == null ? (
          <Excerpts {...{ source, citing, site }} />
        ) : (
          <Text text={source.text} {...{ source, citing, site }} />
        )}
        <div class="side">
          <CitedBy citing={citing} site={site} />
        </div>
      </div>
    </>
  )
}

function Addresses({ source, site }: { readonly source: SourceShown; readonly site: Site }): JSX.Element {
  const words = site.words.source
  return (
    <ul class="entry-meta">
      {source.url != null && (
        <li>
          <a href={source.url} rel="noreferrer external">
            {words.original}
          </a>
        </li>
      )}
      {source.archivedUrl != null && (
        <li>
          <a href={source.archivedUrl} rel="noreferrer external">
            {words.archived}
          </a>
        </li>
      )}
      {source.revisionOf && (
        <li>
          {words.replaces(
            <a href={`/s/${source.revisionOf.id}`}>
              <bdi>{shortened(source.revisionOf.title, 80)}</bdi>
            </a>,
          )}
        </li>
      )}
      {source.licence != null && <li dir="auto">{source.licence}</li>}
      <li>
        <a href={`/e/${source.id}?as=entry`}>{words.history}</a>
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
  readonly site: Site
}): JSX.Element {
  const words = props.site.words.source
  const paragraphs = paragraphsOf(props.text, passagesIn(props.source, props.citing)).filter(({ pieces }) =>
    pieces.some(({ text }) => text.trim() !== ''),
  )
  return (
    <Section id="text" title={words.text} note={words.paragraphs(paragraphs.length)}>
      <ol class="source-text" lang={props.source.language ?? undefined}>
        {paragraphs.map((paragraph, index) => (
          <TextParagraph key={paragraph.start} {...{ paragraph, words }} number={index + 1} />
        ))}
      </ol>
    </Section>
  )
}

type SourceWords = Site['words']['source']

function TextParagraph(props: {
  readonly paragraph: Paragraph
  readonly number: number
  readonly words: SourceWords
}): JSX.Element {
  const { paragraph, number, words } = props
  return (
    <li id={`p${String(number)}`}>
      <a class="number" href={`#p${String(number)}`} aria-label={words.paragraph(String(number))}>
        ¶{number}
      </a>
      <p dir="auto">
        {paragraph.pieces.map((piece) => (
          <TextPiece key={piece.start} piece={piece} words={words} />
        ))}
      </p>
    </li>
  )
}

function TextPiece({ piece, words }: { readonly piece: Piece; readonly words: SourceWords }): JSX.Element {
  const { numbers, text, start, ends } = piece
  if (numbers.length === 0) return <>{text}</>
  return (
    <>
      {ends.map((end) => (
        <span key={end} class="anchor" id={passageName(start, end)} />
      ))}
      <mark title={words.entries(numbers.join(', '))} data-start={start} data-end={start + text.length}>
        {text}
      </mark>
    </>
  )
}

function Excerpts({
  source,
  citing,
  site,
}: {
  readonly source: SourceShown
  readonly citing: readonly Citing[]
  readonly site: Site
}): JSX.Element {
  const { source: words, quoted } = site.words
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
      title={words.passages}
      note={source.textAccess === 'EDITORS' ? words.editorsAlone : words.noText}
    >
      {passages.length === 0 && <p class="empty">{words.noPassage}</p>}
      <ul class="passages">
        {passages.map(({ key, exact, number, name }, index) => (
          <li
            key={key}
            id={passages.findIndex((each) => each.name === name) === index ? (name ?? undefined) : undefined}
          >
            <blockquote class="cell-quote">
              <p dir="auto">{quoted(exact)}</p>
            </blockquote>
            <p class="meta">
              {words.citedBy} <Chip number={number} site={site} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function CitedBy({ citing, site }: { readonly citing: readonly Citing[]; readonly site: Site }): JSX.Element {
  const words = site.words.source
  return (
    <Section id="cited-by" title={words.restsOnIt}>
      {citing.length === 0 && <p class="empty">{words.nothingYet}</p>}
      <ol class="rests">
        {citing.map((entry) => (
          <li key={entry.id}>
            <a href={`/e/${String(entry.number)}`}>
              <span class="number">{entry.number}</span> <span dir="auto">{nameOf(entry, site)}</span>
            </a>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function nameOf(entry: Citing, site: Site): string {
  if (entry.__typename === 'Statement') return shortened(entry.content, 90)
  if (entry.__typename === 'Event') return shortened(entry.title, 90)
  return 'name' in entry ? shortened(entry.name, 90) : site.words.entryPage.kinds[entry.__typename]
}
