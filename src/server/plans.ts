import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  execute,
  getVariableValues,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Context } from '../live/context.ts'
import { executePlan } from './execution.ts'
import { Plan } from './plan.ts'

/** Fields of all plans together, some 300 bytes each. */
const KEPT_FIELDS = 50_000
/** Of one operation: most have one or two conditions. */
const KEPT_PLANS = 16
/** As graphql-js counts mistakes when nothing is said. */
const MAX_MISTAKES = 50

type Variables = Readonly<Record<string, unknown>>

/** An operation that is valid, and with what it is executed. */
export interface Executable {
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly variableValues: Variables
  readonly contextValue: Context
}

/** What needs to be known of an operation to plan it, and its plans by the values of its conditions. */
interface KnownOperation {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly conditions: readonly string[]
  readonly plans: Map<string, Plan>
  /** Whether it is one that graphql-js has to execute. */
  readonly unplanned: boolean
}

/** Executes operations: queries by a plan that is kept, all else by graphql-js, which has an order for mutations and knows what the schema says of itself. */
export class Plans {
  readonly #schema: GraphQLSchema
  readonly #known = new LRUCache<OperationDefinitionNode, KnownOperation>({
    maxSize: KEPT_FIELDS,
    sizeCalculation: sizeOf,
  })

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  /** The result, errors as they are. Never rejects. */
  async execute({ document, definition, variableValues, contextValue }: Executable): Promise<ExecutionResult> {
    const known = this.#operation(definition, document)
    const type = this.#schema.getQueryType()
    if (known.unplanned || !type) {
      const operationName = definition.name?.value
      return await execute({ schema: this.#schema, document, operationName, variableValues, contextValue })
    }
    const { errors, coerced } = getVariableValues(this.#schema, definition.variableDefinitions ?? [], variableValues, {
      maxErrors: MAX_MISTAKES,
    })
    if (errors) return { errors }
    const plan = this.#planOf(known, definition, coerced)
    const { size } = plan
    const result = await executePlan(plan, type, { rootValue: undefined, contextValue, variableValues: coerced })
    // It has grown, and may not fit any more.
    if (plan.size > size) this.#known.set(definition, known)
    return result
  }

  #operation(definition: OperationDefinitionNode, document: DocumentNode): KnownOperation {
    const known = this.#known.get(definition)
    if (known) return known
    const read = knowOperation(definition, document)
    this.#known.set(definition, read)
    return read
  }

  #planOf(
    { conditions, plans, fragments }: KnownOperation,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): Plan {
    const key = conditions.map((name) => String(variables[name])).join(' ')
    const known = plans.get(key)
    if (known) return known
    if (plans.size >= KEPT_PLANS) plans.clear()
    const plan = new Plan({ schema: this.#schema, operation, fragments }, variables)
    plans.set(key, plan)
    return plan
  }
}

function sizeOf({ plans }: KnownOperation): number {
  return [...plans.values()].reduce((sum, plan) => sum + plan.size, 1)
}

function knowOperation(definition: OperationDefinitionNode, document: DocumentNode): KnownOperation {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const each of document.definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each
  const conditions = new Set<string>()
  let isOrdinary = definition.operation === OperationTypeNode.QUERY
  const look = (selection: SelectionNode): void => {
    for (const { arguments: given = [] } of selection.directives ?? [])
      for (const { value } of given) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value)
    if (selection.kind === Kind.FIELD && !isPlain(selection.name.value, selection.alias?.value)) isOrdinary = false
    if ('selectionSet' in selection) selection.selectionSet?.selections.forEach(look)
  }
  for (const { selectionSet } of [definition, ...Object.values(fragments)]) selectionSet.selections.forEach(look)
  return { fragments, conditions: [...conditions], plans: new Map(), unplanned: !isOrdinary }
}

/** Neither a question about the schema, nor put where assigning to an object of JavaScript does something else. */
function isPlain(name: string, alias: string | undefined): boolean {
  return name !== '__schema' && name !== '__type' && alias !== '__proto__'
}
