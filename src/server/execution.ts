import {
  type ExecutionResult,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  defaultTypeResolver,
  getArgumentValues,
  isObjectType,
  locatedError,
} from 'graphql'
import type { Context } from '../live/context.ts'
import { Later } from '../record/later.ts'
import { ResolveInfo } from './resolve-info.ts'
import type { Plan, PlannedField, Selection } from './plan.ts'
import { type Holder, Spot, isGone, pathOf } from './spot.ts'

type Values = Record<string, unknown>

/** With what a plan is executed. */
export interface Given {
  readonly rootValue: unknown
  readonly contextValue: Context
  /** As getVariableValues of graphql-js has coerced them. */
  readonly variableValues: Readonly<Values>
}

/**
 * The result of a query, as `execute` of graphql-js gives it; the order of errors may differ, and of those below a field that an error took out of
 * the answer fewer may be told. Never rejects. It waits for all that it began to read.
 */
export function executePlan(plan: Plan, type: GraphQLObjectType, given: Given): Promise<ExecutionResult> {
  return new Promise((resolve) => new Execution(plan, given, resolve).run(type))
}

const NO_ARGUMENTS: Values = Object.freeze({})

/** One execution: it puts values where they belong as they come, and ends when nothing is being read any more. */
class Execution {
  readonly #plan: Plan
  readonly #given: Given
  readonly #end: (result: ExecutionResult) => void
  readonly #errors: GraphQLError[] = []
  /** By index of the field; what is wrong with them too, to be told wherever the field stands. */
  readonly #arguments: ({ readonly values: Values } | { readonly error: unknown })[] = []
  #data: Values | null = {}
  /** How many values are awaited; the execution itself is one, until it has gone through what is at hand. */
  #awaited = 1

  constructor(plan: Plan, given: Given, end: (result: ExecutionResult) => void) {
    this.#plan = plan
    this.#given = given
    this.#end = end
  }

