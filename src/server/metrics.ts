import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Database } from '../db/database.ts'
import type { Live } from '../live/live.ts'
import type { Streams } from './streams.ts'

/** Names are the client's to choose: a label for each would let anyone fill our memory. */
const MOST_OPERATIONS = 200
const SAMPLED = 8
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** An answered request, as it is counted. */
export interface Answered {
  readonly operation: string | null
  readonly door: 'http' | 'websocket' | 'sse'
  readonly outcome: string
  readonly ms: number
}

/** What the service counts, in the text format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #operations = new Set<string>()
  /** By labels: prom-client sorts and joins them anew each time. */
  readonly #noted = new Map<string, Histogram.Internal<string>>()
  readonly #requests = new Histogram({
    name: 'parley_request_duration_seconds',
    help: 'Answered operations by name, door and outcome (ok, or the codes of the errors). Names beyond the first 200 are "other".',
    labelNames: ['operation', 'door', 'outcome'],
    buckets: SECONDS,
    registers: [this.#registry],
  })
  readonly #latency = new Histogram({
    name: 'parley_delivery_latency_seconds',
    help: 'From the commit of a change to the moment when it has left this process towards a subscriber; of one delivery in eight. Catching up is not counted.',
    buckets: SECONDS,
    registers: [this.#registry],
  })
  readonly #executions = new Counter({
    name: 'parley_feed_executions_total',
    help: 'Changes rendered for subscribers: one for each change and distinct document, variables and role.',
    registers: [this.#registry],
  })

  #deliveries = 0

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
    const deliveries = () => this.#deliveries
    new Counter({
      name: 'parley_feed_deliveries_total',
      help: 'Items delivered to subscribers, checkpoints among them.',
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(deliveries())
      },
    })
  }

  /** Adds what is read from the parts of the service whenever it is asked for. */
  watch({ live, streams, database }: { live: Live; streams: Streams; database: Database }): void {
    const gauge = (name: string, help: string, value: () => number | Promise<number>): void => {
      // It registers itself.
      new Gauge({
        ...{ name, help, registers: [this.#registry] },
        async collect() {
          this.set(await value())
        },
      })
    }
    gauge('parley_open_websockets', 'WebSockets that are open.', () => streams.count('websocket'))
    gauge('parley_open_event_streams', 'Event streams (SSE) that are open.', () => streams.count('sse'))
    gauge('parley_open_subscriptions', 'Followers of the log, waiting or reading.', () => live.following)
    gauge('parley_log_head', 'The sequence up to which this process has seen the log.', () => live.head)
    // Unreachable shows as NaN: no number would be true.
    gauge(
      'parley_log_lag_seconds',
      'How long the oldest change that this process has not seen has been committed.',
      () =>
        live.lagMs().then(
          (ms) => ms / 1000,
          () => NaN,
        ),
    )
    const pool = (name: string, help: string, value: () => number) => gauge(`parley_database_${name}`, help, value)
    pool('connections', 'Connections of the pool.', () => database.pool().total)
    pool('connections_idle', 'Connections of the pool that nobody uses.', () => database.pool().idle)
    pool('queries_waiting', 'Queries that wait for a connection.', () => database.pool().waiting)
  }

  /** Counts an answered operation. */
  answered({ operation, door, outcome, ms }: Answered): void {
    const label = this.#labelOf(operation)
    const labels = `${label}\n${door}\n${outcome}`
    const noted = this.#noted.get(labels) ?? this.#requests.labels({ operation: label, door, outcome })
    this.#noted.set(labels, noted)
    noted.observe(ms / 1000)
  }

  /** Counts a rendering of a change. */
  executed(): void {
    this.#executions.inc()
  }

  /** Counts an item that has left; with the time of its commit when it was followed live. */
  delivered(committedAt: Date | null): void {
    // Thousands come at once; a histogram takes as long to note one as the rest of a delivery.
    const isSampled = this.#deliveries % SAMPLED === 0
    this.#deliveries += 1
    if (committedAt && isSampled) this.#latency.observe(Math.max(0, Date.now() - committedAt.getTime()) / 1000)
  }

  /** All of it as text, and the content type of that. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() }
  }

  #labelOf(operation: string | null): string {
    if (operation === null) return ''
    if (this.#operations.size < MOST_OPERATIONS) this.#operations.add(operation)
    return this.#operations.has(operation) ? operation : 'other'
  }
}
