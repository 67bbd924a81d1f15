import type { Reader } from '../db/database.ts'
import { type Line, hashOf } from './chain.ts'
import { type Finding, finding } from './finding.ts'
import { type StoredLine, readLines } from './lines.ts'

/** Where the chain breaks. */
export interface Break {
  /** The number that the line should have. */
  readonly place: number
  /** The hash of the line before. */
  readonly before: Uint8Array
  readonly line: StoredLine
  readonly head: { readonly sequence: number; readonly hash: Uint8Array }
}

/** What was done to the line at which the chain breaks, as far as its neighbours tell. One statement at most. */
export async function whatIsWrong(reader: Reader, { place, before, line, head }: Break): Promise<Finding> {
  const at = `Line ${String(place)}`
  if (line.sequence < place)
    return finding('INSERTED', line.sequence, `Line ${String(line.sequence)} stands before the first.`)
  if (line.sequence > place) return finding('REMOVED', place, `${at} is missing.`)
  const [read] = await readLines(reader, { after: place, upTo: Math.min(place + 1, head.sequence) })
  const next = read?.parsed()
  if (!next) {
    return same(head.hash, before)
      ? finding('INSERTED', place, `${at} was put behind what was the end of the log.`)
      : finding('ALTERED', place, `${at} was altered, or is another than was there.`)
  }
  if (follows(before, next, place)) {
    return follows(next.hash, line, place + 1)
      ? finding('MOVED', place, `${at} and the one after it have changed places.`)
      : finding('INSERTED', place, `${at} was put in: what follows was numbered anew.`)
  }
  if (follows(line.hash, next, place + 2))
    return finding('REMOVED', place, `${at} was taken away: what follows was numbered anew.`)
  if (follows(hashOf(before, line), next, place + 1))
    return finding('ALTERED', place, `${at}: its hash was altered; what else it says holds.`)
  return finding('ALTERED', place, `${at} was altered, or is another than was there.`)
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** Whether a line was hashed under this number, after a line with this hash. */
function follows(before: Uint8Array, line: Line & { readonly hash: Uint8Array }, sequence: number): boolean {
  return same(hashOf(before, { ...line, sequence }), line.hash)
}
