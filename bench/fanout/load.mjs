// All subscribers of a turn, in one process.
import { Arrivals } from './arrivals.mjs'
import { answer } from '../child.mjs'
import { openBare, openEvents, openTransport } from './readers.mjs'

/** Few enough that no server refuses one, whatever its backlog. */
const OPENING_AT_ONCE = 50
const OPEN = { parley: openTransport, ws: openBare, 'graphql-ws': openTransport, yoga: openEvents }

let arrivals
let opened = 0

answer({
  open: async ({ contender, url, query, subscribers }) => {
    arrivals = new Arrivals(subscribers)
    let next = 0
    const lane = async () => {
      while (next < subscribers) {
        await OPEN[contender]({
          url: url.replace(/^http/, contender === 'parley' ? 'ws' : 'http'),
          query,
          subscriber: next++,
          arrivals,
        })
        opened += 1
      }
    }
    await Promise.all(Array.from({ length: OPENING_AT_ONCE }, lane))
    return { errors: arrivals.report([]).errors }
  },
  opened: () => opened,
  wait: ({ number }) => arrivals.wait(number),
  report: ({ measured }) => arrivals.report(measured),
})
