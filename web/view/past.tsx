import type { JSX } from 'preact'
import type { Moment } from '../board/data.ts'
import { momentWords } from '../board/date.ts'
import type { Site } from '../board/site.ts'
import { asTitle } from '../board/text.ts'

const TITLE_CHARACTERS = 60

/** Says that the page is of the past. */
export function PastBar({ asOf, site }: { readonly asOf: string; readonly site: Site }): JSX.Element {
  return (
    <p class="offline-bar">
      <span class="wide">
        {site.words.past.told(momentWords(asOf, site))} <a href="?">{site.words.past.seeNow}</a>
      </span>
    </p>
  )
}

/** A way through time: as of each step that was recorded, by a slider where scripts run, by a list where they do not. */
export function Past(props: {
  readonly moments: readonly Moment[]
  readonly asOf: string | null
  readonly site: Site
  readonly slides: boolean
}): JSX.Element | null {
  const { moments, asOf, site, slides } = props
  const words = site.words.past
  if (moments.length < 2) return null
  const place = asOf === null ? moments.length : moments.findLastIndex(({ at }) => Date.parse(at) <= Date.parse(asOf))
  return (
    <form class="past" method="get" autocomplete="off">
      <label for="as-of">{words.choose}</label>
      {slides ? (
        <Slider moments={moments} place={place} site={site} />
      ) : (
        <>
          <select id="as-of" name="asOf">
            {moments.map((moment, index) => (
              <option key={moment.at} value={moment.at} selected={index === place}>
                {wordsOf(moment, site)}
              </option>
            ))}
            <option value="" selected={asOf === null}>
              {words.now}
            </option>
          </select>
          <button type="submit">{words.show}</button>
        </>
      )}
    </form>
  )
}

function Slider({
  moments,
  place,
  site,
}: {
  readonly moments: readonly Moment[]
  readonly place: number
  readonly site: Site
}): JSX.Element {
  const wordsAt = (index: number): string => {
    const moment = moments[index]
    return moment ? wordsOf(moment, site) : site.words.past.now
  }
  return (
    <>
      <input
        id="as-of"
        type="range"
        min={0}
        max={moments.length}
        step={1}
        defaultValue={String(place)}
        aria-valuetext={wordsAt(place)}
        onInput={({ currentTarget }) => {
          const words = wordsAt(Number(currentTarget.value))
          currentTarget.setAttribute('aria-valuetext', words)
          const output = currentTarget.form?.querySelector('output')
          if (output) output.textContent = words
        }}
      />
      <output for="as-of">{wordsAt(place)}</output>
    </>
  )
}

const wordsOf = ({ at, summary }: Moment, site: Site): string =>
  site.words.past.at(momentWords(at, site), asTitle(summary, TITLE_CHARACTERS))
