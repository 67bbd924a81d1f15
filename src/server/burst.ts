import type { Socket } from 'node:net'

/**
 * Holds back what is written to connections until the running code has ended, then lets all of it go, one connection right after the other. One
 * change is written to thousands: writes in a row cost a fifth less than writes with our own work in between (26 against 20 µs for 5,000, bench/fanout).
 */
export class Burst {
  #held: Socket[] = []

  /** Holds a connection back from now on. */
  hold(socket: Socket): void {
    if (this.#held.length === 0) process.nextTick(this.#release)
    socket.cork()
    this.#held.push(socket)
  }

  readonly #release = (): void => {
    for (const socket of this.#held.splice(0)) socket.uncork()
  }
}
