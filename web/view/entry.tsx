import type { ComponentChildren, JSX } from 'preact'
import { dateWords, momentWords } from '../board/date.ts'
import { passageName } from '../board/passages.ts'
import type { Shown } from '../board/record.ts'
import type { Move } from '../board/standing.ts'
import { WORDS, factualityName, positionName, shortened, verificationName } from '../board/words.ts'
import type { CitationPartsFragment } from '../generated/graphql.ts'
import { Glyph, Pin, toneOf } from './glyph.tsx'
import { ActorLink, Chip, Quotation, type Site } from './parts.tsx'

type Statement = Extract<Shown, { __typename: 'Statement' }>
type Event = Extract<Shown, { __typename: 'Event' }>
type Step = Extract<Shown, { __typename: 'NegotiationStatusUpdate' }>

/** What an entry of a record is shown with. */
export interface EntryProps {
  readonly entry: Shown
  readonly site: Site
  /** How it moved a position, if it did. */
  readonly move?: Move | undefined
  /** Leads to what else happened at a place; places are no links without it. */
  readonly placeHref?: ((id: string) => string) | undefined
  /** Whether its date stands in it: not below the heading of its day. */
  readonly dated?: boolean
  /** Whether it says that an editor concluded its date: not where its whole day does. */
  readonly inferred?: boolean
  /** Whether it came about while there was no connection, and no line says so for all. */
  readonly missed?: boolean
  readonly fresh?: boolean
}

/** An entry of a record. The three kinds differ by their type alone: a quote, a plain title, a bold title. */
export function RecordEntry(props: EntryProps): JSX.Element {
  const { entry, fresh = false } = props
  const number = String(entry.number)
  return (
    <li class={`entry${fresh ? ' fresh' : ''}${entry.retraction ? ' retracted' : ''}`} id={`e${number}`} tabIndex={-1}>
      <a class="number" href={`/e/${number}`} aria-label={`Entry ${number}`}>
        {number}
      </a>
      <div class="entry-body">
        {entry.retraction && <p class="retraction">Retracted: {entry.retraction.reason}</p>}
        {props.dated === true && <p class="meta entry-date">{dateWords(entry.date, props.site.zone, 'long')}</p>}
        <Body {...props} />
        <Meta {...props} />
      </div>
    </li>
  )
}

/** Below the heading of a day one level deeper than below that of a section. */
type Title = 'h3' | 'h4'

function Body({ entry, move, dated = false }: EntryProps): JSX.Element {
  const title = dated ? 'h3' : 'h4'
  if (entry.__typename === 'Statement') return <StatementBody entry={entry} title={title} />
  if (entry.__typename === 'Event') return <EventBody entry={entry} title={title} />
  return <StepBody entry={entry} title={title} move={move} />
}

function StatementBody({ entry, title: Title }: { readonly entry: Statement; readonly title: Title }): JSX.Element {
  const { speaker, speakerTitle, jointWith, quotes, content, language } = entry
  const own = sameWords(quotes.map(({ exact }) => exact).join(' '), content)
  return (
    <>
      <Title class="title speaker">
        {speaker ? <ActorLink actor={speaker} /> : <span dir="auto">{speakerTitle ?? 'Not named'}</span>}
        {jointWith.map((actor) => (
          <span key={actor.id}>
            {' and '}
            <ActorLink actor={actor} />
          </span>
        ))}{' '}
        {speaker && speakerTitle != null && (
          <span class="role" dir="auto">
            {speakerTitle}
          </span>
        )}
      </Title>
      {!own && (
        <p class="content" lang={language ?? undefined} dir="auto">
          {content}
        </p>
      )}
      {quotes.map((quote) => (
        <Quotation key={quote.exact} class="quote" words={quote.exact} language={language} />
      ))}
    </>
  )
}

/** Whether a statement's own words say no more than its quotes. */
const sameWords = (one: string, other: string): boolean => letters(one) === letters(other)
const letters = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()

