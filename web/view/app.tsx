import type { JSX } from 'preact'
import { momentWords } from '../board/date.ts'
import type { BoardData } from '../board/data.ts'
import { Board } from './board.tsx'
import { Page } from './page.tsx'

/** The board, as the server writes it and as a browser goes on from it. */
export function App({ data }: { readonly data: BoardData }): JSX.Element {
  const { site, updatedAt } = data
  return (
    <Page site={site} state={updatedAt !== null && <>Updated {momentWords(updatedAt, site.zone)}</>}>
      <Board {...data} />
    </Page>
  )
}
