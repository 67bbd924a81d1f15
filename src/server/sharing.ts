import { createHash } from 'node:crypto'
import { type ExecutionResult, Kind, type ValueNode, execute, visit } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { READER } from '../access/role.ts'
import { isAway } from '../db/away.ts'
import { PLACE_OF_PREVIOUS, type FeedRoot } from '../live/change.store.ts'
import type { Context } from '../live/context.ts'
import type { FeedStep } from '../live/follower.ts'
import type { Live } from '../live/live.ts'
import type { Log, LoggedChange } from '../live/log.ts'
import { Loading } from '../record/loading.ts'
import { masked } from './errors.ts'
import type { Metrics } from './metrics.ts'
import type { Operation } from './operation.ts'

/** Room for some hundred large changes or some thousand small ones: who lags behind further costs an execution of his own. */
const KEPT_BYTES = 8 * 1024 * 1024
/** What keeping one takes beside its bytes (measured: about 1 kB of heap). */
const KEEPING_BYTES = 2_000
const BRACE = Buffer.from('}')

/** Distinct documents, variables and roles that have a latest result at hand. */
const KEPT_KEYS = 500

/** After an execution that found the database away. */
const AGAIN_MS = 500

/** A result as bytes, the same for thousands of streams: not to be changed. */
export interface ResultBytes {
  /** The cursor of its step. */
  readonly cursor: string
  readonly json: Buffer
  /** The same with the brace that closes an object around it. */
  readonly closing: Buffer
}

/** The result of one step, as all its readers get it save for where it goes on from. */
class Rendered {
  readonly #parts: readonly Buffer[]
  readonly bytes: number
  readonly #log: Log
  readonly #sequence: number
  #last: { readonly previous: number; readonly result: ResultBytes } | null = null

  constructor(result: ExecutionResult, log: Log, sequence: number) {
    const text = JSON.stringify(result)
    this.#parts = text.split(PLACE_OF_PREVIOUS).map((part) => Buffer.from(part))
    this.bytes = this.#parts.reduce((sum, part) => sum + part.length, 0)
    this.#log = log
    this.#sequence = sequence
  }

  /** The result for a stream that goes on from there. Most have seen the same, so the last answer mostly serves the next. */
  after(previous: number): ResultBytes {
    if (this.#last?.previous === previous) return this.#last.result
    const from = Buffer.from(this.#log.cursorAt(previous))
    const json = this.#parts.flatMap((part, index) => (index === 0 ? [part] : [from, part]))
    const closing = Buffer.concat([...json, BRACE])
    const result = { cursor: this.#log.cursorAt(this.#sequence), json: closing.subarray(0, -1), closing }
    this.#last = { previous, result }
    return result
  }
}

/** What a document's streams were last given, so that thousands who are woken by one change find it without a search. */
interface Latest {
  generation: number
  step: FeedStep | null
  rendered: Rendered | null
}

interface Job {
  readonly operation: Operation
  readonly step: FeedStep
}

/**
 * Executes each step of the feed once for all who ask for it in the same words with the same variables (less the cursor they began at) and in
 * the same role, however many they are; each execution has new loaders.
 */
export class Sharing {
  #generation = 0
  readonly #log: Logger
  readonly #metrics: Metrics
  readonly #latest = new LRUCache<string, Latest>({ max: KEPT_KEYS })
  readonly #rendered = new LRUCache<string, Rendered, Job>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ bytes }) => bytes + KEEPING_BYTES,
    // One execution at a time for a key: whoever asks meanwhile waits for it.
    fetchMethod: (_key, _stale, { context }) => this.#execute(context),
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  })

  constructor(live: Live, log: Logger, metrics: Metrics) {
    live.onSeen((changes) => this.#saw(changes))
    this.#log = log
    this.#metrics = metrics
  }

  /** What renders the steps of one stream: each as JSON of its result. Waits while the database is away. */
  streamOf(operation: Operation): (step: FeedStep) => ResultBytes | Promise<ResultBytes> {
    const key = keyOf(operation)
    const latest = this.#latestOf(key)
    return (step) => {
      if (latest.rendered && latest.generation === this.#generation && isSame(latest.step, step))
        return latest.rendered.after(step.previous)
      const generation = this.#generation
      const known = `${generation}/${key}/${step.sequence}${step.change ? '' : '/nothing'}`
      const keep = (rendered: Rendered): ResultBytes => {
        Object.assign(latest, { generation, step, rendered })
        return rendered.after(step.previous)
      }
      const rendered = this.#rendered.get(known)
      if (rendered) return keep(rendered)
      return this.#rendered.fetch(known, { context: { operation, step } }).then((made) => {
        if (!made) throw new Error('An execution that answers nothing cannot happen: it answers or it fails.')
        return keep(made)
      })
    }
  }

  /**
   * Who may read a source's text is decided by the source as it is now, also in what was rendered before
   * it changed; that is rendered anew then. What was rendered before a redaction is forgotten at once: any of it may show the words.
   */
  #saw(changes: readonly LoggedChange[]): void {
    if (changes.some(({ entryType, kind }) => entryType === 'SOURCE' && kind !== 'ADDED')) this.#generation += 1
    if (changes.some(({ kind }) => kind === 'REDACTED')) this.#forget()
  }

