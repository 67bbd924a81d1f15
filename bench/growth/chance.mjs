/**
 * Chance that is the same each time (mulberry32).
 *
 * @param {number} seed
 */
export function chanceOf(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit) => Math.floor(next() * limit)
  return {
    below,
    /** One of a list, each as likely as another. */
    of: (list) => list[below(list.length)],
    /** One of a list, the first far more often than the last, as names and words are in the news. */
    often: (list) => list[Math.floor(list.length * next() ** 3)],
    /** Whether what happens in this share of all cases happens. */
    in: (share) => next() < share,
  }
}
