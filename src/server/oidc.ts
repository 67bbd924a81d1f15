import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import type { Caller } from '../access/access.ts'
import { type Remembered, forgetLeaving, leavingIn, rememberLeaving } from './edit-cookie.ts'
import { type EditOptions, beginSession, isSecure, price } from './edit-session.ts'
import { answerTo } from './errors.ts'
import type { IssuerClient } from './issuer-client.ts'
import { signInPage, wayTo } from './sign-in.ts'

type Options = EditOptions & { readonly issuer: IssuerClient }

const AT = '/edit/oidc'
const BACK_AT = `${AT}/callback`

/** Signing in with an account of an OpenID Connect issuer: /edit/oidc leads there, and /edit/oidc/callback back. */
export function serveIssuer(server: FastifyInstance, options: Options): void {
  server.get<{ Querystring: { to?: unknown } }>(AT, async (request, reply) => {
    const { to } = request.query
    try {
      await price(request, options.door)
      const { url, leaving } = await options.issuer.leave(ownAddress(request, options) + BACK_AT)
      rememberLeaving(reply, { ...leaving, to: wayTo(to) }, isSecure(request, options))
      return await reply.redirect(url, 303)
    } catch (error) {
      return failed(request, reply, { ...options, error, to })
    }
  })
  server.get(BACK_AT, async (request, reply) => {
    const secure = isSecure(request, options)
    const remembered = leavingIn(request, secure)
    forgetLeaving(reply, secure)
    const to = remembered?.to
    try {
      const caller = await callerBack(request, remembered, options)
      await beginSession(request, reply, { ...options, caller, onlyReads: onlyReads(options) })
      return await reply.redirect(wayTo(to), 303)
    } catch (error) {
      return failed(request, reply, { ...options, error, to })
    }
  })
}

const onlyReads = ({ issuer: { name } }: Options): string =>
  `With this account at ${name} you may only read. Whoever runs this service can say who edits.`

const ownAddress = (request: FastifyRequest, options: Options): string =>
  options.publicUrl ?? `http${isSecure(request, options) ? 's' : ''}://${request.host}`

/** Who has come back from the issuer. @throws UNAUTHENTICATED when that cannot be said */
async function callerBack(request: FastifyRequest, remembered: Remembered | null, options: Options): Promise<Caller> {
  const { issuer, door } = options
  const address = door.addressOf(request.raw)
  await door.limits.guess(address)
  try {
    if (!remembered) throw new NotBegun()
    const tokens = await issuer.comeBack(new URL(ownAddress(request, options) + request.url), remembered)
    return await door.callerByIssuer(tokens, issuer.clientId)
  } catch (error) {
    await door.limits.guessedWrong(address)
    throw error
  }
}

/** Whoever comes back did not leave from here, or too long ago. */
class NotBegun extends Error {}

/** The page on which one can try again. What the issuer objects to is for whoever runs the service. */
function failed(
  request: FastifyRequest,
  reply: FastifyReply,
  { error, to, ...options }: Options & { readonly error: unknown; readonly to: unknown },
): FastifyReply {
  if (error instanceof GraphQLError) {
    const { status, headers, error: shown } = answerTo(error, options.door.log)
    return signInPage(request, reply.headers(headers), { ...options, status, to, problem: shown.message })
  }
  const { name } = options.issuer
  if (!(error instanceof NotBegun)) options.door.log.warn({ err: error }, 'Signing in at the issuer failed')
  const problem = `Signing in at ${name} was not finished. Try again.`
  return signInPage(request, reply, { ...options, status: 401, to, problem })
}
