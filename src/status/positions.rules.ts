import type { HistoricalDate } from '../record/date.ts'
import type { Position, ProposalStatus } from './status.words.ts'

/** A status update that counts: neither retracted nor corrected. */
export interface Counted {
  readonly id: string
  readonly number: number
  readonly effectiveOn: HistoricalDate
  /** By what it is ordered: an instant, or null for an unknown date. */
  readonly orderedAt: string | null
  readonly proposalId: string | null
  readonly proposalNumber: number | null
  readonly partyId: string | null
  readonly personId: string | null
  readonly position: Position | null
  readonly proposalStatus: ProposalStatus | null
}

/** A position with what it rests on. */
export interface DerivedPosition {
  readonly proposalId: string
  readonly partyId: string
  readonly personId: string | null
  readonly position: Position
  readonly since: HistoricalDate
  readonly statusUpdateId: string
}

/** Oldest first: by instant, then by number. What has no known date is older than what has one, so that it never overrides it. */
export function oldestFirst(a: Counted, b: Counted): number {
  const [left, right] = [a.orderedAt ?? '', b.orderedAt ?? '']
  return left < right ? -1 : left > right ? 1 : a.number - b.number
}

/** Those no later than the end of a day, UTC; all, when no day is given. What has no known date is on no side of a day. */
export function upTo(updates: readonly Counted[], on: string | null): readonly Counted[] {
  if (on === null) return updates
  return updates.filter((update) => update.orderedAt !== null && update.orderedAt <= `${on}T23:59:59.999Z`)
}

/**
 * The newest position of each (proposal, party, person), since the first update of its unbroken run. In the order of the proposals' numbers, then
 * of `partyIds`, a party's own before its persons'.
 */
export function derivePositions(updates: readonly Counted[], partyIds: readonly string[]): DerivedPosition[] {
  const newest = new Map<string, DerivedPosition & { readonly order: readonly number[] }>()
  for (const update of updates.toSorted(oldestFirst)) {
    const { proposalId, partyId, personId, position } = update
    if (proposalId === null || partyId === null || position === null) continue
    const key = [proposalId, partyId, personId].join(' ')
    const before = newest.get(key)
    const since = before?.position === position ? before.since : update.effectiveOn
    const place = partyIds.indexOf(partyId)
    const order = [
      update.proposalNumber ?? 0,
      place < 0 ? partyIds.length : place,
      personId === null ? 0 : 1,
      update.number,
    ]
    newest.set(key, { proposalId, partyId, personId, position, since, statusUpdateId: update.id, order })
  }
  return [...newest.values()].sort((a, b) => compare(a.order, b.order)).map(({ order: _, ...position }) => position)
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, index) => value !== b[index])
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0)
}

/** The newest status of a proposal that an update carries; null when none does. */
export function deriveStatus(updates: readonly Counted[], proposalId: string): ProposalStatus | null {
  const carrying = updates.filter((update) => update.proposalId === proposalId && update.proposalStatus !== null)
  return carrying.toSorted(oldestFirst).at(-1)?.proposalStatus ?? null
}

const ANSWERS: ReadonlySet<Position> = new Set(['PROPOSES', 'ACCEPTS', 'REJECTS'])

/** A party of a negotiation. */
export interface Party {
  readonly organizationId: string
  readonly role: string
}

/** The parties whose own newest position on a proposal is ACCEPTS. */
export function accepting<Of extends Party>(
  parties: readonly Of[],
  positions: readonly DerivedPosition[],
  proposalId: string,
): Of[] {
  return once(parties).filter((party) => ownPosition(party, positions, proposalId) === 'ACCEPTS')
}

/** Those with the role PARTY whose own newest position on a proposal is none of PROPOSES, ACCEPTS and REJECTS. */
export function awaiting<Of extends Party>(
  parties: readonly Of[],
  positions: readonly DerivedPosition[],
  proposalId: string,
): Of[] {
  return once(parties.filter((party) => party.role === 'PARTY')).filter((party) => {
    const position = ownPosition(party, positions, proposalId)
    return position === null || !ANSWERS.has(position)
  })
}

function ownPosition(party: Party, positions: readonly DerivedPosition[], proposalId: string): Position | null {
  const own = positions.find(
    (each) => each.proposalId === proposalId && each.partyId === party.organizationId && each.personId === null,
  )
  return own?.position ?? null
}

// An organisation can stand in two roles.
function once<Of extends Party>(parties: readonly Of[]): Of[] {
  return parties.filter(
    (party, index) => parties.findIndex((other) => other.organizationId === party.organizationId) === index,
  )
}
