import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** The machine, as a line of Markdown. @param {number} loadBefore */
export function describeMachine(loadBefore) {
  const [cpu] = cpus()
  return `- ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}; load before the run ${loadBefore.toFixed(1)}`
}

/** The load of the machine, so that a reader of the figures knows whether it was quiet. */
export const loadNow = () => loadavg()[0] ?? 0

/** When a run began, as RESULTS.md has it. @param {Date} startedAt */
export const dayAndTime = (startedAt) => `${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Versions in one line. @param {Readonly<Record<string, string | null>>} versions */
export const describeVersions = (versions) =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version ?? 'missing'}`)
    .join(', ')

/** The median, and from where to where it went. @param {readonly number[]} values */
export function spread(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(short)
  return low === high ? low : `${short(median(values))} (${low}–${high})`
}

/** The middle one of some values, or between the two in the middle. @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((one, two) => one - two)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Three figures at most, and no more digits than were measured. */
export const short = (value) =>
  Math.abs(value) >= 99.5 ? Math.round(value).toLocaleString('en') : value.toPrecision(2)

/** Markdown, padded so that it can be read as it stands. @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows */
export function table(heads, rows) {
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column])].map(({ length }) => length)),
  )
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(heads), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}
