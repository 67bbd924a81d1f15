import type { JSX } from 'preact'
import { zoneName } from '../board/date.ts'
import type { Preferences } from '../board/live.ts'
import type { Site } from '../board/site.ts'

const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark']

/** What a reader may choose, in a popover of the browser's own. */
export function Display(props: {
  readonly preferences: Preferences
  readonly site: Site
  /** Zones to choose from; the first is the service's. */
  readonly zones: readonly string[]
  readonly onPrefer: (preferences: Preferences) => void
}): JSX.Element {
  const { preferences, zones, onPrefer } = props
  const words = props.site.words.display
  return (
    <>
      <button type="button" class="display-button" popovertarget="display">
        {words.title}
      </button>
      <div id="display" class="display" popover="auto" role="group" aria-label={words.title}>
        <label for="zone">{words.zone}</label>
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
        <label for="theme">{words.theme}</label>
        <select
          id="theme"
          value={preferences.theme}
          onChange={(event) => {
            const theme = THEMES.find((name) => name === event.currentTarget.value) ?? 'system'
            onPrefer({ ...preferences, theme })
          }}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {words.themes[name]}
            </option>
          ))}
        </select>
        <Tick
          words={words.arrive}
          ticked={preferences.arrive}
          onTick={(arrive) => onPrefer({ ...preferences, arrive })}
        />
        <Tick words={words.keys} ticked={preferences.keys} onTick={(keys) => onPrefer({ ...preferences, keys })} />
        <p class="keys">
          {words.keysExplained((key) => (
            <kbd>{key}</kbd>
          ))}
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
