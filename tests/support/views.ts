import { graphql } from '../generated/gql.ts'

/** Whatever can be asked of an entry both now and as of a moment. */
export const viewFragment = graphql(`
  fragment ViewOfEntry on Entry {
    __typename
    id
    number
    version
    recordedAt
    updatedAt
    verification
    retraction {
      at
      editor
      reason
    }
    citations {
      exact
      source {
        id
        version
        title
      }
    }
    history(first: 100) {
      totalCount
      nodes {
        sequence
        kind
        reason
        entry {
          version
        }
      }
    }
    ... on Person {
      name
      memberships {
        title
        organization {
          name
          version
        }
      }
    }
    ... on Organization {
      name
      partOf {
        name
        version
      }
    }
    ... on Location {
      name
      partOf {
        name
      }
    }
    ... on Source {
      title
      text
    }
    ... on Event {
      title
      date {
        edtf
      }
      within: negotiation {
        id
        name
        version
        ...StandingView
      }
      locations {
        name
        partOf {
          name
        }
      }
      participants {
        role
        actor {
          ... on Organization {
            name
            version
          }
        }
      }
    }
    ... on Statement {
      content
      within: negotiation {
        id
        version
      }
      atEvent {
        title
        version
        negotiation {
          name
        }
      }
      quotes {
        exact
        verified
        source {
          version
        }
      }
      speaker {
        ... on Person {
          name
          memberships {
            organization {
              name
            }
          }
        }
      }
    }
    ... on Proposal {
      name
      negotiation {
        id
        version
      }
      ...ProposalView
    }
    ... on NegotiationStatusUpdate {
      ...UpdateView
      negotiation {
        version
        ...StandingView
      }
    }
    ... on Negotiation {
      name
      parties {
        role
        organization {
          name
          version
        }
      }
      ...StandingView
      ...ListsView
    }
  }

  fragment PositionView on PartyPosition {
    position
    since {
      edtf
    }
    proposal {
      id
      version
      status
    }
    party {
      name
      version
    }
    person {
      name
    }
    statusUpdate {
      id
      version
      correctedBy {
        id
      }
    }
  }

  fragment ProposalView on Proposal {
    id
    version
    proposalStatus: status
    acceptedBy {
      name
      version
    }
    awaiting {
      name
      version
    }
    positions {
      ...PositionView
    }
    early: positions(on: "2025-03-11") {
      ...PositionView
    }
  }

  fragment StandingView on Negotiation {
    status {
      ...UpdateView
    }
    positions {
      ...PositionView
    }
    early: positions(on: "2025-03-11") {
      ...PositionView
    }
    proposals {
      ...ProposalView
    }
  }

  fragment UpdateView on NegotiationStatusUpdate {
    id
    version
    summary
    effectiveOn {
      edtf
    }
    party {
      name
      version
    }
    retraction {
      reason
    }
    corrects {
      id
      version
    }
    correctedBy {
      id
      version
      correctedBy {
        id
      }
    }
    evidenceStatements {
      version
      content
    }
    evidenceEvents {
      version
      title
    }
  }

  fragment ListsView on Negotiation {
    statusUpdates(first: 100) {
      totalCount
      nodes {
        ...UpdateView
      }
    }
    newest: statusUpdates(last: 2) {
      pageInfo {
        hasPreviousPage
        startCursor
      }
      nodes {
        id
      }
    }
    events(first: 3) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        title
        version
      }
    }
    eventsOldestFirst: events(order: { field: DATE, direction: ASC }) {
      nodes {
        id
      }
    }
    eventsAsRecorded: events(order: { field: RECORDED_AT, direction: DESC }) {
      nodes {
        id
      }
    }
    statements {
      totalCount
      nodes {
        content
        version
      }
    }
    timeline(first: 4) {
      totalCount
      edges {
        cursor
        node {
          __typename
          id
          version
        }
      }
    }
  }
`)
