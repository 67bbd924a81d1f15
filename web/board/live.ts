import type { BoardChangesSubscription, RecordEntryFragment } from '../generated/graphql.ts'
import { announcementOf } from './announcement.ts'
import type { BoardData } from './data.ts'
import { type Filter, type Order, isFiltered, sameFilter } from './filter.ts'
import { type Shown, comparing, isShown } from './record.ts'

/** A change of the negotiation, as the feed brings it. */
export type BoardChange = NonNullable<BoardChangesSubscription['changes']['change']>

/** How a board is connected. `still`: it was never meant to be, or nobody may follow without a token. */
export type Connection = 'still' | 'live' | 'reconnecting' | 'offline'

/** What a reader has chosen; kept in the browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  /** In which zone clock times are told; null: as the service has it. */
  readonly zone: string | null
  readonly keys: boolean
  /** Whether new entries are put in as they come. */
  readonly arrive: boolean
}

/**
 * A board as it lives on in a browser.
 *
 *   change ──► waiting ──show──► shown
 *   page  ───────────────────────► shown
 *
 * Of each entry the newest version counts, by whichever way it came, so the order of changes and pages does not matter.
 */
export interface LiveState {
  readonly data: BoardData
  /** The number of the last change that the page was written with: entries of higher numbers are new. */
  readonly since: number
  /** The newest version of each entry that was heard of, shown or not. */
  readonly known: ReadonlyMap<string, Shown>
  readonly shown: ReadonlySet<string>
  readonly waiting: ReadonlySet<string>
  /** Put in a moment ago. */
  readonly fresh: ReadonlySet<string>
  /** Came about while there was no connection. */
  readonly missed: ReadonlySet<string>
  readonly connection: Connection
  /** When there was still a connection; null while there is one. */
  readonly lostAt: string | null
  /** For those who listen. */
  readonly said: string
  /** Null until they were read: nothing may be written before. */
  readonly preferences: Preferences | null
}

/** What can happen to a board. */
export type Happening =
  | { readonly type: 'change'; readonly change: BoardChange; readonly missed: boolean }
  | { readonly type: 'read'; readonly data: BoardData }
  /** Something else is wanted, and not there yet. */
  | { readonly type: 'filter'; readonly filter: Filter }
  /** The page of a filter; what was shown before is gone. */
  | { readonly type: 'page'; readonly data: BoardData }
  /** All of it anew, of another log. */
  | { readonly type: 'renewed'; readonly data: BoardData }
  /** There are places now. */
  | { readonly type: 'mapped' }
  | { readonly type: 'show' }
  | { readonly type: 'settle' }
  | { readonly type: 'connection'; readonly connection: Connection; readonly at: string }
  | { readonly type: 'prefer'; readonly preferences: Preferences }

const NOBODY: ReadonlySet<string> = new Set()

/** The board as the server wrote it. */
export function stateOf(data: BoardData): LiveState {
  return {
    data,
    since: data.sequence ?? -1,
    known: new Map(data.entries.map((entry) => [entry.id, entry])),
    shown: new Set(data.entries.map(({ id }) => id)),
    ...{ waiting: NOBODY, fresh: NOBODY, missed: NOBODY },
    ...{ connection: 'still', lostAt: null, said: '', preferences: null },
  }
}

/** The board after something happened. */
export function after(state: LiveState, happening: Happening): LiveState {
  switch (happening.type) {
    case 'change':
      return spoken(state, changed(state, happening.change, happening.missed))
    case 'read':
      return spoken(state, read(state, happening.data))
    case 'filter':
      return { ...state, data: { ...state.data, filter: happening.filter } }
    case 'page':
      return turned(state, happening.data)
    case 'renewed':
      return renewed(state, happening.data)
    case 'mapped':
      return { ...state, data: { ...state.data, hasMap: true } }
    case 'show':
      return show(state)
    case 'settle':
      return { ...state, fresh: NOBODY }
    case 'connection':
      return connected(state, happening.connection, happening.at)
    case 'prefer':
      return { ...state, preferences: happening.preferences }
  }
}

/** Entries to show, in the order that is wanted. */
export const shownEntries = ({ known, shown, data }: LiveState): readonly Shown[] =>
  within(known, shown, data.filter.order)
/** New entries that wait to be shown, newest first; one that was retracted meanwhile waits no more. */
export const waitingEntries = ({ known, waiting }: LiveState): readonly Shown[] =>
  within(known, waiting, 'newest').filter(({ retraction }) => retraction === null)

