import type {
  Attribution,
  ChangeKind,
  Factuality,
  LocationKind,
  OrganizationKind,
  ParticipantRole,
  Position,
  ProposalStatus,
  SourceKind,
  StatusUpdateKind,
  Verification,
} from '../generated/graphql.ts'
import type { FileName } from '../board/files.ts'

/** A part of a sentence: words, or what a view makes of them, as a link. A list of parts is one too. */
type Piece = string | object | null
/** Makes a link of words. */
type Link = (words: string) => Piece
/** A name for each word of a vocabulary. */
type Names<Word extends string> = Readonly<Record<Word, string>>

/** A day of the calendar; months count from 1. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June'].concat(
  ...['July', 'August', 'September', 'October', 'November', 'December'],
)
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const number = (value: number): string => value.toLocaleString('en')
const counted = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`
const monthOf = ({ month }: Day): string => MONTHS[month - 1] ?? ''
/** Amid a sentence; names of days and months stay as they are. */
const amid = (date: string): string =>
  /^(No|Since|About|Date)\b/.test(date) ? date.charAt(0).toLowerCase() + date.slice(1) : date

/** What every language has to say. */
export type Words = typeof en

/** All that the board says, in English. */
export const en = {
  direction: 'ltr' as 'ltr' | 'rtl',
  number,
  comma: ', ',
  quoted: (words: string): string => `“${words}”`,

  dates: {
    notStated: 'Date not stated',
    short: (day: Day): string => `${String(day.day)} ${monthOf(day).slice(0, 3)} ${String(day.year)}`,
    /** Weekdays count from Sunday, 0. */
    long: (day: Day, weekday: number): string =>
      `${WEEKDAYS[weekday] ?? ''}, ${String(day.day)} ${monthOf(day)} ${String(day.year)}`,
    month: (day: Day): string => `${monthOf(day)} ${String(day.year)}`,
    until: (day: string): string => `No later than ${day}`,
    since: (day: string): string => `Since ${day}`,
    about: (date: string): string => `About ${date}`,
    between: (first: string, last: string): string => `${first} to ${last}`,
    clock: (time: string, zone: string): string => `${time} ${zone}`,
    inferred: '(inferred)',
    inferredByEditor: '(inferred by an editor)',
    inferredDay: 'date inferred',
    inferredEntry: 'Date inferred',
  },

  page: {
    skip: 'Skip to the content',
    foot: (playground: Link): Piece => [
      'Everything here is answered from the record, with its sources. Programs ask for the same in ',
      playground('the playground'),
      '.',
    ],
    add: 'Add entry',
    allNegotiations: 'All negotiations',
    updated: (moment: string): string => `Updated ${moment}`,
  },

  refusals: {
    back: 'To the negotiations',
    notFound: 'Not found',
    nothingHere: 'There is nothing at this address. It may have been mistyped.',
    noNegotiation: 'The record holds no negotiation with this id.',
    noNegotiationThen: 'The record held no negotiation with this id then.',
    noEntryNumber: (named: string): string => `The record holds no entry ${named}.`,
    noEntry: 'The record holds no entry with this id.',
    noSource: 'The record holds no source with this id.',
    retracted: (name: string): string => `${name}: retracted`,
    /** Titles by the status of the answer. */
    titles: {
      400: 'Not understood',
      401: 'Sign in to read',
      403: 'Not allowed',
      429: 'Too many questions',
      other: 'No answer',
    },
  },

  signIn: {
    edit: 'Edit',
    needsScripts: 'Editing needs scripts; reading does not.',
    title: 'Sign in to edit',
    about: 'Editors sign in with their token. They have it from whoever runs this service.',
    notSignedIn: 'You are not signed in',
    failed: 'Not signed in',
    token: 'Token',
    act: 'Sign in',
    elsewhere: (issuer: Piece): Piece[] => ['Sign in with ', issuer],
    read: 'Read the record',
    signedInAs: 'Signed in as',
    out: 'Sign out',
  },

  index: {
    title: 'Negotiations',
    heading: 'Where they stand',
    none: 'No negotiation has been recorded yet.',
    noStep: 'No step has been recorded yet.',
    more: 'More negotiations',
  },

  connection: {
    live: 'Live',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
    updatedStill: 'Updated',
    updated: 'updated',
    asOf: 'as of',
    saved: (time: string): string =>
      `You are offline. This is a saved copy as of ${time}. Missed entries load when the connection returns.`,
    waiting: (count: number): string => counted(count, 'new update', 'new updates'),
    pressToShow: 'Press N to show.',
    renewed: 'The record was set back. The page shows it as it is now.',
    missed: 'Arrived while you were disconnected',
    missedAbove: 'Above this line: arrived while you were disconnected',
    stands: (who: string, proposal: string, position: string): string => `${who}, ${proposal}: ${position}`,
  },

  display: {
    title: 'Display',
    zone: 'Show times in',
    theme: 'Theme',
    themes: { system: 'Match system', light: 'Light', dark: 'Dark' },
    arrive: 'Show new entries as they arrive',
    keys: 'Keyboard shortcuts',
    keysExplained: (key: Link): Piece => [
      ...[key('j'), ' ', key('k'), ' next and previous entry, ', key('n'), ' show new, ', key('/'), ' search, '],
      ...[key('m'), ' positions'],
    ],
  },

  board: {
    parts: 'Parts of this page',
    jumps: { positions: 'Positions', record: 'Record', places: 'Places', next: 'Next' },
    asOf: (date: string): string => `Position as of ${amid(date)}.`,
    sources: (count: number): string => `Built from ${counted(count, 'source', 'sources')}.`,
    aboutInferred: 'Dates marked “inferred” were concluded by an editor; no source states them.',
    track: 'Steps so far',
    now: 'Now',
    next: 'Next',
  },

  past: {
    choose: 'As the record stood',
    show: 'Show',
    now: 'Now',
    told: (moment: string): string => `This is the record as it stood on ${moment}. It may have been corrected since.`,
    seeNow: 'See it now',
    at: (moment: string, step: string): string => `${moment}: ${step}`,
  },

  positions: {
    title: 'Who stands where',
    note: 'Each position opens the statement or step that it rests on.',
    none: 'No proposal has been recorded yet.',
    region: 'Who stands where, as a table',
    caption: 'Where each party stands on each proposal',
    proposal: 'Proposal',
    since: (date: string): string => `Stands there since ${date}`,
    noStatement: 'No statement',
    key: 'Signs',
    names: {
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
    } satisfies Names<Position>,
  },

  record: {
    title: 'The record',
    kinds: { statements: 'Statements', events: 'Events', steps: 'Status updates' },
    kindsOf: 'Kinds of entries',
    whose: 'Whose entries',
    everyone: 'Everyone',
    search: 'Search names and words',
    show: 'Show',
    entries: (count: number): string => counted(count, 'entry', 'entries'),
    entriesThen: (count: number): string => `${counted(count, 'entry', 'entries')} then`,
    at: (place: Piece): Piece => [' at ', place, ' '],
    unknownPlace: 'a place that is not known',
    clear: 'Clear filters',
    noneFits: 'No entry fits these filters.',
    none: 'No entry has been recorded yet.',
    order: 'Order',
    orders: { newest: 'Newest first', oldest: 'Oldest first' },
    first: { newest: 'Back to the newest', oldest: 'Back to the oldest' },
    further: { newest: 'Older entries', oldest: 'Newer entries' },
  },

  entry: {
    word: 'Entry',
    retracted: (reason: Piece): Piece => ['Retracted: ', reason],
    and: ' and ',
    notNamed: 'Not named',
    nobodyNamed: 'Nobody named',
    /** From one position to another, for those who listen. */
    to: ' to ',
    correctedBy: (chip: Piece): Piece => ['Corrected by ', chip],
    restsOn: 'Rests on',
    verbatim: 'Verbatim',
    verbatimIn: (title: string): string => ` in the source: ${title}`,
    source: 'Source',
    inParagraph: (which: string): string => `, paragraph ${which}`,
    sourceNamed: (title: string): string => `: ${title}`,
    recorded: (moment: string): string => `Recorded ${moment}`,
  },

  next: {
    title: 'What comes next',
    none: 'Nothing is announced.',
    certainty: { CONFIRMED: 'Confirmed', ANNOUNCED: 'Announced', POSTPONED: 'Postponed', POSSIBLE: 'Possible' },
  },

  places: {
    title: 'Places',
    note: 'Ring: approximate area. Arrow: outside the map.',
    boundaries: {
      un: 'Dashed line: disputed or occupied. Borders follow UN General Assembly resolution 68/262 and imply no endorsement.',
      defacto: 'Borders follow Natural Earth, which draws who holds an area, and imply no endorsement.',
      none: 'No borders are drawn.',
    },
    km: (distance: number): string => `${number(distance)} km`,
    away: (name: string, distance: number): string => `${name}, ${number(distance)} km away`,
    /** Of a country, by its name in English and its code in ISO 3166-1, in digits. */
    country: (name: string, _code: string): string => name,
  },

  reuse: {
    title: 'Follow and reuse',
    follow: 'Follow:',
    takeAlong: 'Take along:',
    files: {
      'feed.atom': 'Atom',
      'feed.json': 'JSON Feed',
      'next.ics': 'calendar of what comes next',
      'record.csv': 'CSV',
      'places.geojson': 'places (GeoJSON)',
      'record.jsonld': 'JSON-LD (schema.org)',
      'events.plover.jsonl': 'events (PLOVER)',
      'bundle.json': 'the whole record, to be loaded elsewhere',
    } satisfies Names<FileName>,
    filtered: (filter: Piece): Piece => ['These hold what the filter keeps: ', filter, '.'],
    filters: {
      party: (name: string): string => `of ${name}`,
      place: (name: string): string => `at ${name}`,
      search: (words: string): string => `with ${words}`,
    },
    cite: 'Cite this view',
    citation: (site: Piece, negotiation: Piece, moment: string, change: string | null): Piece => [
      ...[site, ', “', negotiation, '”, as the record stood on ', moment],
      ...[change === null ? '' : ` (change ${change})`, ':'],
    ],
    citedFilter: (filter: Piece): Piece => ['. Filtered by ', filter, ':'],
    pastIsWhole:
      'The first address shows the whole board of that moment, for ever; the second what the filter keeps now.',
    copy: 'Copy',
    copied: 'Copied',
    embed: 'Who stands where, for your own page',
    ask: 'Ask the record by GraphQL',
    embedded: (site: string, moment: string | null): string => (moment === null ? site : `${site}, updated ${moment}`),
  },

  entryPage: {
    correct: 'Correct or retract',
    kinds: {
      Person: 'Person',
      Organization: 'Organization',
      Location: 'Place',
      Source: 'Source',
      Negotiation: 'Negotiation',
      Proposal: 'Proposal',
      Event: 'Event',
      Statement: 'Statement',
      NegotiationStatusUpdate: 'Status update',
    },
    head: (kind: string, entry: string, negotiation: Piece): Piece => [
      ...[kind, ' ', entry, negotiation === null ? null : [' of ', negotiation]],
    ],
    statementOf: (who: string): string => `Statement of ${who}`,
    somebody: 'somebody not named',
    retracted: (moment: string, editor: Piece, reason: Piece): Piece => [
      ...['Retracted ', moment, editor === null ? null : [' by ', editor], ': ', reason],
    ],
    content: 'As it stands',
    noPassage: 'No passage is cited.',
    happened: 'What happened here',
    said: 'Said and done',
    newestOf: (shown: number, total: number): string =>
      `The newest ${number(shown)} of ${counted(total, 'entry', 'entries')}.`,
    nothing: 'Nothing is recorded.',
    history: 'Its history',
    changed: (kind: Piece, moment: string, editor: Piece): Piece => [kind, ' ', moment, ' by ', editor],
    changes: {
      ADDED: 'Added',
      UPDATED: 'Updated',
      RETRACTED: 'Retracted',
      REINSTATED: 'Reinstated',
      REDACTED: 'Redacted',
    } satisfies Names<ChangeKind>,
    /** Of the entry that a page is about, when it changes under the eyes of a reader. */
    changedNow: {
      ADDED: 'This entry was added.',
      UPDATED: 'This entry was corrected.',
      RETRACTED: 'This entry was retracted.',
      REINSTATED: 'This entry was reinstated.',
      REDACTED: 'Words were taken out of this entry.',
    } satisfies Names<ChangeKind>,
    /** Names of fields, as changes name them; one without stands in plain letters. */
    fields: {} as Readonly<Record<string, string>>,
  },

  facts: {
    title: 'What is recorded',
    checked: 'Checked',
    recorded: 'Recorded',
    version: 'Version',
    date: 'Date',
    asReported: 'In the words of the source',
    alsoCalled: 'Also called',
    memberOf: 'Of',
    kind: 'Kind',
    partOf: 'Part of',
    members: 'Members',
    country: 'Country',
    liesAt: 'Lies at',
    point: (latitude: number, longitude: number): string =>
      `${String(Math.abs(latitude))}° ${latitude < 0 ? 'S' : 'N'} ${String(Math.abs(longitude))}° ${longitude < 0 ? 'W' : 'E'}`,
    factuality: 'Factuality',
    outcome: 'Outcome',
    tookPart: 'Took part',
    more: (left: number, listed: number): string =>
      left === listed ? `${number(left)} more` : `${number(left)} more, of whom ${number(listed)} are listed here`,
    knownFrom: 'Known from',
    proposalThen: 'The proposal then',
    corrects: 'Corrects',
  },

  source: {
    head: (source: string, kind: string): string => `Source ${source}, ${kind.toLowerCase()}`,
    dayNotStated: 'Day of publication not stated',
    restOnIt: (count: number): string => `${counted(count, 'entry rests', 'entries rest')} on it.`,
    original: 'Original',
    archived: 'Archived copy',
    replaces: (source: Piece): Piece => ['Replaces ', source],
    history: 'History of this source',
    text: 'Source text',
    paragraphs: (count: number): string =>
      `${counted(count, 'paragraph', 'paragraphs')}. The record rests on the marked words.`,
    paragraph: (which: string): string => `Paragraph ${which}`,
    entries: (numbers: string): string => `Entries ${numbers}`,
    passages: 'Cited passages',
    editorsAlone: 'Editors alone may read the whole text.',
    noText: 'The record holds no text of this source.',
    noPassage: 'No passage is cited word for word.',
    citedBy: 'Cited by',
    restsOnIt: 'What rests on it',
    nothingYet: 'Nothing yet.',
    beside: (title: string): string => `Source: ${title}`,
    close: 'Close',
  },

  vocabularies: {
    proposalStates: {
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
    } satisfies Names<ProposalStatus>,
    factualities: {
      OCCURRED: 'Occurred',
      CLAIMED: 'Said by one side only',
      DENIED: 'A party says that this did not happen',
      REPORTED: 'Reported, not established',
      ONGOING: 'Going on',
      PLANNED: 'Planned',
      POSTPONED: 'Postponed',
      POSSIBLE: 'Possible',
      CANCELLED: 'Cancelled',
    } satisfies Names<Factuality>,
    verifications: {
      UNVERIFIED: 'Unverified',
      CORROBORATED: 'Corroborated',
      CONFIRMED: 'Confirmed',
      DISPUTED: 'Disputed',
    } satisfies Names<Verification>,
    sourceKinds: {
      NEWS_ARTICLE: 'News article',
      NEWS_MEDIA: 'News media',
      OFFICIAL_DOCUMENT: 'Official document',
      OFFICIAL_STATEMENT: 'Official statement',
      PRESS_BRIEFING: 'Press briefing',
      SPOKEN_REMARKS: 'Spoken remarks',
      SOCIAL_MEDIA_POST: 'Social media post',
      INTERVIEW: 'Interview',
      VIDEO: 'Video',
      BROADCAST: 'Broadcast',
      DATASET: 'Dataset',
      OTHER: 'Other',
    } satisfies Names<SourceKind>,
    organizationKinds: {
      STATE: 'State',
      GOVERNMENT_BODY: 'Government body',
      ARMED_FORCES: 'Armed forces',
      ARMED_GROUP: 'Armed group',
      INTERNATIONAL_ORGANIZATION: 'International organization',
      POLITICAL_GROUP: 'Political group',
      MEDIA: 'Media',
      COMPANY: 'Company',
      CIVIL_SOCIETY: 'Civil society',
      OTHER: 'Other',
    } satisfies Names<OrganizationKind>,
    locationKinds: {
      VENUE: 'Venue',
      CITY: 'City',
      REGION: 'Region',
      COUNTRY: 'Country',
      SEA: 'Sea',
      ONLINE: 'Online',
      OTHER: 'Other',
    } satisfies Names<LocationKind>,
    participantRoles: {
      ACTOR: 'actor',
      RECIPIENT: 'recipient',
      SIGNATORY: 'signatory',
      HOST: 'host',
      MEDIATOR: 'mediator',
      GUARANTOR: 'guarantor',
      WITNESS: 'witness',
      PRESENT: 'present',
    } satisfies Names<ParticipantRole>,
    attributions: {
      ON_RECORD: 'On record',
      INSTITUTION: 'Institution',
      ANONYMOUS: 'Anonymous',
      SECOND_HAND: 'Second hand',
      AMBIGUOUS: 'Ambiguous',
    } satisfies Names<Attribution>,
    stepKinds: {
      TALKS_HELD: 'Talks held',
      TALKS_POSTPONED: 'Talks postponed',
      TALKS_SUSPENDED: 'Talks suspended',
      TALKS_RESUMED: 'Talks resumed',
      TALKS_BROKE_DOWN: 'Talks broke down',
      PROPOSAL_MADE: 'Proposal made',
      POSITION_CHANGED: 'Position changed',
      AWAITING_RESPONSE: 'Awaiting response',
      CONTACT_MADE: 'Contact made',
      CONTACT_POSSIBLE: 'Contact possible',
      NEXT_ROUND_ANNOUNCED: 'Next round announced',
      DEADLINE_SET: 'Deadline set',
      SIGNAL: 'Signal',
      CALL_TO_ACCEPT: 'Call to accept',
      PRESSURE_APPLIED: 'Pressure applied',
      PRESSURE_LIFTED: 'Pressure lifted',
      HOSTILITIES_CONTINUE: 'Hostilities continue',
      CEASEFIRE_DECLARED: 'Ceasefire declared',
      CEASEFIRE_IN_EFFECT: 'Ceasefire in effect',
      CEASEFIRE_VIOLATED: 'Ceasefire violated',
      CEASEFIRE_ENDED: 'Ceasefire ended',
      AGREEMENT_REACHED: 'Agreement reached',
      AGREEMENT_SIGNED: 'Agreement signed',
      AGREEMENT_RATIFIED: 'Agreement ratified',
      RATIFICATION_FAILED: 'Ratification failed',
      COMMITMENT_FULFILLED: 'Commitment fulfilled',
      NO_POSITION_YET: 'No position yet',
      OTHER: 'Other',
    } satisfies Names<StatusUpdateKind>,
  },
}
