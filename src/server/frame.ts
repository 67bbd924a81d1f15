/** A whole message of text, from a server, which masks nothing: RFC 6455, 5.2. */
const WHOLE_TEXT = 0x81
/** Of two bytes, of four and of ten. */
const MOST_SHORT = 125
const MOST_MIDDLE = 65_535

/**
 * The beginning of frames whose text begins alike: the header, and that text. One buffer serves frame after frame, so a frame must have left
 * before the next is begun.
 */
export class FrameHead {
  readonly #text: Buffer
  #head: Buffer = Buffer.alloc(0)
  #headerBytes = 0

  constructor(text: Buffer) {
    this.#text = text
  }

  /** The beginning of a frame after which so many bytes follow. */
  before(bytes: number): Buffer {
    const length = this.#text.length + bytes
    const headerBytes = length <= MOST_SHORT ? 2 : length <= MOST_MIDDLE ? 4 : 10
    if (headerBytes !== this.#headerBytes) {
      this.#headerBytes = headerBytes
      this.#head = Buffer.concat([Buffer.alloc(headerBytes), this.#text])
      this.#head[0] = WHOLE_TEXT
    }
    if (headerBytes === 2) this.#head[1] = length
    else if (headerBytes === 4) {
      this.#head[1] = 126
      this.#head.writeUInt16BE(length, 2)
    } else {
      this.#head[1] = 127
      this.#head.writeBigUInt64BE(BigInt(length), 2)
    }
    return this.#head
  }
}
