import { type DocumentNode, type ExecutionResult, type GraphQLSchema, createSourceEventStream, execute } from 'graphql'
import type { Context } from '../live/context.ts'
import { Loading } from '../record/loading.ts'

/** An operation that is parsed, valid and knows who asks. */
export interface Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined
  readonly contextValue: Context
}

/**
 * Answers a subscription: an error, or one result per event. Each event is executed with a new set of loaders, so that no result comes from an
 * earlier one, and nothing is kept for as long as the socket stays open.
 */
export async function subscribe(
  operation: Operation,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const events = await createSourceEventStream(operation)
  if (!(Symbol.asyncIterator in events)) return events
  return new Results(events[Symbol.asyncIterator](), operation)
}

/** Written by hand, so that return() reaches the source at once, also while next() waits. */
class Results implements AsyncIterableIterator<ExecutionResult> {
  readonly #events: AsyncIterator<unknown>
  readonly #operation: Operation

  constructor(events: AsyncIterator<unknown>, operation: Operation) {
    this.#events = events
    this.#operation = operation
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    const event = await this.#events.next()
    if (event.done) return { done: true, value: undefined }
    const { contextValue } = this.#operation
    const value = await execute({
      ...this.#operation,
      rootValue: event.value,
      contextValue: { ...contextValue, loading: new Loading(contextValue.reader) },
    })
    return { done: false, value }
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    await this.#events.return?.()
    return { done: true, value: undefined }
  }

  async throw(): Promise<IteratorResult<ExecutionResult, undefined>> {
    return this.return()
  }
}
