// Questions to a service whose record is known, as *.questions.json lists them (format "parley-questions/1").

/**
 * @typedef {{ readonly [name: string]: unknown }} Data
 *
 * @typedef {object} Ask One query. A variable `{ "$from": path }` is taken from the results of the steps before.
 * @property {string} query
 * @property {Data} variables
 *
 * @typedef {object} Asked
 * @property {number} n
 * @property {string} question In words.
 * @property {string | Readonly<Record<string, string>>} pick A path, or an object of name and path.
 * @property {unknown} expect
 * @property {'equal' | 'set'} compare set: the order of no list counts, at any depth; repeated items do.
 *
 * @typedef {Asked & (Ask | { readonly steps: readonly Ask[] })} Question
 *
 * @typedef {object} Answer
 * @property {Data | null} [data]
 * @property {readonly { readonly message: string }[]} [errors]
 *
 * @typedef {(ask: Ask) => Promise<Answer>} Send
 *
 * @typedef {object} Verdict
 * @property {boolean} passed
 * @property {unknown} result What was picked; undefined when there were errors.
 * @property {string} reason Empty when passed.
 */

/**
 * Asks one question and compares what comes back. Rejects only when `send` does.
 *
 * @param {Question} question
 * @param {Send} send
 * @returns {Promise<Verdict>}
 */
export async function askQuestion(question, send) {
  const steps = 'steps' in question ? question.steps : [question]
  /** @type {Data[]} */
  const results = []
  for (const { query, variables } of steps) {
    const { data, errors } = await send({ query, variables: /** @type {Data} */ (fillIn(variables, results)) })
    if (errors?.length || !data) {
      const messages = (errors ?? []).map(({ message }) => message).join(' ') || 'no data'
      return { passed: false, result: undefined, reason: `answered with errors: ${messages}` }
    }
    results.push(data)
  }
  const result = pick(question.pick, 'steps' in question ? results : results[0])
  const passed = canonical(result, question.compare) === canonical(question.expect, question.compare)
  return {
    passed,
    result,
    reason: passed ? '' : `expected ${JSON.stringify(question.expect)}, got ${JSON.stringify(result)}`,
  }
}

/**
 * @param {string | Readonly<Record<string, string>>} paths
 * @param {unknown} result
 */
export function pick(paths, result) {
  if (typeof paths === 'string') return follow(stepsOf(paths), result)
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, follow(stepsOf(path), result)]))
}

/**
 * `0.persons.nodes[*].name` as `0 persons nodes [*] name`; the empty path has no step.
 *
 * @param {string} path
 */
function stepsOf(path) {
  return path.match(/\[[^\]]*\]|[^.[\]]+/g) ?? []
}

/**
 * @param {readonly string[]} steps
 * @param {unknown} from
 * @returns {unknown} Null for what is missing.
 */
function follow([step, ...rest], from) {
  if (step === undefined) return from ?? null
  if (step === '[*]') {
    // flatMap makes one flat list of lists that are met inside this one.
    return Array.isArray(from) ? from.flatMap((item) => follow(rest, item)) : null
  }
  if (from === null || typeof from !== 'object') return null
  const key = step.replace(/^\[(.*)\]$/, '$1')
  return follow(rest, Object.hasOwn(from, key) ? /** @type {Data} */ (from)[key] : null)
}

/**
 * @param {unknown} value
 * @param {readonly Data[]} results
 * @returns {unknown}
 */
function fillIn(value, results) {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => fillIn(item, results))
  if ('$from' in value) return follow(stepsOf(String(value.$from)), results)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fillIn(each, results)]))
}

/**
 * JSON in which two values are the same text when they count as equal: keys in order and, for "set", lists too.
 *
 * @param {unknown} value
 * @param {'equal' | 'set'} compare
 * @returns {string}
 */
function canonical(value, compare) {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, compare))
    return `[${(compare === 'set' ? items.sort() : items).join()}]`
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each, compare)}`).join()}}`
}
