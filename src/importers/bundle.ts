import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
  type GraphQLInputType,
  type GraphQLSchema,
  coerceInputValue,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { z } from 'zod'
import type { Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { kindOf } from '../entry/entry.kinds.ts'
import { type Adding, addAll } from '../live/edit.ts'
import type { Draft } from '../live/draft.ts'
import type { Log } from '../live/log.ts'
import { EntryType, nameOfType } from '../record/entry.ts'
import { newId } from '../record/id.ts'
import { Refused } from '../record/refusal.ts'

const bundle = z.object({
  format: z.literal('parley-record/1'),
  entries: z.array(z.object({ key: z.string(), type: z.enum(EntryType), input: z.record(z.string(), z.unknown()) })),
})

/** Entries that are written together, as far as none names another. */
const BATCH = 500
/** Nobody waits for a start that has to be begun again. */
const LOAD_TIMEOUT_MS = 24 * 60 * 60 * 1000
const TOLD_EVERY = 1_000

/** A mistake in a bundle, with the entry in which it is. */
export class BundleError extends Error {}

/**
 * Fills an empty record with a bundle (format parley-record/1), through the same rules and stores as the mutations, in one transaction: all of it or
 * nothing. Answers how many entries it added; 0 when the record is not empty, which is told apart safely against another process that starts.
 * `onProgress` is told of each thousand of them.
 * @throws BundleError
 */
export async function loadBundle(
  log: Log,
  schema: GraphQLSchema,
  file: string,
  editor: string,
  onProgress?: (done: number, of: number) => void,
): Promise<number> {
  const { entries } = await readBundle(file)
  const ids = new Map<string, string>()
  const { appended } = await log.write(
    async (tx) => {
      ids.clear()
      if (!(await isEmpty(tx))) return { drafts: [], result: null }
      const drafts: Draft[] = []
      while (drafts.length < entries.length) {
        const batch: Adding[] = []
        for (const { key, type, input } of entries.slice(drafts.length, drafts.length + BATCH)) {
          if (ids.has(key)) throw new BundleError(`${file}: the key ${key} stands twice.`)
          const read = await readInput(inputTypeOf(schema, type), input, { file, key, ids })
          const id = newId()
          batch.push({ kind: kindOf(type), id, input: read as object })
          ids.set(key, id)
        }
        drafts.push(...(await named(ids, file, () => addAll(tx, batch, editor))))
        if (drafts.length % TOLD_EVERY === 0) {
          // The embedded database answers without a turn of the event loop, and what the log wrote before would wait for one.
          await setImmediate()
          onProgress?.(drafts.length, entries.length)
        }
      }
      return { drafts, result: null }
    },
    undefined,
    { timeoutMs: LOAD_TIMEOUT_MS },
  )
  return appended.length
}

async function readBundle(file: string): Promise<z.output<typeof bundle>> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new BundleError(`${file} cannot be read as JSON: ${reasonOf(error)}`, { cause: error })
  }
  const result = bundle.safeParse(parsed)
  if (!result.success)
    throw new BundleError(`${file} is not a bundle of the format parley-record/1:\n${z.prettifyError(result.error)}`)
  return result.data
}

/** Whether nothing was ever added. Two processes that start at once ask one after the other. */
async function isEmpty(tx: Transaction): Promise<boolean> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtext('parley sample'))::text`)
  const [head] = await tx.rows<{ sequence: number }>(sql`select sequence from log_head`)
  return head?.sequence === 0
}

function inputTypeOf(schema: GraphQLSchema, type: EntryType): GraphQLInputType {
  const name = nameOfType({ entryType: type })
  const input = schema.getType(`Add${name}Input`)
  if (!isInputObjectType(input))
    throw new Error(`The schema has no Add${name}Input, which cannot happen: every type of entry can be added.`)
  return input
}

interface Place {
  readonly file: string
  readonly key: string
  readonly ids: ReadonlyMap<string, string>
}

/** An input as GraphQL would take it: keys in place of ids and files in place of texts are put in first. */
async function readInput(type: GraphQLInputType, given: unknown, place: Place): Promise<unknown> {
  const put = await resolved(type, given, place)
  return coerceInputValue(put, type, (path, _value, error) => {
    throw new BundleError(`${place.file}, entry ${place.key}, ${path.join('.')}: ${error.message}`)
  })
}

async function resolved(type: GraphQLInputType, given: unknown, place: Place): Promise<unknown> {
  const nullable = getNullableType(type)
  if (isListType(nullable))
    return Array.isArray(given) ? Promise.all(given.map((item) => resolved(nullable.ofType, item, place))) : given
  if (isFile(given)) return textOf(given.$file, place)
  if (isInputObjectType(nullable) && typeof given === 'object' && given !== null) {
    const fields = nullable.getFields()
    const entries = Object.entries(given).map(async ([name, value]) => {
      const field = fields[name]
      return [name, field ? await resolved(field.type, value, place) : value] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }
  if (getNamedType(nullable).name !== 'ID' || typeof given !== 'string') return given
  const id = place.ids.get(given)
  if (id === undefined)
    throw new BundleError(`${place.file}, entry ${place.key}: no entry further up has the key ${given}.`)
  return id
}

async function textOf(name: string, { file, key }: Place): Promise<string> {
  try {
    return await readFile(join(dirname(file), name), 'utf8')
  } catch (error) {
    throw new BundleError(`${file}, entry ${key}: the file ${name} cannot be read: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function isFile(given: unknown): given is { readonly $file: string } {
  return typeof given === 'object' && given !== null && '$file' in given && typeof given.$file === 'string'
}

async function named<Result>(
  ids: ReadonlyMap<string, string>,
  file: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const key = Array.from(ids.keys()).find((each) => ids.get(each) === error.of)
    throw new BundleError(`${file}, entry ${key ?? ''} is refused:\n${error.message}`, { cause: error })
  }
}
