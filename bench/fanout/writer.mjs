// Adds the status updates, through a Parley service of its own, so that the measured server only follows the log.
import { answer } from '../child.mjs'
import { TOKEN, startService } from '../service.mjs'

let url
let input

answer({
  start: async ({ databaseUrl }) => {
    url = `${(await startService(databaseUrl)).url}/graphql`
    input = await composeInput()
  },
  /** The time of the change in milliseconds since 1970: the database's, taken when it was numbered, the last thing before its commit. */
  add: async ({ summary }) => {
    const { addNegotiationStatusUpdate: outcome } = await send(
      `mutation Add($input: AddNegotiationStatusUpdateInput!) {
        addNegotiationStatusUpdate(input: $input) { statusUpdate { recordedAt } errors { message } }
      }`,
      { input: { ...input, summary } },
    )
    if (outcome.errors.length > 0) throw new Error(outcome.errors.map(({ message }) => message).join(' '))
    return { committedAt: Date.parse(outcome.statusUpdate.recordedAt) }
  },
})

/** Every update is about one party's call, shown by three statements (of two persons and of an organization) and one event of the sample. */
async function composeInput() {
  const { statusUpdates } = await send(`{
    statusUpdates(first: 50) { nodes {
      kind position negotiation { id } party { id } proposal { id } evidenceStatements { id } evidenceEvents { id }
    } }
  }`)
  const one = (matches) => {
    const found = statusUpdates.nodes.find(matches)
    if (found === undefined) throw new Error('The sample record is not what this bench was written for.')
    return found
  }
  const call = one(({ kind }) => kind === 'CALL_TO_ACCEPT')
  const awaiting = one(({ kind }) => kind === 'AWAITING_RESPONSE')
  const studying = one(({ position }) => position === 'UNDER_REVIEW')
  const made = one(({ kind }) => kind === 'PROPOSAL_MADE')
  return {
    negotiationId: call.negotiation.id,
    kind: 'CALL_TO_ACCEPT',
    effectiveOn: { edtf: '2025-03-13' },
    partyId: call.party.id,
    proposalId: call.proposal.id,
    position: 'PROPOSES',
    proposalStatus: 'PARTIALLY_ACCEPTED',
    evidenceStatementIds: [call, awaiting, studying].map(({ evidenceStatements }) => evidenceStatements[0].id),
    evidenceEventIds: [made.evidenceEvents[0].id],
  }
}

async function send(query, variables) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const { data, errors } = await response.json()
  if (errors) throw new Error(errors.map(({ message }) => message).join(' '))
  return data
}
