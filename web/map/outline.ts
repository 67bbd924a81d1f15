import type { GeoContext } from 'd3-geo'

/** What lies closer together is one point for the eye. */
const LEAST_STEP = 1.25

/**
 * Writes the lines of a map as an SVG path, in tenths, without the points that nobody could tell from the ones before: a wide coast takes as few bytes as a
 * narrow one.
 */
export class Outline implements GeoContext {
  #path = ''
  #last: readonly [x: number, y: number] = [Infinity, Infinity]

  beginPath(): void {
    ;[this.#path, this.#last] = ['', [Infinity, Infinity]]
  }

  moveTo(x: number, y: number): void {
    this.#last = [x, y]
    this.#path += `M${told(x)},${told(y)}`
  }

  lineTo(x: number, y: number): void {
    const [fromX, fromY] = this.#last
    if (Math.hypot(x - fromX, y - fromY) < LEAST_STEP) return
    this.#last = [x, y]
    this.#path += `L${told(x)},${told(y)}`
  }

  closePath(): void {
    this.#path += 'Z'
  }

  /** Points of a shape are drawn by nobody here. */
  arc(): void {
    this.#last = [Infinity, Infinity]
  }

  /** The path since it began; empty where nothing was drawn. Islands of a point or two are left out. */
  take(): string {
    const path = this.#path.replaceAll(/M[^MLZ]+(?:L[^MLZ]+)?Z/g, '')
    this.beginPath()
    return path
  }
}

const told = (value: number): string => String(Math.round(value * 10) / 10)
