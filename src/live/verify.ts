import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { START, type Redacts, hashOfText, headText } from './chain.ts'
import { whatIsWrong } from './break.ts'
import { EntriesSeen } from './entries-seen.ts'
import { type Finding, finding } from './finding.ts'
import { type ReadLine, type StoredLine, readLines } from './lines.ts'
import { RedactedLines } from './redacted.ts'

/** What came of walking the log. */
export interface Verified {
  /** How many lines hold, from the first on: all of them, or those before the first that does not. */
  readonly changes: number
  /** Where the log ended when the walk began, as headText gives it. Keep it: it is what `expected` takes the next time. */
  readonly head: string
  /** What was taken out of the record, in the order of the log; of the part that holds. */
  readonly redactions: readonly RedactionFound[]
  /** Empty when everything holds. Of a log that is broken the first place alone, since what follows it is unproven; else the entries whose rows differ from it. */
  readonly findings: readonly Finding[]
}

/** A line that says that words were taken out of an entry. */
export interface RedactionFound {
  readonly sequence: number
  readonly at: string
  readonly editor: string
  readonly reason: string | null
  readonly entryId: string
  readonly changedFields: readonly string[]
  /** The sequences of the lines whose snapshots were blanked. */
  readonly lines: readonly number[]
}

/** How the log is walked. */
export interface VerifyOptions {
  /** A head that was kept: `<sequence>:<hash>`. Whoever rewrote the log up to there and all that follows is found out by it. */
  readonly expected?: string | null
  /** Told after each page how many lines of how many have been walked. */
  readonly onProgress?: (done: number, of: number) => void
}

/** So few that those who wait between two pages, in the process of an embedded database, do not wait long. */
const LINES = 500

/**
 * Walks the log from its first line to where it ends now: digests, chain, numbers, head; then compares the newest state in the tables with it.
 * Reads page by page and lets others run between, so it may run inside a service; writes that go on meanwhile do no harm.
 * @throws RangeError when `expected` is not of the form
 */
export async function verifyLog(reader: Reader, options: VerifyOptions = {}): Promise<Verified> {
  const expected = options.expected == null ? null : readHead(options.expected)
  const head = await headOf(reader)
  if (!head) return { changes: 0, head: '', redactions: [], findings: [finding('HEAD', 0, 'The log has no head row.')] }
  const walk = new Walk(reader, head, expected)
  const broken = await walk.toEnd(options.onProgress)
  // What a broken log says of entries is unproven too.
  const findings = broken ? [broken] : await walk.entries.apart(reader, head.sequence)
  return { changes: walk.done, head: headText(head), redactions: walk.redactions, findings }
}

interface Head {
  readonly sequence: number
  readonly hash: Uint8Array
}

async function headOf(reader: Reader): Promise<Head | undefined> {
  const [head] = await reader.rows<Head>(sql`select sequence, hash from log_head`)
  return head
}

function readHead(text: string): Head {
  const [, sequence, hash] = /^(\d{1,10}):([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  if (sequence === undefined || hash === undefined)
    throw new RangeError(
      'A head is a sequence and a hash of 64 hexadecimal digits with a colon between, as the service prints it.',
    )
  return { sequence: Number(sequence), hash: Buffer.from(hash, 'hex') }
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** Below any sequence that a line can have, also one that somebody put before the first. */
const BEFORE_ALL = -2_147_483_648

class Walk {
  readonly redactions: RedactionFound[] = []
  readonly entries = new EntriesSeen()
  /** How many lines hold so far. */
  done = 0
  readonly #reader: Reader
  readonly #head: Head
  readonly #expected: Head | null
  readonly #redacted: RedactedLines
  #hash: Uint8Array = START

  constructor(reader: Reader, head: Head, expected: Head | null) {
    this.#reader = reader
    this.#head = head
    this.#expected = expected
    this.#redacted = new RedactedLines(reader)
  }

  /** The first thing that is wrong; null when all of the log holds. */
  async toEnd(onProgress: VerifyOptions['onProgress']): Promise<Finding | null> {
    const of = this.#head.sequence
    for (let after = BEFORE_ALL; after < of;) {
      const upTo = Math.min(of, Math.max(0, after) + LINES)
      const lines = await readLines(this.#reader, { after, upTo })
      for (const line of lines) {
        const wrong = this.#unlike() ?? (await this.#take(line))
        if (wrong) return wrong
      }
      onProgress?.(this.done, of)
      after = lines.at(-1)?.sequence ?? upTo
      await setImmediate()
    }
    return this.#unlike() ?? (await this.#atEnd())
  }

  /** Whether the chain, as far as it has been walked, is another than the one that was kept. */
  #unlike(): Finding | null {
    if (this.#expected?.sequence !== this.done || same(this.#expected.hash, this.#hash)) return null
    return finding(
      'EXPECTED',
      this.done,
      `The log holds in itself, but line ${String(this.done)} has another hash than expected: this line or one before was rewritten, and all that follows with it.`,
    )
  }

  async #take(read: ReadLine): Promise<Finding | null> {
    const place = this.done + 1
    const hash = hashOfText(this.#hash, read.hashed)
    if (read.sequence !== place || hash.toString('hex') !== read.hash) {
      const line = read.parsed()
      return await whatIsWrong(this.#reader, { place, before: this.#hash, line, head: this.#head })
    }
    if (read.isRedaction || read.digestNow !== read.digest) {
      const wrong = await this.#redaction(read.parsed())
      if (wrong) return wrong
    }
    this.entries.take(read)
    this.#hash = hash
    this.done = place
    return null
  }

  /** Of a line that redacts, or whose snapshot is not the one that it was hashed with. */
  async #redaction(line: StoredLine): Promise<Finding | null> {
    const { sequence, digestNow, redacts } = line
    if (!same(digestNow, line.digest) && !(await this.#redacted.allows(line, digestNow))) {
      const message = `Line ${String(sequence)}: what it holds of entry ${line.entryId} was altered, and no redaction says so.`
      return finding('ALTERED', sequence, message)
    }
    if (redacts === null) return null
    const again = await this.#redacted.takenBack(line.entryId, redacts)
    if (again !== null)
      return finding('ALTERED', again, `Line ${String(again)}: it was redacted, and holds something else since.`)
    this.redactions.push(redactionOf(line, redacts))
    return null
  }

  async #atEnd(): Promise<Finding | null> {
    const { sequence, hash } = this.#head
    const next = this.done + 1
    if (this.done < sequence)
      return finding('REMOVED', next, `Line ${String(next)} is missing, and all up to the head at ${String(sequence)}.`)
    // Together with the head, which may have moved on.
    const [beyond] = await this.#reader.rows<{ sequence: number | null }>(
      sql`select min(c.sequence) as sequence from change c, log_head h where c.sequence > h.sequence`,
    )
    if (beyond?.sequence != null)
      return finding('INSERTED', beyond.sequence, `Line ${String(beyond.sequence)} stands beyond the head of the log.`)
    if (!same(hash, this.#hash))
      return finding(
        'HEAD',
        sequence,
        `The head has another hash than line ${String(sequence)}: it was altered, or lines at the end were removed.`,
      )
    if (this.#expected === null || this.#expected.sequence <= sequence) return null
    const message = `The log ends at ${String(sequence)}, before line ${String(this.#expected.sequence)}, which is expected: lines were removed.`
    return finding('EXPECTED', next, message)
  }
}

function redactionOf(line: StoredLine, redacts: readonly Redacts[]): RedactionFound {
  const { sequence, at, editor, reason, entryId, changedFields } = line
  return { sequence, at, editor, reason, entryId, changedFields, lines: redacts.map(([redacted]) => redacted) }
}
