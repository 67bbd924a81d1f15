import type { WrittenData } from '../board/data.ts'

/** The page of a board as the service writes it now. */
export interface BoardPage {
  readonly data: WrittenData
  /** Its map; null without one. */
  readonly map: Element | null
}

const ATTEMPTS = 6
const PAUSE_MS = 400

/** The same once it knows of a change; as it is then, where that takes too long. Several processes may write pages. @throws when nobody can be reached */
export async function boardPageAfter(address: string, sequence: number): Promise<BoardPage | null> {
  let page = await boardPageAt(address)
  for (let attempt = 1; attempt < ATTEMPTS && page && (page.data.sequence ?? sequence) < sequence; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    page = await boardPageAt(address)
  }
  return page
}

/** The page at an address; null where there is no board, as when the service has no answer. @throws when nobody can be reached */
export async function boardPageAt(address: string): Promise<BoardPage | null> {
  const response = await fetch(address, { headers: { accept: 'text/html' } })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const written = page.getElementById('data')?.textContent
  // Our own page.
  return written == null ? null : { data: JSON.parse(written) as WrittenData, map: page.querySelector('.map-frame') }
}
