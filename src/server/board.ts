import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { ANYONE, type Caller } from '../access/access.ts'
import type { Live } from '../live/live.ts'
import { admit, identify } from './admission.ts'
import { Answer } from './answer.ts'
import { type BoardBuild, FILES_AT, type MadePage, type PageMeans, type Site } from './board-build.ts'
import type { Door } from './door.ts'
import { type HttpHead, answerTo, headOf, shown } from './errors.ts'
import { type Answering, FOR_ALL, FOR_THE_CALLER, outcomeFor } from './graphql.ts'
import { policyOfPages } from './headers.ts'
import { type Logo, serveLogo } from './logo.ts'
import { patient } from './patience.ts'
import { isHeld } from './representation.ts'
import { KEPT_COST } from './short-cut.ts'

/** What the pages are served with. */
export interface BoardOptions {
  readonly door: Door
  readonly live: Live
  readonly answering: Answering
  /** Null when nothing has been built. */
  readonly build: BoardBuild | null
  readonly site: Site
  /** The picture that `site.logo` names. */
  readonly logo: Logo | null
  /** Under which address readers reach the service; null: as each request has it. */
  readonly publicUrl: string | null
}

/** What a browser may keep for ever: these file names carry a hash of the content. */
const ASSET_LIFETIME = '365d'
const VARY = 'accept-encoding, authorization, cookie'
const PAGES = ['/', '/n', '/n/:id', '/e/:id', '/s/:id']
/** Maps, some 20 kB each. */
const MOST_KEPT = 100
const NOT_BUILT = 'The board is not built. Run: npm run build\n'

/**
 * The board at /, /n, /n/<id>, /e/<id or number>, /s/<id> and /embed/n/<id>, its files below /board/. Register it as a plugin, so that its headers stay its own. Pages are
 * answered by the operations that anybody may send to /graphql, admitted, counted and kept as those are. Nothing in them changes unless the head of the
 * log does, so that is their tag. Without a build they answer 503.
 */
export async function serveBoard(server: FastifyInstance, options: BoardOptions): Promise<void> {
  const { build, logo } = options
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('content-security-policy', policyOfPages(request.host))
    done()
  })
  const kept = new Map<string, unknown>()
  const page = async (request: FastifyRequest, reply: FastifyReply): Promise<Sendable> => {
    if (build) return sendPage(request, reply, { ...options, build, kept })
    return reply.code(503).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(NOT_BUILT)
  }
  const files = build?.fileNames.map((name) => `/n/:id/${name}`) ?? []
  for (const url of [...PAGES, ...files]) server.get(url, page)
  server.get('/embed/n/:id', (request, reply) => {
    reply.removeHeader('x-frame-options')
    reply.headers({ 'cross-origin-resource-policy': 'cross-origin', 'content-security-policy': FRAMED_POLICY })
    return page(request, reply)
  })
  if (!build) return
  if (logo) serveLogo(server, logo)
  await server.register(fastifyStatic, {
    root: fileURLToPath(new URL('assets/', build.folder)),
    prefix: `${FILES_AT}assets/`,
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: ASSET_LIFETIME,
  })
}

/** The page of an address at which there is nothing. */
export function sendNothing(
  request: FastifyRequest,
  reply: FastifyReply,
  { build, site }: { readonly build: BoardBuild; readonly site: Site },
): string {
  const { status, html } = build.nothingPage({ site, files: build.files, theme: themeIn(request) })
  reply.code(status).type('text/html; charset=utf-8')
  reply.headers({
    ...{ vary: `accept, ${VARY}`, 'cache-control': 'no-store' },
    'content-security-policy': policyOfPages(request.host),
  })
  return html
}

/** What is said of an error that no question of the page met: of the token, or of ours. */
function told(error: unknown, { log }: Door): Pick<Unanswered, 'status' | 'headers' | 'message'> {
  const { status, headers, error: shownError } = answerTo(error, log)
  return { status, headers, message: shownError.message }
}

type Built = BoardOptions & { readonly build: BoardBuild; readonly kept: Map<string, unknown> }

async function sendPage(request: FastifyRequest, reply: FastifyReply, options: Built): Promise<Sendable> {
  const { door, build, site } = options
  reply.header('vary', VARY).header('cache-control', 'no-store').type('text/html; charset=utf-8')
  try {
    return await answerPage(request, reply, options)
  } catch (error) {
    const { status, headers, message } = error instanceof Unanswered ? error : told(error, door)
    reply.headers(headers)
    return sendMade(reply, build.errorPage(status, message, { site, files: build.files, theme: themeIn(request) }))
  }
}

