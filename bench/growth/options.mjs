import { parseArgs } from 'node:util'
import { end, some, whole } from '../options.mjs'
import { QUESTIONS } from './queries.mjs'

const HELP = `Growth: what reading costs as the record grows.

npm run bench:growth -- [options]

  --sizes 1000,100000,1000000   events in the records, the smallest first
  --rounds 5                    rounds; in each, every question is asked of all records, one after the other
  --times 20                    how often it is asked in a round
  --only first,place            some of the questions
  --fresh                       load the records anew; else they are kept from the run before
  --help                        this text

Questions:
${Object.entries(QUESTIONS)
  .map(([name, { about }]) => `  ${name.padEnd(17)} ${about}`)
  .join('\n')}

It needs PostgreSQL: DATABASE_URL, or postgresql://postgres@127.0.0.1:5432. It keeps the databases parley_bench_growth_<events> there, which may
be dropped; a million events are some 9 GB, and take a quarter of an hour and more to load. One who asks waits for each answer; nothing else runs.
The table is printed and, when all was asked, written to bench/growth/RESULTS.md, with the plans of the statements in bench/growth/PLANS.md.
`
const [SIZES, ALL] = ['1000,100000,1000000', Object.keys(QUESTIONS).join(',')]
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
        sizes: { ...TEXT, default: SIZES },
        rounds: { ...TEXT, default: '5' },
        times: { ...TEXT, default: '20' },
        only: { ...TEXT, default: ALL },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) end(0, HELP)
    return {
      sizes: values.sizes.split(',').map((size) => whole('sizes', size, 1000, 10_000_000)),
      rounds: whole('rounds', values.rounds, 1, 100),
      times: whole('times', values.times, 1, 1000),
      questions: some('only', values.only, Object.keys(QUESTIONS)),
      fresh: values.fresh,
      whole: values.sizes === SIZES && values.only === ALL,
    }
  } catch (error) {
    return end(2, `${error.message}\nnpm run bench:growth -- --help tells more.\n`)
  }
}
