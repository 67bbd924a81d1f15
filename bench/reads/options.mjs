import { parseArgs } from 'node:util'
import { end, some, whole } from '../options.mjs'
import { CONTENDERS } from './contenders.mjs'
import { QUERIES } from './questions.mjs'

const listed = (all) =>
  Object.entries(all)
    .map(([name, text]) => `  ${name.padEnd(13)} ${text}`)
    .join('\n')

const HELP = `Reads: how many answers a second Parley and its peers give, and what one costs.

npm run bench -- [options]

  --rounds 3          rounds; in each, every contender has its turn with a fresh process
  --warm-up 1.5       seconds for which a query is asked before it is measured
  --seconds 2.5       seconds for which it is measured
  --connections 32    how many ask at once
  --many 64           how many ask at once in a second measurement, for the p99 under load
  --many-seconds 1.5  seconds for which that is done
  --only hot,http     some of the contenders
  --queries entry     some of the queries
  --fresh             load the record anew; else it is kept from the run before
  --help              this text

Contenders, each a process of its own:
${listed(Object.fromEntries(Object.entries(CONTENDERS).map(([name, { label }]) => [name, label])))}

Queries:
${listed(QUERIES)}

It needs PostgreSQL: DATABASE_URL, or postgresql://postgres@127.0.0.1:5432. It keeps the database parley_bench_reads there, which may be
dropped, and makes a copy for the run. The first run installs the packages of bench/. The tables are printed and, when all queries were asked
of all contenders, written to bench/RESULTS.md. All figures of a run hold for that run only: compare ratios. Ctrl-C ends it and cleans up.
Exit code 1: a contender that ran gave a wrong answer or none, or Parley could not start. A goal that is not held is no failure.
`
const TEXT = { type: 'string' }

/**
 * The options of a run; a sentence for whoever mistyped one, or the help, ends the process.
 *
 * @param {readonly string[]} args
 */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { ...TEXT, default: '3' },
        'warm-up': { ...TEXT, default: '1.5' },
        seconds: { ...TEXT, default: '2.5' },
        connections: { ...TEXT, default: '32' },
        many: { ...TEXT, default: '64' },
        'many-seconds': { ...TEXT, default: '1.5' },
        only: { ...TEXT, default: Object.keys(CONTENDERS).join(',') },
        queries: { ...TEXT, default: Object.keys(QUERIES).join(',') },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) end(0, HELP)
    return {
      rounds: whole('rounds', values.rounds, 1, 100),
      warmUp: seconds('warm-up', values['warm-up']),
      seconds: seconds('seconds', values.seconds),
      connections: whole('connections', values.connections, 1, 1000),
      many: whole('many', values.many, 1, 1000),
      manySeconds: seconds('many-seconds', values['many-seconds']),
      contenders: some('only', values.only, Object.keys(CONTENDERS)),
      queries: some('queries', values.queries, Object.keys(QUERIES)),
      fresh: values.fresh,
    }
  } catch (error) {
    return end(2, `${error.message}\nnpm run bench -- --help tells more.\n`)
  }
}

function seconds(name, text) {
  const number = Number(text)
  if (number >= 0.1 && number <= 600) return number
  throw new Error(`--${name} takes seconds from 0.1 to 600, not "${text}".`)
}
