import type { Kind } from './values.ts'

/** A vocabulary of the contract from which words are chosen. */
export type Vocabulary =
  | 'Attribution'
  | 'CeasefireClass'
  | 'EventLinkType'
  | 'EventType'
  | 'Factuality'
  | 'GeoResolution'
  | 'LocationKind'
  | 'Measure'
  | 'Medium'
  | 'NegotiationRole'
  | 'NegotiationStage'
  | 'OrganizationKind'
  | 'ParticipantRole'
  | 'Position'
  | 'ProposalStatus'
  | 'QuoteType'
  | 'SourceKind'
  | 'SpeechAct'
  | 'StatusUpdateKind'
  | 'TextAccess'
  | 'Verification'

/** A word of a vocabulary, with what it means. */
export interface Term {
  readonly name: string
  readonly meaning: string
}

/** What a field takes. */
type Taking =
  /** `code`: short words that are no prose: a language, a number, an address. */
  | { readonly as: 'line' | 'code' | 'prose' | 'text' | 'lines' | 'number' | 'date' | 'point' }
  | { readonly as: 'word'; readonly of: Vocabulary }
  | { readonly as: 'entry' | 'entries'; readonly of: readonly Kind[] }
  | { readonly as: 'rows'; readonly fields: readonly Field[] }

/** A field of a form. It has the name that it has in the input of the mutation. */
export type Field = Taking & {
  readonly name: string
  readonly required?: true
  /** Seldom needed: it stands among the further details. */
  readonly more?: true
}

const ACTORS: readonly Kind[] = ['Person', 'Organization']

const entry = (name: string, ...of: readonly Kind[]): Field => ({ name, as: 'entry', of })
const entries = (name: string, ...of: readonly Kind[]): Field => ({ name, as: 'entries', of })
const word = (name: string, of: Vocabulary): Field => ({ name, as: 'word', of })
const rows = (name: string, ...fields: readonly Field[]): Field => ({ name, as: 'rows', fields })
const line = (name: string): Field => ({ name, as: 'line' })
const prose = (name: string): Field => ({ name, as: 'prose' })
const lines = (name: string): Field => ({ name, as: 'lines' })
const date = (name: string): Field => ({ name, as: 'date' })
const code = (name: string): Field => ({ name, as: 'code' })
const number = (name: string): Field => ({ name, as: 'number' })
const needed = (field: Field): Field => ({ ...field, required: true })
const more = (...fields: readonly Field[]): readonly Field[] => fields.map((field) => ({ ...field, more: true }))

const CITED = needed(entry('sourceId', 'Source'))
const CITATIONS = rows('citations', CITED, prose('exact'), ...more(line('locator')))
/** Of a statement the words are quoted, not cited. */
const SOURCES = rows('citations', CITED, ...more(prose('exact'), line('locator')))
const IDENTIFIERS = rows('identifiers', needed(code('scheme')), needed(code('value')))
const VERIFICATION = word('verification', 'Verification')

