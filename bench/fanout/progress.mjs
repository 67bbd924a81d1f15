/**
 * Tells on stderr how far a run is: on a terminal in one line that changes, else a line for each turn.
 *
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} options
 */
export function progress({ subscribers, rounds, contenders }) {
  const startedAt = performance.now()
  const terminal = process.stderr.isTTY
  const all = subscribers.length * rounds * contenders.length
  let count = 0
  let head = ''
  const show = (text, lasting) => {
    if (terminal) process.stderr.write(`\r\x1b[K${text}${lasting ? '\n' : ''}`)
    else if (lasting) process.stderr.write(`${text}\n`)
  }
  const time = () => {
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }
  return {
    say: (doing) => show(`${time()}  ${doing}`, false),
    turn: ({ subscribers: number, round, name }) => {
      count += 1
      head = `turn ${String(count).padStart(String(all).length)} of ${all}: ${number} subscribers, round ${round}, ${name.padEnd(10)}`
      return (doing) => show(`${time()}  ${head}  ${doing}`, false)
    },
    done: ({ cpuMicros, p99Ms, updates, errors }) =>
      show(
        `${time()}  ${head}  ${cpuMicros.toFixed(1)} µs, p99 ${p99Ms} ms, ${updates} updates${errors.length > 0 ? `, ERRORS: ${errors.join(' ')}` : ''}`,
        true,
      ),
    failed: (line) => show(`${time()}  ${head}  ${line}`, true),
  }
}
