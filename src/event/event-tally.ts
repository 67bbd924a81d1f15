import { sql } from '../db/sql.ts'
import type { Derived } from '../live/derived.ts'
import type { Snapshot } from '../live/draft.ts'
import { orderedAt } from '../record/date.ts'
import type { EventFields } from './event.rules.ts'

/** How many events that are not retracted there are of each month, type and factuality. */
export const eventTally: Derived = {
  name: 'event_tally',
  parts: (steps) => {
    const groups = new Map<string, Group & { count: number }>()
    const count = (group: Group | null, by: number) => {
      if (group === null) return
      const counted = groups.get(group.key) ?? { ...group, count: 0 }
      groups.set(group.key, counted)
      counted.count += by
    }
    for (const { before, after } of steps) {
      count(groupOf(before), -1)
      count(groupOf(after), 1)
    }
    const changed = [...groups.values()].filter((group) => group.count !== 0)
    if (changed.length === 0) return []
    // Whoever appends holds the log's head, so nobody waits for another's groups.
    return [
      sql`
        insert into event_tally as t (key, month, type, factuality, count)
        select key, month, type, factuality, count from json_populate_recordset(null::event_tally, ${JSON.stringify(changed)}::json)
        on conflict (key) do update set count = t.count + excluded.count`,
    ]
  },
}

interface Group {
  readonly key: string
  readonly month: string | null
  readonly type: string | null
  readonly factuality: string
}

function groupOf(entry: Snapshot | null): Group | null {
  if (entry?.entryType !== 'EVENT' || entry.retraction !== null) return null
  // The snapshot of an event holds an event's fields.
  const { date, type, factuality } = entry as unknown as EventFields
  const month = orderedAt(date)?.slice(0, 7) ?? null
  return { key: [month ?? '-', type ?? '-', factuality].join(' '), month: month && `${month}-01`, type, factuality }
}
