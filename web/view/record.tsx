import { Fragment, type JSX } from 'preact'
import type { PartyChoice } from '../board/data.ts'
import { EVERYTHING, type Filter, KINDS, type Order, addressOf, isFiltered } from '../board/filter.ts'
import { type Shown, daysOf } from '../board/record.ts'
import { type BoardNegotiation, movesOf } from '../board/standing.ts'
import type { Site } from '../board/site.ts'
import { RecordEntry } from './entry.tsx'
import { Section } from './parts.tsx'

/** What a record is shown from. */
export interface RecordProps {
  readonly negotiation: BoardNegotiation
  readonly entries: readonly Shown[]
  readonly total: number
  /** Cursor of the next older page; null on the last. */
  readonly older: string | null
  readonly filter: Filter
  readonly parties: readonly PartyChoice[]
  readonly placeName: string | null
  readonly site: Site
  /** Put in a moment ago. */
  readonly fresh?: ReadonlySet<string>
  /** Came about while there was no connection. */
  readonly missed?: ReadonlySet<string>
  /** The last of these, where they stand above all others. */
  readonly dividerAfter?: string | null
}

const ORDERS: readonly Order[] = ['newest', 'oldest']

/** The record, newest first in days, with its filters. It reads and filters without scripts: the form is an address. */
export function Record(props: RecordProps): JSX.Element {
  const { negotiation, entries, filter, site, older, fresh, missed, dividerAfter = null } = props
  const moves = movesOf(negotiation)
  const past = filter.asOf !== null
  const { record: words, connection, dates } = site.words
  const placeHref = past
    ? undefined
    : (id: string): string => `${addressOf({ ...filter, place: id, after: null })}#record`
  return (
    <Section id="record" title={words.title}>
      {past ? <p class="count">{words.entriesThen(props.total)}</p> : <Filters {...props} />}
      {entries.length === 0 && <p class="empty">{isFiltered(filter) ? words.noneFits : words.none}</p>}
      {filter.after !== null && (
        <p class="pages">
          <a href={`?${addressOf({ ...filter, after: null }).slice(1)}#record`}>{words.first[filter.order]}</a>
        </p>
      )}
      {daysOf(entries, site, filter.order).map((day) => (
        <section key={day.key} class="day">
          <h3 class="day-head">
            {day.title} {day.inferred && <span class="day-note">{dates.inferredDay}</span>}
          </h3>
          <ol class="entries">
            {day.entries.map((entry) => (
              <Fragment key={entry.id}>
                <RecordEntry
                  {...{ entry, site, placeHref, move: moves.get(entry.id), fresh: fresh?.has(entry.id) ?? false }}
                  inferred={entry.date.inferred && !day.inferred}
                  missed={dividerAfter === null && (missed?.has(entry.id) ?? false)}
                />
                {dividerAfter === entry.id && <li class="divider">{connection.missedAbove}</li>}
              </Fragment>
            ))}
          </ol>
        </section>
      ))}
      {older !== null && (
        <p class="pages">
          <a class="older" href={`${addressOf({ ...filter, after: older })}#record`}>
            {words.further[filter.order]}
          </a>
        </p>
      )}
    </Section>
  )
}

function Filters({ negotiation, filter, parties, placeName, total, site }: RecordProps): JSX.Element {
  const words = site.words.record
  return (
    <form class="filters" role="search" method="get" action="#record" autocomplete="off">
      {filter.place !== null && <input type="hidden" name="place" value={filter.place} />}
      <div class="chips">
        <fieldset>
          <legend class="hidden">{words.kindsOf}</legend>
          {KINDS.map((kind) => (
            <label key={kind} class="choice">
              <input type="checkbox" name="kind" value={kind} checked={filter.kinds.includes(kind)} />
              <span>
                {words.kinds[kind]} <small>{negotiation.counts?.[kind]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <Parties {...{ filter, parties, site }} />
      </div>
      <div class="search">
        <label class="hidden" for="q">
          {words.search}
        </label>
        <input
          id="q"
          type="search"
          name="q"
          defaultValue={filter.q}
          maxLength={1000}
          placeholder={words.search}
          dir="auto"
        />
        <button type="submit">{words.show}</button>
      </div>
      <div class="count" tabIndex={-1}>
        <output aria-live="polite">{words.entries(total)}</output>
        {filter.place !== null && words.at(<bdi>{placeName ?? words.unknownPlace}</bdi>)}
        {isFiltered(filter) && (
          <a class="clear" href={`?${addressOf({ ...EVERYTHING, order: filter.order }).slice(1)}#record`}>
            {words.clear}
          </a>
        )}
        <label class="order">
          <span class="hidden">{words.order}</span>
          <select name="order" value={filter.order}>
            {ORDERS.map((order) => (
              <option key={order} value={order} selected={order === filter.order}>
                {words.orders[order]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </form>
  )
}

function Parties({ filter, parties, site }: Pick<RecordProps, 'filter' | 'parties' | 'site'>): JSX.Element | null {
  if (parties.length === 0) return null
  const words = site.words.record
  return (
    <fieldset>
      <legend class="hidden">{words.whose}</legend>
      <label class="choice">
        <input type="radio" name="party" value="" checked={filter.party === null} />
        <span>{words.everyone}</span>
      </label>
      {parties.map(({ id, name, count }) => (
        <label key={id} class="choice">
          <input type="radio" name="party" value={id} checked={filter.party === id} />
          <span>
            <bdi>{name}</bdi> <small>{count}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
