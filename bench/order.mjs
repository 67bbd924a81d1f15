/**
 * The order of a round. It moves on by one with each, so that none always follows the same.
 *
 * @template Each
 * @param {readonly Each[]} all
 * @param {number} round From 1.
 */
export function inTurn(all, round) {
  const first = (round - 1) % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}
