// PostGraphile names and nests as the tables do. This says the same in Parley's words, to compare what was answered.

const named = (row) => row && { id: row.rowId, name: row.name }
const edtf = (entry) => ({ edtf: entry.dateEdtf })
const actor = (entry) =>
  entry && {
    __typename: entry.personByRowId ? 'Person' : 'Organization',
    ...named(entry.personByRowId ?? entry.organizationByRowId),
  }
const utc = (instant) => instant && new Date(instant).toISOString()

const SHAPES = {
  entry: ({ eventByRowId: { rowId, entryByRowId: entry, ...event } }) => ({
    event: {
      id: rowId,
      ...event,
      verification: entry.verification,
      version: entry.version,
      date: {
        ...edtf(entry),
        earliest: utc(entry.dateEarliest),
        latest: utc(entry.dateLatest),
        precision: entry.datePrecision,
      },
    },
  }),
  events: ({ benchEventsByDate: { nodes } }) => ({
    events: {
      nodes: nodes.map(({ rowId, title, type, factuality, ...event }) => ({
        ...{ id: rowId, title, type, factuality },
        date: edtf(event.entryByRowId),
        locations: event.eventLocationsByEventId.nodes.map((each) => named(each.locationByLocationId)),
        participants: event.participationsByEventId.nodes.map(({ role, entryByActorId }) => ({
          role,
          actor: actor(entryByActorId),
        })),
      })),
    },
  }),
  negotiation: ({ negotiationByRowId: { rowId, name, summary, status, positions, newestUpdates } }) => ({
    negotiation: {
      ...{ id: rowId, name, summary },
      status: { id: status.rowId, kind: status.kind, summary: status.summary, effectiveOn: edtf(status.entryByRowId) },
      positions: positions.nodes.map(({ position, since, ...row }) => ({
        position,
        since: { edtf: since },
        proposal: named(row.proposalByProposalId),
        party: named(row.organizationByPartyId),
        person: named(row.personByPersonId),
      })),
      statusUpdates: { nodes: newestUpdates.nodes.map(updateFrom).reverse() },
    },
  }),
  search: ({ benchSearchHits: { nodes } }) => ({
    search: {
      edges: nodes.map(({ field, fragment, entryByEntryId }) => ({ field, fragment, node: hitFrom(entryByEntryId) })),
    },
  }),
}

function updateFrom({ rowId, kind, summary, position, ...update }) {
  return {
    ...{ id: rowId, kind, summary, position },
    effectiveOn: edtf(update.entryByRowId),
    party: named(update.organizationByPartyId),
    evidenceStatements: update.statusEvidenceStatementsByStatusUpdateId.nodes.map(
      ({ statementByStatementId: each }) => ({
        id: each.rowId,
        content: each.content,
        date: edtf(each.entryByRowId),
        speaker: actor(each.entryBySpeakerId),
      }),
    ),
    evidenceEvents: update.statusEvidenceEventsByStatusUpdateId.nodes.map(
      ({ eventByEventId: { rowId: id, title } }) => ({
        id,
        title,
      }),
    ),
  }
}

function hitFrom({ eventByRowId: event, statementByRowId: statement, ...entry }) {
  return event
    ? { __typename: 'Event', id: event.rowId, title: event.title, date: edtf(entry) }
    : { __typename: 'Statement', id: statement.rowId, content: statement.content, date: edtf(entry) }
}

/** What PostGraphile answered to a query, in the shape of Parley's schema. @param {string} query @param {object} data */
export const inParleysShape = (query, data) => SHAPES[query](data)
