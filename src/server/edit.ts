import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { holds } from '../access/role.ts'
import type { SessionCaller } from '../access/sessions.ts'
import type { Live } from '../live/live.ts'
import { identify } from './admission.ts'
import type { BoardBuild, MadePage, Site } from './board-build.ts'
import { themeIn } from './board.ts'
import type { Door } from './door.ts'
import { giveSecret, secretIn, takeSecret } from './edit-cookie.ts'
import { Unserved, answerTo } from './errors.ts'
import { type Answering, answerOperation } from './graphql.ts'
import { policyOfPages } from './headers.ts'
import { isOurPage } from './origins.ts'
import { JSON_IN_UTF8 } from './request.ts'
import type { RequestNote } from './request-log.ts'
import { KEPT_COST } from './short-cut.ts'
import { plainly, readSignIn, wayTo } from './sign-in.ts'

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
  readonly noteOf: (request: FastifyRequest) => RequestNote
}

const ONLY_READS = 'This token may only read. To edit, sign in with the token of an editor.'
const NO_SESSION = 'You are not signed in, or no longer. Sign in to go on.'
const NOT_OURS = 'This was not sent by a page of this service, so it is refused.'
const NOT_BUILT = 'The editor is not built. Run: npm run build\n'
const FORM = 'application/x-www-form-urlencoded'
const LONGEST_FORM = 32_768

/**
 * All of editing, at /edit and below, where alone the cookie of a session goes: the page, signing in and out at /edit/session, and /edit/graphql, which
 * is /graphql for whoever has signed in. Register it as a plugin, so that its headers stay its own. Nothing of it is kept by caches, and no page of
 * another site can have anything sent here, whatever CORS allows elsewhere.
 */
export async function serveEdit(server: FastifyInstance, options: EditOptions): Promise<void> {
  const { door, noteOf, answering, build, site } = options
  await server.register(fastifyCookie)
  server.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: LONGEST_FORM }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': policyOfPages(request.host),
      // With no-referrer, browsers would send our own forms with the origin "null".
      'referrer-policy': 'same-origin',
    })
    done(request.method === 'POST' && !comesFromUs(request, options) ? refusal('FORBIDDEN', 403, NOT_OURS) : undefined)
  })
  server.setErrorHandler((error, request, reply) => {
    if (!build || !request.headers.accept?.includes('text/html')) throw error
    const { status, headers, error: shown } = answerTo(error, door.log)
    const means = { site, files: build.files, theme: themeIn(request) }
    return sendPage(reply.headers(headers), build.errorPage(status, shown.message, means))
  })
  const page = (request: FastifyRequest, reply: FastifyReply) => answerPage(request, reply, options)
  server.get('/edit', page)
  server.get('/edit/*', page)
  server.get('/edit/session', async (request, reply) => {
    await price(request, door)
    return reply.send(told(await callerOf(request, options)))
  })
  server.post('/edit/session', (request, reply) => signIn(request, reply, options))
  server.post('/edit/session/end', (request, reply) => signOut(request, reply, options))
  server.post('/edit/graphql', (request, reply) =>
    answerOperation(request, reply, {
      door,
      answering,
      note: noteOf(request),
      callerOf: () => callerOf(request, options),
    }),
  )
  for (const url of ['/edit/graphql', '/edit/session/end'])
    server.get(url, (_request, reply) => {
      reply.header('allow', 'POST')
      throw new Unserved(405, 'BAD_REQUEST', 'This address takes POST.')
    })
}

const isSecure = ({ raw }: FastifyRequest, { door, publicUrl }: EditOptions): boolean =>
  publicUrl?.startsWith('https:') ?? door.overTls(raw)

function comesFromUs(request: FastifyRequest, options: EditOptions): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  const own = { host: request.host, secure: isSecure(request, options), publicUrl: options.publicUrl }
  return isOurPage({ origin, site: site?.toString() }, own)
}

