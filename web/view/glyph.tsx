import type { JSX } from 'preact'

/** What a position means for a proposal; colour says nothing else. */
export type Tone = 'for' | 'wait' | 'against' | 'plain' | 'none'

const LOOKS: Readonly<Record<string, readonly [Tone, Shape]>> = {
  PROPOSES: ['for', 'diamond'],
  ACCEPTS: ['for', 'tick'],
  ACCEPTS_WITH_CONDITIONS: ['wait', 'ring-dot'],
  LEANS_ACCEPT: ['wait', 'ring-dot'],
  UNDER_REVIEW: ['wait', 'half'],
  COUNTER_PROPOSES: ['plain', 'hollow-diamond'],
  LEANS_REJECT: ['against', 'ring-dot'],
  REJECTS: ['against', 'cross'],
  WITHDREW_ACCEPTANCE: ['against', 'cross'],
  NO_PUBLIC_POSITION: ['none', 'dashed'],
}
type Shape = 'diamond' | 'tick' | 'ring-dot' | 'half' | 'hollow-diamond' | 'cross' | 'dashed' | 'unknown'

/** The tone of a position; of none, and of one that is not known yet, neutral. */
export const toneOf = (position: string | null): Tone =>
  position === null ? 'none' : (LOOKS[position]?.[0] ?? 'plain')

/** The sign of a position, beside its word; null: nothing was said. */
export function Glyph({ position }: { readonly position: string | null }): JSX.Element {
  const shape = position === null ? 'dashed' : (LOOKS[position]?.[1] ?? 'unknown')
  return (
    <svg class="glyph" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      {SHAPES[shape]}
    </svg>
  )
}

const ring = <circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.75" />
const cutOut = { fill: 'none', class: 'knock', 'stroke-width': '2', 'stroke-linecap': 'round' } as const

const SHAPES: Readonly<Record<Shape, JSX.Element>> = {
  diamond: <path d="M9 1 17 9 9 17 1 9Z" fill="currentColor" />,
  'hollow-diamond': <path d="M9 2.2 15.8 9 9 15.8 2.2 9Z" fill="none" stroke="currentColor" stroke-width="1.75" />,
  tick: (
    <>
      <circle cx="9" cy="9" r="8" fill="currentColor" />
      <path d="m5.2 9.3 2.6 2.6 5-5.4" {...cutOut} />
    </>
  ),
  cross: (
    <>
      <circle cx="9" cy="9" r="8" fill="currentColor" />
      <path d="m6.2 6.2 5.6 5.6m0-5.6-5.6 5.6" {...cutOut} />
    </>
  ),
  half: (
    <>
      {ring}
      <path d="M9 2a7 7 0 0 1 0 14Z" fill="currentColor" />
    </>
  ),
  'ring-dot': (
    <>
      {ring}
      <circle cx="9" cy="9" r="2.75" fill="currentColor" />
    </>
  ),
  dashed: <circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 2.4" />,
  unknown: ring,
}

/** A pin, before a place. */
export function Pin(): JSX.Element {
  return (
    <svg class="pin" width="14" height="16" viewBox="0 0 14 16" aria-hidden="true" focusable="false">
      <path
        d="M7 15C4 11.5 1.5 8.8 1.5 6a5.5 5.5 0 0 1 11 0c0 2.8-2.5 5.5-5.5 9Z"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
      />
      <circle cx="7" cy="6" r="1.8" fill="currentColor" />
    </svg>
  )
}

/** The mark of the board: two halves that face each other. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" width="26" height="24" viewBox="0 0 26 24" aria-hidden="true" focusable="false">
      <path d="M11 1.2A11 11 0 0 0 11 22.8ZM15 1.2a11 11 0 0 1 0 21.6Z" fill="currentColor" />
    </svg>
  )
}
