import type { Tell } from './orders.ts'

/** A table for people: a line of headings, then one for each row, in columns as wide as they need; `whenEmpty` where there are no rows. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[], whenEmpty: string): void {
  if (rows.length === 0) {
    console.log(whenEmpty)
    return
  }
  const lines = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

/** An answer for programs. */
export function printJson(answer: unknown): void {
  console.log(JSON.stringify(answer, null, 2))
}

/** A day and a minute, UTC, as tables show an instant. */
export function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

/** A number with its thousands apart. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

/** What is told while `words` goes on, in one line of a terminal, beside the result; nothing where nobody looks. `end` takes it away. */
export function showProgress(words: string): { readonly tell: Tell; readonly end: () => void } {
  const { stderr } = process
  if (!stderr.isTTY) return { tell: () => undefined, end: () => undefined }
  return {
    tell: (done, of) => void stderr.write(`\r\x1b[K${words} ${grouped(done)} of ${grouped(of)}`),
    end: () => void stderr.write('\r\x1b[K'),
  }
}
