type Kept<Value> = (value: Value) => void
type Broken = (reason: unknown) => void

/** One who waits. Of any value: what he takes is what he asked for. */
interface Waiting {
  readonly kept: Kept<never>
  readonly broken: Broken
}

/**
 * What is being read: a promise, save that `settle` tells at once, where a promise takes turns of the microtask queue and two more objects for
 * each step. A page of entries with what they refer to takes hundreds of such steps.
 * Nobody need listen: a reason that nobody asks for is lost.
 */
export class Later<Value> implements Promise<Value> {
  #state: 'open' | 'kept' | 'broken' = 'open'
  #result: unknown = undefined
  #waiting: Waiting[] | null = null

  /** One that is kept already. */
  static of<Value>(value: Value): Later<Value> {
    const later = new Later<Value>()
    later.keep(value)
    return later
  }

  /** As a promise ends. */
  static from<Value>(promise: Promise<Value>): Later<Value> {
    if (promise instanceof Later) return promise as Later<Value>
    const later = new Later<Value>()
    promise.then(
      (value) => later.keep(value),
      (reason: unknown) => later.break(reason),
    )
    return later
  }

  /** All values, in the order given; the first reason when one is broken. */
  static all<Value>(laters: readonly Later<Value>[]): Later<Value[]> {
    const all = new Later<Value[]>()
    const values: Value[] = []
    let open = laters.length
    if (open === 0) all.keep(values)
    laters.forEach((later, index) => {
      later.settle(
        (value) => {
          values[index] = value
          open -= 1
          if (open === 0) all.keep(values)
        },
        (reason) => all.break(reason),
      )
    })
    return all
  }

  /** Tells how it ends: at once, when it has ended. What is called must not throw. */
  settle(kept: Kept<Value>, broken: Broken): void {
    // The state says what the result is.
    if (this.#state === 'kept') kept(this.#result as Value)
    else if (this.#state === 'broken') broken(this.#result)
    else (this.#waiting ??= []).push({ kept, broken })
  }

  /** The value made into another, which may be read later too; broken when `change` throws. */
  map<Other>(change: (value: Value) => Other | Later<Other>): Later<Other> {
    const changed = new Later<Other>()
    this.settle(
      (value) => {
        try {
          changed.#follow(change(value))
        } catch (reason) {
          changed.break(reason)
        }
      },
      (reason) => changed.break(reason),
    )
    return changed
  }

  /** Ends it with a value; of several ends the first holds. */
  keep(value: Value): void {
    if (this.#state === 'open') this.#end('kept', value)
  }

  /** Ends it with a reason why there is no value; of several ends the first holds. */
  break(reason: unknown): void {
    if (this.#state === 'open') this.#end('broken', reason)
  }

  then<Kept = Value, Broken = never>(
    onKept?: ((value: Value) => Kept | PromiseLike<Kept>) | null,
    onBroken?: ((reason: unknown) => Broken | PromiseLike<Broken>) | null,
  ): Promise<Kept | Broken> {
    return new Promise<Value>((resolve, reject) => this.settle(resolve, reject)).then(onKept, onBroken)
  }

  catch<Broken = never>(
    onBroken?: ((reason: unknown) => Broken | PromiseLike<Broken>) | null,
  ): Promise<Value | Broken> {
    return this.then(undefined, onBroken)
  }

  finally(onEnd?: (() => void) | null): Promise<Value> {
    return this.then().finally(onEnd)
  }

  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a field would be one more in each of hundreds
  get [Symbol.toStringTag](): string {
    return 'Later'
  }

  #follow(next: Value | Later<Value>): void {
    if (next instanceof Later) {
      next.settle(
        (value) => this.keep(value),
        (reason) => this.break(reason),
      )
    } else this.keep(next)
  }

  #end(state: 'kept' | 'broken', result: unknown): void {
    this.#state = state
    this.#result = result
    const waiting = this.#waiting
    this.#waiting = null
    for (const each of waiting ?? []) this.settle(each.kept as Kept<unknown>, each.broken)
  }
}
