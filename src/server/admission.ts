import { type DocumentNode, type GraphQLError, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { Caller } from '../access/access.ts'
import type { Door } from './door.ts'
import type { Operation, OperationRequest } from './operation.ts'

/** What is refused has been read, too. */
const REFUSED_COST = 10

/**
 * Who sends this `Bearer <token>`; a reader without any.
 * @throws UNAUTHENTICATED, and RATE_LIMITED when the address has sent too many tokens that are not valid
 */
export async function identify({ callerOf, limits }: Door, authorization: unknown, address: string): Promise<Caller> {
  if (authorization === undefined) return callerOf(authorization)
  await limits.guess(address)
  try {
    return await callerOf(authorization)
  } catch (error) {
    await limits.guessedWrong(address)
    throw error
  }
}

/** Who asks, and from where. */
export interface Asking {
  readonly caller: Caller
  readonly address: string
  /** Last-Event-ID of a stream that goes on. */
  readonly resumeAfter?: string | null
  /** What an operation takes of the client's limit, where that is not what it can cost. */
  readonly priceOf?: (operation: Operation) => number
}

/**
 * The operation that a client asks for, or what is wrong with it; counted for the client's token, or without one for its address. All doors let
 * operations in through here.
 * @throws RATE_LIMITED
 */
export async function admit(
  { documents, limits, contextFor }: Door,
  wanted: OperationRequest,
  { caller, address, resumeAfter, priceOf = ({ cost }) => cost }: Asking,
): Promise<Operation | GraphQLError[]> {
  const operation = documents.operation(wanted, contextFor(caller, resumeAfter))
  const taken = Array.isArray(operation)
    ? { cost: REFUSED_COST, mutations: 0 }
    : { cost: priceOf(operation), mutations: mutationsOf(operation) }
  await limits.take({ client: caller.token ?? address, ...taken })
  return operation
}

function mutationsOf({ definition, document }: Operation): number {
  return definition.operation === OperationTypeNode.MUTATION ? fieldsOf(definition.selectionSet, document) : 0
}

function fieldsOf({ selections }: OperationDefinitionNode['selectionSet'], document: DocumentNode): number {
  return selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum + fieldsOf(selection.selectionSet, document)
    const fragment = document.definitions.find(
      (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
    )
    return fragment && 'selectionSet' in fragment ? sum + fieldsOf(fragment.selectionSet, document) : sum
  }, 0)
}
