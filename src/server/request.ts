import type { FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import { z } from 'zod'
import { NOT_JSON, Unserved } from './errors.ts'
import type { Operation, OperationRequest } from './operation.ts'
import { hashIn } from './trusted-documents.ts'

const JSON_OBJECT = z.record(z.string(), z.unknown(), 'must be an object')
const TEXT = z.string('must be text')
const NO_DOCUMENT = 'must be the text of a document'
const fields = z.object(
  {
    query: z.string(NO_DOCUMENT).nullish(),
    documentId: TEXT.nullish(),
    operationName: TEXT.nullish(),
    variables: JSON_OBJECT.nullish(),
    extensions: JSON_OBJECT.nullish(),
  },
  'must be one object with query and variables; several at once are not served',
)
const shape = fields.refine((data) => typeof data.query === 'string' || hashIn(data) !== undefined, {
  path: ['query'],
  message: NO_DOCUMENT,
})

/** Questions are short. What is longer holds texts, which nobody sends twice. */
export const MAX_QUESTION_BYTES = 16_384

/** Other types a page of anyone's may send without asking us first: forms, text, and what has no type. */
export const JSON_IN_UTF8 = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/**
 * The operation of a request as GraphQL over HTTP sends it: POST with JSON, anything else in the address.
 * @throws Unserved with 400 for what is missing or of the wrong form, 415 for other types than JSON in UTF-8
 */
export function readOperation({ method, headers, body, query }: FastifyRequest): OperationRequest {
  if (method !== 'POST') return fromAddress(query)
  if (!JSON_IN_UTF8.test(headers['content-type'] ?? '')) throw new Unserved(415, 'BAD_REQUEST', NOT_JSON)
  return parsed(body, 'The body')
}

/**
 * Sees to it that an address alone changes nothing: browsers open those for anyone.
 * @throws Unserved with 405 for a mutation that did not come by POST
 */
export function requirePost({ definition }: Operation, { method }: FastifyRequest, reply: FastifyReply): void {
  if (definition.operation !== OperationTypeNode.MUTATION || method === 'POST') return
  reply.header('allow', 'POST')
  throw new Unserved(405, 'BAD_REQUEST', 'A mutation needs POST.')
}

function fromAddress(query: unknown): OperationRequest {
  const { variables, extensions, ...rest } = z.record(z.string(), z.unknown()).parse(query)
  return parsed(
    { ...rest, variables: decoded(variables, 'variables'), extensions: decoded(extensions, 'extensions') },
    'The address',
  )
}

function decoded(text: unknown, name: string): unknown {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Unserved(400, 'BAD_REQUEST', `The ${name} in the address are not JSON.`)
  }
}

function parsed(given: unknown, whole: string): OperationRequest {
  const result = shape.safeParse(given)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0] ?? { path: [], message: 'is wrong' }
  throw new Unserved(400, 'BAD_REQUEST', `${path.length > 0 ? path.join('.') : whole} ${message}.`)
}

/** Whether a request is short enough for its answer to be kept. What comes in an address is. */
export function isShort({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' || Number(headers['content-length']) <= MAX_QUESTION_BYTES
}

/** The change that the answer must not be older than, as its cursor in the header Parley-Cursor; undefined when none is named. */
export function cursorIn({ headers }: FastifyRequest): string | undefined {
  return headers['parley-cursor']?.toString()
}
