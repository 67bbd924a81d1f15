import { type ExecutionResult, createSourceEventStream } from 'graphql'
import { type FeedStep, Follower } from '../live/follower.ts'
import type { Metrics } from './metrics.ts'
import type { Operation } from './operation.ts'
import type { ResultBytes, Sharing } from './sharing.ts'

/** Where the results of a subscription go. */
export interface Sink {
  /**
   * Calls, never at once, when the bytes are out of this process, or with an error when they never will be: a slow reader is slow to be sent
   * more, and delays nobody else.
   */
  readonly send: (result: ResultBytes, sent: (error?: Error | null) => void) => void
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
  return new Delivery(steps, sink, metrics, sharing.streamOf(operation))
}

const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined }

/**
 * Pulls a follower and pushes into a sink, one step at a time: the next is taken when the last has left. In calls and not in promises, since
 * one change wakes thousands (decision 0009). Written by hand also so that return() reaches the follower at once.
 */
class Delivery implements Delivering {
  readonly #steps: Follower
  readonly #sink: Sink
  readonly #metrics: Metrics
  readonly #render: ReturnType<Sharing['streamOf']>
  readonly #since = Date.now()
  #step: FeedStep | null = null
  #end: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | null = null

  constructor(steps: Follower, sink: Sink, metrics: Metrics, render: ReturnType<Sharing['streamOf']>) {
    this.#steps = steps
    this.#sink = sink
    this.#metrics = metrics
    this.#render = render
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Delivers until the reader leaves or the service stops. */
  async next(): Promise<IteratorReturnResult<undefined>> {
    await new Promise<void>((resolve, reject) => {
      this.#end = { resolve, reject }
      this.#pull()
    })
    return OVER
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#steps.return()
    this.#end?.resolve()
    return OVER
  }

  throw(): Promise<IteratorReturnResult<undefined>> {
    return this.return()
  }

  readonly #pull = (): void => {
    const step = this.#steps.take()
    if (step) {
      this.#step = step
      const rendering = this.#render(step)
      if (rendering instanceof Promise) rendering.then(this.#push, this.#fail)
      else this.#push(rendering)
    } else if (this.#steps.over) this.#end?.resolve()
    else this.#steps.onceReady(this.#pull)
  }

  readonly #push = (result: ResultBytes): void => {
    // Left while it was rendered, or the socket is going down: nothing is delivered after that.
    if (this.#steps.over || this.#sink.closed()) void this.return()
    else this.#sink.send(result, this.#sent)
  }

  readonly #sent = (error?: Error | null): void => {
    if (error) {
      void this.return()
      return
    }
    const at = this.#step?.change?.at ?? null
    this.#metrics.delivered(at && at.getTime() >= this.#since ? at : null)
    this.#pull()
  }

  readonly #fail = (error: unknown): void => {
    void this.#steps.return()
    this.#end?.reject(error)
  }
}
