import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** Lets pages of these origins read our answers; without any, of no other origin than our own. What is for editors alone no other page ever reads. */
export async function allowOrigins(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  const allowed: FastifyCorsOptions = {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
  }
  await server.register(fastifyCors, {
    delegator: ({ url }, done) => done(null, /^\/edit(?:[/?]|$)/.test(url) ? { origin: false } : allowed),
  })
}

/**
 * Whether a WebSocket may be opened from there. CORS does not hold for WebSockets, so a page of any site could open one; browsers say whose page
 * it is. What is no browser sends no Origin.
 */
export function mayOpenSocket(
  { origin, host }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  origins: readonly string[],
): boolean {
  if (origin === undefined || origins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/** Where the service is for its readers. */
export interface OwnPlace {
  /** The host of the request. */
  readonly host: string
  /** Whether readers speak https with it. */
  readonly secure: boolean
  /** As it is set; null: as each request has it. */
  readonly publicUrl: string | null
}

/**
 * Whether a request was sent by a page of our own. Browsers say whose page it is, and no page can have them say otherwise; what is no browser may send
 * what it likes, but has no cookies of others. What says neither is not believed.
 */
export function isOurPage(
  { origin, site }: { readonly origin: string | undefined; readonly site: string | undefined },
  { host, secure, publicUrl }: OwnPlace,
): boolean {
  if (site === 'same-origin') return true
  if (origin === undefined || !URL.canParse(origin)) return false
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true
  const { host: of, protocol } = new URL(origin)
  // A page that came over http may be anybody's who stands between.
  return of === host && (!secure || protocol === 'https:')
}
