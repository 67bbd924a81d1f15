import { type Word, vocabulary } from '../record/vocabulary.ts'

export const StatusUpdateKind = vocabulary(
  'StatusUpdateKind',
  'What kind of step. Of our own making, after the events that PA-X and UCDP record of peace processes.',
  {
    TALKS_HELD: 'The sides, or some of them, met.',
    TALKS_POSTPONED: 'Talks were put off.',
    TALKS_SUSPENDED: 'Talks were broken off for a time.',
    TALKS_RESUMED: 'Talks go on again.',
    TALKS_BROKE_DOWN: 'Talks failed.',
    PROPOSAL_MADE: 'Something was proposed.',
    POSITION_CHANGED: 'A party stands elsewhere than before, or says for the first time where it stands.',
    AWAITING_RESPONSE: 'An answer is waited for.',
    CONTACT_MADE: 'There was contact short of talks.',
    CONTACT_POSSIBLE: 'Contact may come.',
    NEXT_ROUND_ANNOUNCED: 'The next talks were announced.',
    DEADLINE_SET: 'A time was set.',
    SIGNAL: 'A party let something be known without taking a position.',
    CALL_TO_ACCEPT: 'Somebody was called on to accept.',
    PRESSURE_APPLIED: 'Pressure was put on a party.',
    PRESSURE_LIFTED: 'Pressure was taken off a party.',
    HOSTILITIES_CONTINUE: 'Fighting goes on.',
    CEASEFIRE_DECLARED: 'A ceasefire was declared.',
    CEASEFIRE_IN_EFFECT: 'A ceasefire holds.',
    CEASEFIRE_VIOLATED: 'A ceasefire was broken.',
    CEASEFIRE_ENDED: 'A ceasefire is over.',
    AGREEMENT_REACHED: 'The sides agreed.',
    AGREEMENT_SIGNED: 'An agreement was signed.',
    AGREEMENT_RATIFIED: 'An agreement was ratified.',
    RATIFICATION_FAILED: 'An agreement was not ratified.',
    COMMITMENT_FULFILLED: 'Something promised was done.',
    NO_POSITION_YET: 'A party, or a person of it, has not said where it stands.',
    OTHER: 'None of these.',
  },
)
export type StatusUpdateKind = Word<typeof StatusUpdateKind>

export const Position = vocabulary('Position', 'Where a party stands on a proposal.', {
  PROPOSES: 'It is its own.',
  ACCEPTS: 'Accepts it.',
  ACCEPTS_WITH_CONDITIONS: 'Accepts it if conditions are met.',
  LEANS_ACCEPT: 'Seems to be about to accept.',
  UNDER_REVIEW: 'Looks into it.',
  COUNTER_PROPOSES: 'Answers with another.',
  LEANS_REJECT: 'Seems to be about to reject.',
  REJECTS: 'Rejects it.',
  WITHDREW_ACCEPTANCE: 'Had accepted and does no longer.',
  NO_PUBLIC_POSITION: 'Has not said.',
})
export type Position = Word<typeof Position>

export const ProposalStatus = vocabulary('ProposalStatus', 'How far a proposal has come.', {
  FLOATED: 'Spoken of.',
  PROPOSED: 'Put forward.',
  PARTIALLY_ACCEPTED: 'Accepted by some.',
  AGREED: 'Accepted by all.',
  SIGNED: 'Signed.',
  RATIFIED: 'Ratified.',
  IN_EFFECT: 'In effect.',
  VIOLATED: 'In effect and broken.',
  SUSPENDED: 'Out of effect for a time.',
  EXPIRED: 'Over because its time is.',
  ENDED: 'Over because a side ended it.',
  REJECTED: 'Rejected.',
  WITHDRAWN: 'Taken back.',
  SUPERSEDED: 'Replaced by another.',
})
export type ProposalStatus = Word<typeof ProposalStatus>
