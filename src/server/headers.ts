import fastifyHelmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const NONE = ["'none'"]

/**
 * Tells browsers on every answer that no other site may show, run or read it; the playground loosens for itself what a page needs.
 * HTTPS alone (HSTS) is for the proxy to say, which speaks it.
 */
export async function sendSecurityHeaders(server: FastifyInstance): Promise<void> {
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: NONE, baseUri: NONE, formAction: NONE, frameAncestors: NONE },
    },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  })
}
