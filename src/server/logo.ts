import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { ConfigurationError } from '../db/errors.mjs'
import { FILES_AT } from './board-build.ts'

/** The picture in place of the mark. */
export interface Logo {
  /** Carries a hash of the picture, so that browsers may keep it for ever. */
  readonly address: string
  readonly type: 'image/svg+xml' | 'image/png'
  readonly body: Buffer
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** After a declaration and comments, if there are any. */
const SVG = /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*>\s*)*<svg[\s>]/
const MOST_BYTES = 256 * 1024
/** An SVG is a document: opened by its address, it runs and loads nothing, and belongs to no origin. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/** The picture in a file. @throws ConfigurationError when there is none that pages can show */
export function readLogo(path: string): Logo {
  const body = bytesOf(path)
  if (body.length > MOST_BYTES) throw new ConfigurationError(`LOGO names ${path}, which is larger than 256 kB.`)
  const isPng = body.subarray(0, PNG.length).equals(PNG)
  if (!isPng && !SVG.test(body.toString('utf8')))
    throw new ConfigurationError(`LOGO names ${path}, which is neither an SVG nor a PNG.`)
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
  return {
    address: `${FILES_AT}logo-${hash}.${isPng ? 'png' : 'svg'}`,
    type: isPng ? 'image/png' : 'image/svg+xml',
    body,
  }
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`LOGO names ${path}, which cannot be read: ${reason}.`, { cause })
  }
}

/** Serves it at its address. */
export function serveLogo(server: FastifyInstance, { address, type, body }: Logo): void {
  server.get(address, (_request, reply) =>
    reply
      .type(type)
      .headers({ 'content-security-policy': POLICY, 'cache-control': 'public, max-age=31536000, immutable' })
      .send(body),
  )
}
