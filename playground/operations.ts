/** What an example needs to name from the record it runs against. */
export interface ExampleIds {
  readonly negotiationId: string
  readonly statementId: string
}

/** One tab of the playground: a document and, where it has any, its variables as JSON. */
export interface ExampleOperation {
  readonly query: string
  readonly variables?: string
}

/** Stands where the record has no negotiation or no statement yet; the service answers NOT_FOUND for it. */
export const UNKNOWN_IDS: ExampleIds = { negotiationId: 'id-of-a-negotiation', statementId: 'id-of-a-statement' }

/** Asks for the `ExampleIds`: the first negotiation and a statement of it. */
export const EXAMPLE_IDS_QUERY = `query ExampleIds {
  negotiations(first: 1) {
    nodes { id statements(first: 1) { nodes { id } } }
  }
}`

/**
 * The tabs that a first visit opens with, in order: where the talks stand, who said what, search, the log, the live feed, adding to the record.
 * All are valid against schema.graphql (a test holds them to it); only the last needs a token. A tab bears the name of its operation.
 * Lines are short: half a laptop's screen shows 52 characters.
 */
export function exampleOperations(ids: ExampleIds): readonly ExampleOperation[] {
  return [
    { query: NEGOTIATIONS },
    { query: STATEMENTS, variables: asJson({ filter: { quoteType: ['DIRECT', 'MIXED'] } }) },
    { query: SEARCH, variables: asJson({ words: 'ceasefire -Kursk' }) },
    { query: LOG },
    { query: STATUS_FEED, variables: asJson({ after: null }) },
    { query: ADD_STATUS_UPDATE, variables: asJson({ input: exampleStatusUpdate(ids) }) },
  ]
}

const NEGOTIATIONS = `# Where do the talks stand?
# Who holds which position, and since when?
#
# Run: Ctrl-Enter. Complete: Ctrl-Space.
# The documentation (first icon at the left)
# explains every type and field.
query Negotiations {
  negotiations {
    nodes {
      id
      name
      stage
      status {
        kind
        effectiveOn { edtf asReported }
        summary
      }
      proposals {
        id
        name
        durationDays
        status
        awaiting { name }
      }
      positions {
        party { name }
        person { name }
        proposal { name }
        position
        since { edtf inferred }
      }
    }
  }
}`

const STATEMENTS = `# Who said what, and where is it written?
# verified: the server found exactly these words
# in the stored text of the source.
query WhoSaidWhat($filter: StatementFilter) {
  statements(filter: $filter, first: 10) {
    totalCount
    nodes {
      number
      date { edtf }
      speaker {
        ... on Person { name }
        ... on Organization { name }
      }
      speakerTitle
      speechAct
      content
      quotes { exact insertions verified start end }
      citations {
        exact
        source { number title publisher }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

const SEARCH = `# Full text over the whole record.
# "two words" stand together, OR means either,
# -word means without it.
query Search($words: String!) {
  search(query: $words, first: 10) {
    totalCount
    edges {
      field
      fragment
      node {
        __typename
        number
        verification
        ... on Event { title date { edtf } }
        ... on Statement { content date { edtf } }
        ... on Proposal { name }
        ... on NegotiationStatusUpdate { kind summary }
      }
    }
  }
}`

const LOG = `# The log: every change to the record,
# in the order of commits; here the newest ten.
query Log {
  changes(last: 10) {
    cursor
    changes {
      sequence
      at
      kind
      editor
      reason
      changedFields
      entryType
      entry { id number version }
    }
  }
}`

const STATUS_FEED = `# Live: waits, and shows each status update when
# it is added. Run this, then add one from a second
# window (next tab) to see it arrive.
#
# after: a cursor, e.g. of the log. All since then
# comes first, so that nothing is missed.
subscription StatusFeed($after: Cursor) {
  negotiationStatusAdded(after: $after) {
    cursor
    previousCursor
    statusUpdate {
      number
      kind
      effectiveOn { edtf }
      summary
      party { name }
      evidenceStatements {
        speaker {
          ... on Person { name }
          ... on Organization { name }
        }
        quotes { exact verified }
      }
    }
  }
}`

const ADD_STATUS_UPDATE = `# Adds a step to a negotiation.
#
# It needs the token of an editor. Open "Headers"
# below, beside "Variables", and put it there:
#
#   { "Authorization": "Bearer <token>" }
#
# The token is not stored. What you add stays in the
# record; retractEntry takes it back.
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

function exampleStatusUpdate(ids: ExampleIds): object {
  return {
    negotiationId: ids.negotiationId,
    kind: 'OTHER',
    effectiveOn: { edtf: '2025-03-13', inferred: true },
    summary: 'Added from the playground to try it out.',
    evidenceStatementIds: [ids.statementId],
  }
}

function asJson(variables: object): string {
  return JSON.stringify(variables, null, 2)
}
