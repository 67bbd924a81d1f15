const MARK = '"summary":"Update '
const DIGITS = 7
const QUIET_MS = 2000

/** The summary of an update: by its number a reader knows it without parsing the message. @param {number} update */
export function summaryOf(update) {
  return `Update ${String(update).padStart(DIGITS, '0')}: the White House repeats its call on Russia to sign onto the plan of 30 days.`
}

/** Who received what, and when. What it does for a message must cost little: readers and server share the machine. */
export class Arrivals {
  #subscribers
  /** By update: when each subscriber had it, how often, and how long the messages were. */
  #updates = new Map()
  #waiting = null
  #errors = new Set()
  #sample = null

  /** @param {number} subscribers */
  constructor(subscribers) {
    this.#subscribers = subscribers
  }

  /** Notes a message with an update. @returns {boolean} whether it was one */
  note(subscriber, message) {
    const at = message.indexOf(MARK)
    if (at < 0) return false
    let number = 0
    for (let place = at + MARK.length; place < at + MARK.length + DIGITS; place += 1)
      number = number * 10 + message[place] - 48
    const update = this.#updateOf(number)
    update.bytes += message.length
    update.shortest = Math.min(update.shortest, message.length)
    update.longest = Math.max(update.longest, message.length)
    if (update.times[subscriber]++ === 0) {
      update.at[subscriber] = Date.now()
      update.count += 1
    } else update.twice += 1
    if (subscriber === 0) this.#sample = message.toString()
    if (this.#waiting?.number === number && update.count === this.#subscribers) this.#waiting.settle()
    return true
  }

  /** Notes what went wrong; the same only once. @param {string} error */
  fail(error) {
    if (this.#errors.size < 5) this.#errors.add(error)
  }

  /** How many subscribers have an update: at once when all have it, and when for two seconds nobody received anything. */
  wait(number) {
    return new Promise((resolve) => {
      const update = this.#updateOf(number)
      let before = update.count
      const settle = () => {
        clearInterval(timer)
        this.#waiting = null
        resolve({ arrived: update.count })
      }
      const timer = setInterval(() => {
        if (update.count === before) settle()
        before = update.count
      }, QUIET_MS)
      this.#waiting = { number, settle }
      if (update.count === this.#subscribers) settle()
    })
  }

  /**
   * Sums up: delays in milliseconds, mean bytes of a message as the client sees it (without the framing of WebSocket or HTTP), and what was
   * lost, came twice, or differed in length from one subscriber to the next.
   *
   * @param {readonly { number: number, committedAt: number }[]} measured
   */
  report(measured) {
    const delays = new Float64Array(measured.length * this.#subscribers)
    let [filled, bytes, received, lost, twice, uneven] = [0, 0, 0, 0, 0, 0]
    for (const { number, committedAt } of measured) {
      const update = this.#updateOf(number)
      for (let each = 0; each < this.#subscribers; each += 1)
        if (update.times[each] > 0) delays[filled++] = update.at[each] - committedAt
      bytes += update.bytes
      received += update.count + update.twice
      lost += this.#subscribers - update.count
      twice += update.twice
      if (update.count > 0 && update.shortest !== update.longest) uneven += 1
    }
    const sorted = delays.subarray(0, filled).sort()
    return {
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      bytes: bytes / received,
      lost,
      twice,
      uneven,
      errors: [...this.#errors],
      sample: this.#sample,
    }
  }

  #updateOf(number) {
    let update = this.#updates.get(number)
    if (update === undefined) {
      const size = this.#subscribers
      const [at, times] = [new Float64Array(size), new Uint8Array(size)]
      update = { at, times, count: 0, twice: 0, bytes: 0, shortest: Infinity, longest: 0 }
      this.#updates.set(number, update)
    }
    return update
  }
}

const quantile = (sorted, share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN
