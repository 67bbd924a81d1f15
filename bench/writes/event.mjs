// The event that is added: two citations, two participants, two places.

/** What is sent. */
export const ADD_EVENT = `mutation AddEvent($input: AddEventInput!) {
  addEvent(input: $input) { event { id } cursor errors { code message } }
}`

/** Finds what the events name: more than two of each, so that two can be taken. */
export const FIND_IDS = `{
  sources(first: 2) { nodes { id } } persons(first: 2) { nodes { id } } locations(first: 2) { nodes { id } } service { logHead { sequence } }
}`

/**
 * The input of an event. No two have the same title.
 *
 * @param {{ sources: readonly string[], persons: readonly string[], locations: readonly string[] }} ids
 * @param {string} number
 */
export const eventInput = ({ sources, persons, locations }, number) => ({
  title: `Delegations discuss the monitoring of the line, meeting ${number}`,
  summary:
    'The sides spoke for several hours and left the rest to their experts, who are to report before the next meeting.',
  type: 'CONSULT',
  factuality: 'OCCURRED',
  date: { edtf: '2025-03-11' },
  locationIds: locations,
  participants: persons.map((actorId) => ({ actorId, role: 'ACTOR' })),
  citations: sources.map((sourceId, index) => ({ sourceId, locator: `paragraph ${index + 1}` })),
})
