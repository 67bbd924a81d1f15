import './styles/board.css'
import { hydrate, render } from 'preact'
import type { BoardData, WrittenData } from './board/data.ts'
import { type Happening, type Preferences, after, stateOf, waitingEntries } from './board/live.ts'
import { goOnLive } from './feed/going-on.ts'
import { openSourcesBeside } from './feed/source-sheet.ts'
import { readPreferences, writePreferences } from './feed/preferences.ts'
import { App, type Acts } from './view/app.tsx'
import { followKeys } from './view/keys.ts'
import { wordsOf } from './words/load.ts'

const GLOW_MS = 4_000
const REST_MS = 600

const root = document.getElementById('app')
const written = document.getElementById('data')?.textContent
// Both are of our own page; one that has been altered on its way stays as it was written.
if (root && written) {
  const data = JSON.parse(written) as WrittenData
  void wordsOf[data.site.language]().then((words) => goOn(root, { ...data, site: { ...data.site, words } }))
}

/** Goes on from the page that the service wrote. */
function goOn(place: HTMLElement, data: BoardData): void {
  const title = document.title
  let state = stateOf(data)
  hydrate(<App state={state} />, place)

  const tell = (happening: Happening): void => {
    state = after(state, happening)
    render(<App state={state} acts={acts} />, place)
    const waiting = waitingEntries(state).length
    document.title = waiting === 0 ? title : `(${String(waiting)}) ${title}`
    if (state.fresh.size > 0 && happening.type !== 'settle' && happening.type !== 'connection') settleLater()
  }
  let settling: ReturnType<typeof setTimeout> | undefined
  const settleLater = (): void => {
    clearTimeout(settling)
    settling = setTimeout(() => tell({ type: 'settle' }), GLOW_MS)
  }
  const show = (): void => {
    const oldest = waitingEntries(state).at(-1)
    if (!oldest) return
    tell({ type: 'show' })
    const entry = document.getElementById(`e${String(oldest.number)}`)
    entry?.scrollIntoView({ block: 'center' })
    entry?.focus({ preventScroll: true })
  }
  const prefer = (preferences: Preferences): void => {
    writePreferences(preferences)
    wear(preferences.theme)
    tell({ type: 'prefer', preferences })
  }
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const acts: Acts = { onShow: show, onPrefer: prefer, zones: [...new Set([data.site.zone, own, 'UTC'])] }

  tell({ type: 'prefer', preferences: readPreferences() })
  followKeys(document, () => state.preferences?.keys === true, show)
  openSourcesBeside(document, data.site.words)
  copyOnDemand(place, data.site.words.reuse.copied)
  slideThroughTime(place, data.moments)
  // The past stands still.
  if (data.filter.asOf !== null) return
  goOnLive(place, data, { dataNow: () => state.data, tell })
}

/** A forced theme also goes with each request, so that the next page is written in it. */
function wear(theme: Preferences['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  const age = theme === 'system' ? '0' : '31536000'
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`
}

/** Goes to the moment at which the slider came to rest; with arrow keys one passes others on the way. */
function slideThroughTime(place: HTMLElement, moments: BoardData['moments']): void {
  let resting: ReturnType<typeof setTimeout> | undefined
  place.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'range') return
    clearTimeout(resting)
    const at = moments[Number(target.value)]?.at
    resting = setTimeout(() => location.assign(at === undefined ? '?' : `?asOf=${encodeURIComponent(at)}`), REST_MS)
  })
}

/** Copies the words that a button names; where the browser does not let us, they are marked to be copied by hand. */
function copyOnDemand(place: HTMLElement, copied: string): void {
  place.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return
    const words = document.getElementById(target.dataset['copies'] ?? '')
    if (!words) return
    const mark = (): void => getSelection()?.selectAllChildren(words)
    const tell = (): void => target.parentElement?.querySelector('output')?.replaceChildren(copied)
    if (isSecureContext) void navigator.clipboard.writeText(words.textContent).then(tell, mark)
    else mark()
  })
}
