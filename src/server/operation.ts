import { createHash } from 'node:crypto'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  getOperationAST,
  parse,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Context } from '../live/context.ts'
import { coded } from './errors.ts'

/** A document of people and programs is far smaller; parsing is what costs. The same at all doors. */
const MAX_TOKENS = 10_000
/** Documents come again and again; when a process restarts, the same one from thousands of clients within seconds. */
const KEPT_DOCUMENTS = 1_000
const KEPT_CHARACTERS = 4_000_000

/** What a client sends. */
export interface OperationRequest {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation that is parsed, valid and knows who asks. */
export interface Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  /** The text of the document. */
  readonly query: string
  readonly operationName: string | null
  readonly variableValues: Readonly<Record<string, unknown>>
  readonly contextValue: Context
}

/** Reads documents, each text once. */
export class Documents {
  readonly #schema: GraphQLSchema
  readonly #read = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
  })

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  /** The operation that is asked for, or what is wrong with it: GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_RESOLUTION_FAILURE. */
  operation({ query, operationName, variables }: OperationRequest, contextValue: Context): Operation | GraphQLError[] {
    const document = this.#document(query)
    if (!('kind' in document)) return [...document]
    const definition = getOperationAST(document, operationName)
    if (!definition) {
      const message =
        operationName == null
          ? 'Name which operation of the document is meant.'
          : 'The document has no operation of this name.'
      return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })]
    }
    return {
      ...{ schema: this.#schema, document, definition, query, contextValue },
      operationName: operationName ?? definition.name?.value ?? null,
      variableValues: variables ?? {},
    }
  }

  /** The document with this SHA-256 of its text, in hexadecimal digits; undefined when it is not valid, or not at hand any more. */
  read(hash: string): DocumentNode | undefined {
    const known = this.#read.get(hash)
    return known && 'kind' in known ? known : undefined
  }

  #document(query: string): DocumentNode | readonly GraphQLError[] {
    const hash = createHash('sha256').update(query).digest('hex')
    const known = this.#read.get(hash)
    if (known) return known
    const read = this.#parse(query)
    this.#read.set(hash, read, { size: query.length + 1 })
    return read
  }

  #parse(query: string): DocumentNode | readonly GraphQLError[] {
    try {
      const document = parse(query, { maxTokens: MAX_TOKENS })
      const problems = validate(this.#schema, document)
      return problems.length > 0 ? problems.map((each) => coded(each, 'GRAPHQL_VALIDATION_FAILED')) : document
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
