// What is asked: the same of all, in Parley's schema where they have it.
import { readFileSync } from 'node:fs'

const documentOf = (name, folder = 'queries') =>
  readFileSync(new URL(`${folder}/${name}.graphql`, import.meta.url), 'utf8')

/** The queries, in the order of the tables. */
export const QUERIES = {
  entry: 'an event by its id',
  events: '20 events with places and participants',
  negotiation: 'a negotiation with status, position matrix and 20 updates with evidence and speakers',
  search: 'a search with 20 highlighted hits',
}

/** In how many of the entries it stands, roughly: every tenth. */
export const WORD = 'prisoners'

/**
 * The variables of each query, from a service on this record.
 *
 * @param {string} url
 */
export async function variablesOf(url) {
  const { negotiations, search } = await post(url, {
    query: `{ negotiations(first: 1) { nodes { id } } search(query: "\\"meeting 1234\\"", types: [EVENT]) { edges { node { id } } } }`,
  }).then((text) => JSON.parse(text).data)
  return {
    entry: { id: search.edges[0].node.id },
    events: {},
    negotiation: { id: negotiations.nodes[0].id },
    search: { query: WORD },
  }
}

/** What a service answers to a query, as text. @param {string} url @param {string} query @param {object} variables */
export const askOnce = (url, query, variables) => post(url, bodyOf(query, variables))

async function post(url, body) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
  return response.text()
}

/**
 * The body of a request.
 *
 * @param {string} query Its name.
 * @param {string | undefined} folder Where its document lies for those who have another schema.
 */
export const bodyOf = (query, variables, folder) =>
  JSON.stringify({ query: documentOf(query, folder), variables: variables[query] })
