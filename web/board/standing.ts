import type { BoardQuery, NextEventFragment, StandingFragment } from '../generated/graphql.ts'
import { orderOf } from './date.ts'

/** A negotiation as its board shows it, beside its entries. */
export interface BoardNegotiation extends StandingFragment {
  readonly next: { readonly nodes: readonly NextEventFragment[] }
  /** How many entries there are of each kind; null in the past, which is shown whole. */
  readonly counts: Readonly<Record<'statements' | 'events' | 'steps', number>> | null
}

/** Of all its events those that are still to come, soonest first. */
export const comingAmong = (events: readonly NextEventFragment[]): readonly NextEventFragment[] =>
  events
    .filter(({ factuality }) => factuality === 'PLANNED' || factuality === 'POSTPONED' || factuality === 'POSSIBLE')
    .slice(0, MOST_COMING)

/** As many as the present is asked for. */
const MOST_COMING = 8

/** A negotiation as a board of the present asks for it. */
export type NegotiationNow = NonNullable<BoardQuery['negotiation']>
type PositionHeld = BoardNegotiation['positions'][number]
type Step = BoardNegotiation['statusUpdates']['nodes'][number]
type Proposal = BoardNegotiation['proposals'][number]
type Party = PositionHeld['party']

/** Where a party stands on a proposal, and its persons for themselves. */
export interface Cell {
  readonly party: Party
  /** Null: it has said nothing. */
  readonly own: PositionHeld | null
  readonly persons: readonly PositionHeld[]
}

/** A proposal, and where each party stands. */
export interface MatrixRow {
  readonly proposal: Proposal
  readonly cells: readonly Cell[]
}

/** Who stands where. */
export interface Matrix {
  readonly parties: readonly Party[]
  readonly rows: readonly MatrixRow[]
}

/** The sides, and whoever else has taken a position; a host without one is left out. In the order of the negotiation, others after it. */
export function matrixOf({ parties, proposals, positions }: BoardNegotiation): Matrix {
  const columns = new Map<string, Party>()
  for (const { role, organization } of parties)
    if (role === 'PARTY' || positions.some(({ party }) => party.id === organization.id))
      columns.set(organization.id, organization)
  for (const { party } of positions) if (!columns.has(party.id)) columns.set(party.id, party)
  const rows = proposals
    .filter(({ retraction }) => retraction === null)
    .map((proposal) => ({
      proposal,
      cells: [...columns.values()].map((party) => {
        const held = positions.filter((each) => each.proposal.id === proposal.id && each.party.id === party.id)
        return {
          party,
          own: held.find(({ person }) => person === null) ?? null,
          persons: held.filter(({ person }) => person !== null),
        }
      }),
    }))
  return { parties: [...columns.values()], rows }
}

/** How many steps a track shows: what is older stands in the record. */
const TRACK_STEPS = 6

/** The steps that moved something, oldest first, and the newest whatever it is: the last one is now. */
export function trackOf({ statusUpdates }: BoardNegotiation): readonly Step[] {
  const standing = standingSteps(statusUpdates.nodes)
  const moves = movesAmong(standing)
  const newest = standing.at(-1)
  return standing
    .filter((step) => step === newest || moves.has(step.id) || movesProposal(step, standing))
    .slice(-TRACK_STEPS)
}

/** A position, and the one before it; null for none. */
export interface Move {
  readonly from: string | null
  readonly to: string
}

/** By id, the steps with which a party or a person came to stand elsewhere than before. The first of those given counts as a move from nowhere. */
export function movesOf({ statusUpdates }: BoardNegotiation): ReadonlyMap<string, Move> {
  return movesAmong(standingSteps(statusUpdates.nodes))
}

function movesAmong(steps: readonly Step[]): ReadonlyMap<string, Move> {
  const held = new Map<string, string>()
  const moves = new Map<string, Move>()
  for (const { id, position, party, person, proposal } of steps) {
    if (position === null) continue
    const whose = JSON.stringify([proposal?.id, party?.id, person?.id])
    const from = held.get(whose) ?? null
    if (from !== position) moves.set(id, { from, to: position })
    held.set(whose, position)
  }
  return moves
}

function movesProposal({ id, proposal, proposalStatus }: Step, steps: readonly Step[]): boolean {
  if (proposalStatus === null || proposal === null) return false
  const before = steps.slice(
    0,
    steps.findIndex((each) => each.id === id),
  )
  return (
    before.findLast((each) => each.proposal?.id === proposal.id && each.proposalStatus !== null)?.proposalStatus !==
    proposalStatus
  )
}

/** By date, then by number; what is corrected or retracted counts for nothing. */
function standingSteps(steps: readonly Step[]): readonly Step[] {
  return steps
    .filter(({ retraction, correctedBy }) => retraction === null && correctedBy === null)
    .sort(
      (one, other) =>
        (orderOf(one.date) ?? -Infinity) - (orderOf(other.date) ?? -Infinity) || one.number - other.number,
    )
}

/** The sentences of the lede that follow the summary: one for each newest position, in the order in which they came about. */
export function ledeOf({
  positions,
}: BoardNegotiation): readonly { readonly number: number; readonly sentence: string }[] {
  const steps = new Map(positions.map(({ statusUpdate }) => [statusUpdate.number, statusUpdate]))
  return [...steps.values()]
    .sort((one, other) => (orderOf(one.date) ?? 0) - (orderOf(other.date) ?? 0) || one.number - other.number)
    .slice(-MOST_SENTENCES)
    .map(({ number, summary }) => ({ number, sentence: /[.!?…]$/.test(summary) ? summary : `${summary}.` }))
}

/** A lede is read at a glance; the matrix has them all. */
const MOST_SENTENCES = 5

/** How sure it is that something comes: by its factuality, and by whether the record has it confirmed. */
export type Certainty = 'CONFIRMED' | 'ANNOUNCED' | 'POSTPONED' | 'POSSIBLE'

/** How sure it is that an event comes. */
export function certaintyOf({
  factuality,
  verification,
}: {
  readonly factuality: string
  readonly verification: string
}): Certainty {
  if (factuality === 'POSSIBLE') return 'POSSIBLE'
  if (factuality === 'POSTPONED') return 'POSTPONED'
  return verification === 'CONFIRMED' || verification === 'CORROBORATED' ? 'CONFIRMED' : 'ANNOUNCED'
}
