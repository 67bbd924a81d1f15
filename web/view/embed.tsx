import type { JSX } from 'preact'
import type { BoardData } from '../board/data.ts'
import { momentWords } from '../board/date.ts'
import { Positions } from './matrix.tsx'

/** Who stands where, as a page of somebody else shows it. */
export function Embed({ data }: { readonly data: BoardData }): JSX.Element {
  const { negotiation, site, updatedAt } = data
  return (
    <main class="embed">
      <h1 dir="auto">
        <a href={`/n/${negotiation.id}`}>{negotiation.name}</a>
      </h1>
      <Positions negotiation={negotiation} site={site} />
      <p class="built">
        {site.words.reuse.embedded(site.name, updatedAt === null ? null : momentWords(updatedAt, site))}
      </p>
    </main>
  )
}
