// How long after an editor begins to add a status update a subscriber has it.
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/**
 * Adds status updates to a negotiation of their own, one after the other.
 *
 * @param {(query: string, variables?: object) => Promise<any>} write as an editor
 * @param {string} url of the service
 * @returns {Promise<{ next: () => Promise<number>, close: () => Promise<void> }>} next: adds one, answers after how many milliseconds it arrived
 */
export async function openDelivery(write, url) {
  const { source } = await write(
    `mutation { source: addSource(input: { title: "Bench", kind: NEWS_ARTICLE }) { source { id } } }`,
  )
  const citations = [{ sourceId: source.source.id }]
  const { negotiation } = await write(
    `mutation { negotiation: addNegotiation(input: { name: "Negotiation of the bench", stage: CEASEFIRE }) { negotiation { id } } }`,
  )
  const negotiationId = negotiation.negotiation.id
  const { event } = await write(
    `mutation Event($input: AddEventInput!) { event: addEvent(input: $input) { event { id } errors { message } } }`,
    {
      input: {
        ...{ title: `Meeting at ${Date.now()}`, factuality: 'REPORTED', date: { edtf: '2024-12-31' } },
        ...{ negotiationId, citations },
      },
    },
  )
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket })
  const updates = client.iterate({
    query: `subscription Added($id: ID!) { negotiationStatusAdded(negotiationId: $id) { statusUpdate { id summary kind } } }`,
    variables: { id: negotiationId },
  })
  const add = (summary) =>
    write(
      `mutation Add($input: AddNegotiationStatusUpdateInput!) {
        addNegotiationStatusUpdate(input: $input) { statusUpdate { id } errors { message } }
      }`,
      {
        input: {
          ...{ negotiationId, kind: 'SIGNAL', summary, effectiveOn: { edtf: '2024-12-31' } },
          evidenceEventIds: [event.event.id],
        },
      },
    )
  return {
    next: async () => {
      const startedAt = performance.now()
      const [arrived] = await Promise.all([updates.next().then(() => performance.now()), add('A signal.')])
      return arrived - startedAt
    },
    close: async () => {
      await updates.return?.()
      await client.dispose()
    },
  }
}
