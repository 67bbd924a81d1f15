import { type ExampleIds, type ExampleOperation, asJson } from './operation.ts'

/** What editors do. All of it stays in the record; what is added says that it was added to try things out. */
export function mutations(ids: ExampleIds): readonly ExampleOperation[] {
  return [
    {
      title: 'Add a source',
      about: 'What other entries cite, with its text, so that quotes can be compared with it.',
      query: ADD_SOURCE,
      variables: asJson({ input: source }),
    },
    {
      title: 'Add a person',
      about: 'Somebody who speaks or acts, with the key that makes a second try harmless.',
      query: ADD_PERSON,
      variables: asJson({ input: person }),
    },
    {
      title: 'Add an event',
      about: 'What happened, with its date and its source.',
      query: ADD_EVENT,
      variables: asJson({ input: eventOf(ids) }),
    },
    {
      title: 'Add a statement',
      about: 'What somebody said, in words of our own or of theirs.',
      query: ADD_STATEMENT,
      variables: asJson({ input: statementOf(ids) }),
    },
    {
      title: 'Add a step of the talks',
      about: 'A status update, with the statement that shows it.',
      query: ADD_STATUS_UPDATE,
      variables: asJson({ input: statusUpdateOf(ids) }),
    },
    {
      title: 'Retract an entry',
      about: 'Takes back what you added: put its id into the variables.',
      query: RETRACT,
      variables: asJson({ input: retraction }),
    },
  ]
}

const ADD_SOURCE = `# Adds a source with its text. Quotes and citations
# are compared with the text to the character.
mutation AddSource($input: AddSourceInput!) {
  addSource(input: $input) {
    source { id number title }
    errors { code message path }
    cursor
  }
}`

const ADD_PERSON = `# Adds a person. Sent again with the same
# idempotencyKey it adds nothing twice, and answers
# what it answered the first time.
mutation AddPerson($input: AddPersonInput!) {
  addPerson(input: $input) {
    person { id number name version }
    errors { code message path }
    cursor
  }
}`

const ADD_EVENT = `# Adds an event. Dates are EDTF: 2025-03-13, 2025-03
# for a month, 2025-03-12/2025-03-13 for a span.
mutation AddEvent($input: AddEventInput!) {
  addEvent(input: $input) {
    event { id number title version }
    errors { code message path }
    cursor
  }
}`

const ADD_STATEMENT = `# Adds a statement. With quoteType DIRECT it takes
# quotes: words that stand in the source exactly so.
mutation AddStatement($input: AddStatementInput!) {
  addStatement(input: $input) {
    statement { id number content version }
    errors { code message path }
    cursor
  }
}`

const ADD_STATUS_UPDATE = `# Adds a step to a negotiation.
#
# Sign in first (top right). Or open "Headers" below,
# beside "Variables", and put a token there:
#
#   { "Authorization": "Bearer <token>" }
#
# It is not stored. What you add stays in the record;
# retractEntry takes it back.
mutation AddStatusUpdate(
  $input: AddNegotiationStatusUpdateInput!
) {
  addNegotiationStatusUpdate(input: $input) {
    statusUpdate {
      id
      number
      kind
      summary
      negotiation { name }
    }
    errors { code message path }
    cursor
  }
}`

const RETRACT = `# Takes an entry back. It stays in the log, with the
# reason. Put the id of what you added into the
# variables; expectedVersion guards what another
# editor has changed meanwhile.
mutation RetractEntry($input: RetractEntryInput!) {
  retractEntry(input: $input) {
    entry { id number version }
    errors { code message path }
    cursor
  }
}`

const TRIED = 'Added from the playground to try it out.'

const source = {
  ...{ title: 'A note to try things out', kind: 'OTHER', publishedOn: { edtf: '2025-03-13' } },
  ...{ language: 'en', text: TRIED, textAccess: 'EVERYONE' },
}
const person = { name: 'A person to try things out', idempotencyKey: 'tried-from-the-playground' }
const retraction = { id: 'id-of-what-you-added', expectedVersion: 1, reason: TRIED }

function eventOf({ negotiationId, sourceId }: ExampleIds): object {
  return {
    title: 'An event to try things out',
    summary: TRIED,
    factuality: 'POSSIBLE',
    date: { edtf: '2025-03-13', inferred: true },
    negotiationId,
    citations: [{ sourceId }],
  }
}

function statementOf({ negotiationId, sourceId, personId }: ExampleIds): object {
  return {
    speakerId: personId,
    quoteType: 'INDIRECT',
    speechAct: 'REPORT',
    content: TRIED,
    date: { edtf: '2025-03-13', inferred: true },
    negotiationId,
    citations: [{ sourceId }],
  }
}

function statusUpdateOf({ negotiationId, statementId }: ExampleIds): object {
  return {
    negotiationId,
    kind: 'OTHER',
    effectiveOn: { edtf: '2025-03-13', inferred: true },
    summary: TRIED,
    evidenceStatementIds: [statementId],
  }
}
