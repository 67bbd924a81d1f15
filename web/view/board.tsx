import type { ComponentChildren, JSX } from 'preact'
import { Lede, Track } from './lede.tsx'
import { Positions } from './matrix.tsx'
import { Next } from './next.tsx'
import { Record, type RecordProps } from './record.tsx'

/** The board of a negotiation: the answer first, the record second. */
export function Board(
  props: RecordProps & { readonly sources: number; readonly above?: ComponentChildren },
): JSX.Element {
  const { negotiation, site, sources } = props
  return (
    <>
      <Lede negotiation={negotiation} sources={sources} site={site} />
      <nav class="jumps" aria-label="Parts of this page">
        <a href="#positions">Positions</a>
        <a href="#record">Record</a>
        <a href="#next">Next</a>
      </nav>
      <Track negotiation={negotiation} site={site} />
      <Positions negotiation={negotiation} site={site} />
      <div class="columns">
        <Record {...props} />
        <div class="side">
          <Next negotiation={negotiation} site={site} />
        </div>
      </div>
    </>
  )
}
