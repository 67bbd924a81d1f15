/**
 * Tells on stderr how far a run is: on a terminal in one line that changes, else a line for each turn.
 *
 * @param {number} turns How many there will be.
 */
export function progress(turns) {
  const startedAt = performance.now()
  const terminal = process.stderr.isTTY
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
    /** Begins the next turn. Answers how to tell what is done in it. */
    turn: (title) => {
      count += 1
      head = `turn ${String(count).padStart(String(turns).length)} of ${turns}: ${title}`
      return (doing) => show(`${time()}  ${head}  ${doing}`, false)
    },
    /** Ends the turn, with what came of it. */
    done: (line) => show(`${time()}  ${head}  ${line}`, true),
  }
}
