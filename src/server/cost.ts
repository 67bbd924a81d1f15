import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLInt,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql'
import { ASSUMED_ITEMS, type AnyField, PLAIN_IN_ONE, isList, isPaged, weightOf } from '../record/cost.ts'

/** What a page holds when nothing is said, and at most. */
const PAGE = 20
const MAX_PAGE = 100

/** Of ours; its other lists hold, on the average of all types, what ours do. */
const TYPES_OF_A_SCHEMA = 200

/** What a selection costs below one object, in twentieths: what is there once, and what is there for each item of its lists. */
interface Cost {
  readonly once: number
  readonly each: number
}

const FREE: Cost = { once: 0, each: 0 }

/** An operation, and with what it is asked. */
export interface Asked {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

/**
 * What an operation that is valid costs at most, before it is executed: the weights of its fields, times the sizes of the lists that they stand in. Each
 * fragment is looked at once for each type, so it takes time by the length of the document, not by what the document comes to.
 */
export function costOf(asked: Asked): number {
  const root = asked.schema.getRootType(asked.definition.operation)
  if (!root) return 0
  const { once, each } = new Costing(asked).setOf(asked.definition.selectionSet, root)
  return Math.ceil((once + each) / PLAIN_IN_ONE)
}

class Costing {
  readonly #schema: GraphQLSchema
  readonly #variables: Readonly<Record<string, unknown>>
  readonly #defaults: ReadonlyMap<string, ValueNode | undefined>
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly #known = new Map<SelectionSetNode, Map<GraphQLObjectType, Cost>>()

  constructor({ schema, document, definition, variables }: Asked) {
    this.#schema = schema
    this.#variables = variables
    this.#defaults = new Map(
      definition.variableDefinitions?.map((each) => [each.variable.name.value, each.defaultValue]),
    )
    this.#fragments = new Map(
      document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    )
  }

  setOf(set: SelectionSetNode, type: GraphQLObjectType): Cost {
    const known = this.#known.get(set) ?? new Map<GraphQLObjectType, Cost>()
    this.#known.set(set, known)
    const before = known.get(type)
    if (before) return before
    const cost = set.selections.map((each) => this.#selection(each, type)).reduce(sum, FREE)
    known.set(type, cost)
    return cost
  }

  #selection(selection: SelectionNode, type: GraphQLObjectType): Cost {
    if (this.#isLeftOut(selection)) return FREE
    if (selection.kind === Kind.FIELD) return this.#field(selection, type)
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)
    if (!fragment) return FREE
    const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value)
    const applies =
      !condition || condition === type || (isAbstractType(condition) && this.#schema.isSubType(condition, type))
    return applies ? this.setOf(fragment.selectionSet, type) : FREE
  }

  #field(node: FieldNode, parent: GraphQLObjectType): Cost {
    const field = this.#definitionOf(node.name.value, parent)
    if (!field) return FREE
    const below = this.#below(node, field)
    const paged = isPaged(field)
    const size = paged ? this.#pageSize(node, field) : assumedIn(field)
    const own = weightOf(field)
    if (!isList(field)) return { once: own + below.once + size * below.each, each: 0 }
    const item = below.once + assumedIn(field) * below.each
    const listed = field.extensions['listSize']
    const ids = field.args.some(({ name }) => name === 'ids')
    if (ids) return { once: this.#count(node, 'ids') * (own + item), each: 0 }
    if (typeof listed === 'number') return { once: own + listed * (PLAIN_IN_ONE + item), each: 0 }
    return { once: 0, each: own + item }
  }

  /** Of the dearest type that can stand there. */
  #below({ selectionSet }: FieldNode, field: AnyField): Cost {
    if (!selectionSet) return FREE
    const type = getNamedType(field.type)
    const types = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : isObjectType(type) ? [type] : []
    return types
      .map((each) => this.setOf(selectionSet, each))
      .reduce((one, other) => ({ once: Math.max(one.once, other.once), each: Math.max(one.each, other.each) }), FREE)
  }

  #definitionOf(name: string, parent: GraphQLObjectType): AnyField | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
    return parent.getFields()[name]
  }

  /** What is out of range counts as the most there is: the field itself refuses it, in better words. */
  #pageSize(node: FieldNode, field: AnyField): number {
    const asked = ['first', 'last'].map((name) => this.#valueOf(argumentOf(node, name)?.value))
    const size = asked.find((each) => typeof each === 'number')
    const usual = field.extensions['listSize']
    const fallback = typeof usual === 'number' ? usual : PAGE
    return Math.min(Math.max(size ?? fallback, 1), MAX_PAGE)
  }

  #count(node: FieldNode, name: string): number {
    const given = this.#valueOf(argumentOf(node, name)?.value)
    return Array.isArray(given) ? Math.min(given.length, MAX_PAGE) : 1
  }

  #isLeftOut({ directives = [] }: SelectionNode): boolean {
    return directives.some(({ name, arguments: given }) => {
      const condition = this.#valueOf(given?.find((each) => each.name.value === 'if')?.value)
      return (name.value === 'skip' && condition === true) || (name.value === 'include' && condition === false)
    })
  }

  /** Numbers, truth values, and lists by their length alone. */
  #valueOf(node: ValueNode | undefined): unknown {
    if (!node) return undefined
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value
      return Object.hasOwn(this.#variables, name) ? this.#variables[name] : this.#valueOf(this.#defaults.get(name))
    }
    if (node.kind === Kind.INT) return GraphQLInt.parseLiteral(node)
    return node.kind === Kind.BOOLEAN ? node.value : node.kind === Kind.LIST ? node.values : undefined
  }
}

/** How many items the lists hold that stand directly below the field. */
function assumedIn(field: AnyField): number {
  return field === SchemaMetaFieldDef ? TYPES_OF_A_SCHEMA : ASSUMED_ITEMS
}

const argumentOf = (node: FieldNode, name: string): ArgumentNode | undefined =>
  node.arguments?.find((each) => each.name.value === name)

const sum = (one: Cost, other: Cost): Cost => ({ once: one.once + other.once, each: one.each + other.each })
