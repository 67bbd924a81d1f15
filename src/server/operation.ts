import { createHash } from 'node:crypto'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  getOperationAST,
  parse,
  print,
  specifiedRules,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Context } from '../live/context.ts'
import { costOf } from './cost.ts'
import { coded, tooComplex } from './errors.ts'
import { type Shape, measure } from './shape.ts'
import { type DocumentRequest, TrustedDocuments, type TrustedDocumentsOptions } from './trusted-documents.ts'

/** A document of people and programs is far smaller; parsing is what costs. The same at all doors. */
const MAX_TOKENS = 10_000
/** What is longer than that is text, and belongs into variables. */
const MAX_CHARACTERS = 100_000
/** Whoever writes a document mends the first mistakes first. */
const MAX_MISTAKES = 20
/** Documents come again and again; when a process restarts, the same one from thousands of clients within seconds. */
const KEPT_DOCUMENTS = 1_000
const KEPT_CHARACTERS = 4_000_000

/** Of one document: people page by a few sizes. */
const KEPT_COSTS = 20

type Variables = Readonly<Record<string, unknown>>

/** What an operation may ask for. */
export interface OperationLimits extends TrustedDocumentsOptions {
  readonly maxQueryCost: number
  readonly maxQueryDepth: number
  /** Whether readers may ask for the schema itself. */
  readonly introspection: boolean
}

/** What a client sends. */
export interface OperationRequest extends DocumentRequest {
  readonly operationName?: string | null | undefined
  readonly variables?: Variables | null | undefined
}

/** An operation that is parsed, valid and knows who asks. */
export interface Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  /** The text of the document. */
  readonly query: string
  /** SHA-256 of that text, in hexadecimal digits. */
  readonly hash: string
  /** Whether nothing that it asks for depends on who asks, beyond the role. */
  readonly keepable: boolean
  readonly operationName: string | null
  readonly variableValues: Variables
  readonly contextValue: Context
  /** What it costs at most, in about the work of reading one entry; at least 1. */
  readonly cost: number
}

/** A document that is parsed, measured and valid. */
interface ReadDocument extends Shape {
  readonly document: DocumentNode
  readonly hash: string
  readonly keepable: boolean
  /** What its operations were found to cost, by name and by what their variables say of sizes. */
  readonly costs: Map<string, number>
}

/** A key must be short, whatever is sent: numbers and conditions as they are, lists by their length, all else is no size. */
function sizeIn(variables: Variables, name: string): unknown {
  if (!Object.hasOwn(variables, name)) return 'default'
  const value = variables[name]
  if (Array.isArray(value)) return [value.length]
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Variables with which an operation costs little: conditions as told, other sizes 1, where no default says more. */
function leastOf({ variableDefinitions = [] }: OperationDefinitionNode, condition: boolean): Variables {
  const open = variableDefinitions.filter(({ defaultValue }) => !defaultValue)
  return Object.fromEntries(
    open.map(({ variable, type }) => [variable.name.value, print(type).startsWith('Boolean') ? condition : 1]),
  )
}

/** Whether a document asks for what depends on the caller. */
function asksOfTheCaller(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema)
  let asks = false
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        if (types.getFieldDef()?.extensions['ofTheCaller'] === true) asks = true
      },
    }),
  )
  return asks
}

