import type { Reader } from '../db/database.ts'
import { type Sql, empty, sql } from '../db/sql.ts'
import { searched } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { renderedRow } from '../live/entries.ts'
import type { Snapshot } from '../live/draft.ts'
import type { Entry, EntryType } from '../record/entry.ts'
import { fold } from '../record/fold.ts'
import { groupedBy } from '../record/grouped.ts'
import { HEADLINE_OPTIONS, highlight, marksFromHeadline } from '../record/highlight.ts'
import { Later } from '../record/later.ts'
import { type Connection, type PageArgs, type Place, connection, pageOf, pageRequest, placeOf } from '../record/page.ts'
import { wordsOf } from '../record/words.ts'
import { searchTextsOf } from './entry.kinds.ts'
import type { Fragment, Hit } from './entry.type.ts'

/** The newest hits that are ranked; a word of every entry would otherwise cost a look at each. */
const RANKED = 10_000

interface HitRow extends Place {
  readonly snapshot: Snapshot
}

/**
 * Entries that a web-search query finds, best first. One statement; one more for totalCount, and one for the highlights when they are asked for.
 * @throws BAD_USER_INPUT when the query is too long
 */
export function searchEntries(
  ctx: Context,
  query: string,
  types: readonly EntryType[] | null,
  page: PageArgs,
): Connection<Hit> {
  const request = pageRequest(page)
  const after = request.after === null ? null : placeOf('search', request.after, 'float8')
  const matching = matchingRows(query, types)
  return connection(
    async () => {
      const rows = await ctx.reader.rows<HitRow>(sql`
        with hit as (select e.number, e.last_sequence, e.search ${matching} order by e.number desc limit ${RANKED}),
          ranked as (select number, last_sequence, ts_rank(search, ${searched(query)})::float8 as rank from hit)
        select r.rank::text as key, r.number, c.snapshot from (
          select * from ranked ${after === null ? empty : sql`where (rank, number) < (${after.key}::float8, ${after.number}::int)`}
          order by rank desc, number desc limit ${request.count + 1}
        ) r join change c on c.sequence = r.last_sequence order by r.rank desc, r.number desc`)
      const hits = new Hits(ctx.reader, query)
      return pageOf('search', request, rows, (row) => hits.add(renderedRow<Entry>(row.snapshot, null)))
    },
    async () =>
      (await ctx.reader.rows<{ count: number }>(sql`select count(*)::int as count ${matching}`))[0]?.count ?? 0,
  )
}

function matchingRows(query: string, types: readonly EntryType[] | null): Sql {
  const ofTypes = types === null ? empty : sql`and e.type = any(${types}::entry_type[])`
  return sql`from entry e where e.search @@ ${searched(query)} and e.retracted_at is null ${ofTypes}`
}

/** The hits of one page: where their words stand is looked up for all of them, as soon as it is asked of one. */
class Hits {
  readonly #reader: Reader
  readonly #query: string
  readonly #entries: Entry[] = []
  #fragments: Later<readonly Fragment[]> | undefined

  constructor(reader: Reader, query: string) {
    this.#reader = reader
    this.#query = query
  }

  add(entry: Entry): Hit {
    const place = this.#entries.push(entry) - 1
    return { entry, fragment: () => this.#all().map((fragments) => fragments[place] ?? NOTHING) }
  }

  #all(): Later<readonly Fragment[]> {
    return (this.#fragments ??= Later.from(fragmentsOf(this.#reader, this.#entries, this.#query)))
  }
}

const NOTHING: Fragment = { field: 'name', fragment: '' }

interface MarkedText {
  readonly place: number
  readonly ordinal: number
  readonly matches: boolean
  readonly headline: string
}

async function fragmentsOf(reader: Reader, entries: readonly Entry[], words: string): Promise<readonly Fragment[]> {
  const texts = entries.flatMap((entry, place) =>
    searchTextsOf(entry).map(({ field, text }, ordinal) => ({ place, ordinal, field, text })),
  )
  const query = searched(words)
  // Marking costs most: only the first text that matches is marked, or all of an entry whose texts match together alone.
  const rows = await reader.rows<MarkedText>(sql`
    select place, ordinal, matches, ts_headline('simple', words, ${query}, ${HEADLINE_OPTIONS}) as headline
    from (
      select *, min(ordinal) filter (where matches) over (partition by place) as first
      from (
        select *, to_tsvector('simple', words) @@ ${query} as matches
        from unnest(${texts.map((each) => each.place)}::int[], ${texts.map((each) => each.ordinal)}::int[],
          ${texts.map((each) => wordsOf(fold(each.text)))}::text[]) as t(place, ordinal, words)
      ) tried
    ) told
    where first is null or ordinal = first
    order by place, ordinal`)
  const marked = groupedBy(rows, (row) => row.place)
  return entries.map((_, place) => {
    const of = marked.get(place) ?? []
    const best = of.find((row) => row.matches) ?? of.find((row) => row.headline.includes('\u0002')) ?? of[0]
    const chosen = texts.find((each) => each.place === place && each.ordinal === best?.ordinal)
    if (!best || !chosen) return NOTHING
    return { field: chosen.field, fragment: highlight(chosen.text, marksFromHeadline(best.headline, chosen.text)) }
  })
}