  /** One by one: clearing would break off the executions under way, which are of an older generation and found by nobody. */
  #forget(): void {
    this.#generation += 1
    for (const key of [...this.#rendered.keys()]) this.#rendered.delete(key)
    for (const latest of this.#latest.values()) Object.assign(latest, { step: null, rendered: null })
  }

  #latestOf(key: string): Latest {
    const known = this.#latest.get(key)
    if (known) return known
    const latest: Latest = { generation: 0, step: null, rendered: null }
    this.#latest.set(key, latest)
    return latest
  }

  async #execute({ operation, step }: Job): Promise<Rendered> {
    const rootValue: FeedRoot = { ...step, previous: null }
    for (;;) {
      const result = await execute({ ...operation, rootValue, contextValue: impersonal(operation.contextValue) })
      this.#metrics.executed()
      if (!result.errors?.some(({ originalError }) => isAway(originalError)))
        return new Rendered(masked(result, this.#log), operation.contextValue.log, step.sequence)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}

/** Whether two steps show the same: the change of a sequence, or that nothing matched up to there. */
const isSame = (one: FeedStep | null, other: FeedStep): boolean =>
  one?.sequence === other.sequence && (one.change === null) === (other.change === null)

/** The role decides what a result shows, the name never: results are shared among all who have the role. */
function impersonal(ctx: Context): Context {
  return { ...ctx, viewer: { ...READER, role: ctx.viewer.role }, loading: new Loading(ctx.reader) }
}

/** What all who share a result have in common. */
function keyOf({ query, operationName, definition, variableValues, contextValue }: Operation): string {
  const cursors = cursorsOf(definition)
  const variables = (definition.variableDefinitions ?? [])
    .map((each) => each.variable.name.value)
    .filter((name) => !cursors.has(name) && variableValues[name] !== undefined)
    .map((name) => [name, variableValues[name]])
  const text = JSON.stringify([query, operationName, variables, contextValue.viewer.role])
  return createHash('sha256').update(text).digest('base64url')
}

/** The names of variables that say where a stream begins, and nothing else. */
function cursorsOf(definition: Operation['definition']): ReadonlySet<string> {
  const uses = new Map<string, number>()
  visit(definition, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void uses.set(name.value, (uses.get(name.value) ?? 0) + 1),
  })
  const begins = definition.selectionSet.selections
    .flatMap((field) => (field.kind === Kind.FIELD ? (field.arguments ?? []) : []))
    .filter((argument) => argument.name.value === 'after')
    .flatMap(({ value }) => nameOf(value))
  return new Set(begins.filter((name) => uses.get(name) === 1))
}

const nameOf = (value: ValueNode): string[] => (value.kind === Kind.VARIABLE ? [value.name.value] : [])