/** Who has signed in; null when nobody has. */
async function sessionOf(request: FastifyRequest, options: EditOptions): Promise<SessionCaller | null> {
  const secret = secretIn(request, isSecure(request, options))
  return secret === null ? null : options.door.sessions.callerOf(secret)
}

/** @throws UNAUTHENTICATED when nobody has signed in */
async function callerOf(request: FastifyRequest, options: EditOptions): Promise<SessionCaller> {
  const caller = await sessionOf(request, options)
  if (!caller) throw refusal('UNAUTHENTICATED', 401, NO_SESSION)
  return caller
}

const told = ({ viewer: { name, role }, expiresAt }: SessionCaller) => ({
  ...{ name, role, expiresAt: new Date(expiresAt).toISOString() },
})

/** As a page of the board, a page here takes of its reader's limit. */
const price = ({ raw }: FastifyRequest, { limits, addressOf }: Door): Promise<void> =>
  limits.take({ client: addressOf(raw), cost: KEPT_COST, mutations: 0 })

async function answerPage(request: FastifyRequest, reply: FastifyReply, options: EditOptions): Promise<unknown> {
  const { door, build, live, site } = options
  if (!build) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  await price(request, door)
  const caller = await sessionOf(request, options)
  if (!caller) return signInPage(request, reply, options, { status: 200, to: request.url, problem: null })
  if (!holds(caller.viewer, 'EDITOR'))
    return signInPage(request, reply, options, { status: 403, to: request.url, problem: ONLY_READS })
  const { name, role, expiresAt } = told(caller)
  const cursor = door.contextFor(caller).log.cursorAt(live.newest)
  const means = { site, files: build.editFiles, theme: themeIn(request) }
  return sendPage(reply, build.editPage({ viewer: { name, role }, expiresAt, cursor }, means))
}

function sendPage(reply: FastifyReply, { status, html }: MadePage): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(html)
}

interface SigningIn {
  readonly status: number
  readonly to: unknown
  readonly problem: string | null
}

function signInPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { build, site }: EditOptions,
  { status, to, problem }: SigningIn,
): FastifyReply {
  if (!build) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  const means = { site, files: build.files, theme: themeIn(request) }
  return sendPage(reply, build.signInPage(status, { to: wayTo(to), problem }, means))
}

/** By a form, or by JSON: a page whose session has ended signs in again without losing what was typed. */
async function signIn(request: FastifyRequest, reply: FastifyReply, options: EditOptions): Promise<unknown> {
  const { door } = options
  const { token, to } = readSignIn(request)
  const byForm = !isJson(request)
  try {
    const caller = await identify(door, `Bearer ${token}`, door.addressOf(request.raw))
    if (!holds(caller.viewer, 'EDITOR')) throw refusal('FORBIDDEN', 403, ONLY_READS)
    const session = await door.sessions.begin(caller)
    giveSecret(reply, session, isSecure(request, options))
    return byForm ? await reply.redirect(wayTo(to), 303) : await reply.send(told(session.caller))
  } catch (error) {
    if (!byForm) throw error
    const { status, headers, error: shown } = answerTo(error, door.log)
    return signInPage(request, reply.headers(headers), options, { status, to, problem: plainly(shown.message) })
  }
}

async function signOut(request: FastifyRequest, reply: FastifyReply, options: EditOptions): Promise<FastifyReply> {
  const secure = isSecure(request, options)
  const secret = secretIn(request, secure)
  if (secret !== null) await options.door.sessions.end(secret)
  takeSecret(reply, secure)
  return request.body instanceof URLSearchParams ? reply.redirect('/', 303) : reply.code(204).send()
}

const isJson = ({ headers }: FastifyRequest): boolean => JSON_IN_UTF8.test(headers['content-type'] ?? '')

function refusal(code: 'UNAUTHENTICATED' | 'FORBIDDEN', status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
