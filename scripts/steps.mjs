/**
 * @typedef {import('./run.mjs').Outcome} Outcome
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} [after] Names of steps that must have passed; one that is not among the steps counts as passed.
 * @property {() => Promise<Outcome>} run
 * @property {(outcome: Outcome) => string} [says] A word on what came out, for the line of a step that passed.
 */

/**
 * Runs the steps, two at a time (the machines that check this have two cores), and prints one line for each as it ends. What a step
 * printed is shown when it failed. Steps after a failed one are left out and named.
 *
 * @param {readonly Step[]} steps
 * @param {(line: string) => void} [say] Where the lines go; else to the standard output.
 * @returns {Promise<boolean>} Whether all passed.
 */
export async function runSteps(steps, say = console.log) {
  const width = Math.max(...steps.map(({ name }) => name.length))
  const waiting = new Set(steps)
  /** @type {Map<string, Promise<boolean>>} */
  const running = new Map()
  /** @type {Map<string, boolean>} */
  const ended = new Map()
  const known = new Set(steps.map(({ name }) => name))

  while (waiting.size > 0 || running.size > 0) {
    for (const step of waiting) {
      const before = (step.after ?? []).filter((name) => known.has(name))
      if (running.size === 2 || !before.every((name) => ended.has(name))) continue
      waiting.delete(step)
      if (before.every((name) => ended.get(name))) running.set(step.name, runStep(step, width, say))
      else {
        say(`${step.name.padEnd(width)}  left out`)
        ended.set(step.name, false)
      }
    }
    const ending = [...running].map(async ([name, outcome]) => /** @type {const} */ ([name, await outcome]))
    if (ending.length === 0) continue
    const [name, passed] = await Promise.race(ending)
    running.delete(name)
    ended.set(name, passed)
  }
  return [...ended.values()].every(Boolean)
}

/**
 * @param {Step} step
 * @param {number} width
 * @param {(line: string) => void} say
 */
async function runStep(step, width, say) {
  const startedAt = performance.now()
  const outcome = await step.run()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)
  const more = outcome.passed ? (step.says?.(outcome) ?? '') : 'FAILED'
  say(`${step.name.padEnd(width)}  ${seconds} s  ${more}`.trimEnd())
  if (!outcome.passed) say(`\n${outcome.output.trimEnd()}\n`)
  return outcome.passed
}
