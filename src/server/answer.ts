import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Below, compressing costs more than it saves. */
export const COMPRESSED_FROM_BYTES = 2_048
/** As fast as they go: the next change of the record needs other bytes. */
export const FAST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
/** As fast as it goes. */
export const FAST_GZIP = { level: 1 }

/** How bytes can travel. */
export type Encoding = 'br' | 'gzip' | 'identity'

const COMPRESS: Readonly<Record<Exclude<Encoding, 'identity'>, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, FAST_BROTLI),
  gzip: (bytes) => promisify(gzip)(bytes, FAST_GZIP),
}

/** A finished answer as bytes, in each encoding in which it was asked for. */
export class Answer {
  readonly #encoded = new Map<Encoding, Buffer>()
  readonly #plain: Buffer
  #digest: string | undefined

  constructor(plain: Buffer) {
    this.#plain = plain
    this.#encoded.set('identity', plain)
  }

  /** What it takes in memory: about as much again for its compressed forms. */
  get bytes(): number {
    return this.#plain.length * 2
  }

  /** In which encoding it goes out where one is asked for: a small one as it is. */
  encodingFor(wanted: Encoding): Encoding {
    return this.#plain.length < COMPRESSED_FROM_BYTES ? 'identity' : wanted
  }

  /** The bytes in an encoding, if they were made before. */
  ready(encoding: Encoding): Buffer | undefined {
    return this.#encoded.get(encoding)
  }

  /** The bytes in an encoding, made once. */
  async in(encoding: Encoding): Promise<Buffer> {
    const ready = this.#encoded.get(encoding)
    if (ready) return ready
    if (encoding === 'identity') return this.#plain
    const bytes = await COMPRESS[encoding](this.#plain)
    this.#encoded.set(encoding, bytes)
    return bytes
  }

  /** Its entity tag (RFC 9110, 8.8.3): each representation has its own. */
  tagOf(encoding: Encoding, type: string): string {
    this.#digest ??= createHash('sha256').update(this.#plain).digest('base64url')
    return `"${this.#digest.slice(0, 22)}-${type.includes('response') ? 'r' : 'j'}-${encoding}"`
  }
}
