import { parseArgs } from 'node:util'
import { end, some, whole } from '../options.mjs'

/** What is measured, in the order of the tables. */
export const CONTENDERS = {
  parley: 'Parley, addEvent',
  pgbench: 'pgbench, same statements',
  batches: 'Batches through the log',
}

const HELP = `Writes: how many events a second Parley adds, one by one and in batches, and how many pgbench adds by the same statements.

npm run bench:writes -- [options]

  --rounds 3          rounds; in each, all have their turn with a fresh process and a fresh copy of the record
  --warm-up 6         seconds before those that are measured
  --seconds 5         seconds that are measured
  --clients 1,8,32    how many write at once; one table row for each
  --batch 500         events in a transaction
  --at-once 1,2       how many batches are under way at once
  --only parley       some of: ${Object.keys(CONTENDERS).join(', ')}
  --help              this text

It needs PostgreSQL: DATABASE_URL, or postgresql://postgres@127.0.0.1:5432; it makes and drops the databases parley_bench_writes_* there. pgbench
comes with PostgreSQL's server; without it the rest is measured. The tables are printed and, when all was measured, written to
bench/writes/RESULTS.md. All figures of a run hold for that run only: compare ratios. Ctrl-C ends it and cleans up.
Exit code 1: a write failed, or the service or the bench itself did. A goal that is not held is no failure.
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
        'warm-up': { ...TEXT, default: '6' },
        seconds: { ...TEXT, default: '5' },
        clients: { ...TEXT, default: '1,8,32' },
        batch: { ...TEXT, default: '500' },
        'at-once': { ...TEXT, default: '1,2' },
        only: { ...TEXT, default: Object.keys(CONTENDERS).join(',') },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) end(0, HELP)
    const several = (name, to) => values[name].split(',').map((text) => whole(name, text, 1, to))
    return {
      rounds: whole('rounds', values.rounds, 1, 100),
      warmUp: whole('warm-up', values['warm-up'], 1, 600),
      seconds: whole('seconds', values.seconds, 1, 600),
      clients: several('clients', 90),
      batch: whole('batch', values.batch, 1, 10_000),
      atOnce: several('at-once', 8),
      contenders: some('only', values.only, Object.keys(CONTENDERS)),
    }
  } catch (error) {
    return end(2, `${error.message}\nnpm run bench:writes -- --help tells more.\n`)
  }
}
