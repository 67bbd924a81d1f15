import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'

/** What one line of the request log says. Never a token, a variable or a body. */
export interface RequestNote {
  readonly id: string
  readonly startedAt: number
  operation: string | null
  outcome: string | null
}

/** A note for a request that has just come in. */
export function noteOf(): RequestNote {
  return { id: randomUUID(), startedAt: performance.now(), operation: null, outcome: null }
}

/** Writes the line of a request that has been answered. Durations are in milliseconds. */
export function logRequest(log: Logger, note: RequestNote, more: Readonly<Record<string, unknown>>): void {
  const ms = Math.round((performance.now() - note.startedAt) * 10) / 10
  log.info({ request: note.id, operation: note.operation, ...more, ms, outcome: note.outcome ?? 'ok' }, 'request')
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
