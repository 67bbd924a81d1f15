import { dayAndTime, describeMachine, describeVersions, median, spread, table } from '../figures.mjs'

/** What the service set itself. */
const OF_PGBENCH = 0.5
const BATCHED_PER_SECOND = 3000

const INTRO = `# Writes

How many events a second the service adds: by \`addEvent\` with two citations, two participants and two places, each in a transaction of its own, next to
pgbench with the same statements; and in batches through the log. Written by \`npm run bench:writes\` (\`-- --help\` tells how it measures,
[README.md](../README.md) how it is kept fair). Absolute figures hold for this run on this machine only: quote ratios. Each figure is the median of
the rounds, with the lowest and the highest; a ratio is taken within each round. CPU is processor time of the service's process for one event, the
database's not in it. "Clients" is the share of the time in which the process that asks was not waiting.`

/**
 * What each turn measured: by what was measured, number of clients or batches at once, and round.
 *
 * @typedef {{ name: string, many: number, round: number, measured: { perSecond: number } & Record<string, any> }[]} Turns
 */

/** The machine and the run, as lines of Markdown. */
export function describeRun({ versions, postgres, options, startedAt, loadBefore }) {
  const { rounds, warmUp, seconds } = options
  return [
    `- ${dayAndTime(startedAt)}; ${rounds} ${rounds === 1 ? 'round' : 'rounds'} in turn; ${warmUp} s to warm up, ${seconds} s measured`,
    describeMachine(loadBefore),
    `- ${describeVersions({ Node: process.versions.node, PostgreSQL: postgres, ...versions })}`,
  ].join('\n')
}

/** The whole report. @param {{ turns: Turns }} all */
export function describeAll({ turns, failures, about, options, statements }) {
  return [INTRO, about, describeOne(turns, options, statements), describeBatches(turns, options), lines(failures)]
    .filter((part) => part !== '')
    .join('\n\n')
}

const lines = (texts) => texts.map((text) => `- ${text}`).join('\n')
const verdict = (says, goal, held) => `${says}; goal: ${goal}: **${held ? 'held' : 'not held'}**`

function describeOne(turns, { clients }, statements) {
  const heads = [
    'clients',
    'addEvent/s',
    'pgbench/s',
    'ratio',
    'CPU µs',
    'SQL',
    'p50 ms',
    'p99 ms',
    'pgbench, mean ms',
    'clients busy',
  ]
  const rows = clients.flatMap((many) => {
    const [ours, theirs] = ['parley', 'pgbench'].map((name) => of(turns, name, many))
    if (ours.length + theirs.length === 0) return []
    const all = (key, each = ours) => (each.length === 0 ? '' : spread(each.map(({ measured }) => measured[key])))
    const ratio = ratios(ours, theirs)
    return [
      [
        String(many),
        ...[all('perSecond'), all('perSecond', theirs), ratio.length === 0 ? '' : spread(ratio)],
        ...[all('cpuMicros'), all('statements'), all('p50Ms'), all('p99Ms'), all('meanMs', theirs), all('busy')],
      ],
    ]
  })
  if (rows.length === 0) return ''
  const verdicts = clients.flatMap((many) => {
    const ratio = ratios(of(turns, 'parley', many), of(turns, 'pgbench', many))
    if (ratio.length === 0) return []
    const who = many === 1 ? '1 client' : `${many} clients`
    return [
      verdict(`With ${who}, addEvent is at ${spread(ratio)} of pgbench`, 'at least half', median(ratio) >= OF_PGBENCH),
    ]
  })
  const sent = `An addEvent sends ${statements.length} statements, begin and commit included.`
  return ['## addEvent', table(heads, rows), lines([sent, ...verdicts])].join('\n\n')
}

function describeBatches(turns, { atOnce, batch }) {
  const rows = atOnce.flatMap((many) => {
    const each = of(turns, 'batches', many)
    if (each.length === 0) return []
    return [
      [String(many), ...['perSecond', 'cpuMicros'].map((key) => spread(each.map(({ measured }) => measured[key])))],
    ]
  })
  if (rows.length === 0) return ''
  const best = Math.max(
    ...atOnce.map((many) => median(of(turns, 'batches', many).map(({ measured }) => measured.perSecond))),
  )
  return [
    `## Batches of ${batch} events`,
    table(['at once', 'events/s', 'CPU µs'], rows),
    lines([
      verdict(
        `${Math.round(best).toLocaleString('en')} events a second`,
        `at least ${BATCHED_PER_SECOND.toLocaleString('en')}`,
        best >= BATCHED_PER_SECOND,
      ),
    ]),
  ].join('\n\n')
}

const of = (turns, name, many) => turns.filter((turn) => turn.name === name && turn.many === many)

/** Within the rounds that both finished. */
const ratios = (ones, twos) =>
  ones.flatMap((one) =>
    twos.filter(({ round }) => round === one.round).map((two) => one.measured.perSecond / two.measured.perSecond),
  )
