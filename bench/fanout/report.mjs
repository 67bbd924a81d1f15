import { dayAndTime, describeMachine, describeVersions, median, short, spread, table } from '../figures.mjs'

const LETTERS = { ws: '(a) ', 'graphql-ws': '(b) ', yoga: '(c) ' }
/** What the service set itself. */
const AT_MOST_BARE = 2
const AT_LEAST_PEER = 5

/**
 * All turns of the contenders with one number of subscribers; by contender, in the order of the rounds.
 *
 * @typedef {Map<string, import('./turn.mjs').Turn[]>} Turns
 */

/** The machine and the run, as lines of Markdown. */
export function describeRun({ versions, postgres, options, startedAt, loadBefore }) {
  return [
    `- ${dayAndTime(startedAt)}; ${options.rounds} rounds in turn, ${options.updates} updates each (fewer where ${options.seconds} s were over), ${options.warmUp} to warm up`,
    describeMachine(loadBefore),
    `- ${describeVersions({ Node: process.versions.node, PostgreSQL: postgres, ...versions })}`,
  ].join('\n')
}

/** The table and the verdicts for one number of subscribers. @param {number} subscribers @param {Turns} turns */
export function describeTurns(subscribers, turns, failures) {
  const heads = [
    '',
    'CPU µs per message',
    '÷ (a)',
    'p50 ms',
    'p99 ms',
    '÷ (a)',
    'bytes',
    'MB',
    'updates',
    'readers µs',
    'errors',
  ]
  const rows = [...turns].map(([name, each]) => [
    `${LETTERS[name] ?? ''}${name}`,
    spread(each.map(({ cpuMicros }) => cpuMicros)),
    ratio(turns, name, 'ws', 'cpuMicros') ?? '',
    spread(each.map(({ p50Ms }) => p50Ms)),
    spread(each.map(({ p99Ms }) => p99Ms)),
    ratio(turns, name, 'ws', 'p99Ms') ?? '',
    short(median(each.map(({ bytes }) => bytes))),
    short(median(each.map(({ rssBytes }) => rssBytes)) / 1e6),
    String(each.reduce((sum, { updates }) => sum + updates, 0)),
    spread(each.map(({ readersCpuMicros }) => readersCpuMicros)),
    String(each.reduce((sum, { errors }) => sum + errors.length, 0)),
  ])
  return [
    `## ${subscribers.toLocaleString('en')} subscribers`,
    rows.length > 0 ? table(heads, rows) : '',
    [...verdicts(turns), ...failures.map((line) => `- ${line}`)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** @param {Turns} turns */
function verdicts(turns) {
  const lines = []
  for (const [key, what] of [
    ['cpuMicros', 'CPU per message'],
    ['p99Ms', 'p99'],
  ]) {
    const bare = ratios(turns, 'parley', 'ws', key)
    const peer = ratios(turns, 'graphql-ws', 'parley', key)
    if (bare)
      lines.push(
        verdict(`${what}: Parley is at ${spread(bare)} × (a)`, `at most ${AT_MOST_BARE}`, median(bare) <= AT_MOST_BARE),
      )
    if (peer)
      lines.push(
        verdict(
          `${what}: (b) is at ${spread(peer)} × Parley`,
          `at least ${AT_LEAST_PEER}`,
          median(peer) >= AT_LEAST_PEER,
        ),
      )
  }
  const sending = pairs(turns, 'parley', 'ws', (parley, ws) => parley.cpuMicros / (ws.cpuMicros - ws.renderingMicros))
  if (sending)
    lines.push(
      `- Not a goal: CPU per message is at ${spread(sending)} × what (a) needs without the one rendering of each update.`,
    )
  return lines
}

const verdict = (says, goal, met) => `- ${says}; goal: ${goal}: **${met ? 'met' : 'missed'}**`

/** One contender against another, in the rounds that both finished; undefined when there is none. */
const ratios = (turns, name, other, key) => pairs(turns, name, other, (one, two) => one[key] / two[key])

function ratio(turns, name, other, key) {
  const each = ratios(turns, name, other, key)
  return each && spread(each)
}

function pairs(turns, name, other, compare) {
  const [ones = [], twos = []] = [turns.get(name), turns.get(other)]
  const both = ones.flatMap((one) => twos.filter(({ round }) => round === one.round).map((two) => compare(one, two)))
  return both.length > 0 ? both : undefined
}
