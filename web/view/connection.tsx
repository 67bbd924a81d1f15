import type { JSX } from 'preact'
import { momentParts } from '../board/date.ts'
import type { LiveState } from '../board/live.ts'
import type { Site } from '../board/site.ts'
import type { Words } from '../words/en.ts'

/** How fresh the page is: beside its word a sign of its own, so that colour is never alone. */
export function ConnectionState({ state, site }: { readonly state: LiveState; readonly site: Site }): JSX.Element {
  const { connection, lostAt, data } = state
  const words = site.words.connection
  const at = lostAt ?? data.updatedAt
  if (connection === 'still')
    return <>{data.updatedAt !== null && <Moment word={words.updatedStill} at={data.updatedAt} site={site} />}</>
  return (
    <>
      <span class={`sign ${connection}`} />
      <strong class={connection}>{words[connection]}</strong>
      {at !== null && <Moment word={lostAt === null ? words.updated : words.asOf} at={at} site={site} />}
    </>
  )
}

function Moment({ word, at, site }: { readonly word: string; readonly at: string; readonly site: Site }): JSX.Element {
  const [day, time] = momentParts(at, site)
  return (
    <span class="moment">
      <span class="moment-word">{word} </span>
      <span class="moment-day">
        {day}
        {site.words.comma}
      </span>
      {time}
    </span>
  )
}

/** Without a connection, says what the page is then. */
export function OfflineBar({ state, site }: { readonly state: LiveState; readonly site: Site }): JSX.Element | null {
  if (state.connection !== 'offline' || state.lostAt === null) return null
  return (
    <p class="offline-bar">
      <span class="wide">{site.words.connection.saved(momentParts(state.lostAt, site)[1])}</span>
    </p>
  )
}

/** New entries wait behind it; it never moves the page. */
export function Pill(props: {
  readonly count: number
  readonly words: Words
  readonly onShow: () => void
}): JSX.Element | null {
  const { count, words, onShow } = props
  if (count === 0) return null
  return (
    <button type="button" class="pill" onClick={onShow}>
      <span aria-hidden="true">↑</span> {words.connection.waiting(count)}
    </button>
  )
}
