import fastifyCors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** Lets pages of these origins read our answers; without any, of no other origin than our own. */
export async function allowOrigins(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  await server.register(fastifyCors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
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
