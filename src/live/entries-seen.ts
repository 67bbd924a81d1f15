import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Finding } from './finding.ts'
import type { ReadLine } from './lines.ts'

/** What the log says of an entry, as far as it has been walked. */
interface Seen {
  readonly first: number
  last: number
  lines: number
  /** When it was retracted; null when it is not. */
  retractedAt: string | null
}

interface Row {
  readonly id: string
  readonly number: number | null
  readonly version: number
  readonly last: number | null
  readonly retractedAt: Date | null
}

const PAGE = 2_000
/** Before all ids. */
const NONE = '00000000-0000-0000-0000-000000000000'

/** What a walk of the log has seen of each entry, to be compared with the newest state in the tables. Some 200 bytes of memory an entry. */
export class EntriesSeen {
  readonly #entries = new Map<string, Seen>()

  /** Notes a line that holds. */
  take({ sequence, at, kind, entryId }: ReadLine): void {
    const seen = this.#entries.get(entryId) ?? { first: sequence, last: sequence, lines: 0, retractedAt: null }
    if (seen.lines === 0) this.#entries.set(entryId, seen)
    seen.last = sequence
    seen.lines += 1
    if (kind === 'RETRACTED') seen.retractedAt = at
    if (kind === 'REINSTATED') seen.retractedAt = null
  }

  /** The entries whose rows say otherwise than the log, which was walked up to `head`, and those that it does not know; by their ids. */
  async apart(reader: Reader, head: number): Promise<readonly Finding[]> {
    const findings: Finding[] = []
    const missing = new Set(this.#entries.keys())
    for (let after: string | undefined = NONE; after !== undefined;) {
      const rows: readonly Row[] = await reader.rows<Row>(sql`
        select id, number, version, last_sequence as last, retracted_at as "retractedAt" from entry where id > ${after}::uuid order by id limit ${PAGE}::int`)
      for (const row of rows) {
        missing.delete(row.id)
        if (!(await this.#agrees(reader, row, head))) findings.push(this.#finding(row.id))
      }
      after = rows.length < PAGE ? undefined : rows.at(-1)?.id
      await setImmediate()
    }
    return [...findings, ...[...missing].sort().map((id) => this.#finding(id))]
  }

  async #agrees(reader: Reader, { id, number, version, last, retractedAt }: Row, head: number): Promise<boolean> {
    // Written since the walk began: the next walk looks at it.
    if (last !== null && last > head) return last <= (await headNow(reader))
    const seen = this.#entries.get(id)
    return (
      seen?.first === number &&
      seen.last === last &&
      seen.lines === version &&
      seen.retractedAt === (retractedAt?.toISOString() ?? null)
    )
  }

  #finding(id: string): Finding {
    const last = this.#entries.get(id)?.last
    const message = `Entry ${id}: the tables have another newest state than the log, whose newest line of it is ${String(last ?? 'missing')}.`
    return { kind: 'ENTRY', sequence: last ?? 0, entryId: id, message }
  }
}

async function headNow(reader: Reader): Promise<number> {
  const [head] = await reader.rows<{ sequence: number }>(sql`select sequence from log_head`)
  return head?.sequence ?? 0
}
