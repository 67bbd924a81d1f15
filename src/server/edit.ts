import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { holds } from '../access/role.ts'
import { themeIn } from './board.ts'
import { type EditOptions, callerOf, endSession, isSecure, price, refusal, sessionOf, told } from './edit-session.ts'
import { Unserved, answerTo } from './errors.ts'
import { answerOperation } from './graphql.ts'
import { policyOfPages } from './headers.ts'
import { serveIssuer } from './oidc.ts'
import { isOurPage } from './origins.ts'
import { NOT_BUILT, ONLY_READS, sendPage, signIn, signInPage } from './sign-in.ts'

const NOT_OURS = 'This was not sent by a page of this service, so it is refused.'
const FORM = 'application/x-www-form-urlencoded'
const LONGEST_FORM = 32_768

/**
 * All of editing, at /edit and below, where alone the cookie of a session goes: the page, signing in and out at /edit/session and /edit/oidc, and
 * /edit/graphql, which is /graphql for whoever has signed in. Register it as a plugin, so that its headers stay its own. Nothing of it is kept by
 * caches, and no page of another site can have anything sent here, whatever CORS allows elsewhere.
 */
export async function serveEdit(server: FastifyInstance, options: EditOptions): Promise<void> {
  const { door, noteOf, answering } = options
  await server.register(fastifyCookie)
  server.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: LONGEST_FORM }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )
  guard(server, options)
  const page = (request: FastifyRequest, reply: FastifyReply) => answerPage(request, reply, options)
  server.get('/edit', page)
  server.get('/edit/*', page)
  server.get<{ Querystring: { orNull?: string } }>('/edit/session', async (request, reply) => {
    // Somebody loads the page again on which signing in failed.
    if (wantsPage(request)) return reply.redirect('/edit')
    await price(request, door)
    // For pages that go on without: of a refusal browsers complain to whoever looks.
    const caller =
      request.query.orNull === undefined ? await callerOf(request, options) : await sessionOf(request, options)
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(caller && told(caller)))
  })
  server.post('/edit/session', (request, reply) => signIn(request, reply, options))
  server.post('/edit/session/end', async (request, reply) => {
    await endSession(request, reply, options)
    return request.body instanceof URLSearchParams ? reply.redirect('/', 303) : reply.code(204).send()
  })
  server.post('/edit/graphql', (request, reply) =>
    answerOperation(request, reply, {
      ...{ door, answering, note: noteOf(request) },
      callerOf: () => callerOf(request, options),
    }),
  )
  for (const url of ['/edit/graphql', '/edit/session/end'])
    server.get(url, (_request, reply) => {
      reply.header('allow', 'POST')
      throw new Unserved(405, 'BAD_REQUEST', 'This address takes POST.')
    })
  if (options.issuer) serveIssuer(server, { ...options, issuer: options.issuer })
}

/** Lets no other site in, and tells people what is wrong on a page. */
function guard(server: FastifyInstance, options: EditOptions): void {
  const { door, build, site } = options
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
    if (!build || !wantsPage(request)) throw error
    const { status, headers, error: shown } = answerTo(error, door.log)
    const means = { site, files: build.files, theme: themeIn(request) }
    return sendPage(reply.headers(headers), build.errorPage(status, shown.message, means))
  })
}

const wantsPage = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false

function comesFromUs(request: FastifyRequest, options: EditOptions): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  const own = { host: request.host, secure: isSecure(request, options), publicUrl: options.publicUrl }
  return isOurPage({ origin, site: site?.toString() }, own)
}

async function answerPage(request: FastifyRequest, reply: FastifyReply, options: EditOptions): Promise<unknown> {
  const { door, build, live, site, issuer } = options
  if (!build) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  await price(request, door)
  const caller = await sessionOf(request, options)
  if (!caller) return signInPage(request, reply, { ...options, status: 200, to: request.url, problem: null })
  if (!holds(caller.viewer, 'EDITOR'))
    return signInPage(request, reply, { ...options, status: 403, to: request.url, problem: ONLY_READS })
  const { name, role, expiresAt } = told(caller)
  const cursor = door.contextFor(caller).log.cursorAt(live.newest)
  const means = { site, files: build.editFiles, theme: themeIn(request) }
  return sendPage(
    reply,
    build.editPage({ viewer: { name, role }, expiresAt, issuer: issuer?.name ?? null, cursor }, means),
  )
}
