import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { identify } from './admission.ts'
import type { MadePage } from './board-build.ts'
import { themeIn } from './board.ts'
import { type EditOptions, beginSession, told } from './edit-session.ts'
import { Unserved, answerTo } from './errors.ts'
import { JSON_IN_UTF8 } from './request.ts'

/** What is said where nothing has been built. */
export const NOT_BUILT = 'The editor is not built. Run: npm run build\n'
/** What is said to the bearer of a token who may not edit. */
export const ONLY_READS = 'This token may only read. To edit, sign in with the token of an editor.'
const EDIT = '/edit'

const shape = z.object({ token: z.string().trim(), to: z.unknown().optional() })

/** By a form, or by JSON: a page whose session has ended signs in again without losing what was typed. */
export async function signIn(request: FastifyRequest, reply: FastifyReply, options: EditOptions): Promise<unknown> {
  const { door } = options
  const { token, to } = readSignIn(request)
  const byForm = !JSON_IN_UTF8.test(request.headers['content-type'] ?? '')
  try {
    const caller = await identify(door, `Bearer ${token}`, door.addressOf(request.raw))
    const session = await beginSession(request, reply, { ...options, caller, onlyReads: ONLY_READS })
    return byForm ? await reply.redirect(wayTo(to), 303) : await reply.send(told(session))
  } catch (error) {
    if (!byForm) throw error
    const { status, headers, error: shown } = answerTo(error, door.log)
    return signInPage(request, reply.headers(headers), { ...options, status, to, problem: plainly(shown.message) })
  }
}

/** The page on which one signs in; what is wrong as a sentence, if something is. */
export function signInPage(
  request: FastifyRequest,
  reply: FastifyReply,
  given: EditOptions & { readonly status: number; readonly to: unknown; readonly problem: string | null },
): FastifyReply {
  const { build, site, issuer, status, to, problem } = given
  if (!build) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  const means = { site, files: build.files, theme: themeIn(request) }
  return sendPage(reply, build.signInPage(status, { to: wayTo(to), problem, issuer: issuer?.name ?? null }, means))
}

/** Sends a page that is whole. */
export function sendPage(reply: FastifyReply, { status, html }: MadePage): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(html)
}

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

function readSignIn({ body }: FastifyRequest): z.infer<typeof shape> {
  const read = shape.safeParse(body instanceof URLSearchParams ? Object.fromEntries(body) : body)
  if (!read.success) throw new Unserved(400, 'BAD_REQUEST', 'Send a token.')
  return read.data
}

/** Why nobody could sign in, for a person: without what a program would have to send. */
const plainly = (message: string): string =>
  message.replace(/ Send Authorization: .*$/s, ' Look whether all of it was copied.')
