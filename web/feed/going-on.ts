import type { BoardData } from '../board/data.ts'
import type { BoardChange, Happening } from '../board/live.ts'
import { redraw } from '../map/redraw.ts'
import { type BoardPage, boardPageAfter, boardPageAt } from './board-page.ts'
import { filterInPlace } from './filtering.ts'
import { keepLive } from './live-board.ts'

const DRAW_MS = 300
const REACH_MS = 2_000

/** What a board of the present needs to go on. */
export interface GoingOn {
  readonly dataNow: () => BoardData
  readonly tell: (happening: Happening) => void
}

/** Has a board go on from its page: live, filtered in place, with a map that follows; and anew where the record is set back. */
export function goOnLive(place: HTMLElement, data: BoardData, { dataNow, tell }: GoingOn): void {
  const { site } = data
  const filterNow = () => dataNow().filter
  const onPage = ({ map }: BoardPage): void => {
    if (!map) return
    if (!dataNow().hasMap) tell({ type: 'mapped' })
    const frame = place.querySelector('.map-frame')
    if (frame) redraw(frame, map)
  }
  let drawing: ReturnType<typeof setTimeout> | undefined
  const draw = (sequence: number): void => {
    clearTimeout(drawing)
    drawing = setTimeout(() => {
      // Out of reach, the map stays as it is.
      void boardPageAfter(location.href, sequence).then(
        (page) => page && onPage(page),
        () => undefined,
      )
    }, DRAW_MS)
  }
  const onHappening = (happening: Happening): void => {
    tell(happening)
    if (happening.type === 'change' && hasPlaces(happening.change)) draw(happening.change.sequence)
  }
  const follow = (from: BoardData): void =>
    keepLive(from, { origin: location.origin, filterNow, tell: onHappening, onStale: () => void renew() })
  const renew = async (): Promise<void> => {
    const page = await untilReached(() => boardPageAt(location.href))
    if (!page) {
      location.reload()
      return
    }
    const anew: BoardData = { ...page.data, site }
    tell({ type: 'renewed', data: anew })
    onPage(page)
    follow(anew)
  }
  filterInPlace(place, { site, filterNow, tell, onPage })
  follow(data)
}

/** Whether a change can move marks of the map. */
function hasPlaces({ entry }: BoardChange): boolean {
  if (entry.__typename === 'Event') return entry.locations.length > 0
  return entry.__typename === 'Statement' && entry.location !== null
}

/** Asks again while nobody can be reached. */
async function untilReached<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;)
    try {
      return await ask()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, REACH_MS))
    }
}
