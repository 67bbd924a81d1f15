import { type Word, vocabulary } from '../record/vocabulary.ts'

export const EventType = vocabulary('EventType', 'Event types of PLOVER (2023).', {
  AGREE: 'Agree to do something, or sign an agreement.',
  CONSULT: 'Meet, call, visit, negotiate.',
  SUPPORT: 'Support in words or by formal acts.',
  CONCEDE: 'Give in: ease, release, lift.',
  COOPERATE: 'Work together: share intelligence, extradite, exercise jointly.',
  AID: 'Give material help.',
  RETREAT: 'Withdraw, lay down arms, cease fire.',
  REQUEST: 'Ask, demand, order.',
  ACCUSE: 'Accuse, condemn, complain.',
  REJECT: 'Refuse, veto, decline.',
  THREATEN: 'Threaten.',
  PROTEST: 'Demonstrate, strike, boycott.',
  SANCTION: 'Reduce relations: suspend aid, embargo, expel.',
  MOBILIZE: 'Raise or move forces.',
  COERCE: 'Arrest, seize, restrict, damage property.',
  ASSAULT: 'Use force.',
})
export type EventType = Word<typeof EventType>

export const Factuality = vocabulary('Factuality', 'How an event stands to the facts, as its sources tell it.', {
  OCCURRED: 'It happened.',
  ONGOING: 'It is happening.',
  REPORTED: 'It is reported, without certainty.',
  CLAIMED: 'One side says so.',
  PLANNED: 'It is to happen.',
  POSTPONED: 'It is put off, with no new date yet; with a new date it is PLANNED again.',
  POSSIBLE: 'It may happen.',
  CANCELLED: 'It will not happen.',
  DENIED: 'One side says so and the one it is said of denies it.',
})
export type Factuality = Word<typeof Factuality>

export const Measure = vocabulary('Measure', 'What a figure counts.', {
  KILLED: 'Persons killed.',
  INJURED: 'Persons injured.',
  MISSING: 'Persons missing.',
  DISPLACED: 'Persons displaced.',
  CAPTURED: 'Persons captured.',
  RELEASED: 'Persons released.',
  VOTES_FOR: 'Votes for.',
  VOTES_AGAINST: 'Votes against.',
  OTHER: 'Something else; asReported says what.',
})
export type Measure = Word<typeof Measure>

export const ParticipantRole = vocabulary(
  'ParticipantRole',
  'As what someone takes part, after PLOVER (actor, recipient) and UCDP.',
  {
    ACTOR: 'Who does it.',
    RECIPIENT: 'To whom it is done.',
    SIGNATORY: 'Who signs.',
    HOST: 'Who gives it a place.',
    MEDIATOR: 'Who goes between.',
    GUARANTOR: 'Who answers for it.',
    WITNESS: 'Who witnesses it formally.',
    PRESENT: 'Who is there.',
  },
)
export type ParticipantRole = Word<typeof ParticipantRole>

export const EventLinkType = vocabulary('EventLinkType', 'How one event stands to another.', {
  RESULT_OF: 'It came of the other.',
  REVERSES: 'It takes the other back.',
  FOLLOWS: 'It comes after the other.',
  FIRST_SINCE: 'It is the first of its kind since the other.',
  RESPONSE_TO: 'It answers the other.',
  FULFILS: 'It carries out what the other promised.',
  POSTPONES: 'It puts the other off.',
  CANCELS: 'It calls the other off.',
})
export type EventLinkType = Word<typeof EventLinkType>

export const EventOrderField = vocabulary('EventOrderField', 'By what events are ordered.', {
  DATE: 'By the earliest instant the date can mean; where that is open, the last day; unknown dates last either way; then by number.',
  RECORDED_AT: 'By when the record learned of them.',
})
export type EventOrderField = Word<typeof EventOrderField>

export const EventDimension = vocabulary('EventDimension', 'By what events are counted.', {
  TYPE: 'By event type.',
  FACTUALITY: 'By factuality.',
  COUNTRY: 'By the country of their places; an event in two countries counts once in each.',
  NEGOTIATION: 'By negotiation.',
})
export type EventDimension = Word<typeof EventDimension>

export const TimeBucket = vocabulary('TimeBucket', 'Into what periods events are counted, UTC.', {
  DAY: 'Days.',
  WEEK: 'Weeks, from Monday.',
  MONTH: 'Months.',
  YEAR: 'Years.',
})
export type TimeBucket = Word<typeof TimeBucket>
