import type { JSX } from 'preact'
import { dateWords, momentWords } from '../board/date.ts'
import type { Shown } from '../board/record.ts'
import type { Move } from '../board/standing.ts'
import type { Site } from '../board/site.ts'
import { nameIn } from '../board/text.ts'
import { Evidence } from './evidence.tsx'
import { Glyph, Pin, toneOf } from './glyph.tsx'
import { ActorLink, Chip, Quotation } from './parts.tsx'

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
  /** In place of its number, where it has none yet. */
  readonly isNew?: string | null
}

/** An entry of a record. The three kinds differ by their type alone: a quote, a plain title, a bold title. */
export function RecordEntry(props: EntryProps): JSX.Element {
  const { entry, site, fresh = false, isNew = null } = props
  const words = site.words.entry
  const number = String(entry.number)
  return (
    <li class={`entry${fresh ? ' fresh' : ''}${entry.retraction ? ' retracted' : ''}`} id={`e${number}`} tabIndex={-1}>
      {isNew === null ? (
        <a class="number" href={`/e/${number}`} aria-label={`${words.word} ${number}`}>
          {number}
        </a>
      ) : (
        <span class="number">{isNew}</span>
      )}
      <div class="entry-body">
        {entry.retraction && <p class="retraction">{words.retracted(<bdi>{entry.retraction.reason}</bdi>)}</p>}
        {props.dated === true && <p class="meta entry-date">{dateWords(entry.date, site, 'long')}</p>}
        <Body {...props} />
        <Meta {...props} />
      </div>
    </li>
  )
}

/** Below the heading of a day one level deeper than below that of a section. */
type Title = 'h3' | 'h4'
interface BodyProps<Entry> {
  readonly entry: Entry
  readonly title: Title
  readonly site: Site
}

function Body({ entry, site, move, dated = false }: EntryProps): JSX.Element {
  const title = dated ? 'h3' : 'h4'
  if (entry.__typename === 'Statement') return <StatementBody entry={entry} title={title} site={site} />
  if (entry.__typename === 'Event') return <EventBody entry={entry} title={title} site={site} />
  return <StepBody entry={entry} title={title} move={move} site={site} />
}

function StatementBody(props: BodyProps<Statement>): JSX.Element {
  const { entry, site, title: Title } = props
  const { words } = site
  const { speaker, speakerTitle, jointWith, quotes, content, language } = entry
  const own = sameWords(quotes.map(({ exact }) => exact).join(' '), content)
  return (
    <>
      <Title class="title speaker">
        {speaker ? <ActorLink actor={speaker} /> : <span dir="auto">{speakerTitle ?? words.entry.notNamed}</span>}
        {jointWith.map((actor) => (
          <span key={actor.id}>
            {words.entry.and}
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
        <Quotation key={quote.exact} class="quote" words={quote.exact} {...{ language, site }} />
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

function EventBody({ entry, title: Title, site }: BodyProps<Event>): JSX.Element {
  const sure = factualityName(entry.factuality, site.words)
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

function StepBody(props: BodyProps<Step> & { readonly move: Move | undefined }): JSX.Element {
  const { entry, title: Title, move, site } = props
  const { words } = site
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
                {words.comma}
                <bdi>{(person ?? party)?.name}</bdi>
              </>
            )}
          </span>
          <span class="move-how">
            <Stance position={move.from} site={site} />{' '}
            <span class="arrow" aria-hidden="true">
              ⟶
            </span>
            <span class="hidden">{words.entry.to}</span> <Stance position={move.to} site={site} strong />
          </span>
        </p>
      )}
      {entry.correctedBy && (
        <p class="retraction">{words.entry.correctedBy(<Chip number={entry.correctedBy.number} site={site} />)}</p>
      )}
    </>
  )
}

function Stance({
  position,
  site,
  strong = false,
}: {
  readonly position: string | null
  readonly site: Site
  readonly strong?: boolean
}): JSX.Element {
  const { noStatement, names } = site.words.positions
  const word = position === null ? noStatement : nameIn(names, position)
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
  const { words } = site
  const sure = verificationName(entry.verification, words)
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
      {inferred && <li>{words.dates.inferredEntry}</li>}
      {sure !== null && <li>{sure}</li>}
      <Evidence entry={entry} site={site} />
      {missed && <li class="missed">{words.connection.missed}</li>}
      <li class="recorded">{words.entry.recorded(momentWords(entry.recordedAt, site))}</li>
    </ul>
  )
}

/** What is to be said of how real an event is; null of one that occurred. */
const factualityName = (word: string, { vocabularies }: Site['words']): string | null =>
  word === 'OCCURRED' ? null : nameIn(vocabularies.factualities, word)
/** How far the record stands behind an entry; null while nobody has looked. */
export const verificationName = (word: string, { vocabularies }: Site['words']): string | null =>
  word === 'UNVERIFIED' ? null : nameIn(vocabularies.verifications, word)
