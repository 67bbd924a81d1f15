import DataLoader from 'dataloader'
import type { Reader } from '../db/database.ts'

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
  readonly #loaders = new Map<unknown, Map<string, DataLoader<unknown, unknown, string>>>()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** The batch's answer for one key. Calls with the same batch and equal options, made in the same tick, share a statement. */
  load<Key, Value, Options>(batch: Batch<Key, Value, Options>, key: Key, options: Options): Promise<Value> {
    const variants = this.#loaders.get(batch) ?? new Map<string, DataLoader<unknown, unknown, string>>()
    this.#loaders.set(batch, variants)
    const variant = JSON.stringify(options)
    let loader = variants.get(variant)
    if (!loader) {
      // The map forgets the types; batch and variant are its key, so a loader is only ever asked for what its batch answers.
      const read = (keys: readonly unknown[]) => batch(this.#reader, keys as readonly Key[], options)
      loader = new DataLoader<unknown, unknown, string>(read, { cacheKeyFn: (each) => JSON.stringify(each) })
      variants.set(variant, loader)
    }
    return loader.load(key) as Promise<Value>
  }

  /** Forgets what was read, for the record has changed; what is being read goes on. */
  clear(): void {
    this.#loaders.clear()
  }
}
