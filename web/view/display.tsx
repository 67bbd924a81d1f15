import type { JSX } from 'preact'
import { zoneName } from '../board/date.ts'
import type { Preferences } from '../board/live.ts'

const THEMES: readonly (readonly [Preferences['theme'], string])[] = [
  ['system', 'Match system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** What a reader may choose, in a popover of the browser's own. */
export function Display(props: {
  readonly preferences: Preferences
  /** Zones to choose from; the first is the service's. */
  readonly zones: readonly string[]
  readonly onPrefer: (preferences: Preferences) => void
}): JSX.Element {
  const { preferences, zones, onPrefer } = props
  return (
    <>
      <button type="button" class="display-button" popovertarget="display">
        Display
      </button>
      <div id="display" class="display" popover="auto" role="group" aria-label="Display">
        <label for="zone">Show times in</label>
        <select
          id="zone"
          value={preferences.zone ?? zones[0]}
          onChange={(event) => onPrefer({ ...preferences, zone: event.currentTarget.value })}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zoneName(zone)}
            </option>
          ))}
        </select>
        <label for="theme">Theme</label>
        <select
          id="theme"
          value={preferences.theme}
          onChange={(event) => {
            const [theme] = THEMES.find(([name]) => name === event.currentTarget.value) ?? ['system']
            onPrefer({ ...preferences, theme })
          }}
        >
          {THEMES.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <Tick
          words="Show new entries as they arrive"
          ticked={preferences.arrive}
          onTick={(arrive) => onPrefer({ ...preferences, arrive })}
        />
        <Tick
          words="Keyboard shortcuts"
          ticked={preferences.keys}
          onTick={(keys) => onPrefer({ ...preferences, keys })}
        />
        <p class="keys">
          <kbd>j</kbd> <kbd>k</kbd> next and previous entry, <kbd>n</kbd> show new, <kbd>/</kbd> search, <kbd>m</kbd>{' '}
          positions
        </p>
      </div>
    </>
  )
}

function Tick(props: {
  readonly words: string
  readonly ticked: boolean
  readonly onTick: (ticked: boolean) => void
}): JSX.Element {
  return (
    <label class="tick">
      <input type="checkbox" checked={props.ticked} onChange={(event) => props.onTick(event.currentTarget.checked)} />
      {props.words}
    </label>
  )
}
