import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NewSession } from '../access/sessions.ts'

const NAME = 'parley_session'

/** Sent to /edit alone: what is read elsewhere is the same for everyone and may be kept by caches. */
const attributesOf = (secure: boolean): CookieSerializeOptions => ({
  ...{ path: '/edit', httpOnly: true, sameSite: 'lax', secure },
})

/** With this prefix browsers take the cookie over https alone, so that nobody who stands between can set one over http. */
const nameOf = (secure: boolean): string => (secure ? `__Secure-${NAME}` : NAME)

/** The secret of the session that a request names; null when it names none. */
export function secretIn({ cookies }: FastifyRequest, secure: boolean): string | null {
  return cookies[nameOf(secure)] ?? null
}

/** Has the browser send the secret until the session ends. */
export function giveSecret(reply: FastifyReply, { secret, caller }: NewSession, secure: boolean): void {
  const maxAge = Math.max(0, Math.floor((caller.expiresAt - Date.now()) / 1000))
  void reply.setCookie(nameOf(secure), secret, { ...attributesOf(secure), maxAge })
}

/** Has the browser forget it. */
export function takeSecret(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(nameOf(secure), attributesOf(secure))
}
