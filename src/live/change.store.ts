import { randomUUID } from 'node:crypto'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Entry } from '../record/entry.ts'
import { groupedBy } from '../record/grouped.ts'
import {
  type Connection,
  type PageArgs,
  type PageRequest,
  connection,
  pageOf,
  pageRequest,
  placeOf,
} from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import type { Change, ChangeFilter, ChangePage, FeedArgs, FeedItem, LogPageArgs } from './change.type.ts'
import { readWithHead } from './changes.ts'
import { refuseBeyond } from './cursor.ts'
import type { Context } from './context.ts'
import { entryById, findEntry, rendered } from './entries.ts'
import type { FeedStep, Follower } from './follower.ts'
import type { Log, LogFilter, LoggedChange } from './log.ts'

const DEFAULT_PAGE = 100
/** Greater than any sequence. */
const NOW = 2_147_483_647

/** A page of the log: after a cursor, or with `last` the newest before one. */
export async function findChanges(ctx: Context, filter: ChangeFilter | null, args: LogPageArgs): Promise<ChangePage> {
  const { count, backwards, after, before } = pageRequest(args, DEFAULT_PAGE)
  const from = after === null ? 1 : ctx.log.decode(after) + 1
  const below = before === null ? NOW : ctx.log.decode(before) - 1
  const { head, changes: rows } = await readWithHead(ctx.reader, logFilter(filter), {
    from,
    to: below,
    limit: count + 1,
    backwards,
  })
  refuseBeyond(head, Math.max(from - 1, before === null ? 0 : below + 1))
  const to = Math.min(below, head)
  const hasMore = rows.length > count
  const kept = backwards ? rows.slice(-count) : rows.slice(0, count)
  // When all was read, the page reaches to the end of what was asked for, matches or not.
  const reached = backwards
    ? hasMore
      ? (kept[0]?.sequence ?? from)
      : Math.min(from, head)
    : hasMore
      ? (kept.at(-1)?.sequence ?? to)
      : Math.max(to, from - 1)
  return { changes: kept.map((row) => changeOf(ctx.log, row)), cursor: ctx.log.cursorAt(reached), hasMore }
}

/** Every change to an entry, oldest first; as of an earlier sequence, up to there. */
export function historyOf(ctx: Context, entry: Entry, args: PageArgs): Connection<Change> {
  const request = pageRequest(args)
  if (request.after !== null) placeOf('history', request.after, 'none')
  return connection(
    () =>
      ctx.loading
        .load(historyPages, { id: entry.id, asOf: entry.asOf }, request)
        .map((rows) => pageOf('history', request, rows, (row) => changeOf(ctx.log, row))),
    () => ctx.loading.load(historyCounts, { id: entry.id, asOf: entry.asOf }, null),
  )
}

interface HistoryKey {
  readonly id: string
  readonly asOf: number | null
}
type HistoryRow = LoggedChange & { readonly key: null; readonly number: number }

async function historyPages(
  reader: Reader,
  keys: readonly HistoryKey[],
  { count, after }: PageRequest,
): Promise<readonly HistoryRow[][]> {
  const rows = await reader.rows<HistoryRow & { place: number }>(sql`
    select k.place::int, page.* from unnest(${keys.map((key) => key.id)}::uuid[], ${keys.map((key) => key.asOf ?? NOW)}::int[]) with ordinality as k(id, sequence, place)
    cross join lateral (
      select null as key, c.sequence as number, c.sequence, c.at, c.kind, c.entry_type as "entryType", c.entry_id as "entryId",
        c.negotiation_ids as "negotiationIds", c.editor, c.reason, c.changed_fields as "changedFields", c.snapshot
      from change c where c.entry_id = k.id and c.sequence <= k.sequence and c.sequence > ${after === null ? 0 : placeOf('history', after, 'none').number}::int
      order by c.sequence limit ${count + 1}
    ) page order by k.place, page.sequence`)
  const pages = groupedBy(rows, (row) => row.place - 1)
  return keys.map((_, index) => pages.get(index) ?? [])
}

async function historyCounts(reader: Reader, keys: readonly HistoryKey[]): Promise<readonly number[]> {
  const rows = await reader.rows<{ count: number }>(sql`
    select (select count(*)::int from change c where c.entry_id = k.id and c.sequence <= k.sequence) as count
    from unnest(${keys.map((key) => key.id)}::uuid[], ${keys.map((key) => key.asOf ?? NOW)}::int[]) with ordinality as k(id, sequence, place) order by k.place`)
  return rows.map((row) => row.count)
}

/**
 * Follows the log from a cursor, or from now on.
 * @throws CURSOR_INVALID, and BAD_USER_INPUT when the filter names an entry that does not exist
 */
export async function followLog(ctx: Context, filter: LogFilter, { after, checkpoints }: FeedArgs): Promise<Follower> {
  const { entryId, negotiationId } = filter
  if (entryId != null && !(await entryById(ctx, entryId, null)))
    throw badUserInput(`The filter names an entry that does not exist: ${entryId.slice(0, 60)}.`)
  if (negotiationId != null && !(await findEntry(ctx, 'NEGOTIATION', negotiationId)))
    throw badUserInput(`The filter names a negotiation that does not exist: ${negotiationId.slice(0, 60)}.`)
  const cursor = ctx.resumeAfter ?? after
  const start = cursor == null ? await ctx.log.head() : await startAfter(ctx, cursor)
  return ctx.live.follow({ after: start, filter, checkpoints: checkpoints ?? false })
}

/** No statement for a cursor that this process has passed: thousands come back at once when another process has gone. */
async function startAfter({ log, live }: Context, cursor: string): Promise<number> {
  const sequence = log.decode(cursor)
  if (sequence > live.head) refuseBeyond(await log.head(), sequence)
  return sequence
}

/** The conditions of a filter, as the log knows them. */
export function logFilter(filter: ChangeFilter | null | undefined): LogFilter {
  return {
    entryTypes: filter?.entryType,
    kinds: filter?.kind,
    entryId: filter?.entryId,
    negotiationId: filter?.negotiationId,
  }
}

/** The root of an execution: a step of a feed; without `previous`, one that many streams share, which come from different places. */
export type FeedRoot = Omit<FeedStep, 'previous'> & { readonly previous: number | null }

/** Stands for the previousCursor of a shared step, to be replaced. Nobody outside ever sees it, so no text of the record can hold it. */
export const PLACE_OF_PREVIOUS = randomUUID()

/** The cursors of a step. */
export function cursorsOf(log: Log, { sequence, previous }: FeedRoot): { cursor: string; previousCursor: string } {
  return {
    cursor: log.cursorAt(sequence),
    previousCursor: previous === null ? PLACE_OF_PREVIOUS : log.cursorAt(previous),
  }
}

/** A step of the feed as an item. */
export function feedItem(log: Log, step: FeedRoot): FeedItem {
  return { ...cursorsOf(log, step), change: step.change && changeOf(log, step.change) }
}

/** A line of the log with its entry, rendered as of its own sequence. */
export function changeOf(log: Log, line: LoggedChange): Change {
  return { ...line, cursor: log.cursorAt(line.sequence), entry: rendered(line.snapshot, line.sequence) }
}