/** The last of the entries that were missed, where these stand above all others; null where they are scattered among them, or there are none. */
export function dividerAfter(state: LiveState): string | null {
  const shown = shownEntries(state)
  const missed = shown.filter(({ id }) => state.missed.has(id))
  const together = missed.every(({ id }, index) => shown[index]?.id === id)
  return together && missed.length < shown.length ? (missed.at(-1)?.id ?? null) : null
}

const within = (known: ReadonlyMap<string, Shown>, ids: ReadonlySet<string>, order: Order): readonly Shown[] =>
  [...ids].flatMap((id) => known.get(id) ?? []).sort(comparing(order))

function changed(state: LiveState, { kind, at, sequence, entry }: BoardChange, missed: boolean): LiveState {
  const data = latest(state.data, { updatedAt: at, sequence })
  if (!isShown(entry)) return { ...state, data }
  const known = learn(state.known, [entry])
  // What a filter keeps, and whether a list that begins with the oldest comes so far, is known to the service alone, which is asked after each change; an older
  // page gets nothing new.
  const { filter } = data
  const adds =
    (kind === 'ADDED' || kind === 'REINSTATED') &&
    !isFiltered(filter) &&
    filter.order === 'newest' &&
    filter.after === null
  if (!adds) return { ...state, data, known }
  return taken({ ...state, data, known }, [entry.id], missed ? [entry.id] : [])
}

/** What is wanted no more comes too late. */
function turned(state: LiveState, data: BoardData): LiveState {
  if (!sameFilter(state.data.filter, data.filter)) return state
  return { ...renewed(state, data), known: learn(state.known, data.entries), said: state.said }
}

function renewed({ connection, lostAt, preferences }: LiveState, data: BoardData): LiveState {
  return { ...stateOf(data), connection, lostAt, preferences, said: data.site.words.connection.renewed }
}

function read(state: LiveState, data: BoardData): LiveState {
  if (!sameFilter(state.data.filter, data.filter)) return state
  const known = learn(state.known, data.entries)
  // An older one comes up where another was retracted; it is no news.
  const news = data.entries.filter(({ number }) => number > state.since)
  const entries = data.filter.after === null ? news.map(({ id }) => id) : []
  return taken(
    {
      ...state,
      known,
      data: {
        ...latest(data, state.data),
        older: state.data.older,
        hasMap: state.data.hasMap,
        origin: state.data.origin,
      },
    },
    entries,
    [],
  )
}

/** Has what is not shown yet wait, or shows it at once where a reader wants that. */
function taken(state: LiveState, ids: readonly string[], missed: readonly string[]): LiveState {
  const unseen = ids.filter((id) => !state.shown.has(id))
  if (unseen.length === 0) return state
  const next = {
    ...state,
    waiting: new Set([...state.waiting, ...unseen]),
    missed: new Set([...state.missed, ...missed]),
  }
  return state.preferences?.arrive === true ? show(next) : next
}

function show(state: LiveState): LiveState {
  const fresh = new Set(waitingEntries(state).map(({ id }) => id))
  return { ...state, shown: new Set([...state.shown, ...fresh]), waiting: NOBODY, fresh }
}

function connected(state: LiveState, connection: Connection, at: string): LiveState {
  if (connection === 'live') return { ...state, connection, lostAt: null }
  return { ...state, connection, lostAt: state.lostAt ?? at }
}

/** The newest version of each wins. */
function learn(known: ReadonlyMap<string, Shown>, entries: readonly RecordEntryFragment[]): ReadonlyMap<string, Shown> {
  const next = new Map(known)
  for (const entry of entries)
    if (isShown(entry) && entry.version >= (next.get(entry.id)?.version ?? 0)) next.set(entry.id, entry)
  return next
}

/** With the newer of two changes as the one it was last changed by. */
function latest(data: BoardData, { updatedAt, sequence }: Pick<BoardData, 'updatedAt' | 'sequence'>): BoardData {
  return (data.sequence ?? 0) >= (sequence ?? 0) ? data : { ...data, updatedAt, sequence }
}

function spoken(before: LiveState, now: LiveState): LiveState {
  const said = announcementOf(
    { negotiation: before.data.negotiation, waiting: waitingEntries(before).length },
    { negotiation: now.data.negotiation, waiting: waitingEntries(now).length },
    now.preferences?.keys ?? false,
    now.data.site.words,
  )
  return said === null ? now : { ...now, said }
}
