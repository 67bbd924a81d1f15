import type { Socket } from 'node:net'

/** How what is written to a connection leaves this process. */
export class Flow {
  readonly #socket: Socket
  #marked = 0

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** Bytes that have not left yet. */
  get waiting(): number {
    return this.#socket.writableLength
  }

  /** Remembers how much has been written until now. */
  mark(): void {
    this.#marked = this.#socket.bytesWritten
  }

  /** Whether anything has left that was written after the mark. */
  moved(): boolean {
    // bytesWritten counts what still waits as well.
    return this.#socket.bytesWritten - this.#socket.writableLength > this.#marked
  }
}
