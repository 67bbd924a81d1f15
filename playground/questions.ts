import { type ExampleIds, type ExampleOperation, asJson } from './operation.ts'

/** What readers ask. None of it needs a token where reading is open. */
export function questions(ids: ExampleIds): readonly ExampleOperation[] {
  return [
    {
      title: 'Where the talks stand',
      about: 'Every negotiation with its proposals, and who holds which position since when.',
      query: NEGOTIATIONS,
    },
    {
      title: 'Who said what',
      about: 'Statements with their words, and where in its source each is written.',
      query: STATEMENTS,
      variables: asJson({ filter: { quoteType: ['DIRECT', 'MIXED'] } }),
    },
    {
      title: 'What happened',
      about: 'Events with their places and who took part, filtered.',
      query: EVENTS,
      variables: asJson({ filter: { factuality: ['OCCURRED', 'ONGOING'] } }),
    },
    {
      title: 'How much happened',
      about: 'Events counted by month and kind, for a chart.',
      query: COUNTS,
      variables: asJson({ bucket: 'MONTH' }),
    },
    {
      title: 'Search',
      about: 'Full text over the whole record, with the words marked.',
      query: SEARCH,
      variables: asJson({ words: 'ceasefire -Kursk' }),
    },
    {
      title: 'As it stood then',
      about: 'Positions at the end of a day of the past.',
      query: AS_IT_STOOD,
      variables: asJson({ id: ids.negotiationId, on: '2025-03-12' }),
    },
    {
      title: 'History of an entry',
      about: 'Every change to it: who, when, why, and which fields.',
      query: HISTORY,
      variables: asJson({ id: ids.statementId }),
    },
    {
      title: 'Nearest passage',
      about: 'What in a source comes closest to some words, and how they differ.',
      query: NEAREST,
      variables: asJson({ id: ids.sourceId, words: 'A ceasefire of 30 days was proposed' }),
    },
    { title: 'The log', about: 'Every change to the record, in the order in which it came.', query: LOG },
    { title: 'Who am I', about: 'Your name and role, and how far the record is.', query: WHO_AM_I },
  ]
}

const NEGOTIATIONS = `# Where do the talks stand?
# Who holds which position, and since when?
#
# Run: Ctrl-Enter. Complete: Ctrl-Space.
# The documentation (first icon at the left)
# explains every type and field. The gallery (second)
# has more operations that work.
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

const EVENTS = `# What happened, where, and who took part?
# The filter knows days, places, participants,
# sources and words as well.
query WhatHappened($filter: EventFilter) {
  events(filter: $filter, first: 10) {
    totalCount
    nodes {
      number
      date { edtf asReported inferred }
      title
      type
      factuality
      locations { name countryCode }
      participants {
        role
        actor {
          ... on Person { name }
          ... on Organization { name }
        }
      }
      citations { exact source { title } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

const COUNTS = `# How many events of which kind, month by month?
# Also by day, week or year, and by factuality,
# country or negotiation.
query HowMuchHappened($bucket: TimeBucket) {
  eventCounts(bucket: $bucket, by: [TYPE]) {
    periodStart
    type
    count
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

const AS_IT_STOOD = `# Who stood where at the end of that day?
# on: by the dates of the steps. asOf: what the
# record held at that moment, whatever came later.
query AsItStood($id: ID!, $on: Date) {
  negotiation(id: $id) {
    name
    positions(on: $on) {
      party { name }
      person { name }
      proposal { name }
      position
      since { edtf }
      statusUpdate { number summary }
    }
  }
}`

const HISTORY = `# Who changed this entry, when, and why?
# Nothing is ever deleted.
query HistoryOfAnEntry($id: ID!) {
  entry(id: $id) {
    __typename
    number
    version
    history(first: 20) {
      nodes { sequence at kind editor reason changedFields }
    }
  }
}`

const NEAREST = `# Are these words in the source? Closest to them:
# where it stands, which part of the words it
# shares, and what is different.
query NearestPassage($id: ID!, $words: String!) {
  source(id: $id) {
    title
    nearestPassage(words: $words) {
      exact
      start
      end
      shared
      difference
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

const WHO_AM_I = `# As whom does this page ask, and of what?
query WhoAmI {
  viewer { name role }
  service {
    version
    headCursor
    logHead { sequence hash }
  }
}`