function EventBody({ entry, title: Title }: { readonly entry: Event; readonly title: Title }): JSX.Element {
  const sure = factualityName(entry.factuality)
  return (
    <>
      <Title class="title event" dir="auto">
        {entry.title}
      </Title>
      {entry.about != null && (
        <p class="content" dir="auto">
          {entry.about}
        </p>
      )}
      {sure !== null && <p class="meta">{sure}</p>}
    </>
  )
}

function StepBody(props: {
  readonly entry: Step
  readonly title: Title
  readonly move: Move | undefined
}): JSX.Element {
  const { entry, title: Title, move } = props
  const { proposal, party, person } = entry
  return (
    <>
      <Title class="title step" dir="auto">
        {entry.summary}
      </Title>
      {move && proposal && (
        <p class="move">
          <span class="move-what">
            <a href={`/e/${proposal.id}`}>
              <bdi>{proposal.name}</bdi>
            </a>
            {(person ?? party) && (
              <>
                , <bdi>{(person ?? party)?.name}</bdi>
              </>
            )}
          </span>
          <span class="move-how">
            <Stance position={move.from} />{' '}
            <span class="arrow" aria-hidden="true">
              ⟶
            </span>
            <span class="hidden"> to </span> <Stance position={move.to} strong />
          </span>
        </p>
      )}
      {entry.correctedBy && (
        <p class="retraction">
          Corrected by <Chip number={entry.correctedBy.number} />
        </p>
      )}
    </>
  )
}

function Stance({
  position,
  strong = false,
}: {
  readonly position: string | null
  readonly strong?: boolean
}): JSX.Element {
  const word = position === null ? WORDS.noStatement : positionName(position)
  return (
    <span class={`stance ${toneOf(position)}`}>
      <Glyph position={position} /> {strong ? <strong>{word}</strong> : word}
    </span>
  )
}

function Meta({ entry, site, placeHref, inferred = false, missed = false }: EntryProps): JSX.Element {
  const places =
    entry.__typename === 'Event'
      ? entry.locations
      : entry.__typename === 'Statement' && entry.location
        ? [entry.location]
        : []
  const sure = verificationName(entry.verification)
  return (
    <ul class="entry-meta">
      {places.map(({ id, name }) => (
        <li key={id}>
          <Pin />{' '}
          <a href={placeHref?.(id) ?? `/e/${id}`}>
            <bdi>{name}</bdi>
          </a>
        </li>
      ))}
      {inferred && <li>Date inferred</li>}
      {sure !== null && <li>{sure}</li>}
      <Evidence entry={entry} />
      {missed && <li class="missed">Arrived while you were disconnected</li>}
      <li class="recorded">Recorded {momentWords(entry.recordedAt, site.zone)}</li>
    </ul>
  )
}

/** What an entry rests on: its verbatim words, its sources, or for a step the entries that show it. */
function Evidence({ entry }: { readonly entry: Shown }): ComponentChildren {
  if (entry.__typename === 'NegotiationStatusUpdate') {
    const shown = [...entry.evidenceStatements, ...entry.evidenceEvents]
    if (shown.length === 0) return null
    return (
      <li>
        Rests on{' '}
        {shown.map(({ id, number }) => (
          <span key={id}>
            <Chip number={number} />{' '}
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
          Verbatim<span class="hidden"> in the source: {verbatim.source.title}</span>
        </a>
      </li>
    )
  return <Sources citations={entry.citations} />
}

/** The sources of an entry, each once. */
export function Sources({ citations }: { readonly citations: readonly CitationPartsFragment[] }): ComponentChildren {
  const once = citations.filter(
    (each, index) => citations.findIndex(({ source }) => source.id === each.source.id) === index,
  )
  return once.map((citation) => (
    <li key={citation.source.id}>
      <a href={passageHref(citation)} title={citation.source.title}>
        Source<span class="hidden">: {shortened(citation.source.title, 120)}</span>
      </a>
      {citation.locator != null && <>, {citation.locator}</>}
    </li>
  ))
}

/** Where the cited words stand, in the page of their source. */
export function passageHref(passage: {
  readonly start?: number | null
  readonly end?: number | null
  readonly source: { readonly id: string }
}): string {
  const { start, end, source } = passage
  return `/s/${source.id}${start == null || end == null ? '' : `#${passageName(start, end)}`}`
}
