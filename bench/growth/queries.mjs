// What is asked of records of all sizes.
import { MARKS } from './words.mjs'

const EVENTS = `query Events($filter: EventFilter, $after: String, $first: Int = 20) {
  events(filter: $filter, first: $first, after: $after) {
    nodes { id title type date { edtf } locations { name } participants { role actor { ... on Node { id } } } }
    pageInfo { endCursor hasNextPage }
  }
}`
const COUNT = `query Count($filter: EventFilter) { events(filter: $filter) { totalCount } }`
const SEARCH = `query Search($query: String!) {
  search(query: $query, first: 20) { edges { field fragment node { id __typename } } }
}`
const SEARCH_COUNT = `query SearchCount($query: String!) { search(query: $query) { totalCount } }`
const MATRIX = `query Matrix($id: ID!) {
  negotiation(id: $id) { positions { party { name } proposal { name } position since { edtf } statusUpdate { id } } }
}`
const BY_MONTH = `query ByMonth($filter: EventFilter) { eventCounts(filter: $filter, bucket: MONTH) { periodStart count } }`
const PAGE = 1000

const range = { onOrAfter: '2017-01-01', onOrBefore: '2019-12-31' }

/**
 * @typedef {object} Known What a record holds that is asked about.
 * @property {string} country with a third of all events
 * @property {string} tenth a country with a tenth of them
 * @property {string} state
 * @property {string} negotiation
 * @property {string | null} cursor of the last event before page 1,000, or before the last page of a smaller record
 *
 * @typedef {object} Question
 * @property {string} about
 * @property {string} query
 * @property {(known: Known) => object} variables
 * @property {{ times?: number, ms?: number }} goal at most so many times what it costs in the smallest record; at most so many milliseconds in the largest
 */

/** @type {Readonly<Record<string, Question>>} */
export const QUESTIONS = {
  first: { about: 'first page of events', query: EVENTS, variables: () => ({}), goal: { times: 2 } },
  page: {
    about: 'page 1,000 of events (the last of a smaller record)',
    query: EVENTS,
    variables: ({ cursor }) => ({ after: cursor }),
    goal: { times: 2 },
  },
  typeAndDate: {
    about: 'events of two types within three years',
    query: EVENTS,
    variables: () => ({ filter: { type: ['CONSULT', 'SANCTION'], ...range } }),
    goal: { times: 2 },
  },
  rareTypeAndDate: {
    about: 'events of a rare type within three years',
    query: EVENTS,
    variables: () => ({ filter: { type: ['AID'], ...range } }),
    goal: { times: 2 },
  },
  place: {
    about: 'events in a country and all its parts',
    query: EVENTS,
    variables: ({ country }) => ({ filter: { locationId: country } }),
    goal: { times: 2 },
  },
  participant: {
    about: 'events in which a state or a part of it took part',
    query: EVENTS,
    variables: ({ state }) => ({ filter: { participantId: state } }),
    goal: { times: 2 },
  },
  searchHundred: {
    about: 'search for a word of 100 entries, with highlights',
    query: SEARCH,
    variables: () => ({ query: MARKS.hundred }),
    goal: { times: 2 },
  },
  matrix: {
    about: 'position matrix of a negotiation',
    query: MATRIX,
    variables: ({ negotiation }) => ({ id: negotiation }),
    goal: { times: 2 },
  },
  months: { about: 'events by month', query: BY_MONTH, variables: () => ({}), goal: { times: 2 } },
  searchThousand: {
    about: 'search for a word of 1,000 entries, with highlights',
    query: SEARCH,
    variables: () => ({ query: MARKS.thousand }),
    goal: { ms: 50 },
  },
  searchEverywhere: {
    about: 'search for a word of every entry, with highlights',
    query: SEARCH,
    variables: () => ({ query: MARKS.everywhere }),
    goal: { ms: 150 },
  },
  countAll: { about: 'totalCount of all events', query: COUNT, variables: () => ({}), goal: { ms: 150 } },
  countDates: {
    about: 'totalCount of events of a type that can lie in a year',
    query: COUNT,
    variables: () => ({ filter: { type: ['CONSULT'], onOrAfter: '2018-01-01', onOrBefore: '2018-12-31' } }),
    goal: { ms: 50 },
  },
  countType: {
    about: 'totalCount of events of a type',
    query: COUNT,
    variables: () => ({ filter: { type: ['AGREE', 'AID', 'RETREAT'] } }),
    goal: { ms: 50 },
  },
  countPlace: {
    about: 'totalCount of events in a country, a tenth of all',
    query: COUNT,
    variables: ({ tenth }) => ({ filter: { locationId: tenth } }),
    goal: { ms: 50 },
  },
  countMonths: {
    about: 'events of a type by month',
    query: BY_MONTH,
    variables: () => ({ filter: { type: ['AGREE', 'AID', 'RETREAT'], onOrAfter: '2015-01-01' } }),
    goal: { ms: 50 },
  },
  countSearch: {
    about: 'totalCount of a search that finds a tenth of all events',
    query: SEARCH_COUNT,
    variables: () => ({ query: MARKS.tenth }),
    goal: { ms: 50 },
  },
}

/** What a service on such a record is asked about. @param {(query: string, variables?: object) => Promise<any>} ask @returns {Promise<Known>} */
export async function knownOf(ask) {
  const { locations, tenths, organizations, negotiations } = await ask(`{
    locations(filter: { name: "Country 0" }, first: 1) { nodes { id } }
    tenths: locations(filter: { name: "Country 1" }, first: 1) { nodes { id } }
    organizations(filter: { name: "State 0" }, first: 1) { nodes { id } }
    negotiations(filter: { name: "Negotiation 1 on" }, first: 1) { nodes { id } }
  }`)
  const [country, tenth, state, negotiation] = [locations, tenths, organizations, negotiations].map(
    (list) => list.nodes[0].id,
  )
  return { country, tenth, state, negotiation, cursor: await cursorBefore(ask) }
}

async function cursorBefore(ask) {
  let cursor = null
  // In steps of five pages.
  for (let page = 1; page + 5 <= PAGE; page += 5) {
    const { events } = await ask(
      `query Walk($after: String) { events(first: 100, after: $after) { pageInfo { endCursor hasNextPage } } }`,
      { after: cursor },
    )
    if (!events.pageInfo.hasNextPage) break
    cursor = events.pageInfo.endCursor
  }
  return cursor
}
