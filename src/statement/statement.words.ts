import { type Word, vocabulary } from '../record/vocabulary.ts'

export const QuoteType = vocabulary('QuoteType', 'How the source gives the words.', {
  DIRECT: 'Verbatim.',
  MIXED: 'In its own words, with words of the speaker in them.',
  INDIRECT: 'In its own words.',
  NONE: 'No words: that somebody was silent or declined.',
})
export type QuoteType = Word<typeof QuoteType>

export const SpeechAct = vocabulary(
  'SpeechAct',
  'What is done with the words. Of our own making, after Searle and the verbs of PLOVER.',
  {
    ANNOUNCE: 'Says what will be.',
    CONFIRM: 'Says that something said before is so.',
    REPORT: 'Says what was or is.',
    CLAIM: 'Says what others dispute or nobody has checked.',
    STATE_POSITION: 'Says where the speaker stands.',
    STATE_POSSIBILITY: 'Says what may be.',
    EVALUATE: 'Says how good or bad something is.',
    QUALIFY: 'Takes something said before back in part.',
    REQUEST: 'Asks for something.',
    DEMAND_RESPONSE: 'Calls on somebody to answer.',
    ORDER: 'Orders.',
    THREATEN: 'Threatens.',
    PROMISE: 'Promises.',
    DENY: 'Says that something is not so.',
    REJECT: 'Refuses something proposed.',
    RETRACT: 'Takes something said before back.',
    DECLINED_TO_SPECIFY: 'Was expected to say more and did not.',
    NO_COMMENT_TO_DATE: 'Has said nothing yet.',
  },
)
export type SpeechAct = Word<typeof SpeechAct>

export const Attribution = vocabulary(
  'Attribution',
  'On whose word it is known who spoke, after the usage of newsrooms.',
  {
    ON_RECORD: 'A named person, on record.',
    INSTITUTION: 'An organisation as such.',
    ANONYMOUS: 'Somebody who is not named.',
    SECOND_HAND: 'Known through others only.',
    AMBIGUOUS: 'The source leaves open who spoke.',
  },
)
export type Attribution = Word<typeof Attribution>

export const Medium = vocabulary('Medium', 'In what form it was said.', {
  SPOKEN_REMARKS: 'Spoken remarks.',
  PRESS_BRIEFING: 'Words to the press.',
  INTERVIEW: 'An interview.',
  SPEECH: 'A speech.',
  SOCIAL_MEDIA_POST: 'A post; platform says where.',
  WRITTEN_STATEMENT: 'A written statement.',
  READOUT: 'An official summary of a talk.',
  VIDEO: 'A recording.',
  UNSPECIFIED: 'Not said.',
})
export type Medium = Word<typeof Medium>

export const StatementOrderField = vocabulary('StatementOrderField', 'By what statements are ordered.', {
  DATE: 'By the earliest instant the date can mean; where that is open, the last day; unknown dates last either way; then by number.',
  RECORDED_AT: 'By when the record learned of them.',
})
export type StatementOrderField = Word<typeof StatementOrderField>

export const StatementRelation = vocabulary('StatementRelation', 'How a statement stands to an event.', {
  MADE_AT: 'It was made there.',
  ABOUT: 'It is about it.',
})
export type StatementRelation = Word<typeof StatementRelation>
