import type { BoardData } from '../board/data.ts'
import { type Filter, addressOf, filterIn, sameFilter } from '../board/filter.ts'
import type { Happening } from '../board/live.ts'
import type { Site } from '../board/site.ts'
import { type BoardPage, boardPageAt } from './board-page.ts'

/** What filters in place need of the board. */
export interface FilterMeans {
  readonly site: Site
  readonly filterNow: () => Filter
  readonly tell: (happening: Happening) => void
  /** The page of the filter is there. */
  readonly onPage: (page: BoardPage) => void
}

/**
 * Has filters change what is shown in place: what is ticked is asked for at once, a search waits for its button, links that only filter do so too, and the way
 * back leads through them. The focus stays. Each is the page of its address, which the service writes.
 */
export function filterInPlace(place: HTMLElement, means: FilterMeans): void {
  const turn = (address: string, pushes: boolean): void =>
    void turnTo(place, new URL(address, location.href), pushes, means)
  place.addEventListener('change', ({ target }) => {
    const form = formOf(target)
    if (form && !(target instanceof HTMLInputElement && target.type === 'search')) turn(addressIn(form), true)
  })
  place.addEventListener('submit', (event) => {
    const form = formOf(event.target)
    if (!form) return
    event.preventDefault()
    turn(addressIn(form), true)
  })
  place.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.defaultPrevented || !isPlain(event) || !onlyFilters(new URL(hrefOf(link), location.href))) return
    event.preventDefault()
    turn(hrefOf(link), true)
  })
  globalThis.addEventListener('popstate', () => {
    const filter = filterIn(new URLSearchParams(location.search))
    if (sameFilter(filter, means.filterNow())) return
    if (filter.asOf === null) turn(location.href, false)
    else location.reload()
  })
}

async function turnTo(place: HTMLElement, address: URL, pushes: boolean, means: FilterMeans): Promise<void> {
  const { site, filterNow, tell, onPage } = means
  const before = filterNow()
  const filter = filterIn(address.searchParams)
  if (pushes) history.pushState(null, '', address)
  tell({ type: 'filter', filter })
  const search = place.querySelector<HTMLInputElement>('#q')
  if (search && search.value.trim() !== filter.q) search.value = filter.q
  try {
    const page = await boardPageAt(address.href)
    if (!page) {
      location.reload()
      return
    }
    if (!sameFilter(filter, filterNow())) return
    const data: BoardData = { ...page.data, site }
    tell({ type: 'page', data })
    onPage(page)
    arrive(place, address.hash)
  } catch {
    // Nobody can be reached; what was shown is shown still, and is said to be.
    if (!sameFilter(filter, filterNow())) return
    tell({ type: 'filter', filter: before })
    if (pushes) history.back()
  }
}

/** A link leads where it says; where it is gone with what it cleared, the focus goes on to what is shown now. */
function arrive(place: HTMLElement, hash: string): void {
  if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView()
  if (document.activeElement === null || document.activeElement === document.body)
    place.querySelector<HTMLElement>('.count')?.focus({ preventScroll: true })
}

function formOf(target: EventTarget | null): HTMLFormElement | null {
  const form = target instanceof Element ? target.closest('form') : null
  return form?.className === 'filters' ? form : null
}

function addressIn(form: HTMLFormElement): string {
  // Its fields are texts.
  const query = new URLSearchParams([...new FormData(form)] as [string, string][])
  return location.pathname + addressOf(filterIn(query))
}

/** Of a mark on the map too, whose address is no plain text. */
const hrefOf = (link: Element): string => link.getAttribute('href') ?? ''

const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey

/** Whether an address is of this board as it is now, of another filter, and of no page further down. */
function onlyFilters({ origin, pathname, searchParams }: URL): boolean {
  const { after, asOf } = filterIn(searchParams)
  const here = new URL(location.href)
  if (origin !== here.origin || pathname !== here.pathname || after !== null || asOf !== null) return false
  return searchParams.toString() !== here.searchParams.toString()
}
