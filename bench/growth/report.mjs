import { dayAndTime, describeMachine, describeVersions, median, short, spread, table } from '../figures.mjs'
import { QUESTIONS } from './queries.mjs'

const INTRO = `# Growth

What a query costs as the record grows. Written by \`npm run bench:growth\` (\`-- --help\` tells how it measures, [README.md](../README.md) what is in
the records). One client asks, over one connection, and waits for each answer; the answer cache is off. Milliseconds from the request to the last
byte: the median of the rounds' medians, with the lowest and the highest of these. They hold for this run on this machine only: quote ratios.`

/** How the delivery of a change is called among the questions. */
export const DELIVERY = { about: 'a change, from the mutation to a subscriber', goal: { times: 2 } }

/**
 * @param {{ measured: Map<string, Map<number, number[]>>, statements: Map<string, number>, sizes: readonly number[], about: string }} run measured:
 *   of each question and size the medians of the rounds
 */
export function describe({ measured, statements, sizes, about }) {
  const [smallest, largest] = [sizes[0], sizes.at(-1)]
  const heads = ['', ...sizes.map((size) => `${size.toLocaleString('en')} events`), 'ratio', 'goal', 'held', 'SQL']
  const rows = [...measured].map(([name, of]) => {
    const { about: text, goal } = QUESTIONS[name] ?? DELIVERY
    const ratio = median(of.get(largest)) / median(of.get(smallest))
    return [
      text,
      ...sizes.map((size) => spread(of.get(size))),
      short(ratio),
      goal.times === undefined ? `≤ ${goal.ms} ms` : `≤ ${goal.times} ×`,
      (goal.times === undefined ? median(of.get(largest)) <= goal.ms : ratio <= goal.times) ? 'yes' : '**no**',
      statements.has(name) ? String(statements.get(name)) : '',
    ]
  })
  return [INTRO, about, table(heads, rows)].join('\n\n')
}

/** The machine and the run, as lines of Markdown. */
export function describeRun({ parley, postgres, options: { rounds, times }, startedAt, loadBefore }) {
  return [
    `- ${dayAndTime(startedAt)}; ${rounds} rounds of ${times} times each`,
    describeMachine(loadBefore),
    `- ${describeVersions({ Node: process.versions.node, PostgreSQL: postgres, Parley: parley })}`,
  ].join('\n')
}

/** @param {readonly { name: string, plans: readonly string[] }[]} all @param {number} events */
export function describePlans(all, events) {
  const parts = all.map(({ name, plans }) =>
    [`## ${QUESTIONS[name].about}`, ...plans.map((plan) => `\`\`\`\n${plan}\n\`\`\``)].join('\n\n'),
  )
  return [
    `# Plans\n\nWhat PostgreSQL does for each statement of each question in a record of ${events.toLocaleString('en')} events. Written by \`npm run bench:growth\`.`,
    ...parts,
  ].join('\n\n')
}
