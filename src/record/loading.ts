import type { Reader } from '../db/database.ts'
import { Later } from './later.ts'

/** Reads many keys with one SQL statement; answers in the order of the keys. */
export type Batch<Key, Value, Options> = (
  reader: Reader,
  keys: readonly Key[],
  options: Options,
) => Promise<readonly Value[]>

/**
 * Collects what the fields of one execution ask for, so that each field of the document costs one statement however long the lists.
 * Made anew for each execution, and cleared after each write: an answer never comes from an earlier one, nor from before a mutation of its own.
 */
export class Loading {
  readonly #reader: Reader
  readonly #gatherings = new Map<unknown, Map<string, Gathering>>()
  #open: Gathering[] = []

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** The batch's answer for one key. Calls with the same batch and equal options, made in the same tick, share a statement. */
  load<Key, Value, Options>(batch: Batch<Key, Value, Options>, key: Key, options: Options): Later<Value> {
    const gathering = this.#gatheringOf(batch, options)
    if (!gathering.isOpen) {
      gathering.isOpen = true
      this.#open.push(gathering)
      if (this.#open.length === 1) this.#schedule()
    }
    // The map forgets the types; batch and options are its key, so a gathering is only ever asked for what its batch answers.
    return gathering.ask(key) as Later<Value>
  }

  /** Forgets what was read, for the record has changed; what is being read goes on. */
  clear(): void {
    this.#gatherings.clear()
  }

  #gatheringOf<Key, Value, Options>(batch: Batch<Key, Value, Options>, options: Options): Gathering {
    const variants = this.#gatherings.get(batch) ?? new Map<string, Gathering>()
    if (variants.size === 0) this.#gatherings.set(batch, variants)
    const variant = options === null ? 'null' : JSON.stringify(options)
    let gathering = variants.get(variant)
    if (!gathering) {
      gathering = new Gathering((keys) => batch(this.#reader, keys as readonly Key[], options))
      variants.set(variant, gathering)
    }
    return gathering
  }

  /** Not before all has run that is under way by promises: what it asks for comes along. */
  #schedule(): void {
    void Promise.resolve().then(() => process.nextTick(() => this.#read()))
  }

  #read(): void {
    for (const gathering of this.#open.splice(0)) void gathering.read()
  }
}

/** What one batch is asked for with the same options: one statement at a time. */
class Gathering {
  /** Whether it is to be read soon. */
  isOpen = false
  readonly #batch: (keys: readonly unknown[]) => Promise<readonly unknown[]>
  readonly #known = new Map<unknown, Later<unknown>>()
  #keys: unknown[] = []
  #asked: Later<unknown>[] = []
  #again: { readonly before: Later<unknown>; readonly later: Later<unknown> }[] = []

  constructor(batch: (keys: readonly unknown[]) => Promise<readonly unknown[]>) {
    this.#batch = batch
  }

  /**
   * What is asked for a second time is answered together with what is asked for now, not at once: otherwise what lies below it would be read
   * with a statement of its own.
   */
  ask(key: unknown): Later<unknown> {
    const named = typeof key === 'string' ? key : JSON.stringify(key)
    const before = this.#known.get(named)
    const later = new Later<unknown>()
    if (before) this.#again.push({ before, later })
    else {
      this.#known.set(named, later)
      this.#keys.push(key)
      this.#asked.push(later)
    }
    return later
  }

  /** Reads what was asked for; never rejects. */
  async read(): Promise<void> {
    const [keys, asked, again] = [this.#keys, this.#asked, this.#again]
    this.isOpen = false
    this.#keys = []
    this.#asked = []
    this.#again = []
    try {
      const values = keys.length === 0 ? [] : await this.#batch(keys)
      asked.forEach((later, index) => later.keep(values[index]))
    } catch (reason) {
      for (const later of asked) later.break(reason)
    }
    for (const { before, later } of again)
      before.settle(
        (value) => later.keep(value),
        (reason) => later.break(reason),
      )
  }
}
