// Adds a status update to the sample record: node examples/add-status-update.mjs <token> [url]
const [token = '', url = 'http://127.0.0.1:4000/graphql'] = process.argv.slice(2)

const send = async (query, variables) => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const request = { method: 'POST', headers, body: JSON.stringify({ query, variables }) }
  const response = await fetch(url, request).catch(() => fail(`Nothing answers at ${url}.`))
  const { data, errors } = await response.json()
  return errors ? fail(errors.map(({ message }) => message).join(' ')) : data
}

const fail = (message) => {
  console.error(message)
  process.exit(1)
}

const { negotiations, statements } = await send(`{
  negotiations { nodes { id proposals { id } parties { role organization { id name } } } }
  statements(filter: { search: "\\"sign onto this plan\\"" }) { nodes { id } }
}`)
const [negotiation] = negotiations.nodes
if (!negotiation || statements.nodes.length === 0) fail('This record does not hold the sample.')

const { addNegotiationStatusUpdate } = await send(
  `mutation Add($input: AddNegotiationStatusUpdateInput!) {
    addNegotiationStatusUpdate(input: $input) { cursor statusUpdate { id number } errors { code path message } }
  }`,
  {
    input: {
      negotiationId: negotiation.id,
      kind: 'CALL_TO_ACCEPT',
      effectiveOn: { edtf: '2025-03-13' },
      summary: 'The White House repeats its call on Russia.',
      partyId: negotiation.parties.find(({ organization }) => organization.name === 'United States').organization.id,
      proposalId: negotiation.proposals[0].id,
      evidenceStatementIds: [statements.nodes[0].id],
    },
  },
)
console.log(JSON.stringify(addNegotiationStatusUpdate, null, 2))