async function answerPage(request: FastifyRequest, reply: FastifyReply, options: Built): Promise<Sendable> {
  const { door, live, build, site, kept } = options
  if (kept.size > MOST_KEPT) kept.clear()
  const address = door.addressOf(request.raw)
  const caller = await identify(door, request.headers.authorization, address)
  const context = door.contextFor(caller)
  const theme = themeIn(request)
  if (caller.viewer.role !== 'READER') await live.catchUp()
  const tag = tagOf({
    print: build.print,
    epoch: context.log.epoch,
    head: live.newest,
    role: caller.viewer.role,
    site,
    theme,
  })
  if (isHeld(request, tag)) {
    await door.limits.take({ client: caller.token ?? address, cost: KEPT_COST, mutations: 0 })
    reply.code(304).removeHeader('content-type')
    return sendTagged(reply, caller, tag, '')
  }
  const url = new URL(request.url, 'http://host')
  let begun = false
  const ask: PageMeans['ask'] = async (document, variables) => {
    // The embedded database answers without a turn of the event loop, and all others would wait for the whole of a long file.
    if (begun) await setImmediate()
    return askFor(document.toString(), variables, { caller, address }, options)
  }
  const made = await build.pageAt(url.pathname, url.searchParams, {
    ask: patient(ask, { waits: () => begun && !reply.raw.destroyed, waitMsAfter }),
    cursorBefore: (number) => (number <= live.newest ? context.log.cursorAt(number - 1) : null),
    ...{ site, files: build.files, watchFiles: build.watchFiles, theme, kept },
    ...{ origin: options.publicUrl ?? `${request.protocol}://${request.host}` },
  })
  begun = true
  if (made.type !== undefined) reply.type(made.type)
  if (made.name !== undefined) reply.header('content-disposition', `attachment; filename="${made.name}"`)
  return made.status === 200 ? sendTagged(reply, caller, tag, made.html) : sendMade(reply, made)
}

function sendTagged(reply: FastifyReply, caller: Caller, tag: string, html: MadePage['html']): Sendable {
  reply.headers({ etag: `W/${tag}`, 'cache-control': caller === ANYONE ? FOR_ALL : FOR_THE_CALLER })
  return sendable(html)
}

/** What Fastify sends: what comes bit by bit as a stream. */
type Sendable = string | Readable

const sendable = (html: MadePage['html']): Sendable =>
  typeof html === 'string' ? html : Readable.from(html, { objectMode: false })

function sendMade(reply: FastifyReply, { status, html, location }: MadePage): Sendable {
  reply.code(status)
  if (location !== undefined) reply.header('location', location)
  return sendable(html)
}

/** What the reader has forced; the only thing that a cookie can change here. */
export function themeIn({ headers }: FastifyRequest): 'light' | 'dark' | null {
  const theme = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(headers.cookie ?? '')?.[1]
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** All that a page can differ by, beside its address. */
function tagOf(by: object): string {
  return `"${createHash('sha256').update(JSON.stringify(by)).digest('base64url').slice(0, 22)}"`
}

/** Why a page's question has no answer, as its page tells it. */
class Unanswered extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor({ message }: GraphQLFormattedError, head: HttpHead) {
    super(message)
    this.status = head.status ?? 500
    this.headers = Object.fromEntries(head.headers)
  }
}

/** As long as a limit demands; null after any other problem. */
function waitMsAfter(problem: unknown): number | null {
  const headers = new Map(problem instanceof GraphQLError ? headOf([problem]).headers : [])
  const seconds = headers.get('retry-after')
  return seconds === undefined ? null : Number(seconds) * 1000
}

/** The answer to a page's question, as /graphql would give it. @throws Unanswered */
async function askFor(
  query: string,
  variables: unknown,
  { caller, address }: { readonly caller: Caller; readonly address: string },
  { door, answering }: Built,
): Promise<unknown> {
  const { answers } = answering
  const priceOf: Parameters<typeof admit>[2]['priceOf'] = (operation) =>
    answers.has(answers.keyOf(operation)) ? KEPT_COST : operation.cost
  // The pages' own variables are objects.
  const asked = { query, variables: variables as Readonly<Record<string, unknown>> }
  const operation = await admit(door, asked, { caller, address, priceOf })
  if (Array.isArray(operation)) throw refusal(operation, door)
  const outcome = await outcomeFor(operation, answers.keyOf(operation), undefined, answering)
  if (outcome instanceof Answer) {
    // Our own JSON.
    const { data } = JSON.parse((await outcome.in('identity')).toString()) as { readonly data: unknown }
    return data
  }
  const { data, errors } = outcome.result
  const [error] = errors ?? []
  if (error) throw new Unanswered(error, { ...outcome.head, status: outcome.head.status ?? statusOf(error) })
  return data
}

const statusOf = ({ extensions }: GraphQLFormattedError): number =>
  extensions?.['code'] === 'INTERNAL_SERVER_ERROR' ? 500 : 400

function refusal(errors: readonly GraphQLError[], { log }: Door): Error {
  const [error] = errors
  if (!error) return new Error('A refusal without an error cannot happen.')
  const { status = 400, headers } = headOf(errors)
  return new Unanswered(shown(error, error.toJSON(), log), { status, headers })
}

/** Of the one page that others may show in theirs. It runs nothing. */
const FRAMED_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors *; form-action 'none'"
