import type { JSX } from 'preact'
import { type LiveState, type Preferences, dividerAfter, shownEntries, waitingEntries } from '../board/live.ts'
import { Board } from './board.tsx'
import { ConnectionState, OfflineBar, Pill } from './connection.tsx'
import { Display } from './display.tsx'
import { Page } from './page.tsx'
import { PastBar } from './past.tsx'

/** What a reader can do. */
export interface Acts {
  readonly onShow: () => void
  readonly onPrefer: (preferences: Preferences) => void
  /** Zones to choose from; the first is the service's. */
  readonly zones: readonly string[]
}

/** The board, as the server writes it and as a browser goes on from it. Without acts it is only read. */
export function App(props: {
  readonly state: LiveState
  readonly acts?: Acts
  /** As the service has drawn it; a browser keeps what is there. */
  readonly map?: string
}): JSX.Element {
  const { state, acts, map = '' } = props
  const { data, preferences, fresh, missed } = state
  const site = { ...data.site, zone: preferences?.zone ?? data.site.zone }
  const waiting = waitingEntries(state)
  return (
    <Page
      site={site}
      state={data.filter.asOf === null && <ConnectionState state={state} site={site} />}
      addAt={`/edit?negotiation=${encodeURIComponent(data.negotiation.id)}`}
      tools={
        acts && preferences ? <Display {...{ preferences, site }} zones={acts.zones} onPrefer={acts.onPrefer} /> : null
      }
      bar={
        data.filter.asOf === null ? (
          <OfflineBar state={state} site={site} />
        ) : (
          <PastBar asOf={data.filter.asOf} site={site} />
        )
      }
    >
      <Board
        {...data}
        {...{ site, fresh, missed }}
        entries={shownEntries(state)}
        dividerAfter={dividerAfter(state)}
        slides={acts !== undefined}
        map={data.hasMap ? map : null}
      />
      <p class="hidden" role="status">
        {state.said}
      </p>
      {acts && <Pill count={waiting.length} words={site.words} onShow={acts.onShow} />}
    </Page>
  )
}
