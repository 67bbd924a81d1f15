import { parseArgs } from 'node:util'
import { end, some, whole } from '../options.mjs'

/** Who is measured, in the order of the tables. `ws` is (a), `graphql-ws` (b), `yoga` (c). */
export const CONTENDERS = ['parley', 'ws', 'graphql-ws', 'yoga']

const HELP = `Fan-out: what it costs a server to deliver one new status update to many subscribers.

npm run bench:fanout -- [options]

  --subscribers 1000,5000   how many subscribe; one table for each number
  --rounds 3                rounds; in each, every contender has its turn, with a fresh process and a fresh copy of the record
  --updates 20              measured updates in each turn; the next is written when all subscribers have the last
  --seconds 60              a turn that takes longer stops early, with no fewer than 3 updates
  --warm-up 5               updates before those that are measured; 15 seconds at most
  --pause 300               milliseconds between the delivery of one update and the writing of the next
  --only parley,ws          some of: ${CONTENDERS.join(', ')}
  --help                    this text

Contenders, each a process of its own, with the same schema and the same record:
  parley      the built service
  ws          (a) a bare ws server that renders each update once and sends every socket the bytes that Parley sends
  graphql-ws  (b) graphql-ws as its documentation shows it: one execution for each subscriber
  yoga        (c) GraphQL Yoga over server-sent events

It needs PostgreSQL: DATABASE_URL, or postgresql://postgres@127.0.0.1:5432; it makes and drops the databases parley_bench_fanout and
parley_bench_fanout_sample there. The first run installs the packages of bench/. The tables are printed and written to
bench/fanout/RESULTS.md. All figures of a run hold for that run only: compare ratios. Ctrl-C ends it and cleans up.
Exit code 1: an update was lost or came twice, or the service or the bench itself failed. A goal that was missed is no failure.
`

const MANY = { type: 'string' }

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
        subscribers: { ...MANY, default: '1000,5000' },
        rounds: { ...MANY, default: '3' },
        updates: { ...MANY, default: '20' },
        seconds: { ...MANY, default: '60' },
        'warm-up': { ...MANY, default: '5' },
        pause: { ...MANY, default: '300' },
        only: { ...MANY, default: CONTENDERS.join(',') },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) end(0, HELP)
    return {
      subscribers: values.subscribers.split(',').map((text) => whole('subscribers', text, 1, 100_000)),
      rounds: whole('rounds', values.rounds, 1, 100),
      updates: whole('updates', values.updates, 3, 1000),
      seconds: whole('seconds', values.seconds, 1, 3600),
      warmUp: whole('warm-up', values['warm-up'], 1, 100),
      pauseMs: whole('pause', values.pause, 0, 60_000),
      contenders: some('only', values.only, CONTENDERS),
    }
  } catch (error) {
    return end(2, `${error.message}\nnpm run bench:fanout -- --help tells more.\n`)
  }
}