/** The fields of each kind, in the order in which one fills them in: where it stands, the words, who, when, where, about what. */
export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  Source: [
    needed(line('title')),
    { name: 'text', as: 'text' },
    line('publisher'),
    needed(word('kind', 'SourceKind')),
    date('publishedOn'),
    code('url'),
    word('textAccess', 'TextAccess'),
    code('language'),
    ...more(code('archivedUrl'), line('licence'), entry('revisionOfId', 'Source'), VERIFICATION, CITATIONS),
  ],
  Statement: [
    needed(SOURCES),
    rows('quotes', prose('exact'), ...more(entry('sourceId', 'Source'), lines('insertions'))),
    prose('content'),
    entry('speakerId', ...ACTORS),
    line('speakerTitle'),
    needed(date('date')),
    needed(word('speechAct', 'SpeechAct')),
    entry('negotiationId', 'Negotiation'),
    entry('proposalId', 'Proposal'),
    entry('locationId', 'Location'),
    word('medium', 'Medium'),
    ...more(
      word('quoteType', 'QuoteType'),
      word('attribution', 'Attribution'),
      entry('onBehalfOfId', 'Organization'),
      entries('jointWithIds', ...ACTORS),
      ...[code('language'), line('platform'), line('audience'), lines('topics')],
      ...[entry('atEventId', 'Event'), entries('aboutEventIds', 'Event'), entries('viaIds', 'Source'), VERIFICATION],
    ),
  ],
  Event: [
    needed(CITATIONS),
    needed(line('title')),
    prose('summary'),
    needed(word('factuality', 'Factuality')),
    needed(date('date')),
    entries('locationIds', 'Location'),
    rows(
      'participants',
      ...[entry('actorId', ...ACTORS), needed(word('role', 'ParticipantRole')), line('description')],
      ...more(entry('onBehalfOfId', 'Organization')),
    ),
    word('type', 'EventType'),
    entry('negotiationId', 'Negotiation'),
    entry('proposalId', 'Proposal'),
    ...more(
      ...[prose('outcome'), lines('modes'), lines('contexts'), entry('partOfId', 'Event')],
      rows('links', needed(word('type', 'EventLinkType')), needed(entry('eventId', 'Event')), line('note')),
      rows(
        'figures',
        ...[needed(word('measure', 'Measure')), number('best'), number('low'), number('high'), line('asReported')],
        entry('attributedToId', ...ACTORS),
      ),
      ...[entries('distinctFromIds', 'Event'), IDENTIFIERS, VERIFICATION],
    ),
  ],
  NegotiationStatusUpdate: [
    needed(entry('negotiationId', 'Negotiation')),
    needed(word('kind', 'StatusUpdateKind')),
    needed(prose('summary')),
    needed(date('effectiveOn')),
    entry('proposalId', 'Proposal'),
    entry('partyId', 'Organization'),
    word('position', 'Position'),
    word('proposalStatus', 'ProposalStatus'),
    entries('evidenceStatementIds', 'Statement'),
    entries('evidenceEventIds', 'Event'),
    ...more(entry('personId', 'Person'), entry('correctsId', 'NegotiationStatusUpdate'), CITATIONS, VERIFICATION),
  ],
  Person: [
    needed(line('name')),
    lines('aliases'),
    rows('memberships', needed(entry('organizationId', 'Organization')), line('title'), date('since'), date('until')),
    ...more(CITATIONS, IDENTIFIERS, VERIFICATION),
  ],
  Organization: [
    needed(line('name')),
    needed(word('kind', 'OrganizationKind')),
    lines('aliases'),
    entry('partOfId', 'Organization'),
    code('countryCode'),
    ...more(CITATIONS, IDENTIFIERS, VERIFICATION),
  ],
  Location: [
    needed(line('name')),
    needed(word('kind', 'LocationKind')),
    entry('partOfId', 'Location'),
    { name: 'point', as: 'point' },
    word('resolution', 'GeoResolution'),
    code('countryCode'),
    lines('aliases'),
    ...more(CITATIONS, IDENTIFIERS, VERIFICATION),
  ],
  Proposal: [
    needed(entry('negotiationId', 'Negotiation')),
    needed(line('name')),
    prose('summary'),
    number('durationDays'),
    word('ceasefireClass', 'CeasefireClass'),
    ...more(entry('partOfId', 'Proposal'), entry('revisionOfId', 'Proposal'), CITATIONS, VERIFICATION),
  ],
  Negotiation: [
    needed(line('name')),
    prose('summary'),
    line('conflict'),
    needed(word('stage', 'NegotiationStage')),
    rows('parties', needed(entry('organizationId', 'Organization')), needed(word('role', 'NegotiationRole'))),
    ...[date('openedOn'), date('closedOn')],
    ...more(CITATIONS, VERIFICATION),
  ],
}

/** All kinds, those that one adds most first. */
export const KINDS: readonly Kind[] = [
  ...(['Statement', 'Event', 'NegotiationStatusUpdate', 'Source'] as const),
  ...(['Person', 'Organization', 'Location', 'Proposal', 'Negotiation'] as const),
]

/** What cannot be changed once it stands in the record: for these there is a retraction, or a correcting entry. */
export const UNCHANGING: readonly Kind[] = ['NegotiationStatusUpdate']

/** Of which an entry says this at its adding alone. */
const ADDED_ONLY: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  Proposal: ['negotiationId'],
  Event: ['distinctFromIds'],
}

/** The fields of a form: all where an entry is added, of one that stands those that can change. */
export function fieldsFor(kind: Kind, correcting: boolean): readonly Field[] {
  const fixed = correcting ? (ADDED_ONLY[kind] ?? []) : []
  return FIELDS[kind].filter(({ name }) => !fixed.includes(name))
}
