import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Answered, Metrics } from './metrics.ts'

/** What one line of the request log says. Never a token, a variable or a body. */
export interface RequestNote {
  readonly id: string
  readonly startedAt: number
  operation: string | null
  outcome: string | null
  /** Whether it was an operation: pages and probes are logged and not counted among them. */
  counts: boolean
  /** Whether its line has been written. */
  finished: boolean
}

/** A note for a request that has just come in. */
export function noteOf(): RequestNote {
  return {
    id: randomUUID(),
    startedAt: performance.now(),
    operation: null,
    outcome: null,
    counts: false,
    finished: false,
  }
}

/** Writes the line of a request that has been answered (of a subscription: begun), and counts it. Once. Durations are in milliseconds. */
export function finish(
  log: Logger,
  metrics: Metrics,
  note: RequestNote,
  { over, ...more }: { readonly over: Answered['door'] } & Readonly<Record<string, unknown>>,
): void {
  if (note.finished) return
  note.finished = true
  const ms = Math.round((performance.now() - note.startedAt) * 10) / 10
  const { id: request, operation } = note
  const outcome = note.outcome ?? 'ok'
  log.info({ request, operation, over, ...more, ms, outcome }, 'request')
  if (note.counts) metrics.answered({ operation, door: over, outcome, ms })
}

/** ok, or the codes of the errors. */
export function outcomeOf(
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] | undefined,
): string {
  if (!errors || errors.length === 0) return 'ok'
  return [...new Set(errors.map(codeOf))].join(' ')
}

function codeOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> }): string {
  const code = extensions?.['code']
  return typeof code === 'string' ? code : 'ERROR'
}
