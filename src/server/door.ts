import type { IncomingMessage } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Caller, IssuedTokens } from '../access/access.ts'
import type { Sessions } from '../access/sessions.ts'
import type { Context } from '../live/context.ts'
import type { Documents } from './operation.ts'
import type { Metrics } from './metrics.ts'
import type { RateLimits } from './rate-limits.ts'
import type { Sharing } from './sharing.ts'
import type { Streams } from './streams.ts'

/** What both doors have in common, so that both guard alike. */
export interface Door {
  readonly schema: GraphQLSchema
  readonly log: Logger
  readonly metrics: Metrics
  readonly documents: Documents
  readonly sharing: Sharing
  readonly streams: Streams
  readonly limits: RateLimits
  /** Whom a request counts for. */
  readonly addressOf: (request: IncomingMessage) => string
  /** @throws UNAUTHENTICATED when the token is not known, or not any more */
  readonly callerOf: (authorization: unknown) => Promise<Caller>
  /** Who has signed in at the issuer. @throws UNAUTHENTICATED */
  readonly callerByIssuer: (tokens: IssuedTokens, clientId: string) => Promise<Caller>
  /** Of those who have signed in to edit. */
  readonly sessions: Sessions
  /** Whether the client speaks https with a proxy before us. */
  readonly overTls: (request: IncomingMessage) => boolean
  readonly contextFor: (caller: Caller, resumeAfter?: string | null) => Context
}
