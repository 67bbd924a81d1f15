import { Fragment, type JSX } from 'preact'
import type { BoardData } from '../board/data.ts'
import { momentWords } from '../board/date.ts'
import { type FileName, fileAddress } from '../board/files.ts'
import { addressOf, isFiltered } from '../board/filter.ts'
import { filterWords } from '../board/filter-words.ts'
import type { Site } from '../board/site.ts'
import { Section } from './parts.tsx'

const FOLLOWED = ['feed.atom', 'feed.json', 'next.ics'] as const
const TAKEN = ['record.csv', 'places.geojson', 'record.jsonld', 'events.plover.jsonl', 'bundle.json'] as const

type Cited = Pick<
  BoardData,
  'negotiation' | 'filter' | 'parties' | 'placeName' | 'updatedAt' | 'sequence' | 'origin'
> & { readonly site: Site }

/** How to follow what the board shows, to take it along, and to name it so that others find the same. */
export function Reuse(props: Cited & { readonly copies: boolean }): JSX.Element {
  const { negotiation, filter, site } = props
  const words = site.words.reuse
  return (
    <Section id="reuse" title={words.title}>
      <ul class="reuse">
        <li>
          {words.follow} <Offered names={FOLLOWED} cited={props} />
        </li>
        <li>
          {words.takeAlong} <Offered names={TAKEN} cited={props} />
        </li>
        {isFiltered(filter) && (
          <li class="quiet">{words.filtered(<bdi>{filterWords(filter, props, site.words)}</bdi>)}</li>
        )}
        <li>
          <a href={`/embed/n/${negotiation.id}`}>{words.embed}</a>
        </li>
        <li>
          <a href="/playground">{words.ask}</a>
        </li>
      </ul>
      {props.updatedAt !== null && <Citation {...props} updatedAt={props.updatedAt} />}
    </Section>
  )
}

function Offered({ names, cited }: { readonly names: readonly FileName[]; readonly cited: Cited }): JSX.Element {
  const { negotiation, filter, site } = cited
  return (
    <>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && site.words.comma}
          <a href={fileAddress(negotiation.id, name, filter)}>{site.words.reuse.files[name]}</a>
        </Fragment>
      ))}
    </>
  )
}

/** The moment, the version of the record, and where what is shown can be found again. */
function Citation(props: Cited & { readonly updatedAt: string; readonly copies: boolean }): JSX.Element {
  const { negotiation, filter, site, origin, updatedAt, sequence, copies } = props
  const words = site.words.reuse
  const board = `/n/${encodeURIComponent(negotiation.id)}`
  const filtered = isFiltered(filter)
  const change = sequence === null ? null : String(sequence)
  return (
    <>
      <h3>{words.cite}</h3>
      <p class="citation" id="citation">
        {words.citation(<bdi>{site.name}</bdi>, <bdi>{negotiation.name}</bdi>, momentWords(updatedAt, site), change)}{' '}
        <Address {...{ origin, path: `${board}?asOf=${updatedAt}` }} />
        {filtered && (
          <>
            {words.citedFilter(<bdi>{filterWords(filter, props, site.words)}</bdi>)}{' '}
            <Address {...{ origin, path: board + addressOf({ ...filter, after: null }) }} />
          </>
        )}
      </p>
      {copies && (
        <p class="copying">
          <button type="button" data-copies="citation">
            {words.copy}
          </button>{' '}
          <output class="quiet" />
        </p>
      )}
      {filtered && <p class="quiet">{words.pastIsWhole}</p>}
    </>
  )
}

const Address = ({ origin, path }: { readonly origin: string; readonly path: string }): JSX.Element => (
  <a href={path} dir="ltr">
    {origin + path}
  </a>
)
