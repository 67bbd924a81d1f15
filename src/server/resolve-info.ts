import type {
  FieldNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'
import type { Planned } from './plan.ts'
import type { Spot } from './spot.ts'

type Path = GraphQLResolveInfo['path']

/** What graphql-js tells a resolver of the field. Ours do not ask, so it is put together when one does. */
export class ResolveInfo implements GraphQLResolveInfo {
  readonly #spot: Spot
  readonly #planned: Planned
  readonly #given: Pick<GraphQLResolveInfo, 'rootValue' | 'variableValues'>

  constructor(spot: Spot, planned: Planned, given: Pick<GraphQLResolveInfo, 'rootValue' | 'variableValues'>) {
    this.#spot = spot
    this.#planned = planned
    this.#given = given
  }

  get fieldName(): string {
    return this.#spot.field.definition.name
  }

  get fieldNodes(): readonly FieldNode[] {
    return this.#spot.field.nodes
  }

  get returnType(): GraphQLOutputType {
    return this.#spot.field.definition.type
  }

  get parentType(): GraphQLObjectType {
    return this.#spot.field.parentType
  }

  get path(): Path {
    return pathTo(this.#spot)
  }

  get schema(): GraphQLSchema {
    return this.#planned.schema
  }

  get fragments(): Planned['fragments'] {
    return this.#planned.fragments
  }

  get rootValue(): unknown {
    return this.#given.rootValue
  }

  get operation(): OperationDefinitionNode {
    return this.#planned.operation
  }

  get variableValues(): GraphQLResolveInfo['variableValues'] {
    return this.#given.variableValues
  }
}

function pathTo({ parent, key, field }: Spot): Path {
  const typename = typeof key === 'string' ? field.parentType.name : undefined
  return { prev: parent ? pathTo(parent) : undefined, key, typename }
}
