// Asks a running service that holds the sample record and nothing else all the questions that come with it, and for its schema.
// node scripts/ask-questions.mjs <url of the service> [file of questions]
import { readFile } from 'node:fs/promises'
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql'
import { askQuestion } from './questions.mjs'

const SCHEMA = new URL('../schema.graphql', import.meta.url)

const [address, file = new URL('../prisma/sample/ceasefire-2025-03.questions.json', import.meta.url)] =
  process.argv.slice(2)
if (address === undefined)
  throw new Error('Say where the service is: node scripts/ask-questions.mjs http://127.0.0.1:4000')
const url = new URL('/graphql', address)

/** @type {{ questions: readonly import('./questions.mjs').Question[] }} */
const { questions } = JSON.parse(await readFile(file, 'utf8'))
let answered = 0
for (const question of questions) {
  const { passed, reason } = await askQuestion(question, send)
  if (passed) answered++
  else console.log(`${question.n}. ${question.question}\n   ${reason}`)
}
console.log(`Questions: ${answered} of ${questions.length} answered as expected`)
const isPublished = (await servedSchema()) === inOrder(buildSchema(await readFile(SCHEMA, 'utf8')))
if (!isPublished) console.log('The schema that it serves is not schema.graphql.')
process.exitCode = answered === questions.length && isPublished ? 0 : 1

/** @type {import('./questions.mjs').Send} */
async function send(ask) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: ask.query, variables: ask.variables }),
  })
  return /** @type {import('./questions.mjs').Answer} */ (await response.json())
}

/** Names of types come from names of classes, which a bundler may change. */
async function servedSchema() {
  const query = getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true })
  const { data } = await send({ query, variables: {} })
  return inOrder(buildClientSchema(/** @type {import('graphql').IntrospectionQuery} */ (/** @type {unknown} */ (data))))
}

/** @param {import('graphql').GraphQLSchema} schema */
function inOrder(schema) {
  return printSchema(lexicographicSortSchema(schema))
}
