// Documents and variables that an attacker sends, for tests and for the table of bench/attacks.

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {string} query
 * @property {Readonly<Record<string, unknown>>} [variables]
 * @property {string} code The code that answers it.
 */

const times = (/** @type {number} */ count, /** @type {(index: number) => string} */ make) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ')
const nested = (/** @type {number} */ depth, /** @type {string} */ field, /** @type {string} */ inside) =>
  `${`${field} { `.repeat(depth)}${inside}${' }'.repeat(depth)}`

/** An object nested by the thousand. */
const deep = (/** @type {number} */ depth) => {
  let value = /** @type {unknown} */ ('x')
  for (let count = 0; count < depth; count += 1) value = count % 2 === 0 ? [value] : { filter: value }
  return value
}

const HUGE = 'x'.repeat(1_000_000)

/** All of them are refused before anything of them is executed, save those on which variables alone are wrong. */
/** @type {readonly Attack[]} */
export const ATTACKS = [
  {
    name: 'aliases: 2,000 of one field',
    query: `{ ${times(2_000, (index) => `a${index}: __typename`)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'aliases: 48 searches of the whole record, each with its count',
    query: `{ ${times(48, (index) => `s${index}: search(query: "talks ${index}", first: 100) { totalCount edges { fragment } }`)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'aliases: 100 searches',
    query: `{ ${times(100, (index) => `s${index}: search(query: "talks") { totalCount }`)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'depth: 30 fields',
    query: `{ node(id: "1") { ... on Event { ${nested(30, 'partOf', 'id')} } } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'depth: 500 fields',
    query: `{ node(id: "1") { ... on Event { ${nested(500, 'partOf', 'id')} } } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  { name: 'depth: 4,900 fields', query: `{ ${nested(4_900, 'a', 'id')} }`, code: 'GRAPHQL_PARSE_FAILED' },
  {
    name: 'depth: through fragments',
    query: `{ node(id: "1") { ...F0 } } ${times(30, (index) => `fragment F${index} on Event { partOf { ...F${index + 1} } }`)} fragment F30 on Event { id }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'depth: a list in a list, 4,900 deep',
    query: `{ nodes(ids: ${'['.repeat(4_900)}${']'.repeat(4_900)}) { id } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    name: 'depth: a type of lists, 4,900 deep',
    query: `query ($a: ${'['.repeat(4_900)}ID${']'.repeat(4_900)}) { nodes(ids: $a) { id } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    name: 'fragments: a circle',
    query: '{ node(id: "1") { ...A } } fragment A on Entry { id ...B } fragment B on Entry { id ...A }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'fragments: a circle through fields',
    query: '{ node(id: "1") { ...A } } fragment A on Event { partOf { ...A } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'fragments: a bomb of 2^100 fields',
    query: `{ service { ...F0 } } ${times(100, (index) => `fragment F${index} on Service { ...F${index + 1} ...F${index + 1} }`)} fragment F100 on Service { version }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'fragments: a bomb of 2^14 entries',
    query: `{ event(id: "1") { ...F0 } } ${times(14, (index) => `fragment F${index} on Event { partOf { ...F${index + 1} } negotiation { events { nodes { ...F${index + 1} } } } }`)} fragment F14 on Event { id }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'fragments: 300 at one place',
    query: `{ ${times(300, (index) => `...F${index}`)} } ${times(300, (index) => `fragment F${index} on Query { service { version } }`)}`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'directives: 1,400 on a field',
    query: `{ service${' @include(if: true)'.repeat(1_400)} { version } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'directives: 4,900 that do not exist',
    query: `{ service${' @a'.repeat(4_900)} { version } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  { name: 'duplicates: one field 9,000 times', query: `{ ${'__typename '.repeat(9_000)} }`, code: 'QUERY_TOO_COMPLEX' },
  {
    name: 'duplicates: one object 2,000 times',
    query: `{ ${'service { version } '.repeat(2_000)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'duplicates: 40 objects of 40 fields each',
    query: `{ ${`service { ${'version '.repeat(40)} } `.repeat(40)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'fields that do not exist: 9,000',
    query: `{ ${times(9_000, (index) => `sourze${index}`)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'fields that do not exist: 40',
    query: `{ ${times(40, (index) => `sourze${index}`)} }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { name: 'a name of 1,000,000 letters', query: `{ ${HUGE} }`, code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'a name of 90,000 letters', query: `{ ${'x'.repeat(90_000)} }`, code: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'a comment of 1,000,000 letters', query: `{ __typename } # ${HUGE}`, code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'tokens: 20,000', query: `{ ${'id '.repeat(20_000)} }`, code: 'GRAPHQL_PARSE_FAILED' },
  {
    name: 'operations: 1,900 in one document',
    query: times(1_900, (index) => `query Q${index} { __typename }`),
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'variables: 1,900 that nobody uses',
    query: `query (${times(1_900, (index) => `$v${index}: ID`)}) { __typename }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'variables: 1,000,000 letters for a number',
    query: 'query ($n: Int) { events(first: $n) { nodes { id } } }',
    variables: { n: HUGE },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'variables: 1,000,000 letters for a word of a vocabulary',
    query: 'query ($t: [EntryType!]) { search(query: "a", types: $t) { totalCount } }',
    variables: { t: [HUGE] },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'variables: 20,000 wrong words of a vocabulary',
    query: 'query ($t: [EntryType!]) { search(query: "a", types: $t) { totalCount } }',
    variables: { t: Array.from({ length: 20_000 }, (_, index) => `EVENT${index}`) },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'variables: nested 1,000 deep',
    query: 'query ($f: EventFilter) { events(filter: $f) { totalCount } }',
    variables: { f: deep(1_000) },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'variables: 100,000 ids',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: { ids: Array.from({ length: 100_000 }, () => '1') },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'pages of 100 below pages of 100, four levels',
    query: `{ ${times(4, () => 'events(first: 100) { nodes { negotiation {')} id ${'} '.repeat(12)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'lists below lists, again and again',
    query: `{ persons(first: 100) { nodes { ${times(4, () => 'memberships { organization { members { person {')} id ${'} '.repeat(16)} } } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'introspection: types of fields of types of fields',
    query: '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'introspection: 40 times the whole schema',
    query: `{ ${times(40, (index) => `s${index}: __schema { types { name fields { name args { name type { name ofType { name ofType { name } } } } type { name ofType { name ofType { name } } } } } }`)} }`,
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'introspection: 25 deep',
    query: `{ __type(name: "Event") { ${nested(25, 'ofType', 'name')} } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
]
