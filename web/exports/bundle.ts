import type { Ask } from '../feed/asking.ts'
import { BundleEntriesDocument, BundlePageDocument } from '../generated/graphql.ts'
import { type BundleEntry, inputOf, isWhole, referencesOf } from './bundle-input.ts'
import { type Made, type Wanted, openRecord } from './pages.ts'

/** How many entries are read and written at once, with all that they refer to. */
const AT_ONCE = 50

const ABOUT =
  'One negotiation as a record. Load the entries in this order: input is the input of the matching add mutation, except that every field of type ID holds the key of an entry further up. What was retracted is not in it. leftOut names by number what could not be taken along: an entry, a reference of an entry to one that is not here, or the text of a source, if it has one, because only editors may read it; quotes from such a source cannot be verified anew.'

/**
 * A negotiation as a bundle (format parley-record/1) that fills an empty record with the same: what the filter keeps, and all that it refers to. Null when
 * there is no such negotiation. Written as it is read; only the ids of what has been written stay in memory.
 */
export async function bundleOf(wanted: Wanted): Promise<Made | null> {
  const read = await openRecord(wanted, BundlePageDocument)
  if (!read) return null
  const { negotiation, pages } = read
  return { negotiation, body: written(wanted.ask, [negotiation, ...negotiation.proposals], pages) }
}

interface Numbered {
  readonly id: string
  readonly number: number
}

async function* written(
  ask: Ask,
  first: readonly Numbered[],
  pages: AsyncIterable<readonly Numbered[]>,
): AsyncGenerator<string> {
  yield `{"format":"parley-record/1","about":${JSON.stringify(ABOUT)},"entries":[`
  const listed = [...first]
  for await (const page of pages) listed.push(...page.map(({ id, number }) => ({ id, number })))
  // In the order in which they were added, which decides between what happened on the same day.
  listed.sort((one, other) => one.number - other.number)
  const bundle = new Bundle(ask)
  let before = '\n'
  for (let start = 0; start < listed.length; start += AT_ONCE)
    for (const entry of await bundle.take(listed.slice(start, start + AT_ONCE).map(({ id }) => id))) {
      yield before + JSON.stringify(entry)
      before = ',\n'
    }
  yield `\n],"leftOut":${JSON.stringify(bundle.leftOut)}}\n`
}

/** What a bundle cannot hold: a whole entry, or of an entry one reference or its text. */
interface LeftOut {
  readonly number: number
  readonly what: 'entry' | 'reference' | 'text'
}

/** Gathers entries, each after all that it refers to. */
class Bundle {
  readonly leftOut: LeftOut[] = []
  readonly #ask: Ask
  /** By id; null of what could not be taken along. */
  readonly #keys = new Map<string, string | null>()
  /** Keys of events that an editor may have told apart, by what they share. */
  readonly #alike = new Map<string, string[]>()

  constructor(ask: Ask) {
    this.#ask = ask
  }

  /** These and what they refer to, without what was taken before. */
  async take(ids: readonly string[]): Promise<object[]> {
    const loaded = await this.#load(ids)
    return inOrder(ids, loaded).flatMap((entry) => this.#add(entry))
  }

  async #load(ids: readonly string[]): Promise<ReadonlyMap<string, BundleEntry>> {
    const loaded = new Map<string, BundleEntry>()
    let wanted = this.#unknown(ids, loaded)
    while (wanted.length > 0) {
      const { nodes } = await this.#ask(BundleEntriesDocument, { ids: wanted.slice(0, AT_ONCE) })
      const rest = wanted.slice(AT_ONCE)
      const found = nodes.flatMap((node) => (node && 'number' in node ? [node] : []))
      for (const entry of found) loaded.set(entry.id, entry)
      wanted = this.#unknown([...rest, ...found.flatMap(referencesOf)], loaded)
    }
    return loaded
  }

  #unknown(ids: readonly string[], loaded: ReadonlyMap<string, BundleEntry>): string[] {
    return [...new Set(ids)].filter((id) => !this.#keys.has(id) && !loaded.has(id))
  }

  #add(entry: BundleEntry): readonly object[] {
    const { id, number, __typename: type } = entry
    const missing = referencesOf(entry).some((reference) => this.#keys.get(reference) == null)
    const input = inputOf(entry, (reference) => this.#keys.get(reference) ?? null)
    if (entry.retraction || !isWhole(entry, input)) {
      this.#keys.set(id, null)
      this.leftOut.push({ number, what: 'entry' })
      return []
    }
    if (missing) this.leftOut.push({ number, what: 'reference' })
    if (type === 'Source' && entry.textAccess === 'EDITORS' && entry.text === null)
      this.leftOut.push({ number, what: 'text' })
    const key = `${NAMES[type]}-${String(number)}`
    this.#keys.set(id, key)
    return [{ key, type: TYPES[type], input: { ...input, ...this.#toldApart(entry, key) } }]
  }

  /** Events that look the same are refused unless an editor says that they are not. */
  #toldApart(entry: BundleEntry, key: string): object {
    if (entry.__typename !== 'Event') return {}
    const shared = JSON.stringify([
      entry.type,
      entry.title
        .normalize('NFKD')
        .replaceAll(/[^\p{L}\p{N}]/gu, '')
        .toLowerCase(),
      entry.date.edtf,
      entry.locations.map(({ id }) => id).sort(),
      entry.citations.map(({ source }) => source.id).sort(),
    ])
    const alike = this.#alike.get(shared) ?? []
    this.#alike.set(shared, [...alike, key])
    return alike.length === 0 ? {} : { distinctFromIds: alike }
  }
}

const TYPES = {
  ...{ Person: 'PERSON', Organization: 'ORGANIZATION', Location: 'LOCATION', Source: 'SOURCE' },
  ...{ Negotiation: 'NEGOTIATION', Proposal: 'PROPOSAL', Event: 'EVENT', Statement: 'STATEMENT' },
  NegotiationStatusUpdate: 'NEGOTIATION_STATUS_UPDATE',
} as const
const NAMES = {
  ...{ Person: 'person', Organization: 'org', Location: 'loc', Source: 'source' },
  ...{ Negotiation: 'negotiation', Proposal: 'proposal', Event: 'event', Statement: 'statement' },
  NegotiationStatusUpdate: 'status',
} as const

/** Those that were asked for and what they refer to, each after its references; where these lead in a circle, one of them comes too early. */
function inOrder(ids: readonly string[], loaded: ReadonlyMap<string, BundleEntry>): readonly BundleEntry[] {
  const ordered = new Set<BundleEntry>()
  const begun = new Set<string>()
  const open = [...ids].reverse()
  for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
    const entry = loaded.get(id)
    if (!entry || ordered.has(entry) || begun.has(id)) {
      open.pop()
      if (entry) ordered.add(entry)
      continue
    }
    begun.add(id)
    const numbered = referencesOf(entry).flatMap((reference) => loaded.get(reference) ?? [])
    numbered.sort((one, other) => other.number - one.number)
    open.push(...numbered.map((each) => each.id).filter((each) => !begun.has(each)))
  }
  return [...ordered]
}
