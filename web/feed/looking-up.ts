import { PositionBeforeDocument } from '../generated/graphql.ts'
import type { EditorAsk } from './ask-as-editor.ts'

/** The id of the entry with this number, as the page of the entry says it; null when there is none. Never rejects. */
export async function findByNumber(number: number): Promise<string | null> {
  try {
    const response = await fetch(`/e/${String(number)}?as=entry`)
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const address = page.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? ''
    const [, id] = /\/e\/([^/?#]+)$/.exec(address) ?? []
    return id === undefined ? null : decodeURIComponent(id)
  } catch {
    return null
  }
}

/** The position that a party, or a person, holds now on a proposal; null for none. @throws NoAnswer */
export async function positionNow(
  editor: EditorAsk,
  negotiationId: string,
  [proposalId, partyId, personId]: readonly [string, string, string | null],
): Promise<string | null> {
  const { negotiation } = await editor.ask(PositionBeforeDocument, { id: negotiationId })
  const held = negotiation?.positions.find(
    ({ proposal, party, person }) =>
      proposal.id === proposalId && party.id === partyId && (person?.id ?? null) === personId,
  )
  return held?.position ?? null
}
