import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { NewSession } from '../access/sessions.ts'

const SESSION = 'parley_session'
const LEAVING = 'parley_sign_in'
/** So long somebody may take to sign in elsewhere. */
const LEAVING_S = 600

/** Sent to /edit alone: what is read elsewhere is the same for everyone and may be kept by caches. */
const attributesOf = (secure: boolean): CookieSerializeOptions => ({
  ...{ path: '/edit', httpOnly: true, sameSite: 'lax', secure },
})

/** With this prefix browsers take the cookie over https alone, so that nobody who stands between can set one over http. */
const nameOf = (name: string, secure: boolean): string => (secure ? `__Secure-${name}` : name)

/** The secret of the session that a request names; null when it names none. */
export function secretIn({ cookies }: FastifyRequest, secure: boolean): string | null {
  return cookies[nameOf(SESSION, secure)] ?? null
}

/** Has the browser send the secret until the session ends. */
export function giveSecret(reply: FastifyReply, { secret, caller }: NewSession, secure: boolean): void {
  const maxAge = Math.max(0, Math.floor((caller.expiresAt - Date.now()) / 1000))
  void reply.setCookie(nameOf(SESSION, secure), secret, { ...attributesOf(secure), maxAge })
}

/** Has the browser forget it. */
export function takeSecret(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(nameOf(SESSION, secure), attributesOf(secure))
}

const shape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() })

/** What somebody's browser remembers for us while they sign in elsewhere. */
export type Remembered = z.infer<typeof shape>

/** What was remembered of leaving to sign in elsewhere; null when that was not here, or long ago. */
export function leavingIn({ cookies }: FastifyRequest, secure: boolean): Remembered | null {
  const text = cookies[nameOf(LEAVING, secure)]
  if (text === undefined) return null
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Has the browser remember it until it comes back. */
export function rememberLeaving(reply: FastifyReply, leaving: Remembered, secure: boolean): void {
  void reply.setCookie(nameOf(LEAVING, secure), JSON.stringify(leaving), {
    ...attributesOf(secure),
    maxAge: LEAVING_S,
  })
}

/** Has the browser forget it: it is of use once. */
export function forgetLeaving(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(nameOf(LEAVING, secure), attributesOf(secure))
}
