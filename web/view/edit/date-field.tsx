import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Value, dateOf, pointOf } from '../../draft/values.ts'
import { useEditor } from './context.tsx'

interface PartProps {
  readonly id: string
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
}

const DAY = /^\d{4}-\d\d-\d\d$/
const UNKNOWN = '../..'
type Way = 'day' | 'other' | 'unknown'

/** A date: a day, something that EDTF can write, or that it is not stated; and whether an editor concluded it. */
export function DateField({ id, value, onChange }: PartProps): JSX.Element {
  const { words } = useEditor()
  const date = dateOf(value)
  const told: Way = date.edtf === UNKNOWN ? 'unknown' : date.edtf === '' || DAY.test(date.edtf) ? 'day' : 'other'
  const [chosen, setWay] = useState<Way | null>(null)
  // A way that was chosen holds; without a choice the date tells which it is.
  const way = chosen ?? told
  const put = (edtf: string): void => onChange({ ...date, edtf })
  // While one types, a text may look like a day for a moment.
  const hold = (given: Value): void => {
    setWay(way)
    onChange(given)
  }
  const choose = (next: Way): void => {
    setWay(next)
    if (next === 'unknown') put(UNKNOWN)
    else if (date.edtf === UNKNOWN || (next === 'day' && !DAY.test(date.edtf))) put('')
  }
  const ways: readonly (readonly [Way, string])[] = [
    ['day', words.onADay],
    ['other', words.writtenOut],
    ['unknown', words.notStated],
  ]
  return (
    <>
      <div class="ways">
        {ways.map(([each, name]) => (
          <label key={each}>
            <input type="radio" name={`${id}-way`} checked={way === each} onChange={() => choose(each)} /> {name}
          </label>
        ))}
      </div>
      {way !== 'unknown' && <Told {...{ id, way, value }} onChange={hold} />}
      {way === 'other' && (
        <p class="hint" id={`${id}-edtf`}>
          {words.edtfHint}
        </p>
      )}
      <AsReported {...{ id, value }} onChange={hold} />
    </>
  )
}

function Told({ id, way, value, onChange }: PartProps & { readonly way: Way }): JSX.Element {
  const { words } = useEditor()
  const date = dateOf(value)
  const put = (edtf: string): void => onChange({ ...date, edtf })
  return (
    <div class="ways">
      {way === 'day' && (
        <input
          type="date"
          aria-label={words.day}
          value={date.edtf}
          onInput={({ currentTarget }) => put(currentTarget.value)}
        />
      )}
      {way === 'other' && (
        <input
          type="text"
          aria-label={words.edtf}
          aria-describedby={`${id}-edtf`}
          autocomplete="off"
          dir="ltr"
          value={date.edtf}
          onInput={({ currentTarget }) => put(currentTarget.value)}
        />
      )}
      <label>
        <input
          type="checkbox"
          checked={date.inferred}
          onChange={({ currentTarget }) => onChange({ ...date, inferred: currentTarget.checked })}
        />{' '}
        {words.inferred}
      </label>
    </div>
  )
}

function AsReported({ id, value, onChange }: PartProps): JSX.Element {
  const { words } = useEditor()
  const date = dateOf(value)
  return (
    <div class="ways">
      <label for={`${id}-reported`}>{words.asReported}</label>
      <input
        id={`${id}-reported`}
        type="text"
        autocomplete="off"
        dir="auto"
        value={date.asReported}
        onInput={({ currentTarget }) => onChange({ ...date, asReported: currentTarget.value })}
      />
    </div>
  )
}

/** Where a place lies, in degrees. */
export function PointField({ value, onChange }: PartProps): JSX.Element {
  const { words } = useEditor()
  const point = pointOf(value)
  const part = (name: 'latitude' | 'longitude'): JSX.Element => (
    <label>
      {words[name]}{' '}
      <input
        type="text"
        inputMode="decimal"
        autocomplete="off"
        dir="ltr"
        value={point[name]}
        onInput={({ currentTarget }) => onChange({ ...point, [name]: currentTarget.value })}
      />
    </label>
  )
  return (
    <div class="ways">
      {part('latitude')}
      {part('longitude')}
    </div>
  )
}
