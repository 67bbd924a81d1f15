import { type ExecutionResult, createSourceEventStream } from 'graphql'
import { Follower } from '../live/follower.ts'
import type { Metrics } from './metrics.ts'
import type { Operation } from './operation.ts'
import type { ResultBytes, Sharing } from './sharing.ts'

/** Where the results of a subscription go. */
export interface Sink {
  /** Settles when the bytes are out of this process; a slow reader slows whoever awaits it, and nobody else. */
  readonly send: (result: ResultBytes, cursor: string) => Promise<void>
  /** Whether nobody reads any more. */
  readonly closed: () => boolean
}

/** A subscription under way. Nothing comes from its iterator: what it delivers goes to its sink. */
export type Delivering = AsyncIterableIterator<never, undefined>

/** Begins to answer a subscription; a result alone when it cannot be begun. */
export async function deliver(
  operation: Operation,
  sink: Sink,
  { sharing, metrics }: { readonly sharing: Sharing; readonly metrics: Metrics },
): Promise<ExecutionResult | Delivering> {
  const steps = await createSourceEventStream(operation)
  if (!(Symbol.asyncIterator in steps)) return steps
  // Every subscription of the schema follows the log; a root field that did otherwise would show here at its first use.
  if (!(steps instanceof Follower)) throw new Error('A subscription that does not follow the log cannot happen.')
  return new Delivery({ steps, sink, metrics, operation, render: sharing.streamOf(operation) })
}

interface Parts {
  readonly steps: Follower
  readonly sink: Sink
  readonly metrics: Metrics
  readonly operation: Operation
  readonly render: ReturnType<Sharing['streamOf']>
}

const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined }

/** Written by hand, so that return() reaches the follower at once, also while it waits. */
class Delivery implements Delivering {
  readonly #parts: Parts
  readonly #since = Date.now()
  #left = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Delivers until the reader leaves or the service stops. */
  async next(): Promise<IteratorReturnResult<undefined>> {
    const { steps, sink, metrics, operation, render } = this.#parts
    const { log } = operation.contextValue
    for (;;) {
      const { value: step } = await steps.next()
      if (!step) return OVER
      const rendering = render(step)
      const result = rendering instanceof Promise ? await rendering : rendering
      // Left while it was rendered, or the socket is going down: nothing is delivered after that.
      if (this.#left || sink.closed()) return this.return()
      await sink.send(result, log.cursorAt(step.sequence))
      metrics.delivered(step.change && step.change.at.getTime() >= this.#since ? step.change.at : null)
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#left = true
    return this.#parts.steps.return()
  }

  throw(): Promise<IteratorReturnResult<undefined>> {
    return this.return()
  }
}
