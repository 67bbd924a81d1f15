import { dayAndTime, describeMachine, describeVersions, median, spread, table } from '../figures.mjs'
import { CONTENDERS } from './contenders.mjs'
import { QUERIES } from './questions.mjs'

/** What the service set itself. */
const HOT_AT_LEAST = 0.6
const TUTORIAL_AT_LEAST = 3
/** From here on the clients may be what is measured. */
const BUSY = 0.9

/**
 * All turns, by contender and in the order of the rounds: what each measured of each query.
 *
 * @typedef {Map<string, { round: number, measured: Record<string, import('./turn.mjs').Measured> }[]>} Turns
 */

const INTRO = `# Reads

How many answers a second the service and its peers give over the same data, and what one costs. Written by \`npm run bench\` (\`-- --help\` tells
how it measures, [README.md](README.md) how it is kept fair). Absolute figures hold for this run on this machine only: quote ratios. Each figure is
the median of the rounds, with the lowest and the highest; a ratio is taken within each round. CPU is processor time of the server's process for one
answer, user and system, the database's not in it. SQL is statements for one answer. "Clients" is the share of the time in which the process that
asks was not waiting: near 1 it is what is measured.`

/** The whole report. @param {Turns} turns */
export function describeAll({ turns, failures, about, options }) {
  return [INTRO, about, ...options.queries.map((query) => describeQuery(query, turns, options)), lines(failures)]
    .filter((part) => part !== '')
    .join('\n\n')
}

const lines = (texts) => texts.map((text) => `- ${text}`).join('\n')

/** The machine and the run, as lines of Markdown. */
export function describeRun({ versions, postgres, options, startedAt, loadBefore }) {
  const { rounds, warmUp, seconds, connections, many, manySeconds } = options
  return [
    `- ${dayAndTime(startedAt)}; ${rounds} ${rounds === 1 ? 'round' : 'rounds'} in turn; ${warmUp} s to warm up, ${seconds} s with ${connections} connections, ${manySeconds} s with ${many}`,
    describeMachine(loadBefore),
    `- ${describeVersions({ Node: process.versions.node, PostgreSQL: postgres, ...versions })}`,
  ].join('\n')
}

/** @param {Turns} turns */
function describeQuery(query, turns, { many }) {
  const heads = [
    '',
    'answers/s',
    '÷ node:http',
    'CPU µs',
    'p50 ms',
    'p99 ms',
    `p99 ms, ${many} conn.`,
    'bytes',
    'SQL',
    'clients',
  ]
  const rows = [...turns]
    .filter(([, each]) => each.length > 0)
    .map(([name, each]) => {
      const all = (key) => each.map(({ measured }) => measured[query][key])
      const { statements } = each[0].measured[query]
      return [
        CONTENDERS[name].label,
        spread(all('perSecond')),
        percent(ratios(turns, name, 'http', query)),
        spread(all('cpuMicros')),
        spread(all('p50Ms')),
        spread(all('p99Ms')),
        spread(all('manyP99Ms')),
        Math.round(median(all('bytes'))).toLocaleString('en'),
        statements === null ? '' : String(Math.round(median(all('statements')) * 10) / 10),
        median(all('busy')).toFixed(2),
      ]
    })
  const parts = [
    `## ${query}: ${QUERIES[query]}`,
    rows.length > 0 ? table(heads, rows) : '',
    lines(verdicts(query, turns)),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** @param {Turns} turns */
function verdicts(query, turns) {
  const hot = ratios(turns, 'hot', 'http', query)
  const ahead = ratios(turns, 'cold', 'postgraphile', query)
  const tutorial = ratios(turns, 'cold', 'tutorial', query)
  return [
    hot && verdict(`Hot is at ${percent(hot)} of node:http`, 'at least 60 %', median(hot) >= HOT_AT_LEAST),
    ahead && verdict(`Cold is at ${spread(ahead)} × PostGraphile`, 'ahead of it', median(ahead) > 1),
    tutorial &&
      verdict(
        `Cold is at ${spread(tutorial)} × Apollo with type-graphql`,
        'at least 3',
        median(tutorial) >= TUTORIAL_AT_LEAST,
      ),
    ...floors(query, turns),
  ].filter((line) => line !== undefined)
}

/** Where the clients have no time to wait, the floor is higher than it looks. */
function floors(query, turns) {
  const busy = turns.get('http')?.map(({ measured }) => measured[query].busy) ?? []
  if (busy.length === 0) return []
  const share = median(busy)
  const could = `by themselves they could ask ${(1 / share).toFixed(1)} times as often`
  return [
    `At the floor the clients are busy for ${share.toFixed(2)} of the time: ${share < BUSY ? could : 'it is higher than it looks'}.`,
  ]
}

const verdict = (says, goal, held) => `${says}; goal: ${goal}: **${held ? 'held' : 'not held'}**`

/** Answers a second of one against another, in the rounds that both finished; undefined when there is none. */
function ratios(turns, name, other, query) {
  const [ones = [], twos = []] = [turns.get(name), turns.get(other)]
  const of = ({ measured }) => measured[query].perSecond
  const both = ones.flatMap((one) => twos.filter(({ round }) => round === one.round).map((two) => of(one) / of(two)))
  return both.length > 0 ? both : undefined
}

function percent(values) {
  if (values === undefined) return ''
  return `${spread(values.map((value) => value * 100))} %`
}
