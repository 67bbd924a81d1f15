import type { JSX } from 'preact'
import { waitingWords } from '../board/announcement.ts'
import { momentParts } from '../board/date.ts'
import type { Connection, LiveState } from '../board/live.ts'

const WORDS: Readonly<Record<Exclude<Connection, 'still'>, string>> = {
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
}

/** How fresh the page is: beside its word a sign of its own, so that colour is never alone. */
export function ConnectionState({ state, zone }: { readonly state: LiveState; readonly zone: string }): JSX.Element {
  const { connection, lostAt, data } = state
  const at = lostAt ?? data.updatedAt
  if (connection === 'still')
    return <>{data.updatedAt !== null && <Moment word="Updated" at={data.updatedAt} zone={zone} />}</>
  return (
    <>
      <span class={`sign ${connection}`} />
      <strong class={connection}>{WORDS[connection]}</strong>
      {at !== null && <Moment word={lostAt === null ? 'updated' : 'as of'} at={at} zone={zone} />}
    </>
  )
}

function Moment({
  word,
  at,
  zone,
}: {
  readonly word: string
  readonly at: string
  readonly zone: string
}): JSX.Element {
  const [day, time] = momentParts(at, zone)
  return (
    <span class="moment">
      <span class="moment-word">{word} </span>
      <span class="moment-day">{day}, </span>
      {time}
    </span>
  )
}

/** Without a connection, says what the page is then. */
export function OfflineBar({ state, zone }: { readonly state: LiveState; readonly zone: string }): JSX.Element | null {
  if (state.connection !== 'offline' || state.lostAt === null) return null
  return (
    <p class="offline-bar">
      <span class="wide">
        You are offline. This is a saved copy as of {momentParts(state.lostAt, zone)[1]}. Missed entries load when the
        connection returns.
      </span>
    </p>
  )
}

/** New entries wait behind it; it never moves the page. */
export function Pill({ count, onShow }: { readonly count: number; readonly onShow: () => void }): JSX.Element | null {
  if (count === 0) return null
  return (
    <button type="button" class="pill" onClick={onShow}>
      <span aria-hidden="true">↑</span> {waitingWords(count)}
    </button>
  )
}