const NO_INTROSPECTION = new GraphQLError(
  'This service shows its schema to editors alone; schema.graphql in its documentation describes it.',
  { extensions: { code: 'FORBIDDEN' } },
)
const TOO_LONG = new GraphQLError(
  `A document takes at most ${MAX_CHARACTERS.toLocaleString('en')} characters; send texts as variables.`,
  { extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
)

/** Reads documents, each text once. */
export class Documents {
  readonly #schema: GraphQLSchema
  readonly #limits: OperationLimits
  readonly #trusted: TrustedDocuments
  readonly #read = new LRUCache<string, ReadDocument | readonly GraphQLError[]>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
  })

  /**
   * `own` are documents that may be asked for whatever list there is.
   * @throws ConfigurationError when a list of trusted documents is named that cannot be served
   */
  constructor(schema: GraphQLSchema, limits: OperationLimits, own: readonly string[] = []) {
    this.#schema = schema
    this.#limits = limits
    this.#trusted = new TrustedDocuments(limits, (text) => this.#problemsOf(text), own)
  }

  /**
   * The operation that is asked for, or what is wrong with it: GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_RESOLUTION_FAILURE,
   * QUERY_TOO_COMPLEX, FORBIDDEN, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED. Nothing that it asks for has been executed.
   */
  operation(wanted: OperationRequest, contextValue: Context): Operation | GraphQLError[] {
    const { operationName, variables } = wanted
    const query = this.#trusted.textOf(wanted, contextValue.viewer.role)
    if (typeof query !== 'string') return [query]
    const read = this.#document(query)
    if (!('document' in read)) return [...read]
    const { document, introspects, hash, keepable } = read
    if (introspects && !this.#limits.introspection && contextValue.viewer.role === 'READER') return [NO_INTROSPECTION]
    const definition = getOperationAST(document, operationName)
    if (!definition) {
      const message =
        operationName == null
          ? 'Name which operation of the document is meant.'
          : 'The document has no operation of this name.'
      return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })]
    }
    const variableValues = variables ?? {}
    const cost = this.#costOf(read, definition, variableValues)
    if (cost > this.#limits.maxQueryCost) return [this.#tooDear(cost)]
    return {
      ...{ schema: this.#schema, document, definition, query, hash, keepable, contextValue, variableValues, cost },
      operationName: operationName ?? definition.name?.value ?? null,
    }
  }

  /** The document with this SHA-256 of its text, in hexadecimal digits; undefined when it is not valid, or not at hand any more. */
  read(hash: string): DocumentNode | undefined {
    const known = this.#read.get(hash)
    return known && 'document' in known ? known.document : undefined
  }

  /** Why none could be served who asks for this document, as far as that is known without their variables. */
  #problemsOf(text: string): readonly string[] {
    const read = this.#document(text)
    if (!('document' in read)) return read.map(({ message }) => message)
    const definitions = read.document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION)
    return definitions.flatMap((definition) => {
      const cost = Math.min(...[true, false].map((each) => this.#costOf(read, definition, leastOf(definition, each))))
      return cost > this.#limits.maxQueryCost ? [this.#tooDear(cost).message] : []
    })
  }

  #costOf(
    { document, sizing, costs }: ReadDocument,
    definition: OperationDefinitionNode,
    variables: Variables,
  ): number {
    const sizes = Array.from(sizing, (name) => sizeIn(variables, name))
    const key = JSON.stringify([definition.name?.value, sizes])
    const known = costs.get(key)
    if (known !== undefined) return known
    const cost = costOf({ schema: this.#schema, document, definition, variables })
    if (costs.size >= KEPT_COSTS) costs.clear()
    costs.set(key, cost)
    return cost
  }

  #tooDear(cost: number): GraphQLError {
    const [asked, limit] = [cost, this.#limits.maxQueryCost].map((each) => each.toLocaleString('en'))
    const message = `This operation can cost ${asked}; ${limit} is allowed. Ask for shorter pages (first), fewer lists below lists, or in several requests.`
    return tooComplex(message, { cost, limit: this.#limits.maxQueryCost })
  }

  #document(query: string): ReadDocument | readonly GraphQLError[] {
    const hash = createHash('sha256').update(query).digest('hex')
    const known = this.#read.get(hash)
    if (known) return known
    const read = this.#parse(query, hash)
    this.#read.set(hash, read, { size: query.length + 1 })
    return read
  }

  /** In the order of what it takes, so that a hostile document meets what is cheap first. */
  #parse(query: string, hash: string): ReadDocument | readonly GraphQLError[] {
    if (query.length > MAX_CHARACTERS) return [TOO_LONG]
    try {
      const document = parse(query, { maxTokens: MAX_TOKENS })
      const shape = measure(document, this.#limits.maxQueryDepth)
      const problems = validate(this.#schema, document, specifiedRules, { maxErrors: MAX_MISTAKES })
      if (problems.length > 0) return problems.map((each) => coded(each, 'GRAPHQL_VALIDATION_FAILED'))
      const keepable = !asksOfTheCaller(this.#schema, document)
      return { ...shape, document, hash, keepable, costs: new Map() }
    } catch (error) {
      if (error instanceof GraphQLError) return [coded(error, 'GRAPHQL_PARSE_FAILED')]
      // The parser and the rules descend by calls.
      if (error instanceof RangeError)
        return [
          new GraphQLError('The document is nested too deeply.', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } }),
        ]
      throw error
    }
  }
}
