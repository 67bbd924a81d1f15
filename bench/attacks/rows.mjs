import { gzipSync } from 'node:zlib'
import { ATTACKS } from '../../tests/support/attacks.mjs'
import { overSocket, post, postBody, slowly } from './senders.mjs'

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} over
 * @property {() => Promise<string>} send
 * @property {boolean} [once] Takes its own time, and is not repeated.
 */

const subscribe = (/** @type {object} */ payload, id = '1') => JSON.stringify({ type: 'subscribe', id, payload })
const TEXT =
  'query ($t: String!) { search(query: $t, first: 100) { totalCount edges { fragment } } persons(filter: { name: $t }) { totalCount } }'

/** Texts that are allowed, and made to take long where they are looked for. */
const PATTERNS = Object.entries({
  'LIKE: 250 times _%': '_%'.repeat(250),
  'LIKE: 250 times %a': '%a'.repeat(250),
  'a regular expression that backtracks': '(a+)+$'.repeat(80),
  'search: 125 words with or': Array.from({ length: 125 }, (_, index) => `talks${index % 9}`)
    .join(' or ')
    .slice(0, 500),
  'search: 120 negations': '-a '.repeat(160),
  'search: a phrase of 80 words': `"${'talks '.repeat(80)}"`,
  'search: 500 letters of 18 letters each': '\uFDFA'.repeat(500),
  'search: one letter with 499 accents': `e${'\u0301'.repeat(499)}`,
  'a null byte': 'talks\0',
  'half of a surrogate pair': 'talks\uD800',
  SQL: "'; drop table entry; select pg_sleep(9); --",
})

/**
 * All attacks, in the order of the table.
 *
 * @param {string} url
 * @param {{ readonly slowMs: number }} options
 * @returns {Row[]}
 */
export function rowsOf(url, { slowMs }) {
  const search = PATTERNS.map(([name, t]) => ({
    name,
    over: 'HTTP',
    send: () => post(url, { query: TEXT, variables: { t } }),
  }))
  return [
    ...ATTACKS.map((attack) => ({ name: attack.name, over: 'HTTP', send: () => post(url, attack) })),
    ...ATTACKS.filter((_, index) => index % 6 === 0).map(({ name, query, variables }) => ({
      ...{ name, over: 'WebSocket' },
      send: () => overSocket(url, [subscribe({ query, variables })]),
    })),
    ...search,
    ...ofTheTransport(url, slowMs),
  ]
}

/**
 * What is wrong before a document is read.
 *
 * @param {string} url
 * @param {number} slowMs
 * @returns {Row[]}
 */
function ofTheTransport(url, slowMs) {
  const deep = (/** @type {number} */ levels) =>
    `{"query":"{ __typename }","variables":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`
  const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
  const slow = { connections: 200, withinMs: slowMs }
  return [
    { name: 'a body of 17 MiB', over: 'HTTP', send: () => postBody(url, Buffer.alloc(17 * 1024 * 1024, 'x')) },
    { name: 'JSON nested 100,000 deep', over: 'HTTP', send: () => postBody(url, deep(100_000)) },
    {
      name: 'JSON with the key __proto__',
      over: 'HTTP',
      send: () => postBody(url, '{"query":"{__typename}","variables":{"__proto__":{"a":1}}}'),
    },
    {
      name: 'a list of 1,000 operations',
      over: 'HTTP',
      send: () => postBody(url, `[${'{"query":"{__typename}"},'.repeat(999)}{}]`),
    },
    {
      name: '10 MB of zeros in gzip',
      over: 'HTTP',
      send: () => postBody(url, gzipSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'gzip' }),
    },
    {
      ...{ name: '5,000 subscriptions at once', over: 'WebSocket' },
      send: () =>
        overSocket(
          url,
          Array.from({ length: 5_000 }, (_, id) =>
            subscribe({ query: 'subscription { changes { cursor } }' }, String(id)),
          ),
        ),
    },
    {
      ...{ name: '5,000 messages before connection_ack', over: 'WebSocket' },
      send: () =>
        overSocket(
          url,
          Array.from({ length: 5_000 }, (_, id) => subscribe({ query: '{ __typename }' }, String(id))),
          { early: true },
        ),
    },
    { name: 'a message of 17 MiB', over: 'WebSocket', send: () => overSocket(url, ['x'.repeat(17 * 1024 * 1024)]) },
    {
      name: '200 bodies, four bytes a second',
      over: 'HTTP',
      once: true,
      send: () => slowly(url, `${head}Content-Length: 100000\r\n\r\n{`, slow),
    },
    {
      name: '200 heads, four bytes a second',
      over: 'HTTP',
      once: true,
      send: () => slowly(url, `${head}X-Slow: `, slow),
    },
  ]
}
