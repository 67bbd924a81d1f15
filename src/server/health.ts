import type { FastifyInstance } from 'fastify'
import type { Live } from '../live/live.ts'
import type { Metrics } from './metrics.ts'
import type { Streams } from './streams.ts'

/** How far behind the log a process may be and still be asked. */
const MOST_LAG_MS = 1_000
const ANSWER_WITHIN_MS = 2_000

/** What is looked at. */
export interface Watched {
  readonly live: Live
  readonly streams: Streams
  readonly metrics: Metrics
}

/**
 * /health: the process answers. /ready: send it clients; 503 says why not (draining, database, behind). /metrics: the text of Prometheus.
 */
export function serveHealth(server: FastifyInstance, { live, streams, metrics }: Watched): void {
  server.get('/health', () => ({ status: 'ok' }))
  server.get('/ready', async (_request, reply) => {
    const problem = streams.draining ? 'draining' : await problemOf(live)
    reply.header('cache-control', 'no-store')
    return problem === null ? { status: 'ok', head: live.head } : reply.code(503).send({ status: problem })
  })
  server.get('/metrics', async (_request, reply) => {
    const { type, body } = await metrics.text()
    return reply.type(type).send(body)
  })
}

/** What keeps this process from showing the record as it is: "database" when it cannot be reached, "behind" when it has not seen the newest. */
async function problemOf(live: Live): Promise<'database' | 'behind' | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'database'>((resolve) => {
    timer = setTimeout(() => resolve('database'), ANSWER_WITHIN_MS)
  })
  const asked = live.lagMs().then(
    (ms) => (ms > MOST_LAG_MS ? 'behind' : null),
    () => 'database' as const,
  )
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
