import type { FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import type { Caller } from '../access/access.ts'
import { holds } from '../access/role.ts'
import type { SessionCaller } from '../access/sessions.ts'
import type { Live } from '../live/live.ts'
import type { BoardBuild, Site } from './board-build.ts'
import type { Door } from './door.ts'
import { giveSecret, secretIn, takeSecret } from './edit-cookie.ts'
import type { Answering } from './graphql.ts'
import type { IssuerClient } from './issuer-client.ts'
import type { RequestNote } from './request-log.ts'
import { KEPT_COST } from './short-cut.ts'

/** What the editor is served with. */
export interface EditOptions {
  readonly door: Door
  readonly live: Live
  readonly answering: Answering
  /** Null when nothing has been built. */
  readonly build: BoardBuild | null
  readonly site: Site
  /** Under which address readers reach the service; null: as each request has it. */
  readonly publicUrl: string | null
  /** Where one may sign in with an account of an issuer; null: nowhere. */
  readonly issuer: IssuerClient | null
  readonly noteOf: (request: FastifyRequest) => RequestNote
}

const NO_SESSION = 'You are not signed in, or no longer. Sign in to go on.'

/** Whether whoever sends this speaks https with the service. */
export const isSecure = ({ raw }: FastifyRequest, { door, publicUrl }: EditOptions): boolean =>
  publicUrl?.startsWith('https:') ?? door.overTls(raw)

/** Who has signed in; null when nobody has. */
export async function sessionOf(request: FastifyRequest, options: EditOptions): Promise<SessionCaller | null> {
  const secret = secretIn(request, isSecure(request, options))
  return secret === null ? null : options.door.sessions.callerOf(secret)
}

/** Who has signed in. @throws UNAUTHENTICATED when nobody has */
export async function callerOf(request: FastifyRequest, options: EditOptions): Promise<SessionCaller> {
  const caller = await sessionOf(request, options)
  if (!caller) throw refusal('UNAUTHENTICATED', 401, NO_SESSION)
  return caller
}

/**
 * Begins a session for whoever is known by now, and has their browser keep it in place of the one that it may have had.
 * @throws FORBIDDEN with `onlyReads` for a reader
 */
export async function beginSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { caller, onlyReads, ...options }: EditOptions & { readonly caller: Caller; readonly onlyReads: string },
): Promise<SessionCaller> {
  if (!holds(caller.viewer, 'EDITOR')) throw refusal('FORBIDDEN', 403, onlyReads)
  const { sessions } = options.door
  const secure = isSecure(request, options)
  const before = secretIn(request, secure)
  const session = await sessions.begin(caller)
  if (before !== null) await sessions.end(before)
  giveSecret(reply, session, secure)
  return session.caller
}

/** Ends the session, if there is one, and has the browser forget it. */
export async function endSession(request: FastifyRequest, reply: FastifyReply, options: EditOptions): Promise<void> {
  const secure = isSecure(request, options)
  const secret = secretIn(request, secure)
  if (secret !== null) await options.door.sessions.end(secret)
  takeSecret(reply, secure)
}

/** What a page may know of a session. */
export const told = ({ viewer: { name, role }, expiresAt }: SessionCaller) => ({
  ...{ name, role, expiresAt: new Date(expiresAt).toISOString() },
})

/** As a page of the board, a page of the editor takes of its reader's limit. @throws RATE_LIMITED */
export const price = ({ raw }: FastifyRequest, { limits, addressOf }: Door): Promise<void> =>
  limits.take({ client: addressOf(raw), cost: KEPT_COST, mutations: 0 })

/** For a request that is refused for who sends it. */
export function refusal(code: 'UNAUTHENTICATED' | 'FORBIDDEN', status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
