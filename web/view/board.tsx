import type { JSX } from 'preact'
import type { BoardData } from '../board/data.ts'
import { Lede, Track } from './lede.tsx'
import { Positions } from './matrix.tsx'
import { Next } from './next.tsx'
import { Past } from './past.tsx'
import { Reuse } from './reuse.tsx'
import { Places } from './places.tsx'
import { Record, type RecordProps } from './record.tsx'

/** The board of a negotiation: the answer first, the record second. */
export function Board(
  props: RecordProps &
    Pick<BoardData, 'sources' | 'moments' | 'updatedAt' | 'sequence' | 'origin'> & {
      readonly slides: boolean
      /** Null: there is none. */
      readonly map: string | null
    },
): JSX.Element {
  const { negotiation, site, sources } = props
  const { parts, jumps } = site.words.board
  return (
    <>
      <Lede negotiation={negotiation} sources={sources} site={site} />
      <nav class="jumps" aria-label={parts}>
        <a href="#positions">{jumps.positions}</a>
        <a href="#record">{jumps.record}</a>
        {props.map !== null && <a href="#places">{jumps.places}</a>}
        <a href="#next">{jumps.next}</a>
      </nav>
      <Track negotiation={negotiation} site={site} />
      <Past moments={props.moments} asOf={props.filter.asOf} site={site} slides={props.slides} />
      <Positions negotiation={negotiation} site={site} />
      <div class="columns">
        <Record {...props} />
        <div class="side">
          {props.map !== null && <Places map={props.map} site={site} />}
          <Next negotiation={negotiation} site={site} />
          <Reuse {...props} copies={props.slides} />
        </div>
      </div>
    </>
  )
}
