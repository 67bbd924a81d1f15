import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Unserved } from './errors.ts'

const shape = z.object({ token: z.string().trim(), to: z.unknown().optional() })

/** What somebody sends who signs in: a token, and where they want to go. */
export type SignIn = z.infer<typeof shape>

const EDIT = '/edit'

/** What was sent, by a form or as JSON. @throws Unserved with 400 when it has no token */
export function readSignIn({ body }: FastifyRequest): SignIn {
  const read = shape.safeParse(body instanceof URLSearchParams ? Object.fromEntries(body) : body)
  if (!read.success) throw new Unserved(400, 'BAD_REQUEST', 'Send a token.')
  return read.data
}

/** Why nobody could sign in, for a person: without what a program would have to send. */
export const plainly = (message: string): string =>
  message.replace(/ Send Authorization: .*$/s, ' Look whether all of it was copied.')

/** The address below /edit that somebody wants to go to; /edit itself, when it is another, for nobody is to be led away from here. */
export function wayTo(wanted: unknown): string {
  // Browsers read a backslash as a slash, and leave out line ends.
  if (typeof wanted !== 'string' || !/^\/edit(?:[/?][\x21-\x5B\x5D-\x7E]*)?$/.test(wanted)) return EDIT
  const base = 'http://here'
  if (!URL.canParse(wanted, base)) return EDIT
  const { origin, pathname, search } = new URL(wanted, base)
  const isPage = origin === base && (pathname === EDIT || pathname.startsWith(`${EDIT}/`))
  return isPage ? `${pathname}${search}` : EDIT
}
