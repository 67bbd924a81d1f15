import { holds } from '../access/role.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { all, contains, given, givenId, plain } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate, update } from '../live/edit.ts'
import { below, listBelow, listEntries } from '../live/entries.ts'
import { REVISIONS, refuseCircles } from '../live/hierarchy.ts'
import type { Kind, Settling } from '../live/kind.ts'
import { byNumber, newestFirst } from '../live/order.ts'
import { one } from '../live/references.ts'
import { rowsOf } from '../live/rows.ts'
import { restricted, selectionOf } from '../live/selection.ts'
import type { Entry } from '../record/entry.ts'
import { type AsOf, asOfSame } from '../record/entry.ts'
import { Later } from '../record/later.ts'
import { MAX } from '../record/input.ts'
import { type Connection, type PageArgs, pageRequest } from '../record/page.ts'
import { badUserInput } from '../record/request-error.ts'
import { Refused, problem } from '../record/refusal.ts'
import { fold } from '../record/fold.ts'
import { dateAlone, noWords, nothing } from '../record/redaction.ts'
import { type CitationFields, citedSources, placeCitation, sourcesAlone } from './citation.rules.ts'
import type { Citation } from './citation.type.ts'
import { explainMissing } from './missing.ts'
import { paragraphsOf } from './paragraphs.ts'
import { type NearestPassage, nearestPassage } from './passage.ts'
import { type SourceFields, readSource } from './source.rules.ts'
import type { AddSourceInput, Source, SourceFilter, UpdateSourceInput } from './source.type.ts'

/** How a source is written. */
export const sourceKind: Kind<SourceFields> = {
  type: 'SOURCE',
  read: readSource,
  references: (own) => [...citedSources(own.citations), ...one(own.revisionOfId, ['SOURCE'], ['revisionOfId'])],
  settle: async (tx, changes) => {
    await refuseCircles(tx, REVISIONS.source, 'revisionOfId', changes)
    const placed = await placeCitations(tx, changes)
    return placed.map((change) => ({ ...change, columns: textIn(change) }))
  },
  card: (own) => ({
    negotiationId: null,
    date: own.publishedOn,
    names: [own.title],
    search: [{ field: 'title', text: own.title }],
    citations: own.citations,
    identifiers: [],
  }),
  rows: ({ verification: _, citations: __, publishedOn: ___, textDigest: ____, ...columns }) =>
    rowsOf('Source', {
      ...columns,
      foldedPublisher: columns.publisher === null ? null : fold(columns.publisher),
    }),
  blanks: {
    ...{ title: noWords, publisher: nothing, url: nothing, archivedUrl: nothing, licence: nothing },
    ...{ publishedOn: dateAlone, citations: sourcesAlone },
  },
  apart: { text: forgetText },
}

/** The text, where one is given: the fields hold its digest. */
function textIn({ own, input }: Settling<SourceFields>): { text?: string; paragraphs?: number[] } {
  const text = 'text' in input && own.textDigest !== null ? input.text : null
  return typeof text === 'string' ? { text, paragraphs: paragraphsOf(text) } : {}
}

/** The digest of the text stays, so that none can be set again: offsets of quotes point into the one that was there. */
async function forgetText(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.rows(
    sql`update source set text = null, paragraphs = null where id = ${id}::uuid and text is not null returning 1 as forgotten`,
  )
  return rows.length > 0
}

/** Adds a source. */
export function addSource(ctx: Context, input: AddSourceInput): Promise<Outcome> {
  return mutate(ctx, 'addSource', input, (tx, editor) => add(tx, sourceKind, input, editor))
}

/** Changes a source. */
export function updateSource(ctx: Context, input: UpdateSourceInput): Promise<Outcome> {
  return mutate(ctx, 'updateSource', input, (tx, editor) => update(tx, sourceKind, input, editor))
}

/** Sources by publication, newest first. */
export function findSources(ctx: Context, filter: SourceFilter | null, page: PageArgs): Connection<Source> {
  const where = all(
    given(filter?.kind, (kinds) => sql`v.kind = any(${kinds}::source_kind[])`),
    given(filter?.publisher, (part) => contains(sql`v.folded_publisher`, part)),
    given(filter?.url, (url) => sql`(v.url = ${plain(url)} or v.archived_url = ${plain(url)})`),
    givenId(
      filter?.negotiationId,
      (id) => sql`e.id in (
        select c.source_id from citation c join entry of on of.id = c.entry_id where of.negotiation_id = ${id} and of.retracted_at is null
        union select q.source_id from quote q join entry of on of.id = q.statement_id where of.negotiation_id = ${id} and of.retracted_at is null)`,
    ),
  )
  const selection = selectionOf(['SOURCE'], {
    includeRetracted: filter?.includeRetracted ?? false,
    where,
    join: sql`join source v on v.id = e.id`,
  })
  return listEntries(ctx, { list: 'sources', selection, order: newestFirst, merged: true }, pageRequest(page))
}

