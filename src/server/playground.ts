import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { socketSources } from './headers.ts'

/** Where the built playground lies, when it is not in its usual place. */
export interface PlaygroundOptions {
  /** The folder that `vite build --config playground/vite.config.ts` wrote. Default: dist/playground of this project. */
  readonly folder?: URL
}

/** Holds from src/server and from dist/server alike: both lie two levels below the project. */
const BUILT = new URL('../../dist/playground/', import.meta.url)

/** What a browser may keep for ever: these file names carry a hash of the content. */
const ASSET_LIFETIME = '365d'

/**
 * GraphiQL at /playground and /playground/, its files below /playground/assets/. Register it as a plugin, so that its headers stay its own.
 * Everything comes from our origin and the page may talk to no other. Without a build the page answers 503 and says how to make one;
 * the service runs without it. Reads one small file at start.
 */
export async function servePlayground(server: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const folder = options.folder ?? BUILT
  const page = await readPage(folder)

  server.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy(request.host))
  })

  const sendPage = async (_request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    // The names of the assets change with every build and this file alone knows them.
    reply.header('cache-control', 'no-cache')
    if (page !== null) return reply.type('text/html; charset=utf-8').send(page)
    return reply.code(503).type('text/plain; charset=utf-8').send('The playground is not built. Run: npm run build\n')
  }
  server.get('/playground', sendPage)
  server.get('/playground/', sendPage)

  if (page === null) return
  await server.register(fastifyStatic, {
    root: fileURLToPath(new URL('assets/', folder)),
    prefix: '/playground/assets/',
    index: false,
    // The board serves files too; who comes second must not decorate the reply again.
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: ASSET_LIFETIME,
  })
}

/** Null when nothing has been built. */
async function readPage(folder: URL): Promise<string | null> {
  try {
    return await readFile(new URL('index.html', folder), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Only the playground may use inline styles: its editor sets them for each line (STACK.md). Scripts are files of ours, always. */
function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${socketSources(host)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; ')
}
