import type { JSX } from 'preact'
import type { Words } from '../words/en.ts'
import type { Drawing, Mark } from './drawing.ts'

/** A map without tiles and without scripts: each mark leads to what happened there. */
export function MapOf(props: {
  readonly drawing: Drawing
  /** The place that the record is filtered by. */
  readonly chosen: string | null
  readonly hrefOf: (id: string) => string
  readonly words: Words['places']
}): JSX.Element {
  const { drawing, chosen, hrefOf, words } = props
  const { size, land, borders, disputed, countries, marks } = drawing
  return (
    <svg class="map" viewBox={`0 0 ${String(size)} ${String(size)}`} role="group" aria-label={words.title}>
      <rect class="sea" width={size} height={size} />
      <path class="land" d={land} />
      <path class="border" d={borders} />
      <path class="border disputed" d={disputed} />
      {countries
        .map(({ name, code, ...at }) => ({ ...at, name: words.country(name, code) }))
        .filter(({ name, x }) => fits(x, name, size))
        .map(({ name, x, y }) => (
          <text key={name} class="country" x={x} y={y} text-anchor="middle" aria-hidden="true">
            {name}
          </text>
        ))}
      {marks.map((mark) => (
        <MarkOf key={mark.id} {...{ mark, words }} chosen={mark.id === chosen} href={hrefOf(mark.id)} />
      ))}
    </svg>
  )
}

/** How wide half a letter is; a name that would be cut off at the edge is left out. */
const HALF_A_LETTER = 3

const fits = (x: number, name: string, size: number): boolean => {
  const half = name.length * HALF_A_LETTER
  return x - half >= 0 && x + half <= size
}

function MarkOf({
  mark,
  chosen,
  href,
  words,
}: {
  readonly mark: Mark
  readonly chosen: boolean
  readonly href: string
  readonly words: Words['places']
}): JSX.Element {
  const { name, x, y, km, label } = mark
  const said = km === null ? name : words.away(name, km)
  return (
    <a
      href={href}
      class={chosen ? 'place chosen' : 'place'}
      aria-label={said}
      aria-current={chosen ? 'true' : undefined}
    >
      <title>{said}</title>
      <circle class="reach" cx={x} cy={y} r="15" />
      <Shape mark={mark} />
      {label && (
        <text x={label.x} y={label.y} text-anchor={label.anchor}>
          {label.words}
          {km !== null && (
            <>
              {' '}
              <tspan class="far">{words.km(km)}</tspan>
            </>
          )}
        </text>
      )}
    </a>
  )
}

function Shape({ mark: { shape, x, y, angle } }: { readonly mark: Mark }): JSX.Element {
  if (shape === 'arrow')
    return (
      <path
        class="arrow-mark"
        d="M8 0-6-6-2.5 0-6 6Z"
        transform={`translate(${String(x)} ${String(y)}) rotate(${String(angle)})`}
      />
    )
  return (
    <>
      {shape === 'ring' && <circle class="around" cx={x} cy={y} r="10" />}
      <circle class="spot" cx={x} cy={y} r={shape === 'ring' ? 2.5 : 4.5} />
    </>
  )
}
