import type { Factuality, Position, ProposalStatus, Verification } from '../generated/graphql.ts'

/** Every sentence and name that the board says, in English. Names from the vocabularies fall back to the word itself, in plain letters. */
export const WORDS = {
  language: 'en',
  months: ['January', 'February', 'March', 'April', 'May', 'June'].concat(
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ),
  days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  dateNotStated: 'Date not stated',
  noStatement: 'No statement',
  kinds: { statements: 'Statements', events: 'Events', steps: 'Status updates' },
}

const POSITIONS: Readonly<Record<Position, string>> = {
  PROPOSES: 'Proposes or backs',
  ACCEPTS: 'Accepts',
  ACCEPTS_WITH_CONDITIONS: 'Accepts with conditions',
  LEANS_ACCEPT: 'Leans to accept',
  UNDER_REVIEW: 'Studying',
  COUNTER_PROPOSES: 'Proposes another',
  LEANS_REJECT: 'Leans to reject',
  REJECTS: 'Rejects',
  WITHDREW_ACCEPTANCE: 'Withdrew acceptance',
  NO_PUBLIC_POSITION: 'No public position',
}

const PROPOSAL_STATES: Readonly<Record<ProposalStatus, string>> = {
  FLOATED: 'Floated',
  PROPOSED: 'Proposed',
  PARTIALLY_ACCEPTED: 'Accepted in part',
  AGREED: 'Agreed',
  SIGNED: 'Signed',
  RATIFIED: 'Ratified',
  IN_EFFECT: 'In effect',
  VIOLATED: 'Violated',
  SUSPENDED: 'Suspended',
  EXPIRED: 'Expired',
  ENDED: 'Ended',
  REJECTED: 'Rejected',
  WITHDRAWN: 'Withdrawn',
  SUPERSEDED: 'Superseded',
}

const FACTUALITIES: Readonly<Partial<Record<Factuality, string>>> = {
  CLAIMED: 'Said by one side only',
  DENIED: 'A party says that this did not happen',
  REPORTED: 'Reported, not established',
  ONGOING: 'Going on',
  PLANNED: 'Planned',
  POSTPONED: 'Postponed',
  POSSIBLE: 'Possible',
  CANCELLED: 'Cancelled',
}

const VERIFICATIONS: Readonly<Partial<Record<Verification, string>>> = {
  CORROBORATED: 'Corroborated',
  CONFIRMED: 'Confirmed',
  DISPUTED: 'Disputed',
}

const lookUp = (names: Readonly<Record<string, string | undefined>>, word: string): string => names[word] ?? plain(word)

/** The name of a position; of one that is not known yet, its word. */
export const positionName = (position: string): string => lookUp(POSITIONS, position)
/** How far a proposal has come. */
export const proposalState = (status: string): string => lookUp(PROPOSAL_STATES, status)
/** What is to be said of how real an event is; null of one that occurred. */
export const factualityName = (word: string): string | null => (word === 'OCCURRED' ? null : lookUp(FACTUALITIES, word))
/** How far the record stands behind an entry; null while nobody has looked. */
export const verificationName = (word: string): string | null =>
  word === 'UNVERIFIED' ? null : lookUp(VERIFICATIONS, word)

/** A word of a vocabulary in plain letters: NEWS_ARTICLE as "News article". */
export function plain(word: string): string {
  const lower = word.toLowerCase().replaceAll('_', ' ')
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}

/** "1 entry", "2 entries". */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** At most `length` characters, cut between words. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  const space = cut.lastIndexOf(' ')
  // No lone half of a sign at the end.
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** A sentence as a title: without its full stop. */
export const asTitle = (sentence: string, length: number): string => shortened(sentence.replace(/\.$/, ''), length)