  run(type: GraphQLObjectType): void {
    try {
      if (this.#data) this.#select(this.#plan.root(type), this.#given.rootValue, this.#data, null)
    } catch (error) {
      // Of a condition of the root's own fields; what a field throws does not come up to here.
      this.#data = null
      this.#errors.push(error instanceof GraphQLError ? error : locatedError(error, undefined))
    }
    this.#arrived()
  }

  #arrived(): void {
    this.#awaited -= 1
    if (this.#awaited > 0) return
    this.#end(this.#errors.length > 0 ? { errors: this.#errors, data: this.#data } : { data: this.#data })
  }

  #select(selection: Selection, source: unknown, holder: Holder, parent: Spot | null): void {
    for (const field of selection) {
      // One that must not be null was.
      if (parent ? parent.gone : !this.#data) return
      const spot = new Spot(field, field.shape, holder, field.key, parent)
      try {
        this.#take(spot, this.#resolve(spot, source))
      } catch (error) {
        this.#fail(spot, error)
      }
    }
  }

  #resolve(spot: Spot, source: unknown): unknown {
    const { definition } = spot.field
    const { contextValue } = this.#given
    if (definition.resolve)
      return definition.resolve(source, this.#argumentsOf(spot.field), contextValue, this.#infoAt(spot))
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined
    const value: unknown = Reflect.get(source, definition.name)
    if (typeof value !== 'function') return value
    return Reflect.apply(value, source, [this.#argumentsOf(spot.field), contextValue, this.#infoAt(spot)])
  }

  #argumentsOf(field: PlannedField): Values {
    if (field.definition.args.length === 0) return NO_ARGUMENTS
    const known = (this.#arguments[field.index] ??= this.#readArguments(field))
    if ('error' in known) throw known.error as Error
    return known.values
  }

  #readArguments({
    definition,
    nodes: [node],
  }: PlannedField): { readonly values: Values } | { readonly error: unknown } {
    if (!node) throw new Error('A field without a place in the document cannot happen: that is where it was found.')
    try {
      return { values: getArgumentValues(definition, node, this.#given.variableValues) }
    } catch (error) {
      return { error }
    }
  }

  #infoAt(spot: Spot): GraphQLResolveInfo {
    return new ResolveInfo(spot, this.#plan.planned, this.#given)
  }

  #take(spot: Spot, value: unknown): void {
    if (isComing(value)) this.#await(spot, value, (come) => this.#complete(spot, come))
    else this.#complete(spot, value)
  }

  #await(spot: Spot, coming: PromiseLike<unknown>, use: (value: unknown) => void): void {
    // Keeps its place in the order of the answer.
    spot.holder[spot.key] = undefined
    this.#awaited += 1
    const kept = (value: unknown): void => {
      try {
        if (!this.#isOut(spot)) use(value)
      } catch (error) {
        this.#fail(spot, error)
      }
      this.#arrived()
    }
    const broken = (reason: unknown): void => {
      this.#fail(spot, reason)
      this.#arrived()
    }
    if (coming instanceof Later) coming.settle(kept, broken)
    else void coming.then(kept, broken)
  }

  #complete(spot: Spot, value: unknown): void {
    if (value instanceof Error) throw value
    const { shape, field } = spot
    if (value === null || value === undefined) {
      if (shape.nonNull)
        throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`)
      spot.holder[spot.key] = null
    } else if (shape.leaf) spot.holder[spot.key] = serialized(shape.leaf, value)
    else if (shape.item) this.#completeList(spot, value)
    else if (shape.abstract) this.#completeAbstract(spot, shape.abstract, value)
    else this.#completeObject(spot, shape.object, value)
  }

  #completeList(spot: Spot, value: unknown): void {
    const { shape, field } = spot
    if (typeof value !== 'object' || value === null || !(Symbol.iterator in value) || !shape.item)
      throw new Error(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.definition.name}".`,
      )
    const items: unknown[] = []
    spot.holder[spot.key] = items
    let index = 0
    // The check above says what it is.
    for (const each of value as Iterable<unknown>) {
      if (spot.gone) return
      // A list holds its items by number as an object holds its fields by name.
      const item = new Spot(field, shape.item, items as unknown as Holder, index++, spot)
      try {
        this.#take(item, each)
      } catch (error) {
        this.#fail(item, error)
      }
    }
  }

  #completeAbstract(spot: Spot, type: GraphQLAbstractType, value: unknown): void {
    const resolveType = type.resolveType ?? defaultTypeResolver
    const name = resolveType(value, this.#given.contextValue, this.#infoAt(spot), type)
    if (isComing(name))
      this.#await(spot, name, (come) => this.#completeObject(spot, this.#objectType(type, come), value))
    else this.#completeObject(spot, this.#objectType(type, name), value)
  }

  #objectType(abstract: GraphQLAbstractType, name: unknown): GraphQLObjectType | null {
    const { schema } = this.#plan.planned
    const type = typeof name === 'string' ? schema.getType(name) : undefined
    return isObjectType(type) && schema.isSubType(abstract, type) ? type : null
  }

  #completeObject(spot: Spot, type: GraphQLObjectType | null, value: unknown): void {
    if (!type)
      throw new Error(`No type is known of what ${spot.field.parentType.name}.${spot.field.definition.name} answers.`)
    const selection = this.#plan.below(spot.field, spot.shape, type)
    const object: Holder = {}
    spot.holder[spot.key] = object
    this.#select(selection, value, object, spot)
  }

  /** Tells the error, and takes out of the answer what cannot be without the value: it and what must not be null above it. */
  #fail(spot: Spot, error: unknown): void {
    if (this.#isOut(spot.parent)) return
    this.#errors.push(locatedError(error, spot.field.nodes, pathOf(spot)))
    let out: Spot | null = spot
    while (out?.shape.nonNull) {
      out.gone = true
      out = out.parent
    }
    if (out) {
      out.gone = true
      out.holder[out.key] = null
    } else this.#data = null
  }

  #isOut(spot: Spot | null): boolean {
    return !this.#data || isGone(spot)
  }
}

function isComing(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const made: unknown = type.serialize(value)
  if (made === null || made === undefined)
    throw new Error(`Expected ${type.name} to make something of a value that is there.`)
  return made
}
