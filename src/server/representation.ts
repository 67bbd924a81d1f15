import { Negotiator } from '@fastify/accept-negotiator'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Encoding } from './answer.ts'
import { Unserved } from './errors.ts'

/** The older media type of an answer, which most clients ask for. */
export const JSON_TYPE = 'application/json; charset=utf-8'
/** The newer one, in which the HTTP status tells whether the operation was executed. */
export const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8'

/** By what an answer may differ. */
export const VARY = 'accept, accept-encoding, authorization, parley-cursor'

const encodings = new Negotiator<Exclude<Encoding, 'identity'>>({ supportedValues: ['br', 'gzip'] })

/** Most clients send one of a few texts; reading one takes longer than remembering it. */
const likings = new LRUCache<string, string | false>({ max: 100 })

/** The media type that the client likes best; JSON when it does not care. @throws Unserved with 406 when it takes neither */
export function typeOf(request: FastifyRequest): string {
  const { accept = '' } = request.headers
  const type = likings.get(accept) ?? likingOf(request)
  likings.set(accept, type)
  if (type !== false) return type
  const message = 'This address answers with application/graphql-response+json or application/json: send one in Accept.'
  throw new Unserved(406, 'BAD_REQUEST', message)
}

function likingOf(request: FastifyRequest): string | false {
  const type = request.accepts().type([JSON_TYPE, RESPONSE_TYPE])
  return typeof type === 'string' ? type : false
}

/** In which encoding a client likes large answers best. */
export function encodingOf({ headers }: FastifyRequest): Encoding {
  return encodings.negotiate(headers['accept-encoding'] ?? '') ?? 'identity'
}

/** Whether the client says that it has the representation with this tag (RFC 9110, 13.1.2); proxies that compress make tags weak. */
export function isHeld({ headers }: FastifyRequest, tag: string): boolean {
  const tags = headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^W\//, ''))
  return tags?.some((each) => each === tag || each === '*') ?? false
}
