import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  getDirectiveValues,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  typeFromAST,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>>

/** What a value of a field is made into; one of leaf, item, object and abstract is there. */
export interface Shape {
  readonly nonNull: boolean
  readonly leaf: GraphQLLeafType | null
  readonly item: Shape | null
  readonly object: GraphQLObjectType | null
  readonly abstract: GraphQLAbstractType | null
  /** What is asked for of an object, by its type; filled as types come up. */
  readonly selections: Map<GraphQLObjectType, Selection>
}

/** What is asked for of one object, in the order of the answer. */
export type Selection = readonly PlannedField[]

/** A field of an operation, on one type. */
export interface PlannedField {
  /** Its name in the answer. */
  readonly key: string
  readonly nodes: readonly FieldNode[]
  readonly definition: GraphQLField<unknown, unknown>
  readonly parentType: GraphQLObjectType
  readonly shape: Shape
  /** Which field of its plan it is, from 0: where an execution keeps what it makes of it once. */
  readonly index: number
}

/** The parts of a document that an execution needs. */
export interface Planned {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
}

/**
 * What an operation asks for of each type, found out once and not once an execution, as graphql-js does it. It grows as objects come up that
 * have not come up before. It holds for variables that let the same of its @skip and @include apply.
 */
export class Plan {
  readonly planned: Planned
  readonly #variables: Variables
  #size = 0
  #root: Selection | undefined

  constructor(planned: Planned, variables: Variables) {
    this.planned = planned
    this.#variables = variables
  }

  /** How many fields it has been made for so far. */
  get size(): number {
    return this.#size
  }

  /** What is asked for at the root. @throws GraphQLError for a condition that is null */
  root(type: GraphQLObjectType): Selection {
    return (this.#root ??= this.#select(type, [this.planned.operation.selectionSet]))
  }

  /** What a field asks for of an object of a type. @throws GraphQLError for a condition that is null */
  below({ nodes }: PlannedField, shape: Shape, type: GraphQLObjectType): Selection {
    const known = shape.selections.get(type)
    if (known) return known
    const selection = this.#select(
      type,
      nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : [])),
    )
    shape.selections.set(type, selection)
    return selection
  }

  #select(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Selection {
    const fields = new Map<string, FieldNode[]>()
    const seen = new Set<string>()
    for (const set of sets) this.#collect(set, type, fields, seen)
    const definitions = type.getFields()
    return [...fields].flatMap(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? key
      const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : definitions[name]
      return definition ? [this.#plan(key, nodes, definition, type)] : []
    })
  }

  #plan(
    key: string,
    nodes: readonly FieldNode[],
    definition: GraphQLField<unknown, unknown>,
    parentType: GraphQLObjectType,
  ): PlannedField {
    return { key, nodes, definition, parentType, shape: shapeOf(definition.type), index: this.#size++ }
  }

  #collect(set: SelectionSetNode, type: GraphQLObjectType, fields: Map<string, FieldNode[]>, seen: Set<string>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && seen.has(selection.name.value)) continue
      if (!applies(selection, this.#variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const nodes = fields.get(key)
        if (nodes) nodes.push(selection)
        else fields.set(key, [selection])
        continue
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) seen.add(selection.name.value)
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.planned.fragments[selection.name.value] : selection
      if (fragment && this.#isOf(fragment, type)) this.#collect(fragment.selectionSet, type, fields, seen)
    }
  }

  #isOf({ typeCondition }: InlineFragmentNode | FragmentDefinitionNode, type: GraphQLObjectType): boolean {
    if (!typeCondition) return true
    const wanted = typeFromAST(this.planned.schema, typeCondition)
    return wanted === type || (isAbstractType(wanted) && this.planned.schema.isSubType(wanted, type))
  }
}

function shapeOf(given: GraphQLOutputType): Shape {
  const type = getNullableType(given)
  return {
    nonNull: isNonNullType(given),
    leaf: isLeafType(type) ? type : null,
    // A list type says nothing of its items to the compiler.
    item: isListType(type) ? shapeOf(type.ofType) : null,
    object: isObjectType(type) ? type : null,
    abstract: isAbstractType(type) ? type : null,
    selections: new Map(),
  }
}

function applies(selection: SelectionNode, variables: Variables): boolean {
  if (!selection.directives?.length) return true
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false
}
