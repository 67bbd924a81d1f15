import type { FastifyInstance } from 'fastify'

/**
 * What browsers are told on every answer: no other site may show it, run it or take it for something else. As helmet has it, less what is for
 * pages, and less HSTS, which is for the proxy that speaks TLS.
 */
const HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** Sends security headers with every answer; a scope may overrule them. */
export function sendSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(HEADERS)
    done()
  })
}

/**
 * CSP 3 lets 'self' cover our WebSocket; Safari before 15.4 does not, so the host is named as well. A host that the grammar cannot hold (IPv6)
 * or that could end the directive is left out.
 */
export function socketSources(host: string): string {
  return /^[a-z0-9.-]+(?::\d+)?$/i.test(host) ? ` ws://${host} wss://${host}` : ''
}

/** The policy of pages: nothing inline, and nothing from elsewhere. */
export function policyOfPages(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${socketSources(host)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}
