import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { tooComplex } from './errors.ts'

/** A board asks for a dozen fields at its root. */
const MAX_ROOT_FIELDS = 50
/** Validation follows each operation into each fragment, and looks up each variable among all that are used. */
const MAX_DEFINITIONS = 200
const MAX_VARIABLES = 200
/** Fragments count wherever they are used: so for aliases, directives and selections. */
const MAX_ALIASES = 100
const MAX_DIRECTIVES = 100
/** The introspection query of graphql-js has 250; ours of a whole page 150. */
const MAX_SELECTIONS = 3_000
/** Validation compares the fields of one name in one place in pairs, about 1 µs each. */
const MAX_COMPARISONS = 20_000

/** Arguments that costs depend on (cost.ts). */
const SIZING: ReadonlySet<string> = new Set(['first', 'last', 'ids', 'if'])

/** How large a part of a document is, its fragments put in. */
interface Extent {
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  readonly selections: number
}

const NOTHING: Extent = { depth: 0, aliases: 0, directives: 0, selections: 0 }

/** What a document asks that needs to be known before it is validated. */
export interface Shape {
  /** Whether it asks for the schema itself. */
  readonly introspects: boolean
  /** The variables whose values decide what an operation costs: sizes of pages, lists of ids, conditions. */
  readonly sizing: ReadonlySet<string>
}

/**
 * Looks a document over before it is validated, which takes quadratic time: once for each fragment however often it is used, so that neither bombs of
 * fragments nor circles take long.
 * @throws QUERY_TOO_COMPLEX, or GRAPHQL_VALIDATION_FAILED for a fragment that contains itself
 */
export function measure(document: DocumentNode, maxDepth: number): Shape {
  refuseOver('It has {n} operations and fragments', document.definitions.length, MAX_DEFINITIONS)
  const measured = new Measuring(document, maxDepth)
  let all = NOTHING
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue
    const extent =
      definition.kind === Kind.OPERATION_DEFINITION
        ? measured.operation(definition)
        : measured.fragment(definition.name.value, 0)
    all = sum(all, extent)
    all = { ...all, directives: all.directives + (definition.directives?.length ?? 0) }
    refuseOver('It has {n} selections, fragments put in', all.selections, MAX_SELECTIONS)
    refuseOver('It has {n} aliases, fragments put in', all.aliases, MAX_ALIASES)
    refuseOver('It has {n} directives, fragments put in', all.directives, MAX_DIRECTIVES)
  }
  // Only now, since it walks what the fragments come to.
  const merging = new Merging(measured.fragments)
  for (const definition of document.definitions) if ('selectionSet' in definition) merging.root(definition)
  const { introspects, sizing } = measured
  return { introspects, sizing }
}

class Measuring {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  introspects = false
  readonly sizing = new Set<string>()
  readonly #maxDepth: number
  /** Null while it is being measured: whoever meets that is inside it. */
  readonly #known = new Map<string, Extent | null>()

  constructor({ definitions }: DocumentNode, maxDepth: number) {
    this.#maxDepth = maxDepth
    this.fragments = new Map(
      definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
    )
  }

  operation({ variableDefinitions = [], selectionSet }: OperationDefinitionNode): Extent {
    refuseOver('It declares {n} variables', variableDefinitions.length, MAX_VARIABLES)
    return this.setOf(selectionSet, 0)
  }

  setOf({ selections }: SelectionSetNode, above: number): Extent {
    return selections.map((each) => this.#selection(each, above)).reduce(sum, NOTHING)
  }

  fragment(name: string, above: number): Extent {
    const known = this.#known.get(name)
    if (known === null)
      throw new GraphQLError(`The fragment ${name} contains itself.`, {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      })
    if (known) return this.#within(known, above)
    const definition = this.fragments.get(name)
    // Validation says so, with the place.
    if (!definition) return NOTHING
    this.#known.set(name, null)
    const extent = this.setOf(definition.selectionSet, above)
    this.#known.set(name, extent)
    return extent
  }

  #selection(selection: SelectionNode, above: number): Extent {
    const own = { ...NOTHING, directives: selection.directives?.length ?? 0 }
    for (const { arguments: given } of selection.directives ?? []) this.#noteSizes(given)
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sum(own, this.fragment(selection.name.value, above))
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum(own, this.setOf(selection.selectionSet, above))
    this.#noteSizes(selection.arguments)
    if (selection.name.value === '__schema' || selection.name.value === '__type') this.introspects = true
    // While going down, since what is nested a thousand deep must not be walked to its end.
    const below = this.#within({ ...own, depth: 1, aliases: selection.alias ? 1 : 0, selections: 1 }, above)
    if (!selection.selectionSet) return below
    const inside = this.setOf(selection.selectionSet, above + 1)
    return { ...sum(below, inside), depth: inside.depth + 1 }
  }

  #noteSizes(given: readonly ArgumentNode[] = []): void {
    for (const { name, value } of given)
      if (value.kind === Kind.VARIABLE && SIZING.has(name.value)) this.sizing.add(value.name.value)
  }

  #within(extent: Extent, above: number): Extent {
    refuseOver('It nests fields {n} deep', above + extent.depth, this.#maxDepth)
    return extent
  }
}

function sum(one: Extent, other: Extent): Extent {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    selections: one.selections + other.selections,
  }
}

/** Counts what validation will compare, and what is asked at the root, as it will be merged: by the names in the answer. */
class Merging {
  #comparisons = 0
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments
  }

  root({ kind, selectionSet }: { readonly kind: string; readonly selectionSet: SelectionSetNode }): void {
    const fields = this.#merge([selectionSet])
    if (kind === 'OperationDefinition') refuseOver('It has {n} fields at its root', fields, MAX_ROOT_FIELDS)
  }

  /** Answers how many names there are. */
  #merge(sets: readonly SelectionSetNode[]): number {
    const byName = new Map<string, FieldNode[]>()
    const spreads = new Set<string>()
    for (const set of sets) this.#collect(set, byName, spreads)
    this.#compare(spreads.size)
    for (const fields of byName.values()) {
      this.#compare(fields.length)
      const below = fields.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []))
      if (below.length > 0) this.#merge(below)
    }
    return byName.size
  }

  #collect({ selections }: SelectionSetNode, byName: Map<string, FieldNode[]>, spreads: Set<string>): void {
    for (const each of selections) {
      if (each.kind === Kind.FIELD) {
        const name = (each.alias ?? each.name).value
        const same = byName.get(name)
        if (same) same.push(each)
        else byName.set(name, [each])
      } else if (each.kind === Kind.INLINE_FRAGMENT) this.#collect(each.selectionSet, byName, spreads)
      else if (!spreads.has(each.name.value)) {
        spreads.add(each.name.value)
        const definition = this.#fragments.get(each.name.value)
        if (definition) this.#collect(definition.selectionSet, byName, spreads)
      }
    }
  }

  #compare(things: number): void {
    this.#comparisons += (things * (things - 1)) / 2
    refuseOver('It repeats fields of one name in one place: {n} pairs', this.#comparisons, MAX_COMPARISONS)
  }
}

/** @throws QUERY_TOO_COMPLEX when it is more than the limit */
function refuseOver(what: string, found: number, limit: number): void {
  if (found <= limit) return
  const number = found > 1_000_000 ? 'more than 1,000,000' : found.toLocaleString('en')
  throw tooComplex(
    `The document asks too much. ${what.replace('{n}', number)}; ${limit.toLocaleString('en')} are allowed. Ask in several requests.`,
    { limit },
  )
}