const citing = below<null>(() => ({
  list: 'citedBy',
  selection: selectionOf(null),
  order: byNumber,
  of: (selection, source) =>
    restricted(
      selection,
      sql`e.id in (select entry_id from citation where source_id = ${source} union select statement_id from quote where source_id = ${source})`,
    ),
}))

/** Every entry that cites or quotes a source, by number. */
export function findCiting(ctx: Context, source: Source, page: PageArgs): Connection<Entry> {
  return listBelow(ctx, citing, source, null, pageRequest(page))
}

/** The citations of an entry, in the order of the input. */
export function citationsOf(
  entry: Entry & { readonly citations?: readonly CitationFields[] },
): readonly (CitationFields & Pick<Citation, 'asOf'>)[] {
  return asOfSame(entry, entry.citations ?? [])
}

/**
 * The stored text, for those who may read it; null for others, and where there is none. Who may read it is decided by the source as it is
 * now, whatever moment is asked for.
 */
export function textOf(
  ctx: Context,
  source: { readonly id: string; readonly textDigest: string | null; readonly asOf: AsOf },
): Promise<string | null> {
  if (source.textDigest === null) return Later.of(null)
  return ctx.loading
    .load(textsById, source.id, null)
    .map((stored) => (stored?.textAccess === 'EVERYONE' || holds(ctx.viewer, 'EDITOR') ? (stored?.text ?? null) : null))
}

/**
 * The passage of the stored text nearest to the words, for those who may read that; null when there is none.
 * @throws BAD_USER_INPUT when there are more words than a quote may have
 */
export async function nearestPassageOf(
  ctx: Context,
  source: Parameters<typeof textOf>[1],
  words: string,
): Promise<NearestPassage | null> {
  if (words.length > MAX.prose) throw badUserInput(`words takes at most ${String(MAX.prose)} characters.`)
  const text = await textOf(ctx, source)
  return text === null ? null : nearestPassage(text, words)
}

interface StoredText {
  readonly id: string
  readonly text: string | null
  readonly textAccess: string
}

async function textsById(reader: Reader, ids: readonly string[]): Promise<readonly (StoredText | null)[]> {
  const rows = await reader.rows<StoredText>(
    sql`select id, text, text_access as "textAccess" from source where id = any(${ids}::uuid[])`,
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => found.get(id) ?? null)
}

/** A source as far as passages are looked up in it. */
export interface Searched {
  readonly id: string
  readonly title: string
  readonly text: string | null
}

/** Sources with their stored texts, by id. One statement; the texts may be large. */
export async function searchedById(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Searched>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<Searched>(
    sql`select id, title, text from source where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** What has citations. */
interface Citing {
  readonly citations: readonly CitationFields[]
}

/**
 * The changes with the passages of their citations found in the stored texts and filled in. Citations that stood in the entry before are not looked up
 * again. One statement, and none where no passage is given.
 * @throws Refused with QUOTE_NOT_IN_SOURCE at each citation whose passage does not stand in its source
 */
export async function placeCitations<Own extends Citing>(
  tx: Transaction,
  changes: readonly Settling<Own>[],
): Promise<Settling<Own>[]> {
  const open = new Set(changes.flatMap(({ own, before }) => newPassages(own.citations, before?.citations ?? [])))
  const sources = await searchedById(
    tx,
    Array.from(open, ({ sourceId }) => sourceId),
  )
  const settled: Settling<Own>[] = []
  for (const change of changes) {
    const { citations } = change.own
    const placed = citations.map((citation) =>
      open.has(citation) ? placeCitation(citation, sources.get(citation.sourceId)?.text ?? null) : citation,
    )
    const found = placed.filter((citation) => citation !== null)
    if (found.length < placed.length) await refuseMissing(tx, citations, placed, sources)
    settled.push({ ...change, own: { ...change.own, citations: found } })
  }
  return settled
}

function newPassages(citations: readonly CitationFields[], before: readonly CitationFields[]): CitationFields[] {
  const known = new Set(before.map((citation) => JSON.stringify(citation)))
  return citations.filter(
    (citation) =>
      (citation.exact !== null || citation.start !== null || citation.end !== null) &&
      !known.has(JSON.stringify(citation)),
  )
}

async function refuseMissing(
  tx: Transaction,
  citations: readonly CitationFields[],
  placed: readonly (CitationFields | null)[],
  sources: ReadonlyMap<string, Searched>,
): Promise<never> {
  const missing = citations.map(async ({ sourceId, exact }, index) => {
    if (placed[index] !== null) return []
    const source = sources.get(sourceId)
    return [
      problem('QUOTE_NOT_IN_SOURCE', ['citations', index], await explainMissing(tx, exact, source ? [source] : [])),
    ]
  })
  throw new Refused((await Promise.all(missing)).flat())
}
